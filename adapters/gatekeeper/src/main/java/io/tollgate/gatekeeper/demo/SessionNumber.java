package io.tollgate.gatekeeper.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Numbers the router's sessions in a state directory: a number is on disk before an order carries it. */
final class SessionNumber {
    static final String FILE = "demo.session";

    private SessionNumber() {}

    /**
     * The next number, 1 for a new directory.
     *
     * @throws DemoException if the file cannot be read or written
     */
    static int next(Path directory) {
        final Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            final int next = (Files.exists(file) ? parse(file, Files.readString(file)) : 0) + 1;
            final Path fresh = directory.resolve(FILE + ".new");
            Files.writeString(
                    fresh,
                    next + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return next;
        } catch (final IOException e) {
            throw new DemoException(
                    "the state directory must be writable: path=" + directory + " (" + e + "): check owner and mount",
                    e);
        }
    }

    private static int parse(Path file, String text) {
        final String digits = text.strip();
        if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) >= OrderKey.MAX_SESSION) {
            throw new DemoException("the session's number must be 0 to " + (OrderKey.MAX_SESSION - 1) + ": file=" + file
                    + " holds '" + digits + "': use a new directory");
        }
        return Integer.parseInt(digits);
    }
}
