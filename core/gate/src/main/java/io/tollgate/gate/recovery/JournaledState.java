package io.tollgate.gate.recovery;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a journal says about the book, after the rings were drained into it. Amounts are in the asset's unit, prices and sizes in the
 * line's scales, times in nanoseconds since the epoch.
 *
 * <p>Threading: immutable.
 *
 * @param known whether there is a journal; without one nothing is compared
 * @param losses what was lost since the last start, for people; empty if nothing was
 * @param nextSequences by ring, the sequence that the journal expects next
 * @param balances by number, ascending
 * @param scopes by number, ascending; only those that have a line
 * @param lines by number, ascending
 * @param orders reservations that have not ended
 * @param newestGenerations by reservation row, the newest generation that was approved
 * @param highestGeneration of all rows, so that no id is ever used again
 * @param halted whether an operator, or the program, has halted the gate and not resumed it
 */
public record JournaledState(
        boolean known,
        List<Loss> losses,
        Map<Integer, Long> nextSequences,
        List<JournaledBalance> balances,
        List<JournaledScope> scopes,
        List<JournaledLine> lines,
        List<JournaledOrder> orders,
        Map<Integer, Integer> newestGenerations,
        int highestGeneration,
        boolean halted) {

    /** No journal. */
    public static final JournaledState NONE = new JournaledState(
            false, List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), 0, false);

    /** What may be lost. */
    public enum LossKind {
        /** The book's file is gone. */
        BOOK,
        /** A ring's file is gone, or torn. */
        RING,
        /** Records that the rings had given away are not in the journal. */
        JOURNAL,
        /** The machine ended without a clean close. */
        MACHINE
    }

    /**
     * A loss that the keeper of the journal met before the gate was opened.
     *
     * @param kind what may be lost
     * @param ringId ring, or −1
     * @param text for people: what, how much, from where on
     */
    public record Loss(LossKind kind, int ringId, String text) {}

    /**
     * A balance.
     *
     * @param id its number
     * @param venue name
     * @param account name
     * @param asset name
     * @param assetScale decimal digits of its unit
     * @param scopeMode number of the scope mode
     * @param hasLedger whether a ledger was ever known
     * @param ledger the last one
     * @param ledgerTimeNanos venue's time of its last entry, or 0
     * @param lastEntryId id of that entry, or empty
     * @param encumbered all that was held back when the limit was last published
     * @param operatorEncumbered of it, by an operator
     * @param margin of it, of fills
     * @param inTransit cash in transit when the limit was last published
     * @param unpublished cash and margin of fills that were told after that
     * @param limitVersion of the last published limit
     */
    public record JournaledBalance(
            int id,
            String venue,
            String account,
            String asset,
            int assetScale,
            int scopeMode,
            boolean hasLedger,
            long ledger,
            long ledgerTimeNanos,
            String lastEntryId,
            long encumbered,
            long operatorEncumbered,
            long margin,
            long inTransit,
            long unpublished,
            long limitVersion) {}

    /**
     * A piece of {@code taken}.
     *
     * @param from its first value
     * @param to one past its last
     */
    public record Piece(long from, long to) {}

    /**
     * A scope.
     *
     * @param id its number
     * @param balanceId balance it belongs to
     * @param generation uses of the row
     * @param takenAtStart {@code taken} when this generation began
     * @param frontier {@code taken} is covered by records from the start up to here
     * @param ahead pieces that are covered beyond a hole, ascending
     * @param back the last one told
     */
    public record JournaledScope(
            int id, int balanceId, int generation, long takenAtStart, long frontier, List<Piece> ahead, long back) {

        /** The highest value of {@code taken} that a record proves. */
        public long takenEnd() {
            return ahead.isEmpty() ? frontier : ahead.get(ahead.size() - 1).to();
        }

        /** Whether a record covers the take that begins here. */
        public boolean covers(long taken) {
            final long at = taken - takenAtStart;
            if (at >= 0 && at < frontier - takenAtStart) {
                return true;
            }
            return ahead.stream().anyMatch(piece -> at >= piece.from - takenAtStart && at < piece.to - takenAtStart);
        }
    }

    /**
     * A line.
     *
     * @param id its number
     * @param balanceId balance it draws on
     * @param scopeId scope its reservations are summed in
     * @param rule its cost rule
     * @param instrument name
     * @param market0 first word of the market's digest, or 0
     * @param market1 second word of the market's digest, or 0
     * @param cash what a closing line's fills move of cash, if it is one and its record says so
     */
    public record JournaledLine(
            int id,
            int balanceId,
            int scopeId,
            CostRule rule,
            String instrument,
            long market0,
            long market1,
            @Nullable JournaledCash cash) {}

    /**
     * Cash beside a closing line's position.
     *
     * @param balanceId of the cash
     * @param fee in the cash's unit
     */
    public record JournaledCash(int balanceId, FeeRule fee) {}

    /**
     * An execution.
     *
     * @param execId its key
     * @param quantity filled; 0 if the venue has undone it
     * @param price of the execution
     * @param fee or {@link Long#MIN_VALUE} if the venue did not say
     */
    public record JournaledFill(long execId, long quantity, long price, long fee) {}

    /**
     * A reservation that has not ended.
     *
     * @param id its number
     * @param orderKey the caller's key
     * @param lineId line it was made on
     * @param scopeId scope it is summed in
     * @param price limit price at the venue
     * @param size total size at the venue
     * @param amendPrice price of an amend in flight
     * @param amendSize size of an amend in flight
     * @param amending whether an amend is in flight
     * @param amended whether an amend was answered: in which order answers of several lanes came, the journal does not tell
     * @param hold taken less given back
     * @param finalQuantity what the venue says was filled in all once it ended, or −1
     * @param createdAtNanos clock of its record
     * @param sent whether it may be at the venue
     * @param acked whether the venue has acknowledged it
     * @param uncertain whether only an order-status answer frees it
     * @param orderReservation the reservation that names the order, if this one is on another of its limits; else 0
     * @param fills its executions, oldest first
     */
    public record JournaledOrder(
            long id,
            long orderKey,
            int lineId,
            int scopeId,
            long price,
            long size,
            long amendPrice,
            long amendSize,
            boolean amending,
            boolean amended,
            long hold,
            long finalQuantity,
            long createdAtNanos,
            boolean sent,
            boolean acked,
            boolean uncertain,
            long orderReservation,
            List<JournaledFill> fills) {

        /** Sum of executed quantities. */
        public long filled() {
            return fills.stream().mapToLong(JournaledFill::quantity).sum();
        }
    }

    /** Whether anything was ever lost or kept: a new state directory has an empty journal. */
    public boolean isEmpty() {
        return nextSequences.isEmpty();
    }

    /** Whether the journal has approved this reservation or a later one of its row. */
    public boolean knows(long reservationId) {
        return newestGenerations.getOrDefault((int) reservationId, 0) >= (int) (reservationId >>> 32);
    }

    /** The sequence that the journal expects next of a ring; 0 if it has never seen it. */
    public long next(int ringId) {
        return nextSequences.getOrDefault(ringId, 0L);
    }
}
