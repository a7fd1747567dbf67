package io.tollgate.gate.book;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reservations: one row for each limit of each order, with slots for facts about it.
 *
 * <pre>
 *    0  state      generation (32) | state (8)                        identity, written by the lane
 *   64  hold, filled, current price and size, end, chain              BookKeeper
 *  128  uncertain                                                     any lane, once; behind it what was lumped, companions: BookKeeper
 *  192  amend      generation (32) | state (8), and what it asks for  the lane that amends, then BookKeeper
 *  256  8 fact slots of 64 bytes                                      whoever claimed one, then BookKeeper
 * </pre>
 *
 * <p>A reservation id is {@code generation << 32 | row}: an id of an earlier use of the row is recognised.
 */
public final class ReservationTable {
    /** Bytes of a row. */
    public static final int ROW_BYTES = 768;
    /** Fact slots of a row. */
    public static final int FACT_SLOTS = 8;
    /** Ends a chain of fills in transit. */
    public static final int NO_TRANSIT = -1;
    /** Sequence of an amend that was claimed and not yet described. */
    public static final long NO_SEQUENCE = -1;

    private static final int STATE = 0;
    private static final int LINE = 8;
    private static final int SCOPE = 12;
    private static final int COST = 16;
    private static final int EXPECTED_TAKEN = 24;
    private static final int LANE_SEQUENCE = 32;
    private static final int ORDER_KEY = 40;
    private static final int PRICE = 48;
    private static final int SIZE = 56;
    private static final int HOLD = 64;
    private static final int FILLED = 72;
    private static final int CURRENT_PRICE = 80;
    private static final int CURRENT_SIZE = 88;
    private static final int ENDED_AT = 96;
    private static final int FIRST_TRANSIT = 104;
    private static final int RELEASE_REASON = 108;
    private static final int FINAL_QUANTITY = 112;
    private static final int CREATED_AT = 120;
    private static final int UNCERTAIN = 128;
    static final int LUMPS = 136;
    private static final int AMEND_STATE = 192;
    private static final int AMEND_PRICE = 200;
    private static final int AMEND_SIZE = 208;
    private static final int AMEND_DELTA = 216;
    private static final int AMEND_TAKEN = 224;
    private static final int AMEND_SEQUENCE = 232;
    private static final int AMEND_RING = 240;
    private static final int FACTS = 256;
    private static final int FACT_BYTES = 64;
    private static final int FACT_WORD = 0;
    private static final int FACT_SEQUENCE = 8;
    private static final int FACT_EXEC_ID = 16;
    private static final int FACT_QUANTITY = 24;
    private static final int FACT_CUM_QUANTITY = 32;
    private static final int FACT_PRICE = 40;
    private static final int FACT_FEE = 48;
    private static final int FACT_TIME = 56;

    private final UnsafeBuffer buffer;
    private final int start;
    private final int rowCount;
    private final LumpWords lumps;
    private final Companions companions;

    ReservationTable(UnsafeBuffer buffer, int start, int rowCount) {
        this.buffer = buffer;
        this.start = start;
        this.rowCount = rowCount;
        this.lumps = new LumpWords(buffer, start);
        this.companions = new Companions(buffer, start, rowCount);
    }

    /** Id of the row's use with this generation. */
    public static long id(int row, int generation) {
        return ((long) generation << 32) | row;
    }

    /** Generation of an id. */
    public static int generation(long id) {
        return (int) (id >>> 32);
    }

    /** Rows of the table. */
    public int rowCount() {
        return rowCount;
    }

    /** Whether the id's row is one of the table. */
    public boolean isRow(long id) {
        final int row = (int) id;
        return id > 0 && row >= 0 && row < rowCount;
    }

    /** Offset of a row. */
    public int offset(int row) {
        return start + row * ROW_BYTES;
    }

    /** State word: generation in the upper half, {@link RowState} in the lower. */
    public long stateVolatile(int row) {
        return buffer.getLongVolatile(offset(row) + STATE);
    }

    /** Whether the row is in use under this id, and in which {@link RowState}; -1 if the id is not the row's present one. */
    public int stateOf(long id) {
        final long word = stateVolatile((int) id);
        return (int) (word >>> 32) == generation(id) ? (int) word : -1;
    }

    /** Moves the state if it is what is expected. */
    public boolean compareAndSetState(long id, int expected, int next) {
        final long upper = id & 0xffff_ffff_0000_0000L;
        return buffer.compareAndSetLong(offset((int) id) + STATE, upper | expected, upper | next);
    }

    /** Sets the state before what is read next, in the total order of volatile accesses. BookKeeper. */
    public void stateVolatile(long id, int next) {
        buffer.putLongVolatile(offset((int) id) + STATE, (id & 0xffff_ffff_0000_0000L) | next);
    }

    /** Sets the state of a row that nobody else may move: PENDING by its lane, ended or free by BookKeeper. */
    public void stateRelease(long id, int next) {
        buffer.putLongRelease(offset((int) id) + STATE, (id & 0xffff_ffff_0000_0000L) | next);
    }

    /** Starts a new use of a free row: everything is written, the state PENDING last. Returns the id. Lane. */
    public long begin(
            int row,
            int lineId,
            int scopeId,
            long cost,
            long expectedTaken,
            long laneSequence,
            long orderKey,
            long price,
            long size,
            long createdAt) {
        final int at = offset(row);
        final int generation = nextGeneration((int) (buffer.getLong(at + STATE) >>> 32));
        // one bounds check for the row instead of one for each field
        buffer.boundsCheck(at, ROW_BYTES);
        final long address = buffer.addressOffset() + at;
        UnsafeApi.putInt(null, address + LINE, lineId);
        UnsafeApi.putInt(null, address + SCOPE, scopeId);
        UnsafeApi.putLong(null, address + COST, cost);
        UnsafeApi.putLong(null, address + EXPECTED_TAKEN, expectedTaken);
        UnsafeApi.putLong(null, address + LANE_SEQUENCE, laneSequence);
        UnsafeApi.putLong(null, address + ORDER_KEY, orderKey);
        UnsafeApi.putLong(null, address + PRICE, price);
        UnsafeApi.putLong(null, address + SIZE, size);
        UnsafeApi.putLong(null, address + HOLD, cost);
        UnsafeApi.putLong(null, address + FILLED, 0);
        UnsafeApi.putLong(null, address + CURRENT_PRICE, price);
        UnsafeApi.putLong(null, address + CURRENT_SIZE, size);
        UnsafeApi.putLong(null, address + ENDED_AT, 0);
        UnsafeApi.putInt(null, address + FIRST_TRANSIT, NO_TRANSIT);
        UnsafeApi.putInt(null, address + RELEASE_REASON, 0);
        UnsafeApi.putLong(null, address + FINAL_QUANTITY, -1);
        UnsafeApi.putLong(null, address + CREATED_AT, createdAt);
        UnsafeApi.putLong(null, address + UNCERTAIN, 0);
        UnsafeApi.putLong(null, address + AMEND_SEQUENCE, NO_SEQUENCE);
        UnsafeApi.putLong(null, address + AMEND_STATE, (long) generation << 32);
        UnsafeApi.putLongRelease(null, address + STATE, ((long) generation << 32) | RowState.PENDING);
        return id(row, generation);
    }

    /**
     * Writes a row as the journal tells it: held, not taken. Its state is PENDING until {@link #stateRelease} sets it. Recovery, while no
     * lane is in use.
     */
    public void restore(
            long id, int lineId, int scopeId, long hold, long orderKey, long price, long size, long createdAt) {
        final int row = (int) id;
        final int at = offset(row);
        buffer.putLong(at + STATE, (long) (generation(id) == 1 ? Integer.MAX_VALUE : generation(id) - 1) << 32);
        begin(row, lineId, scopeId, hold, 0, NO_SEQUENCE, orderKey, price, size, createdAt);
        buffer.putLong(at + STATE, (id & 0xffff_ffff_0000_0000L) | RowState.PENDING);
        lumps.forget(row);
        companions.forget(row);
        for (int slot = 0; slot < FACT_SLOTS; slot++) {
            factWordRelease(row, slot, FactWord.of(generation(id), 0, FactWord.FREE));
        }
    }

    /** An amend in flight whose increment is part of the hold. Recovery, after {@link #restore}. */
    public void restoreAmend(long id, long price, long size) {
        final int at = offset((int) id);
        buffer.putLong(at + AMEND_PRICE, price);
        buffer.putLong(at + AMEND_SIZE, size);
        buffer.putLong(at + AMEND_DELTA, 0);
        buffer.putLong(at + AMEND_STATE, (id & 0xffff_ffff_0000_0000L) | AmendState.IN_FLIGHT);
    }

    private static int nextGeneration(int generation) {
        return generation == Integer.MAX_VALUE ? 1 : generation + 1;
    }

    /** Rewrites the expected taken of a PENDING row before the CAS, which orders it. Lane. */
    public void expectedTaken(int row, long taken) {
        buffer.putLong(offset(row) + EXPECTED_TAKEN, taken);
    }

    /** taken as the row's CAS expected it. */
    public long expectedTaken(int row) {
        return buffer.getLong(offset(row) + EXPECTED_TAKEN);
    }

    /** Line the reservation was made on. */
    public int lineId(int row) {
        return buffer.getInt(offset(row) + LINE);
    }

    /** Scope it is summed in. */
    public int scopeId(int row) {
        return buffer.getInt(offset(row) + SCOPE);
    }

    /** Cost when it was made. */
    public long cost(int row) {
        return buffer.getLong(offset(row) + COST);
    }

    /** Sequence of its record in the lane's ring. */
    public long laneSequence(int row) {
        return buffer.getLong(offset(row) + LANE_SEQUENCE);
    }

    /** The caller's key of the order. */
    public long orderKey(int row) {
        return buffer.getLong(offset(row) + ORDER_KEY);
    }

    /** Clock word when it was made. */
    public long createdAt(int row) {
        return buffer.getLong(offset(row) + CREATED_AT);
    }

    /** What it holds now. */
    public long holdAcquire(int row) {
        return buffer.getLongAcquire(offset(row) + HOLD);
    }

    /** BookKeeper. */
    public void holdRelease(int row, long hold) {
        buffer.putLongRelease(offset(row) + HOLD, hold);
    }

    /** Filled quantity, as charged. */
    public long filledAcquire(int row) {
        return buffer.getLongAcquire(offset(row) + FILLED);
    }

    /** BookKeeper. */
    public void filledRelease(int row, long filled) {
        buffer.putLongRelease(offset(row) + FILLED, filled);
    }

    /** Limit price at the venue, the last accepted amend included. */
    public long currentPriceAcquire(int row) {
        return buffer.getLongAcquire(offset(row) + CURRENT_PRICE);
    }

    /** Total size at the venue, filled part included. */
    public long currentSizeAcquire(int row) {
        return buffer.getLongAcquire(offset(row) + CURRENT_SIZE);
    }

    /** BookKeeper, when an amend was accepted. */
    public void current(int row, long price, long size) {
        buffer.putLongRelease(offset(row) + CURRENT_PRICE, price);
        buffer.putLongRelease(offset(row) + CURRENT_SIZE, size);
    }

    /** Epoch time at which it ended. */
    public long endedAt(int row) {
        return buffer.getLong(offset(row) + ENDED_AT);
    }

    /** BookKeeper. */
    public void endedAt(int row, long epochNanos) {
        buffer.putLong(offset(row) + ENDED_AT, epochNanos);
    }

    /** First fill in transit of the row's chain, or {@link #NO_TRANSIT}. */
    public int firstTransit(int row) {
        return buffer.getInt(offset(row) + FIRST_TRANSIT);
    }

    /** BookKeeper. */
    public void firstTransit(int row, int transitRow) {
        buffer.putInt(offset(row) + FIRST_TRANSIT, transitRow);
    }

    /** What the venue says was filled in all once the order ended, or -1. */
    public long finalQuantity(int row) {
        return buffer.getLong(offset(row) + FINAL_QUANTITY);
    }

    /** Number of the release's reason. */
    public int releaseReason(int row) {
        return buffer.getInt(offset(row) + RELEASE_REASON);
    }

    /** The order has ended at the venue. BookKeeper. */
    public void released(int row, long finalQuantity, int reason) {
        buffer.putInt(offset(row) + RELEASE_REASON, reason);
        buffer.putLongRelease(offset(row) + FINAL_QUANTITY, finalQuantity);
    }

    /** Whether a fact may have been lost, so that only an order-status answer frees the hold. */
    public boolean uncertain(int row) {
        return buffer.getLongVolatile(offset(row) + UNCERTAIN) != 0;
    }

    /** Any lane. */
    public void markUncertain(int row) {
        buffer.putLongVolatile(offset(row) + UNCERTAIN, 1);
    }

    /** BookKeeper, on an order-status answer. */
    public void clearUncertain(int row) {
        buffer.putLongVolatile(offset(row) + UNCERTAIN, 0);
    }

    /** Which reservations are of one order. */
    public Companions companions() {
        return companions;
    }

    /** What was charged as a lump. */
    public LumpWords lumps() {
        return lumps;
    }

    /** {@link AmendState} of the row's amend. */
    public int amendState(int row) {
        return (int) buffer.getLongVolatile(offset(row) + AMEND_STATE);
    }

    /** Claims the row's amend, or moves it on. Lane, then BookKeeper. */
    public boolean compareAndSetAmend(long id, int expected, int next) {
        final long upper = id & 0xffff_ffff_0000_0000L;
        if (next == AmendState.NONE && buffer.getLongVolatile(offset((int) id) + AMEND_STATE) == (upper | expected)) {
            // the next claim must not find this amend's words: recovery would take them for its own
            buffer.putLongRelease(offset((int) id) + AMEND_SEQUENCE, NO_SEQUENCE);
        }
        return buffer.compareAndSetLong(offset((int) id) + AMEND_STATE, upper | expected, upper | next);
    }

    /** Takes the claim of an amend back that was not described yet: no other word of the row may be touched. Lane. */
    public void giveUpAmend(long id) {
        final long upper = id & 0xffff_ffff_0000_0000L;
        buffer.compareAndSetLong(offset((int) id) + AMEND_STATE, upper | AmendState.PENDING, upper | AmendState.NONE);
    }

    /** Writes what a claimed amend asks for; {@link #amendTaken} is rewritten before the CAS. Lane. */
    public void amend(int row, long price, long size, long delta, long expectedTaken, int ringId, long laneSequence) {
        final int at = offset(row);
        buffer.putLong(at + AMEND_PRICE, price);
        buffer.putLong(at + AMEND_SIZE, size);
        buffer.putLong(at + AMEND_DELTA, delta);
        buffer.putLong(at + AMEND_TAKEN, expectedTaken);
        buffer.putLong(at + AMEND_RING, ringId);
        // last: with it the other words count
        buffer.putLongRelease(at + AMEND_SEQUENCE, laneSequence);
    }

    /** New price. */
    public long amendPrice(int row) {
        return buffer.getLong(offset(row) + AMEND_PRICE);
    }

    /** New total size. */
    public long amendSize(int row) {
        return buffer.getLong(offset(row) + AMEND_SIZE);
    }

    /** Increment of the hold. */
    public long amendDelta(int row) {
        return buffer.getLong(offset(row) + AMEND_DELTA);
    }

    /** taken as the amend's CAS expected it. */
    public long amendTaken(int row) {
        return buffer.getLong(offset(row) + AMEND_TAKEN);
    }

    /** Lane. */
    public void amendTaken(int row, long taken) {
        buffer.putLong(offset(row) + AMEND_TAKEN, taken);
    }

    /** Ring of the amend's record. */
    public int amendRing(int row) {
        return (int) buffer.getLong(offset(row) + AMEND_RING);
    }

    /** Sequence of the amend's record, or {@link #NO_SEQUENCE}. */
    public long amendSequence(int row) {
        return buffer.getLongAcquire(offset(row) + AMEND_SEQUENCE);
    }

    /**
     * Claims a free fact slot for this use of the row.
     *
     * @return the slot, or -1 if none is free or the row has another use now
     */
    public int claimFact(long id) {
        final int row = (int) id;
        for (int slot = 0; slot < FACT_SLOTS; slot++) {
            final int at = fact(row, slot);
            final long word = buffer.getLongVolatile(at);
            if (FactWord.state(word) == FactWord.FREE
                    && buffer.compareAndSetLong(at, word, FactWord.of(generation(id), 0, FactWord.CLAIMED))) {
                if (stateOf(id) > RowState.PENDING) {
                    return slot;
                }
                buffer.putLongRelease(at, FactWord.of(generation(id), 0, FactWord.FREE));
                return -1;
            }
        }
        return -1;
    }

    private int fact(int row, int slot) {
        return offset(row) + FACTS + slot * FACT_BYTES;
    }

    /** Writes a claimed slot and commits it. Whoever claimed it. */
    public void commitFact(
            long id,
            int slot,
            int kind,
            long laneSequence,
            long execId,
            long quantity,
            long cumQuantity,
            long price,
            long fee,
            long venueTimeNanos) {
        final int at = fact((int) id, slot);
        buffer.putLong(at + FACT_SEQUENCE, laneSequence);
        buffer.putLong(at + FACT_EXEC_ID, execId);
        buffer.putLong(at + FACT_QUANTITY, quantity);
        buffer.putLong(at + FACT_CUM_QUANTITY, cumQuantity);
        buffer.putLong(at + FACT_PRICE, price);
        buffer.putLong(at + FACT_FEE, fee);
        buffer.putLong(at + FACT_TIME, venueTimeNanos);
        buffer.putLongRelease(at + FACT_WORD, FactWord.of(generation(id), kind, FactWord.COMMITTED));
    }

    /** Word of a slot: {@link FactWord}. */
    public long factWordAcquire(int row, int slot) {
        return buffer.getLongAcquire(fact(row, slot));
    }

    /** Marks a slot. BookKeeper. */
    public void factWordRelease(int row, int slot, long word) {
        buffer.putLongRelease(fact(row, slot), word);
    }

    /** Execution id of a fact. */
    public long factExecId(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_EXEC_ID);
    }

    /** Quantity of a fill, or the reason of a release. */
    public long factQuantity(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_QUANTITY);
    }

    /** Cumulated quantity of a fill, or final quantity of a release. */
    public long factCumQuantity(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_CUM_QUANTITY);
    }

    /** Price of a fill, or lane that told of a release. */
    public long factPrice(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_PRICE);
    }

    /** Fee of a fill, or what the venue could have spent. */
    public long factFee(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_FEE);
    }

    /** Sequence of the fact's record in the ring of the lane that brought it. */
    public long factSequence(int row, int slot) {
        return buffer.getLong(fact(row, slot) + FACT_SEQUENCE);
    }
}
