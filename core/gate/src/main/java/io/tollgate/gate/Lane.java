package io.tollgate.gate;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.ring.FreeRows;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingProducer;
import org.jspecify.annotations.Nullable;

/**
 * One thread's own way through the gate: decisions on its {@link Line}s, and facts about any reservation, whichever lane made it.
 *
 * <p>Threading: one thread; with assertions on, a call from another one fails. No method locks, allocates, reads a clock or enters
 * the kernel.
 *
 * <p>Results are the numbers of {@link FactResult}. Facts cannot be refused: {@link FactResult#JOURNAL_FULL} means that nothing was
 * noted and the call must be made again.
 */
public final class Lane {
    /** For a fill whose fee the venue has not told: the worst case is charged. */
    public static final long UNKNOWN_FEE = Long.MIN_VALUE;
    /** For a refusal of the venue that says nothing about its sums. */
    public static final long UNKNOWN_AMOUNT = Long.MIN_VALUE;
    /** For a caller that passes no time. */
    public static final long NO_TIME = Long.MIN_VALUE;
    /** For a release whose final quantity is not known: keeps the hold. */
    public static final long UNKNOWN_QUANTITY = -1;
    /** Returned by a reserve in shadow mode that could not be tracked; facts about it are ignored. */
    public static final long UNTRACKED = 0;

    private static final int NO_LINE = -1;

    private final Gate gate;
    private final String name;
    private final int laneId;
    private final RingProducer producer;
    private final FreeRows freeRows;
    private final ReservationTable rows;
    private final Book book;
    private final LaneRecords records;
    private @Nullable Thread owner;

    Lane(Gate gate, String name, Ring ring) {
        this.gate = gate;
        this.name = name;
        this.laneId = ring.ringId();
        this.producer = ring.producer();
        this.freeRows = ring.freeRows();
        this.book = gate.book();
        this.rows = book.reservations();
        this.records = new LaneRecords(producer.buffer());
    }

    /** The lane's name. */
    public String name() {
        return name;
    }

    /** The lane's number: 1 or more, and the number of its ring. */
    public int laneId() {
        return laneId;
    }

    /**
     * Where the lane's records end: everything it has decided and told so far has a smaller sequence in its ring. For waiting until that is
     * on the device, not for the hot path.
     */
    public long recorded() {
        enter();
        return producer.sequence();
    }

    /**
     * Binds a line: everything an order on it is checked against is resolved now. Not for the hot path: a new line waits for
     * BookKeeper.
     *
     * @throws IllegalArgumentException if the line does not fit the balance
     * @throws IllegalStateException if there is no room for a new line, or BookKeeper does not answer
     */
    public Line bind(Balance balance, LineSpec spec) {
        return line(gate.registerLine(balance, spec), Line.Part.WHOLE);
    }

    /**
     * Binds a closing line: its orders draw on a position, so that no lack of cash refuses them, and its fills move cash too. Otherwise as
     * {@link #bind(Balance, LineSpec)}.
     *
     * @param position what a sale draws on, or the short position that a purchase buys back
     * @param cash what pays for the purchase and the fee, in whose unit the fee rule is
     * @throws IllegalArgumentException if the line does not close, or does not fit the balances
     */
    public Line bindClosing(Balance position, Balance cash, LineSpec spec) {
        return line(gate.registerClosingLine(position, cash, spec), Line.Part.WHOLE);
    }

    private Line line(int lineId, Line.Part part) {
        return new Line(this, lineId, book, producer, freeRows, records, gate.deadAfterNanos(), part);
    }

    /**
     * Binds a line whose orders several limits must cover: the balance, and the finite allowances of the spenders that may draw of it. Otherwise
     * as {@link #bind(Balance, LineSpec)}.
     *
     * @param spec of purchases: only they draw on an allowance
     * @param allowances registered with {@link BalanceSpec#allowance}, in the balance's unit, each once, at most {@value
     *     JointLine#MOST_LIMITS} less one; an order has one reservation on each
     * @throws IllegalArgumentException if the limits or the side do not fit together
     */
    public JointLine bindJoint(LineSpec spec, Balance balance, Balance... allowances) {
        final Balance[] limits = new Balance[allowances.length + 1];
        limits[0] = balance;
        System.arraycopy(allowances, 0, limits, 1, allowances.length);
        JointLine.check(spec, limits);
        final Line[] lines = new Line[limits.length];
        for (int i = 0; i < limits.length; i++) {
            final Line.Part part = limits.length == 1 ? Line.Part.WHOLE : i == 0 ? Line.Part.NAMING : Line.Part.LEG;
            lines[i] = line(gate.registerLine(limits[i], spec), part);
        }
        return new JointLine(this, lines, rows, book.shadow());
    }

    /**
     * The order's bytes are about to leave. Only {@link FactResult#ACCEPTED} lets them.
     *
     * @return number of a {@link FactResult}
     */
    public int sent(long reservation) {
        enter();
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        final int code;
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        } else if (book.haltVolatile() != 0 && !book.shadow()) {
            code = FactResult.HALTED.code();
        } else if (!rows.isRow(reservation) || rows.stateOf(reservation) < 0) {
            code = FactResult.UNKNOWN_RESERVATION.code();
        } else {
            code = rows.compareAndSetState(reservation, RowState.RESERVED, RowState.SENT)
                    ? FactResult.ACCEPTED.code()
                    : FactResult.NOT_SENDABLE.code();
        }
        records.sent(offset, producer.sequence(), book.clockAcquire(), reservation, code);
        producer.commit();
        return code;
    }

    /** The venue has acknowledged the order. */
    public int acked(long reservation) {
        enter();
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        }
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        int code = FactResult.ACCEPTED.code();
        if (!isKnown(reservation)) {
            code = FactResult.UNKNOWN_RESERVATION.code();
        } else if (!rows.compareAndSetState(reservation, RowState.SENT, RowState.ACKED)) {
            // an acknowledgement proves that it was sent; one that comes twice or after the end changes nothing
            rows.compareAndSetState(reservation, RowState.RESERVED, RowState.ACKED);
        }
        records.acked(offset, producer.sequence(), book.clockAcquire(), reservation, code);
        producer.commit();
        return code;
    }

    /**
     * A part of the order, or all of it, was executed.
     *
     * @param execId key of the venue's execution id, unique in the reservation: a second call with it changes nothing
     * @param quantity executed now, in the line's size scale
     * @param cumQuantity executed so far as the venue says, or {@link #UNKNOWN_QUANTITY}
     * @param price execution price in the line's price scale
     * @param fee in the asset's unit, negative for a rebate, or {@link #UNKNOWN_FEE}
     * @param venueTimeNanos the venue's time, nanoseconds since the epoch, or 0
     */
    public int fill(
            long reservation, long execId, long quantity, long cumQuantity, long price, long fee, long venueTimeNanos) {
        return fill(reservation, execId, quantity, cumQuantity, price, fee, venueTimeNanos, NO_LINE);
    }

    int fill(
            long reservation,
            long execId,
            long quantity,
            long cumQuantity,
            long price,
            long fee,
            long venueTimeNanos,
            int lineId) {
        enter();
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        }
        if (quantity <= 0
                || price <= 0
                || quantity > Amounts.MAX_AMOUNT
                || price > Amounts.MAX_AMOUNT
                || (fee != UNKNOWN_FEE && (fee > Amounts.MAX_AMOUNT || fee < -Amounts.MAX_AMOUNT))) {
            return FactResult.INVALID.code();
        }
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        final int code = note(reservation, FactWord.FILL, execId, quantity, cumQuantity, price, fee, venueTimeNanos);
        records.fill(
                offset,
                producer.sequence(),
                book.clockAcquire(),
                reservation,
                execId,
                quantity,
                cumQuantity,
                price,
                fee,
                venueTimeNanos,
                lineId,
                code);
        producer.commit();
        return code;
    }

    /** The venue has undone an execution. Frees nothing: the ledger does. */
    public int bust(long reservation, long execId) {
        enter();
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        }
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        final int code = note(reservation, FactWord.BUST, execId, 0, 0, 0, 0, 0);
        records.bust(offset, producer.sequence(), book.clockAcquire(), reservation, execId, code);
        producer.commit();
        return code;
    }

    /**
     * The order has ended: what it holds beyond the quantity that was filled in all is given back. Fills that are still to come, up to
     * that quantity, stay held. Told again it changes nothing. An order that was not sent yet cannot be sent any more.
     *
     * @param finalCumQuantity filled in all, or {@link #UNKNOWN_QUANTITY}, which keeps the hold
     */
    public int release(long reservation, long finalCumQuantity, ReleaseReason why) {
        return release(reservation, finalCumQuantity, why, UNKNOWN_AMOUNT);
    }

    /**
     * The venue refused the order for lack of funds although the gate had approved it: the order ends unfilled, the balance is
     * RECONCILING until a read that was asked for later, and what the venue says is a bound for what is approved afterwards.
     *
     * @param venueAvailable what the venue says it could still have spent (its balance less what it subtracts for other orders), in the
     *     asset's unit, or {@link #UNKNOWN_AMOUNT}
     */
    public int refusedForFunds(long reservation, long venueAvailable) {
        if (venueAvailable != UNKNOWN_AMOUNT
                && (venueAvailable > Amounts.MAX_AMOUNT || venueAvailable < -Amounts.MAX_AMOUNT)) {
            return FactResult.INVALID.code();
        }
        return release(reservation, 0, ReleaseReason.REFUSED_FOR_FUNDS, venueAvailable);
    }

    private int release(long reservation, long finalCumQuantity, ReleaseReason why, long venueAvailable) {
        enter();
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        }
        if (finalCumQuantity < UNKNOWN_QUANTITY || finalCumQuantity > Amounts.MAX_AMOUNT) {
            return FactResult.INVALID.code();
        }
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        if (finalCumQuantity != UNKNOWN_QUANTITY && rows.isRow(reservation)) {
            // before it is told: what holds nothing any more must not be sent, whichever lane was about to
            rows.compareAndSetState(reservation, RowState.RESERVED, RowState.ACKED);
        }
        final int code =
                note(reservation, FactWord.RELEASE, 0, why.code(), finalCumQuantity, laneId, venueAvailable, 0);
        records.release(
                offset,
                producer.sequence(),
                book.clockAcquire(),
                reservation,
                finalCumQuantity,
                why.code(),
                venueAvailable,
                code);
        producer.commit();
        return code;
    }

    /** As {@link #amendAccepted(long, long, long)} without saying which amend: whichever is in flight. */
    public int amendAccepted(long reservation) {
        return amendOutcome(reservation, FactWord.AMEND_ACCEPTED, 0, 0);
    }

    /**
     * The venue has accepted the amend in flight. Executions that the venue told before it are to be told before it here too: what they cost
     * at the old price is no longer held afterwards.
     *
     * @param newPrice price that the venue accepted: an answer to another amend than the one in flight, told late or twice, changes nothing
     * @param newSize total size that the venue accepted
     */
    public int amendAccepted(long reservation, long newPrice, long newSize) {
        return amendOutcome(reservation, FactWord.AMEND_ACCEPTED, newPrice, newSize);
    }

    /** As {@link #amendRefused(long, long, long)} without saying which amend: whichever is in flight. */
    public int amendRefused(long reservation) {
        return amendOutcome(reservation, FactWord.AMEND_REFUSED, 0, 0);
    }

    /**
     * The venue has refused the amend in flight: the order stands as it was.
     *
     * @param newPrice price that was asked for: an answer to another amend than the one in flight changes nothing
     * @param newSize total size that was asked for
     */
    public int amendRefused(long reservation, long newPrice, long newSize) {
        return amendOutcome(reservation, FactWord.AMEND_REFUSED, newPrice, newSize);
    }

    private int amendOutcome(long reservation, int kind, long price, long size) {
        enter();
        if (reservation == UNTRACKED && book.shadow()) {
            return FactResult.ACCEPTED.code();
        }
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return FactResult.JOURNAL_FULL.code();
        }
        int code;
        if (!isKnown(reservation)) {
            code = FactResult.UNKNOWN_RESERVATION.code();
        } else if (rows.amendState((int) reservation) == AmendState.NONE) {
            code = FactResult.NO_AMEND.code();
        } else {
            code = note(reservation, kind, 0, size, 0, price, 0, 0);
        }
        records.amendOutcome(
                offset,
                producer.sequence(),
                book.clockAcquire(),
                reservation,
                kind == FactWord.AMEND_ACCEPTED,
                price,
                size,
                code);
        producer.commit();
        return code;
    }

    private void enter() {
        assert ownedByThisThread();
        book.requireOpen();
    }

    private boolean isKnown(long reservation) {
        return rows.isRow(reservation) && rows.stateOf(reservation) > RowState.PENDING;
    }

    /** Puts a fact into a slot of its row, before its record: a record never names a fact that is not there. */
    private int note(
            long reservation,
            int kind,
            long execId,
            long quantity,
            long cumQuantity,
            long price,
            long fee,
            long venueTimeNanos) {
        if (!isKnown(reservation)) {
            return FactResult.UNKNOWN_RESERVATION.code();
        }
        final int slot = rows.claimFact(reservation);
        if (slot < 0) {
            if (!isKnown(reservation)) {
                // its tombstone went while a slot was looked for: the row may be another order's now
                return FactResult.UNKNOWN_RESERVATION.code();
            }
            rows.markUncertain((int) reservation);
            return FactResult.UNCERTAIN.code();
        }
        rows.commitFact(
                reservation,
                slot,
                kind,
                producer.sequence(),
                execId,
                quantity,
                cumQuantity,
                price,
                fee,
                venueTimeNanos);
        return FactResult.ACCEPTED.code();
    }

    /** Called from assertions: the first thread that uses a lane owns it. */
    boolean ownedByThisThread() {
        final Thread current = Thread.currentThread();
        if (owner == null) {
            owner = current;
        }
        return owner == current;
    }
}
