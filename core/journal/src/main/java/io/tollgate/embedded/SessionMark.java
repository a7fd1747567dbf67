package io.tollgate.embedded;

import io.tollgate.gate.state.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Says in the state directory whether a session is open, and on which start of the machine it was opened: mapped files of a process that
 * died are whole, those of a machine that died are not. One thread.
 */
final class SessionMark {
    static final String FILE = "session";
    /** Linux: another number after each start of the machine. */
    private static final Path MACHINE = Path.of("/proc/sys/kernel/random/boot_id");

    private static final String OPEN = "open ";
    private static final String CLOSED = "closed ";
    private static final String UNKNOWN = "unknown";
    /** No start of any machine. */
    private static final String LOSS = "before-a-loss-was-met";

    private final Path file;
    private final String machine;

    private SessionMark(Path file, String machine) {
        this.file = file;
        this.machine = machine;
    }

    static SessionMark of(Path directory) {
        return new SessionMark(directory.resolve(FILE), machine());
    }

    private static String machine() {
        try {
            return Files.isReadable(MACHINE) ? Files.readString(MACHINE).trim() : UNKNOWN;
        } catch (final IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * Whether the machine may have died while a session was open. Where the system does not tell one start from another, every session that
     * was not closed counts.
     *
     * @param hasState whether the directory holds anything
     */
    boolean machineDied(boolean hasState) {
        if (!hasState) {
            return false;
        }
        try {
            if (!Files.exists(file)) {
                return true;
            }
            final String mark = Files.readString(file).trim();
            return !mark.startsWith(CLOSED) && (machine.equals(UNKNOWN) || !mark.equals(OPEN + machine));
        } catch (final IOException e) {
            throw unusable(e);
        }
    }

    void open() {
        write(OPEN);
    }

    /** A loss is about to be met: killed in the middle of that, the next start finds that one happened. */
    void lost() {
        write(OPEN, LOSS);
    }

    /** Everything is on the device. */
    void closed() {
        write(CLOSED);
    }

    private void write(String state) {
        write(state, machine);
    }

    private void write(String state, String start) {
        final Path unfinished = file.resolveSibling(FILE + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap((state + start + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        } catch (final IOException e) {
            throw unusable(e);
        }
        try {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw unusable(e);
        }
    }

    private StateException unusable(IOException e) {
        return new StateException(
                "state directory must be writable: path=" + file + " (" + e + "): check owner and mount", e);
    }
}
