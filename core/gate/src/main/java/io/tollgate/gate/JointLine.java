package io.tollgate.gate;

import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.Side;

/**
 * What orders are checked on that several limits must cover: a balance, and what one or more spenders may draw of it. Each limit has a scope of
 * its own and each order one reservation on each; the check and the take must hold for all.
 *
 * <p>An order is named by its reservation on the balance. Facts about it are told to any lane under that name, and BookKeeper brings them to the
 * others. Only amends, and fills that may be of an order that the gate has forgotten, are told here.
 *
 * <p>Threading: the lane's thread. No method locks, allocates, reads a clock or enters the kernel. An order takes as many rows and records as it
 * has limits, and each of its fills as many rows in transit.
 */
public final class JointLine {
    /** An order's limits at most. */
    public static final int MOST_LIMITS = 8;

    private final Lane lane;
    /** The balance's line, then one for each further limit. */
    private final Line[] lines;

    private final ReservationTable rows;
    private final Companions companions;
    private final boolean shadow;
    /** Reservations of the order in hand; a field so that no order needs an object. */
    private final long[] made;

    JointLine(Lane lane, Line[] lines, ReservationTable rows, boolean shadow) {
        this.lane = lane;
        this.lines = lines;
        this.rows = rows;
        this.companions = rows.companions();
        this.shadow = shadow;
        this.made = new long[lines.length];
    }

    /** Before anything is registered. */
    static void check(LineSpec spec, Balance... limits) {
        if (spec.side() != Side.BUY) {
            throw new IllegalArgumentException(
                    "only purchases draw on an allowance: side=" + spec.side() + ": bind a line on the balance alone");
        }
        if (limits.length > MOST_LIMITS) {
            throw new IllegalArgumentException(
                    "an order has at most " + MOST_LIMITS + " limits: limits=" + limits.length);
        }
        for (int i = 1; i < limits.length; i++) {
            if (limits[i].assetScale() != limits[0].assetScale()) {
                throw new IllegalArgumentException("an allowance must have the balance's scale: " + limits[i].asset()
                        + " assetScale=" + limits[i].assetScale() + ", " + limits[0].asset() + " assetScale="
                        + limits[0].assetScale());
            }
            for (int other = 0; other < i; other++) {
                if (limits[other].id() == limits[i].id()) {
                    throw new IllegalArgumentException(
                            "each limit counts once: " + limits[i].asset() + " is given twice: leave one out");
                }
            }
        }
    }

    /** The lane it was bound on. */
    public Lane lane() {
        return lane;
    }

    /** What an order costs here, on each limit. */
    public CostRule rule() {
        return lines[0].rule();
    }

    /** Number of the balance's line, as in the journal. */
    public int lineId() {
        return lines[0].lineId();
    }

    Line naming() {
        return lines[0];
    }

    /** {@link #canAfford(long, long, long)} without a time. */
    public int canAfford(long price, long size) {
        return canAfford(price, size, Lane.NO_TIME);
    }

    /**
     * Whether the order could be paid for now by each limit; advisory, as {@link Line#canAfford(long, long, long)}.
     *
     * @return number of a {@link Decision}: of several refusals the first one in precedence
     */
    public int canAfford(long price, long size, long callerNanos) {
        int refusal = 0;
        for (final Line line : lines) {
            refusal = first(refusal, line.canAfford(price, size, callerNanos));
        }
        return refusal;
    }

    /** Of two answers the one that is given: numbers are in the order of precedence. */
    private static int first(int one, int other) {
        return one == 0 || (other != 0 && other < one) ? other : one;
    }

    /** {@link #reserve(long, long, long, long)} without a time. */
    public long reserve(long price, long size, long orderKey) {
        return reserve(price, size, orderKey, Lane.NO_TIME);
    }

    /**
     * Sets the order's money aside on each limit, or on none: what was taken before one refused is given back by BookKeeper.
     *
     * @return as {@link Line#reserve(long, long, long, long)}: the id of the reservation on the balance, or minus the number of the first
     *     refusal in precedence
     */
    public long reserve(long price, long size, long orderKey, long callerNanos) {
        // the balance's last: it is what the order is named by
        for (int i = lines.length - 1; i >= 0; i--) {
            made[i] = lines[i].reserve(price, size, orderKey, callerNanos);
            if (made[i] < 0) {
                rollBack(i + 1);
                return -refusal((int) -made[i], i, price, size);
            }
        }
        final long order = made[0];
        if (order == Lane.UNTRACKED) {
            rollBack(1);
            return order;
        }
        long last = order;
        for (int i = 1; i < lines.length; i++) {
            if (made[i] == Lane.UNTRACKED) {
                continue;
            }
            companions.chain(last, made[i]);
            last = made[i];
            // only the order's end ends it from now on, also where the journal is all that is left of it
            final int told = lane.sent(last);
            if (told != 0) {
                rollBack(0);
                return shadow ? order : -refusalOf(told);
            }
        }
        // a lane that stood still may come too late: BookKeeper ends the order, then looks what hangs on it; here it is
        // hung on, then looked
        // whether it was ended. One of the two sees the other
        if (rows.stateOf(order) != RowState.RESERVED) {
            rollBack(1);
            return shadow ? order : -Decision.RESERVATION_ENDED.code();
        }
        return order;
    }

    /** What the limits that were not asked would have said may come first. */
    private int refusal(int code, int notAsked, long price, long size) {
        int refusal = code;
        for (int i = 0; i < notAsked; i++) {
            refusal = first(refusal, lines[i].preview(price, size));
        }
        return refusal;
    }

    private static int refusalOf(int result) {
        return switch (FactResult.of(result)) {
            case HALTED -> Decision.HALTED.code();
            case JOURNAL_FULL -> Decision.JOURNAL_FULL.code();
            default -> Decision.RESERVATION_ENDED.code();
        };
    }

    /** Where the ring has no room for it, the time-out of the order ends what is left. */
    private void rollBack(int from) {
        for (int i = from; i < lines.length; i++) {
            if (made[i] != Lane.UNTRACKED) {
                lane.release(made[i], 0, ReleaseReason.NOT_SENT);
            }
        }
    }

    /**
     * As {@link Line#amend(long, long, long)} on each limit, or on none. The balance's comes first, so that the order has an amend in flight as long as
     * one of its reservations has: where another limit refuses, this amend is told as refused; if the ring has no room for that, tell
     * {@link Lane#amendRefused(long, long, long)} later.
     *
     * @param reservation the order's reservation on the balance, made on a line of the same limits
     */
    public int amend(long reservation, long newPrice, long newSize) {
        final boolean whole = findAll(reservation);
        // not an order of these limits: refused, and recorded, as a reservation that nobody knows
        final int first = lines[0].amend(whole ? reservation : Lane.UNTRACKED, newPrice, newSize);
        if (first != 0 || !whole) {
            return first;
        }
        for (int i = 1; i < lines.length; i++) {
            final int code = lines[i].amend(made[i], newPrice, newSize);
            if (code != 0) {
                lane.amendRefused(reservation, newPrice, newSize);
                int refusal = code;
                for (int later = i + 1; later < lines.length; later++) {
                    refusal = first(refusal, lines[later].preview(newPrice, newSize));
                }
                return refusal;
            }
        }
        return 0;
    }

    /** Whether the order has a reservation on each of the limits and no other. */
    private boolean findAll(long reservation) {
        for (int i = 0; i < lines.length; i++) {
            made[i] = Lane.UNTRACKED;
        }
        long each = reservation;
        int found = 0;
        while (each != Companions.NONE) {
            final int limit = isKnown(each) ? limitOf(rows.lineId((int) each)) : -1;
            if (limit < 0) {
                return false;
            }
            made[limit] = each;
            found++;
            each = companions.next((int) each);
            if (!isKnown(made[limit])) {
                // its tombstone went while it was looked at: what hangs on it may be another order's
                return false;
            }
        }
        return (shadow || found == lines.length) && made[0] == reservation;
    }

    /** The limit whose line it is and that has no reservation yet, or -1. */
    private int limitOf(int lineId) {
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].lineId() == lineId && made[i] == Lane.UNTRACKED) {
                return i;
            }
        }
        return -1;
    }

    private boolean isKnown(long reservation) {
        return rows.isRow(reservation) && rows.stateOf(reservation) > RowState.PENDING;
    }

    /** As {@link Line#fill}: a fill for an order that the gate does not know is charged to each limit. */
    public int fill(
            long reservation, long execId, long quantity, long cumQuantity, long price, long fee, long venueTimeNanos) {
        int result = FactResult.ACCEPTED.code();
        for (final Line line : lines) {
            final int told = line.fill(reservation, execId, quantity, cumQuantity, price, fee, venueTimeNanos);
            if (told != FactResult.UNKNOWN_RESERVATION.code()) {
                return told;
            }
            result = told;
        }
        return result;
    }

    /** The largest size that each limit could cover now; as {@link Line#maxAffordable}. */
    public long maxAffordable(long price) {
        long most = Long.MAX_VALUE;
        for (final Line line : lines) {
            most = Math.min(most, line.maxAffordable(price));
        }
        return most;
    }
}
