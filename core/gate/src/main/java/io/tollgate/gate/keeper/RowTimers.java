package io.tollgate.gate.keeper;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.ring.FreeRows;
import io.tollgate.sbe.GiveBackCause;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongArrayQueue;

/**
 * Ends reservations that were not sent in time, takes voids back, and hands rows to their lanes again when their tombstone is old.
 * Threading: BookKeeper's.
 */
final class RowTimers {
    private static final int PER_CYCLE = 256;

    private final KeeperContext context;
    private final ReservationTable rows;
    private final TransitDesk transit;
    private final Holds holds;
    private final Int2ObjectHashMap<FreeRows> freeRows = new Int2ObjectHashMap<>();
    private final LongArrayQueue unsent = new LongArrayQueue(0L);
    private final LongArrayQueue tombstones = new LongArrayQueue(0L);
    private final LongArrayQueue voids = new LongArrayQueue(0L);

    RowTimers(KeeperContext context, TransitDesk transit, Holds holds) {
        this.context = context;
        this.rows = context.book.reservations();
        this.transit = transit;
        this.holds = holds;
    }

    void lane(int laneId, FreeRows laneFreeRows) {
        freeRows.put(laneId, laneFreeRows);
    }

    /** A new reservation: its time to be sent runs. */
    void reserved(long id) {
        unsent.addLong(id);
    }

    /** A take that was refused at the second look. */
    void voided(long id) {
        voids.addLong(id);
    }

    /** A row became a tombstone. */
    void ended(long id) {
        tombstones.addLong(id);
    }

    int tick() {
        return takeVoidsBack() + expire() + recycle();
    }

    private int takeVoidsBack() {
        int work = 0;
        for (int left = Math.min(voids.size(), PER_CYCLE); left > 0 && context.hasRoom(); left--) {
            final long id = voids.pollLong();
            if (rows.stateOf(id) == RowState.VOID) {
                holds.giveBackVoid(id);
                giveRow(id);
                work++;
            } else if (rows.stateOf(id) == RowState.PENDING) {
                // the lane has told, but not yet marked the row
                voids.addLong(id);
            }
        }
        return work;
    }

    private int expire() {
        int work = 0;
        while (!unsent.isEmpty() && work < PER_CYCLE && context.hasRoom()) {
            final long id = unsent.peekLong();
            final int state = rows.stateOf(id);
            if (state == RowState.PENDING || state == RowState.RESERVED) {
                if (context.epochNanos - rows.createdAt((int) id) < context.config.reservationTimeoutNanos()) {
                    break;
                }
                if (state == RowState.PENDING) {
                    // told and not marked yet: a lane that stands still there must not keep the others' money
                    unsent.pollLong();
                    unsent.addLong(id);
                    work++;
                    continue;
                }
                if (rows.uncertain((int) id) || rows.filledAcquire((int) id) != 0) {
                    // somebody told of it as of an order at the venue: silence does not end it, and a status answer can
                    if (rows.compareAndSetState(id, RowState.RESERVED, RowState.SENT)) {
                        holds.sent(id);
                    }
                    unsent.pollLong();
                    continue;
                }
                rows.endedAt((int) id, context.epochNanos);
                if (rows.compareAndSetState(id, RowState.RESERVED, RowState.ENDED)) {
                    context.records.expired(id, rows.scopeId((int) id), rows.holdAcquire((int) id));
                    holds.derive(id, GiveBackCause.EXPIRE, false);
                    holds.tombstone((int) id);
                    ended(id);
                }
            }
            unsent.pollLong();
            work++;
        }
        return work;
    }

    private int recycle() {
        int work = 0;
        while (!tombstones.isEmpty() && work < PER_CYCLE) {
            final long id = tombstones.peekLong();
            final int row = (int) id;
            if (context.epochNanos - rows.endedAt(row) < context.config.tombstoneNanos()) {
                break;
            }
            tombstones.pollLong();
            if (rows.stateOf(id) != RowState.ENDED) {
                continue;
            }
            if (rows.companions().known(row) != Companions.NONE) {
                // late facts of its order are brought to it as long as that is known
                rows.endedAt(row, context.epochNanos);
                tombstones.addLong(id);
                work++;
                continue;
            }
            // the state first, then the slots and the amend; a lane claims one first, then reads the state: one of the
            // two sees the other
            rows.stateVolatile(id, RowState.FREE);
            if (isInUse(row)) {
                rows.stateVolatile(id, RowState.ENDED);
                tombstones.addLong(id);
                break;
            }
            transit.forget(row);
            giveRow(id);
            work++;
        }
        return work;
    }

    /** Whether a lane told, or is about to tell, of the order whose tombstone this was. */
    boolean isInUse(int row) {
        return hasFact(row) || hasUnbookedAmend(row);
    }

    /** A lane is in the middle of an amend, or its increment is not booked yet. One that the venue never answered counts no more. */
    private boolean hasUnbookedAmend(int row) {
        final int amend = rows.amendState(row);
        return amend != AmendState.NONE && amend != AmendState.IN_FLIGHT;
    }

    private boolean hasFact(int row) {
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            if (FactWord.state(rows.factWordAcquire(row, slot)) != FactWord.FREE) {
                return true;
            }
        }
        return false;
    }

    /** Hands a row to the lane it belongs to; after a loss, beyond the ids that it may have had. */
    void giveRow(long id) {
        holds.filled((int) id, 0);
        rows.lumps().forget((int) id);
        rows.companions().forget((int) id);
        final int generation = Math.max(ReservationTable.generation(id), context.book.generationFloor());
        rows.stateRelease(ReservationTable.id((int) id, generation), RowState.FREE);
        final FreeRows laneFreeRows =
                freeRows.get((int) id / context.book.sizes().rowsPerLane() + 1);
        if (laneFreeRows == null) {
            throw new IllegalStateException("a row must belong to a lane that is open: row=" + (int) id);
        }
        laneFreeRows.give((int) id);
    }

    /** Rows whose take is still to be given back or whose time to be sent runs. */
    int waiting() {
        return voids.size() + unsent.size();
    }
}
