package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.book.RowState;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import io.tollgate.gatekeeper.crash.ToldOrder.Place;
import io.tollgate.journal.JournalReader;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.VerificationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the parent was told with what a restarted gate holds and with the journal. Threading: the parent's main thread.
 *
 * <p>What a gate ends while it starts (a reservation that was not sent in time) is in a ring first and in the queue a moment later: what is
 * missing is looked for again for a while before it counts.
 */
final class Judge implements AutoCloseable {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LOOK_NANOS = 5_000_000L;

    /** A row that holds money; hold in micro-dollars. */
    private record Held(long key, int state, long hold) {}

    private final Path state;
    private final Venue venue;
    private final Suspicions suspicions;
    private final Tally tally;
    private final Long2ObjectHashMap<Held> held = new Long2ObjectHashMap<>();
    private final JournalIndex journal = new JournalIndex();
    private @Nullable JournalReader reader;

    Judge(Path state, Venue venue, Suspicions suspicions, Tally tally) {
        this.state = state;
        this.venue = venue;
        this.suspicions = suspicions;
        this.tally = tally;
    }

    /** A new gate is about to tell its rows. */
    void begin() {
        held.clear();
    }

    void row(Frame frame) {
        held.put(frame.value(0), new Held(frame.value(1), frame.intValue(2), frame.value(7)));
    }

    int heldRows() {
        return held.size();
    }

    /** The gate has told all rows and decided nothing yet. */
    void afterRestart() {
        List<ToldOrder> open = new ArrayList<>(venue.orders());
        open.removeIf(order -> order.settled);
        final List<Held> strangers = strangers();
        if (open.isEmpty() && strangers.isEmpty()) {
            return;
        }
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        do {
            readOn();
            open.removeIf(this::isRight);
            if (!open.isEmpty()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } while (!open.isEmpty() && System.nanoTime() - deadline < 0);
        open.forEach(this::convict);
        strangers.forEach(this::judgeStranger);
        suspicions.judge(journal, tally::finding);
    }

    private void readOn() {
        JournalReader open = reader;
        if (open == null) {
            open = JournalReader.open(state);
            reader = open;
        }
        final var unused = open.readAll(journal);
    }

    /** Rows of which nothing was told: the gate was killed before it could. */
    private List<Held> strangers() {
        return held.values().stream().filter(row -> !venue.knows(row.key)).toList();
    }

    private void judgeStranger(Held row) {
        if (row.state != RowState.RESERVED) {
            tally.lost("order " + row.key + " is " + RowState.name(row.state)
                    + ", and its approval was not told, so it cannot have been sent");
        }
    }

    private boolean isRight(ToldOrder order) {
        final JournalIndex.Row row = journal.row(order.reservation);
        if (row == null || !missing(order, row).isEmpty() || !loss(order, row).isEmpty()) {
            return false;
        }
        order.settled = order.place != Place.OPEN && !held.containsKey(order.reservation);
        return true;
    }

    private void convict(ToldOrder order) {
        final JournalIndex.Row row = journal.row(order.reservation);
        final String missing = row == null ? "no record names it" : missing(order, row);
        if (!missing.isEmpty()) {
            tally.unjournaled(order + ": " + missing);
        }
        final String loss = loss(order, row == null ? new JournalIndex.Row() : row);
        if (!loss.isEmpty()) {
            tally.lost(order + ": " + loss);
        }
        order.settled = true;
        order.convicted = true;
    }

    /** What the journal does not have of what was told, or empty. */
    private static String missing(ToldOrder order, JournalIndex.Row row) {
        if (!row.approved || row.orderKey != order.key || row.cost != order.cost) {
            return "the journal has approved=" + row.approved + " key=" + row.orderKey + " cost=" + row.cost
                    + ", told was cost=" + order.cost;
        }
        if (row.cost != Terms.worstCost(row.price, row.size)) {
            return "the gate's cost for price=" + row.price + " size=" + row.size + " is " + row.cost
                    + ", the venue's worst case " + Terms.worstCost(row.price, row.size);
        }
        for (final Long execution : order.toldExecutions) {
            if (!row.fills.containsKey(execution)) {
                return "the journal has no fill of execution " + execution;
            }
        }
        for (final ToldOrder.Amend amend : order.toldAmends) {
            if (!row.amends.contains(amend)) {
                return "the journal has no approved " + amend;
            }
        }
        return "";
    }

    /** What the gate has lost of the order, or empty. */
    private String loss(ToldOrder order, JournalIndex.Row row) {
        final Held now = held.get(order.reservation);
        if (now == null) {
            if (order.place == Place.OPEN) {
                return "it is open at the venue and not held";
            }
            return row.reason(order.size).isEmpty() ? "it is neither held nor ended with a reason" : "";
        }
        if (now.key != order.key) {
            return "its row is that of order " + now.key;
        }
        final long needed =
                switch (order.place) {
                    case APPROVED, ABANDONED -> order.cost;
                    case OPEN -> order.openCost();
                    case DROPPED, ENDED -> 0;
                };
        return now.hold >= needed ? "" : "it holds " + now.hold + " of " + needed;
    }

    /** The last gate is quiet: what it says of an account is the venue's truth. */
    void quiet(Frame frame) {
        final long cash = venue.accounts().get(frame.intValue(0)).cash();
        if (frame.value(1) != cash || frame.value(2) != cash || frame.value(3) != 0 || frame.value(4) != 0) {
            tally.finding(
                    "inexact: account " + frame.value(0) + " has cash=" + cash + " and the quiet gate says ledger="
                            + frame.value(1) + " limit=" + frame.value(2) + " held=" + frame.value(3) + " in transit="
                            + frame.value(4));
        }
    }

    /** The last gate is closed: the journal is read from its start again, and must prove itself and all that was ever told. */
    VerificationReport atEnd() {
        close();
        final VerificationReport report = JournalVerifier.verify(state);
        if (!report.good()) {
            tally.unjournaled(Math.max(1, report.mismatches()), "the journal does not verify");
            report.examples().forEach(example -> tally.finding(example.toString()));
        }
        final JournalIndex whole = new JournalIndex();
        try (JournalReader fresh = JournalReader.open(state)) {
            final var unused = fresh.readAll(whole);
        }
        for (final ToldOrder order : venue.orders()) {
            if (!order.convicted) {
                judgeAtEnd(order, whole.row(order.reservation));
            }
        }
        suspicions.judge(whole, tally::finding);
        return report;
    }

    private void judgeAtEnd(ToldOrder order, JournalIndex.@Nullable Row row) {
        final String missing = row == null ? "no record names it" : missing(order, row);
        if (row == null || !missing.isEmpty()) {
            tally.unjournaled(order + ": " + missing);
        } else if (row.reason(order.size).isEmpty()) {
            tally.lost(order + ": it has not ended with a reason");
        } else if (row.filled() != order.cumQuantity) {
            tally.lost(order + ": the journal has " + row.filled() + " filled");
        }
    }

    @Override
    public void close() {
        final JournalReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
