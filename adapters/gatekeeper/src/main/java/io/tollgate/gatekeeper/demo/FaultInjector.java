package io.tollgate.gatekeeper.demo;

import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.Faults;
import io.tollgate.simulator.VenueControl;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the venue misbehave every few seconds, in an order drawn from the seed. Every kind comes once before one comes again.
 *
 * <p>Not among them: a debit that the venue hides. That is money leaving without anyone's knowledge: orders approved before the gate can
 * know are refused by the venue, whatever the gate does.
 *
 * <p>Threading: {@link #run} is the thread.
 */
final class FaultInjector implements Runnable {
    private static final long STALE_MILLIS = DemoFeeds.STALE_AFTER.toMillis() + 900;
    private static final int MANY = 10_000;

    /** What can happen. */
    enum Misbehaviour {
        STREAM_DROPPED("stream dropped"),
        ENTRIES_REPEATED("entries repeated"),
        STREAM_DELAYED("stream delayed"),
        ALL_SILENT("stream silent, snapshots fail"),
        TOO_MANY_REQUESTS("snapshots answered 429"),
        SERVER_ERRORS("snapshots answered 500"),
        CENT_TOO_MUCH("snapshots a cent too high"),
        CENT_TOO_LITTLE("snapshots a cent too low"),
        CENT_UNSEEN("a cent credited unseen"),
        GARBAGE("garbage on the stream");

        private final String words;

        Misbehaviour(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final VenueControl venue;
    private final SplittableRandom random;
    private final boolean withStream;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<Misbehaviour, Integer> injected = new EnumMap<>(Misbehaviour.class);
    private volatile String present = "";
    private volatile @Nullable Throwable failure;

    FaultInjector(VenueControl venue, long seed, boolean withStream) {
        this.venue = venue;
        this.random = new SplittableRandom(seed ^ 0x6661_756cL);
        this.withStream = withStream;
    }

    /** The fault of the moment, for people; empty if none. */
    String present() {
        return present;
    }

    /** What was injected, how often. */
    Map<Misbehaviour, Integer> injected() {
        synchronized (injected) {
            return new EnumMap<>(injected);
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** No more faults; those that last are ended by the thread. */
    void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        final List<Misbehaviour> bag = new ArrayList<>();
        try {
            while (!waited(random.nextLong(900, 1_600))) {
                final Misbehaviour next = next(bag);
                synchronized (injected) {
                    injected.merge(next, 1, Integer::sum);
                }
                present = next.words();
                inject(next);
                present = "";
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException | Error e) {
            failure = e;
        } finally {
            present = "";
            clear();
        }
    }

    /** The worst comes first, then all others, then all again. */
    private Misbehaviour next(List<Misbehaviour> bag) {
        if (bag.isEmpty()) {
            fill(bag);
            if (injected().isEmpty()) {
                bag.remove(Misbehaviour.ALL_SILENT);
                return Misbehaviour.ALL_SILENT;
            }
        }
        return bag.remove(random.nextInt(bag.size()));
    }

    private void clear() {
        try {
            venue.faults().clear();
        } catch (final RuntimeException e) {
            failure = e;
        }
    }

    private void fill(List<Misbehaviour> bag) {
        for (final Misbehaviour kind : Misbehaviour.values()) {
            final boolean ofStream = kind == Misbehaviour.STREAM_DROPPED
                    || kind == Misbehaviour.ENTRIES_REPEATED
                    || kind == Misbehaviour.STREAM_DELAYED
                    || kind == Misbehaviour.GARBAGE;
            if (withStream || !ofStream) {
                bag.add(kind);
            }
        }
    }

    private void inject(Misbehaviour kind) throws InterruptedException {
        final Faults faults = venue.faults();
        switch (kind) {
            case STREAM_DROPPED -> {
                faults.dropLedgerStream(random.nextLong(0, 500));
                stays(300);
            }
            case ENTRIES_REPEATED -> faults.repeatEntries(random.nextInt(5, 100));
            case STREAM_DELAYED -> {
                final long forMillis = random.nextLong(800, 1_800);
                faults.delayLedgerStream(random.nextLong(50, 1_600), forMillis);
                stays(forMillis);
            }
            case ALL_SILENT -> {
                faults.silenceLedgerStream(STALE_MILLIS);
                faults.answerRest(500, MANY);
                stays(STALE_MILLIS);
                faults.inject(new Fault(FaultKind.REST_500, 0, 0, 0));
            }
            case TOO_MANY_REQUESTS -> faults.answerRest(429, 1);
            case SERVER_ERRORS -> {
                faults.answerRest(500, random.nextInt(2, 6));
                stays(500);
            }
            case CENT_TOO_MUCH -> faults.lieInRetail(Markets.MICROS_PER_CENT, random.nextInt(1, 3));
            case CENT_TOO_LITTLE -> faults.lieInRetail(-Markets.MICROS_PER_CENT, random.nextInt(1, 3));
            case CENT_UNSEEN -> venue.hiddenCredit(Markets.MICROS_PER_CENT);
            case GARBAGE ->
                faults.sendGarbage(random.nextBoolean() ? FaultKind.GARBAGE_BYTES : FaultKind.GARBAGE_DECIMALS, 1);
        }
    }

    /** Lets a fault last, unless the run ends before. */
    private void stays(long millis) throws InterruptedException {
        if (waited(millis)) {
            clear();
        }
    }

    /** Waits; true if the run ends. */
    private boolean waited(long millis) throws InterruptedException {
        return stop.await(millis, TimeUnit.MILLISECONDS);
    }
}
