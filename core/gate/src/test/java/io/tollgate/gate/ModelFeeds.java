package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;

import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;

/** The feeds' half of a {@link ModelRun}: a ledger stream with replays, reads that may lie, and what BookKeeper knows of them for certain. */
@org.jspecify.annotations.NullUnmarked
class ModelFeeds {
    final SplittableRandom random;
    final GateHarness h;
    final ModelVenue venue = new ModelVenue(50_000_000);
    final ArrayDeque<String> log = new ArrayDeque<>();
    final ArrayDeque<Snapshot> answers = new ArrayDeque<>();
    int step;
    int delivered;
    /** Entries that BookKeeper has taken for certain, and those it takes in its next cycle. */
    int known;

    int knownNext;
    private int knownAfterCycle;
    boolean streamUp;
    boolean cold;
    private long lies = 1;

    ModelFeeds(Path directory, long seed) {
        random = new SplittableRandom(seed);
        final BalanceRules rules = BalanceRules.CAREFUL
                .withVisibleAfterNanos(10 * MILLI)
                .withStreamGraceNanos(30 * MILLI)
                .withStaleAfterNanos(1_000 * MILLI);
        h = new GateHarness(
                GateConfig.at(directory)
                        .withSizes(new BookSizes(2, 8, 8, 2, 64, 512))
                        .withSlots(256, 1_024)
                        .withReservationTimeoutNanos(100 * MILLI)
                        .withTombstoneNanos(60 * MILLI),
                seed % 3 == 0 ? rules : rules.soleTrader(Netting.IGNORED));
        h.withSnapshots().withStream();
    }

    void say(String what) {
        log.add(step + " " + what);
        if (log.size() > 40) {
            log.remove();
        }
    }

    void moveMoney() {
        final long free = venue.cash.subtract(venue.open()).max(BigInteger.ZERO).longValueExact();
        final boolean deposit = random.nextBoolean() || free == 0;
        final long amount = deposit ? random.nextLong(1, 5_000_000) : -random.nextLong(0, free + 1) / 2;
        venue.timeNanos += random.nextInt(3) == 0 ? 0 : random.nextLong(1, MILLI);
        say("money " + amount);
        venue.change(Kind.OTHER, BigInteger.valueOf(amount), "");
    }

    void settleKnown() {
        if (h.cycles > knownAfterCycle) {
            known = knownNext;
        }
    }

    void delivered(int upTo) {
        settleKnown();
        delivered = upTo;
        knownNext = upTo;
        knownAfterCycle = h.cycles;
    }

    void deliver() {
        if (!streamUp) {
            openStream();
            return;
        }
        if (random.nextInt(5) == 0) {
            h.stream.sink().heartbeat(h.usd.id(), h.nowNanos);
        }
        final int upTo = Math.min(venue.ledger.size(), delivered + random.nextInt(1, 6));
        if (upTo > delivered) {
            say("entries " + delivered + " to " + (upTo - 1));
            h.stream.sink().ledgerEntries(h.usd.id(), venue.ledger.subList(delivered, upTo), h.nowNanos);
            delivered(upTo);
        }
    }

    void openStream() {
        final ResumePoint from = h.stream.sink().resumePoint(h.usd.id());
        h.stream.sink().streamOpened(h.usd.id(), from, h.nowNanos);
        streamUp = true;
        cold = !from.exists();
        say("stream opened, cold=" + cold);
        if (cold) {
            // live entries only, and a first read
            delivered(venue.ledger.size());
            h.nowNanos += MILLI;
            // nothing can tell the first read a lie
            answers.clear();
            ask();
            while (!answers.isEmpty()) {
                answer();
            }
        } else {
            final List<LedgerEntry> replay = venue.ledger.stream()
                    .filter(e -> e.updateTimeNanos() >= from.updateTimeNanos())
                    .toList();
            final int cut = random.nextInt(replay.size() + 1);
            h.stream.sink().ledgerEntries(h.usd.id(), replay.subList(0, cut), h.nowNanos);
            h.stream.sink().ledgerEntries(h.usd.id(), replay.subList(cut, replay.size()), h.nowNanos);
            delivered(venue.ledger.size());
        }
    }

    void loseStream() {
        if (streamUp) {
            say("stream lost");
            h.stream.sink().streamLost(h.usd.id(), "test", h.nowNanos);
            streamUp = false;
        }
    }

    void ask() {
        final LedgerEntry last = venue.ledger.get(venue.ledger.size() - 1);
        final long lie = !cold && random.nextInt(10) == 0 ? (random.nextBoolean() ? 1 : -1) * lies++ * 1_000 : 0;
        final long time = random.nextBoolean() ? last.updateTimeNanos() : last.updateTimeNanos() / MILLI * MILLI;
        say("read asked: " + venue.cash + (lie != 0 ? " lying by " + lie : ""));
        answers.add(new Snapshot(venue.cash.longValueExact() + lie, Snapshot.UNKNOWN, 0, time, h.nowNanos, h.nowNanos));
    }

    void answer() {
        final Snapshot asked = answers.poll();
        if (asked != null) {
            say("read answered: " + asked.ledger());
            h.snapshots
                    .sink()
                    .snapshot(
                            h.usd.id(),
                            new Snapshot(
                                    asked.ledger(),
                                    asked.netSpendable(),
                                    asked.openOrders(),
                                    asked.venueTimeNanos(),
                                    asked.requestNanos(),
                                    h.nowNanos));
            cold = false;
        }
    }
}
