package io.tollgate.gate.keeper;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.RecoveryKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of a session that ended somehow into the state its records prove. All lanes are dead while it runs.
 *
 * <p>A row PENDING with a committed record is held, or void, as the record says. Without one the question is only whether its CAS moved
 * {@code taken}: {@code taken} never returns to a value, so exactly one take began where the row expected it, and it is this row's if no
 * record of another begins there. What the CAS took is then told by a VOID record, so that the takes tile without a hole. At the end
 * {@code back} is derived from what the rows hold; {@code taken} is never written.
 */
final class Recovery {
    private final KeeperContext context;
    private final Book book;
    private final ReservationTable rows;
    private final ScopeTable scopes;
    private final Int2ObjectHashMap<Ring> rings;
    private final RingArchive archive;
    private final FactDesk facts;
    private final TransitDesk transit;
    private final Holds holds;
    private final RowTimers timers;
    private final Set<List<Long>> voidedAt = new HashSet<>();
    private final Map<List<Long>, Set<Long>> takesAt = new HashMap<>();
    private final @Nullable Reconciliation reconciliation;
    private int voids;
    private int held;

    Recovery(
            KeeperContext context,
            Int2ObjectHashMap<Ring> rings,
            FactDesk facts,
            TransitDesk transit,
            Holds holds,
            RowTimers timers,
            @Nullable Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
        this.context = context;
        this.book = context.book;
        this.rows = book.reservations();
        this.scopes = book.scopes();
        this.rings = rings;
        this.archive = new RingArchive(rings, book.lines());
        this.facts = facts;
        this.transit = transit;
        this.holds = holds;
        this.timers = timers;
    }

    void run() {
        final Reconciliation other = reconciliation;
        if (other != null) {
            other.checkRows();
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            keepTombstone(row);
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            noteBoundaries(row);
        }
        for (int scopeId = 0; scopeId < book.scopeCount(); scopeId++) {
            if (scopes.forcedAmount(scopeId) > 0) {
                mayTake(scopeId, scopes.forcedTaken(scopeId), scopes.forcedAmount(scopeId));
            }
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            settleState(row);
        }
        transit.recover();
        if (other != null) {
            other.compare(transit);
        }
        for (int scopeId = 0; scopeId < book.scopeCount(); scopeId++) {
            forcedTakeWithoutRecord(scopeId);
        }
        final List<Long> ended = new ArrayList<>();
        final List<Long> unsent = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (state == RowState.FREE) {
                // killed while it was given: its next use must not find what hung on the last one
                rows.companions().forget(row);
                rows.lumps().forget(row);
                continue;
            }
            final long id = ReservationTable.id(row, (int) (word >>> 32));
            settleFacts(id);
            if (rows.lumps().quantity(row) > 0) {
                // which executions were lumped is not known any more: told again they would count twice
                rows.markUncertain(row);
            }
            // not shown to lanes before the smaller hold: an amend would find the new open quantity held twice
            holds.filled(row, transit.filled(row));
            if (state == RowState.ENDED) {
                if (rows.holdAcquire(row) > 0) {
                    // only an expiry ends a row that holds: killed before it was told, or before the hold went
                    context.records.expired(id, rows.scopeId(row), rows.holdAcquire(row));
                }
                rows.holdRelease(row, 0);
                if (rows.endedAt(row) > context.epochNanos) {
                    // the clock was set back since
                    rows.endedAt(row, context.epochNanos);
                }
                ended.add(id);
            } else {
                held++;
                holds.recovered(id);
                if (state == RowState.RESERVED) {
                    unsent.add(id);
                }
            }
            facts.notice(id);
        }
        orphans();
        deriveBack();
        ended.sort(Comparator.comparingLong(id -> rows.endedAt((int) (long) id)));
        ended.forEach(timers::ended);
        unsent.sort(Comparator.comparingLong(id -> rows.createdAt((int) (long) id)));
        unsent.forEach(timers::reserved);
    }

    /** Killed between the two looks of recycling: a row is FREE that a lane still told of, and is a tombstone still. */
    private void keepTombstone(int row) {
        final long word = rows.stateVolatile(row);
        if ((int) word == RowState.FREE && timers.isInUse(row)) {
            rows.stateRelease(ReservationTable.id(row, (int) (word >>> 32)), RowState.ENDED);
        }
    }

    int voids() {
        return voids;
    }

    int held() {
        return held;
    }

    /** Where rows without a record may have taken: two of them may lie side by side. */
    private void noteBoundaries(int row) {
        final int state = (int) rows.stateVolatile(row);
        if (state == RowState.PENDING) {
            mayTake(rows.scopeId(row), rows.expectedTaken(row), rows.cost(row));
        } else if (state != RowState.FREE && isPendingAmend(row)) {
            mayTake(rows.scopeId(row), rows.amendTaken(row), rows.amendDelta(row));
        }
    }

    private void mayTake(int scopeId, long expected, long amount) {
        archive.boundary(scopeId, expected);
        takesAt.computeIfAbsent(List.of((long) scopeId, expected), place -> new HashSet<>())
                .add(amount);
    }

    /** Whether a lane died while it amended, and had written what it asks for. */
    private boolean isPendingAmend(int row) {
        return rows.amendState(row) == AmendState.PENDING && rows.amendSequence(row) != ReservationTable.NO_SEQUENCE;
    }

    private void settleState(int row) {
        final long word = rows.stateVolatile(row);
        final int state = (int) word;
        final long id = ReservationTable.id(row, (int) (word >>> 32));
        if (state == RowState.PENDING) {
            final int outcome =
                    archive.reserveOutcome(row / book.sizes().rowsPerLane() + 1, rows.laneSequence(row), id);
            if (outcome == RingArchive.HELD) {
                rows.stateRelease(id, RowState.RESERVED);
            } else {
                if (outcome == RingArchive.NO_RECORD) {
                    voidHole(id, rows.scopeId(row), rows.expectedTaken(row), rows.cost(row));
                }
                rows.holdRelease(row, 0);
                rows.stateRelease(id, RowState.FREE);
            }
        } else if (state == RowState.VOID) {
            rows.holdRelease(row, 0);
            rows.stateRelease(id, RowState.FREE);
        } else if (state != RowState.FREE) {
            settleAmend(row, id);
        }
    }

    private void settleAmend(int row, long id) {
        switch (rows.amendState(row)) {
            case AmendState.PENDING:
                if (!isPendingAmend(row)) {
                    rows.compareAndSetAmend(id, AmendState.PENDING, AmendState.NONE);
                    break;
                }
                final int outcome = archive.amendOutcome(rows.amendRing(row), rows.amendSequence(row), id);
                if (outcome == RingArchive.NO_RECORD && rows.amendDelta(row) > 0) {
                    voidHole(id, rows.scopeId(row), rows.amendTaken(row), rows.amendDelta(row));
                }
                rows.compareAndSetAmend(
                        id, AmendState.PENDING, outcome == RingArchive.HELD ? AmendState.TAKEN : AmendState.NONE);
                break;
            case AmendState.VOID:
                rows.compareAndSetAmend(id, AmendState.VOID, AmendState.NONE);
                break;
            default:
                break;
        }
        holds.bookAmend(id);
    }

    private void forcedTakeWithoutRecord(int scopeId) {
        final long amount = scopes.forcedAmount(scopeId);
        if (amount > 0) {
            if (!archive.startsAt(scopeId, scopes.forcedTaken(scopeId))) {
                voidHole(0, scopeId, scopes.forcedTaken(scopeId), amount);
            }
            scopes.forcedTold(scopeId);
        }
    }

    /** Tells by a VOID record what a take without a record has left in {@code taken}, if it has. */
    private void voidHole(long id, int scopeId, long expected, long amount) {
        final long taken = scopes.taken(scopeId);
        if (taken == expected || archive.startsAt(scopeId, expected)) {
            return;
        }
        final List<Long> place = List.of((long) scopeId, expected);
        final long gap = archive.nextStart(scopeId, expected, taken) - expected;
        // the gap is one of the takes that may have begun here; a longer one means that a lane stood still while
        // another
        // filled its whole ring anew, and the records after this take are gone from it
        final long length = takesAt.getOrDefault(place, Set.of()).contains(gap) ? gap : amount;
        if (length > gap || !voidedAt.add(place)) {
            return;
        }
        if (length != gap) {
            context.records.statusChanged(
                    scopes.balanceId(scopeId),
                    io.tollgate.sbe.BalanceStatus.UNKNOWN,
                    io.tollgate.sbe.BalanceStatus.UNKNOWN,
                    "recovery voided " + length + " in scope " + scopeId + " at the start of a gap of " + gap);
        }
        context.records.voided(id, scopeId, expected, length);
        voids++;
    }

    /** Slots whose lane died while writing, and facts that were written but have no record. */
    private void settleFacts(long id) {
        final int row = (int) id;
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            final long word = rows.factWordAcquire(row, slot);
            final boolean current = FactWord.generation(word) == ReservationTable.generation(id);
            if (FactWord.state(word) == FactWord.FREE) {
                continue;
            }
            if (!current || FactWord.state(word) == FactWord.CLAIMED) {
                if (current) {
                    rows.markUncertain(row);
                }
                rows.factWordRelease(row, slot, FactWord.of(ReservationTable.generation(id), 0, FactWord.FREE));
            } else if (isAnswer(FactWord.kind(word)) && rows.amendState(row) == AmendState.NONE) {
                // its amend has ended with it: the next one must not find it
                rows.factWordRelease(row, slot, FactWord.of(ReservationTable.generation(id), 0, FactWord.FREE));
            } else if (FactWord.kind(word) == FactWord.FILL
                    && FactWord.state(word) == FactWord.COMMITTED
                    && !archive.hasFill(id, rows.factExecId(row, slot), rows.factSequence(row, slot))) {
                context.records.fillOf(
                        id,
                        rows.factExecId(row, slot),
                        rows.factQuantity(row, slot),
                        rows.factCumQuantity(row, slot),
                        rows.factPrice(row, slot),
                        rows.factFee(row, slot),
                        rows.lineId(row));
            }
        }
    }

    private static boolean isAnswer(int kind) {
        return kind == FactWord.AMEND_ACCEPTED || kind == FactWord.AMEND_REFUSED;
    }

    /** Reservations whose order ended without them: a kill came between. */
    private void orphans() {
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final long before = rows.companions().before(row);
            final boolean open = (int) word == RowState.SENT || (int) word == RowState.ACKED;
            if (open && before != Companions.NONE) {
                final int state = rows.isRow(before) ? rows.stateOf(before) : -1;
                if (state < RowState.RESERVED || state > RowState.ACKED) {
                    context.orphans.addLong(ReservationTable.id(row, (int) (word >>> 32)));
                }
            }
        }
    }

    /** back := max(back, taken - what the rows hold), scope by scope: taken first, the rows after it. */
    private void deriveBack() {
        final long[] taken = new long[book.scopeCount()];
        final long[] sums = new long[book.scopeCount()];
        for (int scopeId = 0; scopeId < taken.length; scopeId++) {
            taken[scopeId] = scopes.taken(scopeId);
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            final int state = (int) rows.stateVolatile(row);
            if (state != RowState.FREE && state != RowState.VOID) {
                sums[rows.scopeId(row)] += rows.holdAcquire(row);
            }
        }
        for (int scopeId = 0; scopeId < taken.length; scopeId++) {
            final long back = scopes.back(scopeId);
            final long derived = taken[scopeId] - sums[scopeId];
            if (derived - back > 0) {
                context.records.givenBack(0, scopeId, derived - back, 0, derived, GiveBackCause.RECOVERY);
                scopes.backRelease(scopeId, derived);
            } else if (derived - back < 0 && reconciliation != null) {
                context.records.recoveryNote(
                        RecoveryKind.DIFFERS,
                        scopes.balanceId(scopeId),
                        -1,
                        0,
                        back,
                        derived,
                        derived,
                        "more is held in scope " + scopeId + " than taken less back: back is lowered");
                scopes.backLowered(scopeId, derived);
            }
        }
    }

    /** Gives each lane its free rows anew. */
    void refill(Ring ring) {
        ring.freeRows().reset();
        final int perLane = book.sizes().rowsPerLane();
        final int first = (ring.ringId() - 1) * perLane;
        for (int row = first; row < first + perLane; row++) {
            final long word = rows.stateVolatile(row);
            if ((int) word == RowState.FREE) {
                if ((int) (word >>> 32) < book.generationFloor()) {
                    // killed before it was handed over
                    rows.stateRelease(ReservationTable.id(row, book.generationFloor()), RowState.FREE);
                }
                ring.freeRows().give(row);
            }
        }
        timers.lane(ring.ringId(), ring.freeRows());
    }

    void refillAll() {
        rings.values().forEach(ring -> {
            if (ring.ringId() != Ring.KEEPER_RING_ID) {
                refill(ring);
            }
        });
    }
}
