package io.tollgate.gate;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The book's file, and what becomes of it when a new one must be made: the new one is made beside it and takes its place once it is whole,
 * so that a kill in between finds either of them. The old one is kept under another name.
 */
final class BookFiles {
    private static final String BOOK = "book.dat";
    private static final String UNFINISHED = "book.rebuilding";
    private static final String REBUILT = "book.rebuilt";
    private static final int MOST_KEPT = 1000;

    private final GateConfig config;
    private final Path path;
    private final Path unfinished;
    private final Path rebuilt;

    BookFiles(GateConfig config) {
        this.config = config;
        this.path = config.directory().resolve(BOOK);
        this.unfinished = config.directory().resolve(UNFINISHED);
        this.rebuilt = config.directory().resolve(REBUILT);
        try {
            if (Files.exists(rebuilt)) {
                takeTheirPlace();
            }
            Files.deleteIfExists(unfinished);
        } catch (final IOException e) {
            throw notWritable(e);
        }
    }

    private StateException notWritable(IOException e) {
        return new StateException(
                "state directory must be writable: path=" + config.directory() + " (" + e + "): check owner and mount",
                e);
    }

    /** Whether there is a book. */
    boolean exists() {
        return Files.exists(path);
    }

    Book open() {
        return Book.openOrCreate(path, config.sizes());
    }

    /** An empty book that is to be filled. */
    Book begin() {
        return Book.openOrCreate(unfinished, config.sizes());
    }

    /** The book that was there, or null if there is none, or none that can be read. */
    @Nullable
    Book old() {
        if (!exists()) {
            return null;
        }
        try {
            return open();
        } catch (final StateException e) {
            // what cannot be read cannot be merged; the journal's word counts, and the file is kept
            return null;
        }
    }

    /** The new book is whole. */
    void finish() {
        try {
            Files.move(unfinished, rebuilt, StandardCopyOption.ATOMIC_MOVE);
            takeTheirPlace();
        } catch (final IOException e) {
            throw notWritable(e);
        }
    }

    private void takeTheirPlace() throws IOException {
        if (Files.exists(path)) {
            Files.move(path, unusedName(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(rebuilt, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path unusedName() {
        for (int i = 1; i < MOST_KEPT; i++) {
            final Path name = config.directory().resolve("book.lost-" + i);
            if (!Files.exists(name)) {
                return name;
            }
        }
        throw new StateException("old books must be moved away now and then: path=" + config.directory() + " has "
                + MOST_KEPT + " files book.lost-*: delete them");
    }
}
