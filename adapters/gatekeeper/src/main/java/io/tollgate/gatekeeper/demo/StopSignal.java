package io.tollgate.gatekeeper.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns Ctrl-C and SIGTERM into a clean close. The JVM starts to shut down when the signal arrives and ends when its hooks have; so the hook
 * waits until the run is closed and then ends the JVM with the run's own exit status. A run that ends by itself is not delayed.
 */
final class StopSignal implements AutoCloseable {
    private static final int MOST_CLOSING_SECONDS = 90;
    private static final int STATUS_NOT_CLOSED = 1;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "demo-stop");
    private volatile int status = STATUS_NOT_CLOSED;

    /** Listens from now on. */
    static StopSignal install() {
        final StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** One that nobody sends: for runs inside another program. */
    static StopSignal none() {
        return new StopSignal();
    }

    /** Whether the run is to end now. */
    boolean isAsked() {
        return asked.get();
    }

    private void onShutdown() {
        asked.set(true);
        try {
            if (!closed.await(MOST_CLOSING_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("demo: the run did not close within " + MOST_CLOSING_SECONDS + " s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }

    /** The run is closed: this is its exit status. */
    void closed(int exitStatus) {
        status = exitStatus;
        closed.countDown();
    }

    /** Stops listening, unless the JVM is on its way down already. */
    @Override
    public void close() {
        closed.countDown();
        if (!asked.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException e) {
                // the signal came this very moment: the hook ends the JVM with the status it was given
                asked.set(true);
            }
        }
    }
}
