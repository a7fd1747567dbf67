package io.tollgate.gatekeeper.simulator;

import io.tollgate.simulator.SimulatorException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a scenario's events happen, each at its time, on one thread, and says of each what came of it. */
final class Events implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** Time counts from now. */
    Events(Simulation simulation, List<Scenario.Event> events, PrintStream out) {
        final long startNanos = System.nanoTime();
        final Thread thread = new Thread(() -> run(simulation, events, out, startNanos), "simulator-events");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Simulation simulation, List<Scenario.Event> events, PrintStream out, long startNanos) {
        try {
            for (final Scenario.Event event : events) {
                final long left = startNanos + event.at().toNanos() - System.nanoTime();
                if (ended.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
                happen(simulation, event, out);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void happen(Simulation simulation, Scenario.Event event, PrintStream out) {
        String outcome = "done";
        try {
            simulation.apply(event);
            done.incrementAndGet();
        } catch (IllegalArgumentException | SimulatorException | ArithmeticException why) {
            refused.incrementAndGet();
            outcome = "refused (" + why.getMessage() + ")";
        }
        out.println("simulator: event at=" + event.at().toMillis() + "ms venue=" + event.venue() + " do="
                + event.operation() + " " + outcome);
    }

    int done() {
        return done.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
