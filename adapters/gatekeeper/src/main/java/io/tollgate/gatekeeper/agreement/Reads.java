package io.tollgate.gatekeeper.agreement;

import java.util.SplittableRandom;

/** The polling of a venue, as the adapters' feeds do it: one read at a time, every period with jitter, sooner if asked for. One thread. */
final class Reads {
    private static final int FAILED_OF = 1_000;
    private static final long TIMEOUT_NANOS = 2 * Delays.SECOND;
    private static final long BACKOFF_NANOS = 300 * Delays.MILLI;

    private final World world;
    private final Events events;
    private final Delays delays;
    private final SplittableRandom random;
    private final Settings settings;
    private final GateSide gate;
    private final Outside outside;
    private final Tally tally;
    private final long[] shown;
    private boolean underWay;
    private boolean asked;
    private long lastRequestNanos = Long.MIN_VALUE / 2;
    private long generation;

    Reads(
            World world,
            Events events,
            Delays delays,
            SplittableRandom random,
            Settings settings,
            GateSide gate,
            Outside outside,
            Tally tally) {
        this.world = world;
        this.events = events;
        this.delays = delays;
        this.random = random;
        this.settings = settings;
        this.gate = gate;
        this.outside = outside;
        this.tally = tally;
        this.shown = new long[world.kinds().size()];
    }

    /** What the guides' pattern knows of the funds for a kind of order. */
    long shown(int kind) {
        return shown[kind];
    }

    /** The gate asks for a read. */
    void want() {
        if (!asked) {
            asked = true;
            if (!underWay) {
                next(lastRequestNanos + settings.leastBetweenReads());
            }
        }
    }

    void start() {
        next(events.nowNanos());
    }

    private void next(long atNanos) {
        final long mine = ++generation;
        events.at(atNanos, () -> {
            if (mine == generation) {
                request();
            }
        });
    }

    private void request() {
        underWay = true;
        asked = false;
        lastRequestNanos = events.nowNanos();
        tally.reads++;
        final long requestNanos = lastRequestNanos;
        if (random.nextInt(FAILED_OF) == 0) {
            events.after(TIMEOUT_NANOS, () -> {
                tally.readsFailed++;
                world.readFailed("no answer", requestNanos, events.nowNanos());
                gate.told(delays.keeper());
                underWay = false;
                next(events.nowNanos() + BACKOFF_NANOS);
            });
            return;
        }
        events.after(delays.halfRead(), () -> answer(requestNanos));
    }

    private void answer(long requestNanos) {
        final Read read = world.read(requestNanos);
        final long asOfNanos = events.nowNanos();
        final long[] asOf = outside.now();
        events.after(delays.halfRead(), () -> {
            read.deliver(events.nowNanos());
            outside.delivered(asOfNanos, asOf);
            for (int kind = 0; kind < shown.length; kind++) {
                shown[kind] = read.shown(kind);
            }
            gate.told(delays.keeper());
            underWay = false;
            final long jitter = settings.pollPeriod() / 10;
            final long period = settings.pollPeriod() - jitter + random.nextLong(2 * jitter + 1);
            next(requestNanos + (asked ? settings.leastBetweenReads() : period));
        });
    }
}
