package io.tollgate.gatekeeper.demo;

import java.util.ArrayList;
import java.util.List;

/** The run's threads. They use the gate's mapped files, so they must have ended before it is closed, whatever ended the run. */
final class DemoThreads implements AutoCloseable {
    private static final int JOIN_MILLIS = 15_000;

    private final List<Thread> threads = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();

    /**
     * Starts a thread.
     *
     * @param stop tells the work to end
     */
    void start(String name, Runnable work, Runnable stop) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        stops.add(stop);
        thread.start();
    }

    /**
     * Ends all of them and waits. A second call does nothing.
     *
     * @throws DemoException if one does not end: the gate must not be closed under it
     */
    @Override
    public void close() {
        stops.forEach(Runnable::run);
        boolean interrupted = false;
        for (final Thread thread : threads) {
            try {
                thread.join(JOIN_MILLIS);
            } catch (final InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                throw new DemoException("a thread did not end: " + thread.getName());
            }
        }
        stops.clear();
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
