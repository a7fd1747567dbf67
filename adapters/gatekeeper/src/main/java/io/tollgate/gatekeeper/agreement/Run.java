package io.tollgate.gatekeeper.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * One venue in one mode: a world, a gate and a flow of orders in simulated time, on the caller's thread. The same settings give the same
 * result.
 */
final class Run implements Desk {
    private static final long PROGRESS_EVERY = 4_096;

    private final Settings settings;
    private final SimulatedTime time = new SimulatedTime();
    private final Events events = new Events(time);
    private final Tally tally = new Tally();
    private final World world;
    private final SplittableRandom random;
    private final Delays delays;
    private final Session pushes;
    private final Outside outside;
    private final GateSide gate;
    private final Reads reads;
    private final Orders orders;
    private final Flow flow;
    private boolean readIsWanted;
    private boolean isOpen;

    private Run(
            BiFunction<Mode, SimulatedTime, World> worlds,
            Mode mode,
            Settings asked,
            Path directory,
            Consumer<String> examples) {
        this.world = worlds.apply(mode, time);
        this.settings = world.tuned(asked);
        this.random = new SplittableRandom(settings.seed());
        this.delays = new Delays(random.split());
        this.pushes = new Session(events, delays::push);
        this.outside = new Outside(world);
        this.gate = new GateSide(directory, time, events);
        this.reads = new Reads(world, events, delays, random.split(), settings, gate, outside, tally);
        final List<GateLine> lines = world.open(gate.gate(), gate.lane(), this);
        final OwnFills ownFills = new OwnFills(world);
        final Judge judge = new Judge(world, tally, ownFills, examples);
        this.orders = new Orders(
                world, events, delays, random.split(), settings, gate, lines, outside, reads, judge, ownFills, tally);
        this.flow = new Flow(world, events, delays, random.split(), settings, orders, outside, tally);
        isOpen = true;
        if (readIsWanted) {
            reads.want();
        }
    }

    /**
     * Runs one.
     *
     * @param progress is told the number of orders judged so far, now and then
     * @param examples lines about what went wrong, a few
     */
    static Tally of(
            BiFunction<Mode, SimulatedTime, World> worlds,
            Mode mode,
            Settings settings,
            LongConsumer progress,
            Consumer<String> examples) {
        final long began = System.nanoTime();
        final Path directory;
        try {
            directory = Files.createTempDirectory("tollgate-agreement-");
        } catch (final IOException e) {
            throw new UncheckedIOException("no place for the gate's files: " + e.getMessage(), e);
        }
        try {
            final Run run = new Run(worlds, mode, settings, directory, examples);
            try {
                run.go(progress);
            } finally {
                run.gate.close();
                run.world.close();
            }
            run.tally.simulatedNanos = run.time.nanoTime();
            run.tally.wallNanos = System.nanoTime() - began;
            return run.tally;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot remove " + directory + ": " + e.getMessage(), e);
        }
    }

    private void go(LongConsumer progress) {
        flow.fund();
        reads.start();
        events.after(10 * Delays.SECOND, flow::start);
        long next = PROGRESS_EVERY;
        while (tally.orders < settings.orders() && events.step()) {
            if (tally.orders >= next) {
                next = tally.orders + PROGRESS_EVERY;
                progress.accept(tally.orders);
            }
        }
    }

    @Override
    public void wantRead() {
        if (isOpen) {
            reads.want();
        } else {
            readIsWanted = true;
        }
    }

    @Override
    public void push(LongConsumer delivery) {
        final long asOfNanos = events.nowNanos();
        final long[] asOf = outside.now();
        pushes.send(() -> {
            tally.pushes++;
            delivery.accept(events.nowNanos());
            outside.delivered(asOfNanos, asOf);
            gate.told(delays.keeper());
        });
    }

    @Override
    public void at(long nanos, Runnable what) {
        events.at(nanos, () -> {
            what.run();
            outside.happened(events.nowNanos());
        });
    }

    @Override
    public void ended(String orderId, long finalQuantity) {
        orders.ended(orderId, finalQuantity);
    }
}
