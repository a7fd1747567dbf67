package io.tollgate.journal.explain;

import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalReader;
import io.tollgate.journal.RecordPrinter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Explains decisions and moments from a journal. Reads it three times over, and only reads: the journal may be at work.
 *
 * <p>Threading: one thread. Memory: the answer, and what is open in the journal at once.
 */
public final class Explainer {
    /** Decisions that are explained at most, unless said otherwise. */
    public static final int DEFAULT_MOST = 20;

    private static final int BATCHES_BETWEEN_PROGRESS = 1024;

    /** Told now and then how far the reading is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So far.
         *
         * @param reading first, second or third
         * @param records records read in it
         */
        void at(int reading, long records);
    }

    private final Path directory;
    private final int most;
    private final Progress progress;

    /**
     * Explains from the journal in this directory.
     *
     * @param directory the journal's folder or its state directory
     * @param most decisions that are explained at most
     * @param progress told every thousand documents
     */
    public Explainer(Path directory, int most, Progress progress) {
        this.directory = directory;
        this.most = most;
        this.progress = progress;
    }

    private void read(Scan scan, int reading) {
        try (JournalReader reader = JournalReader.open(directory)) {
            long records = 0;
            int batches = 0;
            for (int read = reader.poll(scan); read >= 0; read = reader.poll(scan)) {
                records += read;
                if (++batches % BATCHES_BETWEEN_PROGRESS == 0) {
                    progress.at(reading, records);
                }
            }
        }
    }

    /**
     * A reservation: why it was approved, its amends, and its life.
     *
     * @throws JournalException if the journal cannot be read or has no such reservation; says what there is
     */
    public Explanation reservation(long reservationId) {
        final TargetScan scan = find(d -> d.reservationId() == reservationId);
        if (scan.found.isEmpty() && !scan.older.contains(reservationId)) {
            throw new JournalException("a reservation to explain must be in the journal: reservation=" + reservationId
                    + " is not; it holds " + scan.reservations + " reservations"
                    + (scan.reservations == 0
                            ? ""
                            : ", the first " + scan.firstReservation + ", the last " + scan.lastReservation)
                    + ", and " + scan.decisions + " decisions " + range(scan));
        }
        final Set<Long> all = reservationsOf(reservationId, scan);
        final TargetScan whole = all.size() == 1 ? scan : find(d -> all.contains(d.reservationId()));
        return explain("reservation " + reservationId, whole, all);
    }

    /** All of the order that this reservation is of: what is told of one counts for the others. */
    private static Set<Long> reservationsOf(long reservationId, TargetScan scan) {
        final long naming = scan.orders.getOrDefault(reservationId, reservationId);
        final Set<Long> all = new LinkedHashSet<>();
        all.add(naming);
        scan.orders.forEach((leg, order) -> {
            if (order == naming) {
                all.add(leg);
            }
        });
        return all;
    }

    /**
     * Every decision for an order's key, and the lives of its reservations.
     *
     * @throws JournalException if the journal cannot be read or has no such key; says what there is
     */
    public Explanation order(long orderKey) {
        final TargetScan reserves = find(d -> d.kind() == DecisionFacts.Kind.RESERVE && d.orderKey() == orderKey);
        if (reserves.found.isEmpty()) {
            throw new JournalException("an order to explain must be in the journal: order key=" + orderKey
                    + " is not; it holds " + reserves.decisions + " decisions " + range(reserves)
                    + (reserves.decisions == 0 ? "" : ", the last order's key is " + reserves.lastOrderKey));
        }
        final Set<Long> reservations = new LinkedHashSet<>();
        for (final DecisionFacts d : reserves.found) {
            if (d.reservationId() != 0) {
                reservations.add(d.reservationId());
            }
        }
        final TargetScan all = reservations.isEmpty()
                ? reserves
                : find(d -> (d.kind() == DecisionFacts.Kind.RESERVE && d.orderKey() == orderKey)
                        || (d.kind() == DecisionFacts.Kind.AMEND && reservations.contains(d.reservationId())));
        return explain("order " + orderKey, all, reservations);
    }

    /**
     * Decisions of any kind, such as those of one lane.
     *
     * @param title what is asked
     * @param wanted which decisions
     * @throws JournalException if the journal cannot be read
     */
    public Explanation decisions(String title, Predicate<DecisionFacts> wanted) {
        return explain(title, find(wanted), Set.of());
    }

    /**
     * What was known at a moment.
     *
     * @param epochNanos nanoseconds since the epoch
     * @throws JournalException if the journal cannot be read or does not reach to it; says from when to when it does
     */
    public MomentExplained at(long epochNanos) {
        final TargetScan scan = find(d -> false);
        if (epochNanos < scan.firstClockNanos || epochNanos > scan.lastClockNanos) {
            throw new JournalException("a moment to explain must be in the journal: " + RecordPrinter.time(epochNanos)
                    + " is not; it holds " + scan.decisions + " decisions " + range(scan));
        }
        final MomentScan moment = new MomentScan(scan.registry, epochNanos);
        read(moment, 2);
        final List<DecisionFacts> last = moment.lastDecisions();
        final List<Target> targets =
                last.stream().map(d -> new Target(d, scan.registry)).toList();
        read(new LimitScan(targets), 3);
        return moment.explained(targets.stream().map(Target::explained).toList());
    }

    private TargetScan find(Predicate<DecisionFacts> wanted) {
        final TargetScan scan = new TargetScan(wanted, most);
        read(scan, 1);
        return scan;
    }

    private static String range(TargetScan scan) {
        return scan.firstClockNanos > scan.lastClockNanos
                ? "and nothing with a time"
                : "from " + RecordPrinter.time(scan.firstClockNanos) + " to " + RecordPrinter.time(scan.lastClockNanos);
    }

    private static Map<Long, Long> ordersOf(Set<Long> reservations, TargetScan scan) {
        final Map<Long, Long> orders = new TreeMap<>();
        for (final long reservation : reservations) {
            final Long naming = scan.orders.get(reservation);
            if (naming != null) {
                orders.put(reservation, naming);
            }
        }
        return orders;
    }

    private Explanation explain(String title, TargetScan scan, Set<Long> reservations) {
        final List<Target> targets = new ArrayList<>();
        for (final DecisionFacts decision : scan.found) {
            targets.add(new Target(decision, scan.registry));
        }
        read(new LimitScan(targets), 2);
        final ContextScan context = new ContextScan(scan.registry, targets, reservations);
        read(context, 3);
        return new Explanation(
                title,
                targets.stream()
                        .map(Target::explained)
                        .sorted(Comparator.comparingLong(e -> e.decision().clockNanos()))
                        .toList(),
                scan.omitted,
                context.lives(),
                ordersOf(reservations, scan));
    }
}
