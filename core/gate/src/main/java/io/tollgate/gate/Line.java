package io.tollgate.gate;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.LineWords;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.ring.FreeRows;
import io.tollgate.gate.ring.RingProducer;

/**
 * What orders are checked on: one instrument and side, drawing on one balance, on one lane.
 *
 * <p>Units: prices and sizes are in the scales of the line's {@link LineSpec}, costs in the asset's own unit.
 *
 * <p>Threading: the lane's thread. No method locks, allocates, reads a clock or enters the kernel. Each decision is in the lane's ring
 * before it is returned.
 */
public final class Line {
    private final Lane lane;
    private final int lineId;
    private final int scopeId;
    private final CostRule rule;
    private final LineWords words;
    private final ReservationTable rows;
    private final RingProducer producer;
    private final FreeRows freeRows;
    private final LaneRecords records;
    private final long deadAfterNanos;
    private final boolean shadow;
    /** What refuses an order that its balance does not cover. */
    private final int uncovered;
    /** Line and scope as they stand in a record. */
    private final long lineAndScope;
    /** Flags of a check's record, beside its code. */
    private final int flags;
    /** The bits of a code that the caller is told: none in shadow mode. */
    private final int answers;
    /** Whether each order has reservations on other lines too. */
    private final boolean joint;
    /** Marks the reservations that do not name their order. */
    private final int legFlag;

    /** What a line is of its orders. */
    enum Part {
        /** All. */
        WHOLE,
        /** The limit whose reservation names the order: the last one of several to take. */
        NAMING,
        /** Another limit of it. */
        LEG
    }

    Line(
            Lane lane,
            int lineId,
            Book book,
            RingProducer producer,
            FreeRows freeRows,
            LaneRecords records,
            long deadAfterNanos,
            Part part) {
        this.lane = lane;
        this.lineId = lineId;
        this.words = book.lineWords(lineId);
        this.rows = book.reservations();
        this.producer = producer;
        this.freeRows = freeRows;
        this.records = records;
        this.deadAfterNanos = deadAfterNanos;
        this.rule = book.lines().rule(lineId);
        this.scopeId = book.lines().scopeId(lineId);
        this.shadow = book.shadow();
        this.lineAndScope = LaneRecords.lineAndScope(lineId, scopeId);
        this.flags = shadow ? LaneRecords.SHADOW << Short.SIZE : 0;
        this.answers = shadow ? 0 : -1;
        this.joint = part != Part.WHOLE;
        this.legFlag = part == Part.LEG ? LaneRecords.LEG : 0;
        this.uncovered = (rule.side().closes() ? Decision.MUST_SPLIT : Decision.INSUFFICIENT_FUNDS).code();
    }

    /** The lane it was bound on. */
    public Lane lane() {
        return lane;
    }

    /** The line's number, as in the journal. */
    public int lineId() {
        return lineId;
    }

    /** What an order costs here. */
    public CostRule rule() {
        return rule;
    }

    /** {@link #canAfford(long, long, long)} without a time. */
    public int canAfford(long price, long size) {
        return canAfford(price, size, Lane.NO_TIME);
    }

    /**
     * Whether the order could be paid for now. Advisory: reserves nothing, so the answer may be old when it is read.
     *
     * @param callerNanos {@link System#nanoTime()} for an exact check of the gatekeeper's deadline, or {@link Lane#NO_TIME}
     * @return number of a {@link Decision}; 0 is yes
     */
    public int canAfford(long price, long size, long callerNanos) {
        enter();
        final long cost = rule.orderCost(price, size);
        final int offset = producer.claimDecision();
        if (offset == RingProducer.FULL) {
            return unrecorded(decide(cost, callerNanos));
        }
        // what is known is written before the look, so that fewer values wait in registers
        final long record = records.beginCheck(offset, producer.sequence(), callerNanos, price, size, lineAndScope);
        int code = cost < 0 ? (int) -cost : standing(callerNanos);
        if (code == 0) {
            final long scope = words.scopeAddress();
            final long balance = words.balanceAddress();
            final long back = LineWords.backAcquire(scope);
            final long taken = LineWords.takenAcquire(scope);
            final long version = LineWords.versionAcquire(balance);
            final long limit = LineWords.limitAcquire(balance);
            code = judge(back, taken, limit, cost);
            LaneRecords.endCheck(record, words.clockAcquire(), back, taken, limit, version, cost, code | flags);
        } else {
            LaneRecords.endCheck(record, words.clockAcquire(), 0, 0, 0, 0, Math.max(cost, 0), code | flags);
        }
        producer.commit(offset);
        return code & answers;
    }

    /**
     * What {@link #canAfford(long, long)} would answer now, without a record: for choosing what to ask for. No decision, so nothing may be
     * sent on the strength of it.
     *
     * @return number of a {@link Decision}; 0 is yes
     */
    public int preview(long price, long size) {
        enter();
        final int code = decide(rule.orderCost(price, size), Lane.NO_TIME);
        return shadow ? 0 : code;
    }

    private int decide(long cost, long callerNanos) {
        final int code = cost < 0 ? (int) -cost : standing(callerNanos);
        if (code != 0) {
            words.forget();
            return code;
        }
        return look(cost);
    }

    /** {@link #reserve(long, long, long, long)} without a time. */
    public long reserve(long price, long size, long orderKey) {
        return reserve(price, size, orderKey, Lane.NO_TIME);
    }

    /**
     * Sets the money for one order aside, or refuses.
     *
     * @param orderKey the caller's own key of the order, by which a restarted caller finds it again
     * @param callerNanos {@link System#nanoTime()} for an exact check of the gatekeeper's deadline, or {@link Lane#NO_TIME}
     * @return the reservation's id, above zero; or minus the number of a {@link Decision}; in shadow mode {@link Lane#UNTRACKED} where no
     *     row could be had
     */
    public long reserve(long price, long size, long orderKey, long callerNanos) {
        enter();
        final long cost = rule.orderCost(price, size);
        int code = cost < 0 ? (int) -cost : standing(callerNanos);
        final int offset = producer.claimDecision();
        if (offset == RingProducer.FULL) {
            final int full = unrecorded(code);
            return shadow ? Lane.UNTRACKED : -full;
        }
        final int row = freeRows.peek();
        if (code == 0 && row == FreeRows.NONE) {
            code = Decision.TABLE_FULL.code();
        }
        if (code != 0) {
            words.forget();
        }
        final boolean mayTake = cost >= 0 && row != FreeRows.NONE;
        long id = 0;
        boolean took = false;
        while (code == 0 || (shadow && mayTake)) {
            final int seen = look(cost);
            if (code == 0) {
                code = seen;
            }
            if (code != 0 && !(shadow && mayTake)) {
                break;
            }
            if (id == 0) {
                id = rows.begin(
                        row,
                        lineId,
                        scopeId,
                        cost,
                        words.seenTaken(),
                        producer.sequence(),
                        orderKey,
                        price,
                        size,
                        words.clockAcquire());
            } else {
                rows.expectedTaken(row, words.seenTaken());
            }
            if (words.compareAndSetTaken(words.seenTaken(), words.seenTaken() + cost)) {
                took = true;
                break;
            }
            if (seen != 0 && code == seen) {
                // shadow: judged anew with what is there now
                code = 0;
            }
        }
        if (!took) {
            if (id != 0) {
                rows.stateRelease(id, RowState.FREE);
            }
            record(offset, price, size, cost, 0, orderKey, callerNanos, code, shadow ? LaneRecords.SHADOW : 0);
            return shadow ? Lane.UNTRACKED : -code;
        }
        if (code == 0) {
            code = lookAgain(cost);
        }
        record(
                offset,
                price,
                size,
                cost,
                id,
                orderKey,
                callerNanos,
                code,
                LaneRecords.TILE | (shadow ? LaneRecords.SHADOW : 0));
        freeRows.take();
        if (code != 0 && !shadow) {
            rows.stateRelease(id, RowState.VOID);
            return -code;
        }
        rows.stateRelease(id, RowState.RESERVED);
        return id;
    }

    private void record(
            int offset,
            long price,
            long size,
            long cost,
            long id,
            long orderKey,
            long callerNanos,
            int code,
            int flags) {
        records.reserve(
                offset,
                producer.sequence(),
                words.clockAcquire(),
                callerNanos,
                words.seenBack(),
                words.seenTaken(),
                words.seenLimit(),
                words.seenVersion(),
                price,
                size,
                Math.max(cost, 0),
                id,
                orderKey,
                lineId,
                scopeId,
                code,
                flags | legFlag);
        producer.commit();
    }

    /** {@link #amend(long, long, long, long)} without a time. */
    public int amend(long reservation, long newPrice, long newSize) {
        return amend(reservation, newPrice, newSize, Lane.NO_TIME);
    }

    /**
     * Sets aside what a replaced order may cost more, at a venue that replaces atomically: the larger of old and new is held until {@link
     * Lane#amendAccepted} or {@link Lane#amendRefused}. Only 0 lets the request leave.
     *
     * @param reservation made on a line of the same instrument and side; that of an order with several limits is not known here: amend it on
     *     its {@link JointLine}
     * @param newSize new total size, filled part included
     * @return number of a {@link Decision}
     */
    public int amend(long reservation, long newPrice, long newSize, long callerNanos) {
        enter();
        final long whole = rule.orderCost(newPrice, newSize);
        int code = whole < 0 ? (int) -whole : standing(callerNanos);
        if (code == 0) {
            code = amendable(reservation);
        }
        final int offset = producer.claimDecision();
        if (offset == RingProducer.FULL) {
            return unrecorded(code);
        }
        words.forget();
        final int row = (int) reservation;
        boolean claimed = false;
        if (code == 0) {
            claimed = rows.compareAndSetAmend(reservation, AmendState.NONE, AmendState.PENDING);
            code = claimed ? 0 : Decision.AMEND_PENDING.code();
            if (claimed && rows.stateOf(reservation) <= RowState.PENDING) {
                // its tombstone went before the claim: the row may be another order's now
                rows.giveUpAmend(reservation);
                claimed = false;
                code = Decision.UNKNOWN_RESERVATION.code();
            }
        }
        long filled = 0;
        long hold = 0;
        long delta = 0;
        boolean took = false;
        if (claimed) {
            filled = rows.filledAcquire(row);
            hold = rows.holdAcquire(row);
            delta = increment(row, newPrice, newSize, filled, hold);
            if (delta < 0) {
                code = Decision.OVERFLOW.code();
                delta = 0;
            }
            rows.amend(row, newPrice, newSize, delta, words.takenAcquire(), lane.laneId(), producer.sequence());
            while (delta > 0 && code == 0) {
                code = look(delta);
                if (code != 0 && !shadow) {
                    break;
                }
                rows.amendTaken(row, words.seenTaken());
                if (words.compareAndSetTaken(words.seenTaken(), words.seenTaken() + delta)) {
                    took = true;
                    break;
                }
                code = 0;
            }
            if (took && code == 0) {
                code = lookAgain(delta);
            }
        }
        records.amend(
                offset,
                producer.sequence(),
                words.clockAcquire(),
                callerNanos,
                words.seenBack(),
                words.seenTaken(),
                words.seenLimit(),
                words.seenVersion(),
                newPrice,
                newSize,
                delta,
                reservation,
                filled,
                hold,
                lineId,
                code,
                (took ? LaneRecords.TILE : 0) | (shadow ? LaneRecords.SHADOW : 0));
        producer.commit();
        final boolean refused = code != 0 && !(shadow && (took || delta == 0));
        if (claimed) {
            final int next = !refused ? AmendState.TAKEN : took ? AmendState.VOID : AmendState.NONE;
            rows.compareAndSetAmend(reservation, AmendState.PENDING, next);
        }
        return shadow ? 0 : code;
    }

    private int amendable(long reservation) {
        if (!rows.isRow(reservation)) {
            return Decision.UNKNOWN_RESERVATION.code();
        }
        final int state = rows.stateOf(reservation);
        if (state < 0
                || rows.lineId((int) reservation) != lineId
                || rows.companions().has((int) reservation) != joint) {
            return Decision.UNKNOWN_RESERVATION.code();
        }
        if (state != RowState.SENT && state != RowState.ACKED) {
            return Decision.RESERVATION_ENDED.code();
        }
        return rows.amendState((int) reservation) == AmendState.NONE ? 0 : Decision.AMEND_PENDING.code();
    }

    /**
     * At the worse of the two prices, so that a fill at either price while the amend is in flight leaves enough: its cost at the old
     * price is never more than at the worse one. Negative if the sum is beyond an amount.
     */
    private long increment(int row, long newPrice, long newSize, long filled, long hold) {
        final long open = newSize - filled;
        if (open <= 0) {
            return 0;
        }
        final long atNew = rule.cost(newPrice, open);
        final long atOld = rule.cost(rows.currentPriceAcquire(row), open);
        return atNew < 0 || atOld < 0 ? -1 : Math.max(0, Math.max(atNew, atOld) - hold);
    }

    /**
     * The largest size, in whole steps, an order at this price could have now. Advisory and not recorded.
     *
     * @return in the line's size scale; 0 if none, if the price is off the tick, or if nothing is approved now
     */
    public long maxAffordable(long price) {
        enter();
        if (standing(Lane.NO_TIME) != 0) {
            return 0;
        }
        final long given = words.backAcquire();
        final long held = words.takenAcquire() - given;
        final long published = words.limitAcquire();
        return published < 0 || published <= held ? 0 : rule.maxSize(price, published - held);
    }

    /** {@link Lane#sent}. */
    public int sent(long reservation) {
        return lane.sent(reservation);
    }

    /** {@link Lane#acked}. */
    public int acked(long reservation) {
        return lane.acked(reservation);
    }

    /** {@link Lane#fill}; a fill for a reservation that the gate does not know is charged to this line's balance. */
    public int fill(
            long reservation, long execId, long quantity, long cumQuantity, long price, long fee, long venueTimeNanos) {
        return lane.fill(reservation, execId, quantity, cumQuantity, price, fee, venueTimeNanos, lineId);
    }

    /** {@link Lane#bust}. */
    public int bust(long reservation, long execId) {
        return lane.bust(reservation, execId);
    }

    /** {@link Lane#release}. */
    public int release(long reservation, long finalCumQuantity, ReleaseReason why) {
        return lane.release(reservation, finalCumQuantity, why);
    }

    private void enter() {
        assert lane.ownedByThisThread();
        words.requireOpen();
    }

    /** Halted, dead or retired: what refuses before any money is looked at. */
    private int standing(long callerNanos) {
        final long halt = words.haltVolatile();
        if (halt != 0) {
            return halt == Book.HALT_WATCHDOG ? Decision.GATEKEEPER_DEAD.code() : Decision.HALTED.code();
        }
        if (callerNanos != Lane.NO_TIME && callerNanos - words.heartbeatAcquire() > deadAfterNanos) {
            return Decision.GATEKEEPER_DEAD.code();
        }
        return words.retiredVolatile() ? Decision.LINE_RETIRED.code() : 0;
    }

    private int look(long cost) {
        words.look();
        return judge(cost);
    }

    private int judge(long cost) {
        return judge(words.seenBack(), words.seenTaken(), words.seenLimit(), cost);
    }

    private int judge(long back, long taken, long limit, long cost) {
        if (limit < 0) {
            return ClosedCodes.of(words.statusAcquire());
        }
        return taken - back + cost <= limit ? 0 : uncovered;
    }

    /** After the CAS: what was published or halted before it may not have been seen before it. */
    private int lookAgain(long cost) {
        final long halt = words.haltVolatile();
        if (halt != 0) {
            return halt == Book.HALT_WATCHDOG ? Decision.GATEKEEPER_DEAD.code() : Decision.HALTED.code();
        }
        if (words.retiredVolatile()) {
            return Decision.LINE_RETIRED.code();
        }
        return words.lookAgain(cost) ? judge(cost) : 0;
    }

    /** A refusal without a record is counted; nothing is approved without one. */
    private int unrecorded(int code) {
        producer.countUnrecorded();
        final int full = Decision.JOURNAL_FULL.code();
        return shadow ? 0 : code != 0 && code < full ? code : full;
    }
}
