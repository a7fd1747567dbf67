package io.tollgate.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed again if the start fails. Single-threaded. */
final class CloseAll {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Closes all, the last opened first; what goes wrong is added to the failure that led here. */
    @SuppressWarnings("try") // close() of an AutoCloseable may be interrupted; the start has failed anyway
    void close(Throwable failure) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception another) {
                failure.addSuppressed(another);
            }
        }
    }
}
