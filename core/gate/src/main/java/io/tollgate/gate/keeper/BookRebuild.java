package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.TransitTable;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledBalance;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.JournaledLine;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.BalanceStatus;
import io.tollgate.sbe.RecoveryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new book of what the journal says and, where an old book is still there, of what that holds beyond it: of each amount the more
 * careful one. For a state directory that lost files, or whose machine died, so that mapped files are no picture of one moment any more.
 *
 * <p>Every reservation that either of them knows as open is held, under its own id, as an order at the venue of which only a status answer
 * is believed. Ledgers are not taken over: feeds read them anew. What was in transit is charged again until a read of this session contains
 * it. {@code taken} of every scope goes on in a new generation, and what is held is taken in it by force.
 */
final class BookRebuild {
    /** Uses of a row that may be lost without that an id is given twice. */
    private static final int GENERATION_JUMP = 1 << 20;

    private final Book book;
    private final KeeperRecords records;
    private final JournaledState journaled;
    private final @Nullable Book old;
    private final TableRebuild tables;
    private final Map<Integer, JournaledLine> lines;
    private final Map<Integer, Long> transitCash = new HashMap<>();
    private final Map<Integer, Long> transitMargin = new HashMap<>();
    private int transitRows;
    private int held;

    /** @param old the book that was there, or null */
    BookRebuild(Book book, KeeperRecords records, JournaledState journaled, @Nullable Book old) {
        this.book = book;
        this.records = records;
        this.journaled = journaled;
        this.old = old;
        this.tables = new TableRebuild(book, records, journaled, old);
        this.lines = tables.lines();
    }

    /** Returns the reservations that are held. */
    int run() {
        tables.run();
        final Set<Long> restored = new HashSet<>();
        int highest = journaled.highestGeneration();
        for (final JournaledOrder order : journaled.orders()) {
            restore(order);
            restored.add(order.id());
        }
        JointOrders.link(book.reservations(), journaled.orders());
        final Book before = old;
        if (before != null) {
            final ReservationTable rows = before.reservations();
            for (int row = 0;
                    row < Math.min(rows.rowCount(), book.reservations().rowCount());
                    row++) {
                final long word = rows.stateVolatile(row);
                highest = Math.max(highest, (int) (word >>> 32));
                final long id = ReservationTable.id(row, (int) (word >>> 32));
                final int state = (int) word;
                if (state >= RowState.PENDING && state <= RowState.ACKED) {
                    merge(before, id, restored.contains(id));
                }
            }
            for (final long id : JointOrders.linkAsIn(book.reservations(), rows)) {
                records.orderOf(id, book.reservations().companions().naming(id));
            }
        }
        freeRows(highest);
        amounts();
        return held;
    }

    private void restore(JournaledOrder order) {
        final ReservationTable rows = book.reservations();
        if (!rows.isRow(order.id())) {
            throw TableRebuild.refused("reservations", (int) order.id(), rows.rowCount());
        }
        final JournaledLine line = lines.get(order.lineId());
        if (line == null) {
            throw new StateException("a journaled reservation must have a line: reservation=" + order.id() + " line="
                    + order.lineId() + ": the journal is damaged; verify it, or begin a new state directory");
        }
        final int row = (int) order.id();
        rows.restore(
                order.id(),
                order.lineId(),
                line.scopeId(),
                order.hold(),
                order.orderKey(),
                order.price(),
                order.size(),
                order.createdAtNanos());
        for (final JournaledFill fill : order.fills()) {
            transit(line, order.id(), fill);
        }
        if (order.finalQuantity() >= 0) {
            rows.released(row, order.finalQuantity(), 0);
        }
        if (order.amending()) {
            rows.restoreAmend(order.id(), order.amendPrice(), order.amendSize());
        }
        if (order.finalQuantity() < 0) {
            rows.markUncertain(row);
        }
        rows.stateRelease(order.id(), order.acked() ? RowState.ACKED : RowState.SENT);
        force(order.id(), line.scopeId(), order.hold());
        held++;
    }

    /** What is held is taken in the new generation, so that its takes tile. */
    private void force(long id, int scopeId, long wanted) {
        final long room =
                Holds.MOST_HELD - (book.scopes().taken(scopeId) - book.scopes().back(scopeId));
        final long amount = Math.min(wanted, room);
        if (amount < wanted) {
            // the rest is taken as soon as there is room
            final int row = (int) id;
            book.reservations().holdRelease(row, book.reservations().holdAcquire(row) - (wanted - amount));
        }
        if (amount > 0) {
            final long taken = book.scopes().forcedTake(scopeId, amount);
            records.forcedTake(id, scopeId, taken, amount);
            book.scopes().forcedTold(scopeId);
        }
    }

    private void transit(JournaledLine line, long id, JournaledFill fill) {
        final CostRule rule = line.rule();
        final long cash = fill.quantity() == 0 ? 0 : FillCash.cashOf(rule, fill.price(), fill.quantity(), fill.fee());
        final long margin = FillCash.marginOf(rule, fill.quantity());
        if (cash == FillCash.NO_AMOUNT
                || margin < 0
                || transitRows >= book.transit().rowCount()) {
            // not recognised again; the order is believed by a status answer only, and its cash is in the balance's sum
            return;
        }
        final int row = transitRows++;
        book.transit().create(row, line.id(), id, fill.execId(), fill.quantity(), cash, margin, 0, row + 1L, -1, false);
        if (cash == 0) {
            book.transit().state(row, TransitTable.CLEARED);
        }
        transitCash.merge(line.balanceId(), cash, Math::addExact);
        transitMargin.merge(line.balanceId(), margin, Math::addExact);
    }

    /** A row of the old book: new to the journal, or held with more than the journal knows. */
    private void merge(Book before, long id, boolean known) {
        final ReservationTable from = before.reservations();
        final ReservationTable rows = book.reservations();
        final int row = (int) id;
        final long hold = from.holdAcquire(row);
        final JournaledLine line = lines.get(from.lineId(row));
        if (line == null || line.scopeId() != from.scopeId(row) || !Amounts.isAmount(hold) || hold < 0) {
            records.recoveryNote(
                    RecoveryKind.DIFFERS,
                    -1,
                    -1,
                    id,
                    hold,
                    0,
                    0,
                    "the old book's row is damaged: line=" + from.lineId(row) + " scope=" + from.scopeId(row)
                            + "; what the journal knows counts");
            return;
        }
        if (known) {
            final long inJournal = rows.holdAcquire(row);
            mergeFills(from, id, line);
            if (hold > inJournal) {
                records.recoveryNote(
                        RecoveryKind.DIFFERS,
                        line.balanceId(),
                        -1,
                        id,
                        hold,
                        inJournal,
                        hold,
                        "the old book holds more");
                rows.holdRelease(row, hold);
                force(id, line.scopeId(), hold - inJournal);
            }
        } else if (!journaled.knows(id) && hold > 0) {
            rows.restore(
                    id,
                    line.id(),
                    line.scopeId(),
                    hold,
                    from.orderKey(row),
                    from.currentPriceAcquire(row),
                    from.currentSizeAcquire(row),
                    from.createdAt(row));
            records.orderSetAside(
                    id,
                    hold,
                    from.orderKey(row),
                    from.currentPriceAcquire(row),
                    from.currentSizeAcquire(row),
                    line.id(),
                    line.balanceId());
            rows.markUncertain(row);
            rows.stateRelease(id, RowState.SENT);
            force(id, line.scopeId(), hold);
            mergeTransit(before, id);
            mergeFills(from, id, line);
            final long lumped = from.lumps().quantity(row);
            if (lumped > 0) {
                rows.lumps().add(row, 0, lumped);
            }
            held++;
        }
    }

    /** Fills of an order that only the old book knows: what they executed and what of it was still in transit. */
    private void mergeTransit(Book before, long id) {
        final TransitTable from = before.transit();
        for (int row = 0; row < from.rowCount(); row++) {
            final int lineId = from.lineId(row);
            if (from.state(row) == TransitTable.FREE
                    || from.reservationId(row) != id
                    || lineId < 0
                    || lineId >= before.lineCount()
                    || !Amounts.isAmount(from.cash(row))
                    || !Amounts.isAmount(from.margin(row))
                    || from.quantity(row) < 0) {
                continue;
            }
            final int balanceId = from.isCashLeg(row)
                    ? before.lines().cashBalanceId(lineId)
                    : before.lines().balanceId(lineId);
            if (!lines.containsKey(lineId)
                    || balanceId < 0
                    || balanceId >= book.balanceCount()
                    || (from.isCashLeg(row) && book.lines().cashBalanceId(lineId) != balanceId)
                    || transitRows >= book.transit().rowCount()) {
                continue;
            }
            final long cash = from.state(row) == TransitTable.ACTIVE ? from.cash(row) : 0;
            final int to = transitRows++;
            book.transit()
                    .create(
                            to,
                            lineId,
                            id,
                            from.execId(row),
                            from.quantity(row),
                            cash,
                            from.margin(row),
                            0,
                            to + 1L,
                            -1,
                            from.isCashLeg(row));
            if (cash == 0) {
                book.transit().state(to, TransitTable.CLEARED);
            }
            transitCash.merge(balanceId, cash, Math::addExact);
            transitMargin.merge(balanceId, from.margin(row), Math::addExact);
            if (!from.isCashLeg(row)) {
                tell(id, from.execId(row), from.quantity(row), cash, lineId);
            }
        }
    }

    /** The new journal's next reader must not hold for what was executed: at the order's own price, with a fee that makes it no cheaper. */
    private void tell(long id, long execId, long quantity, long cash, int lineId) {
        final JournaledLine line = lines.get(lineId);
        final long price = book.reservations().currentPriceAcquire((int) id);
        final long atPrice = line == null ? FillCash.NO_AMOUNT : FillCash.cashOf(line.rule(), price, quantity, 0);
        if (atPrice != FillCash.NO_AMOUNT) {
            records.fillOf(id, execId, quantity, quantity, price, Math.max(0, cash - atPrice), lineId);
        }
    }

    /** Fills that stand in the row's slots and are not in the journal. */
    private void mergeFills(ReservationTable from, long id, JournaledLine line) {
        final int row = (int) id;
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            final long word = from.factWordAcquire(row, slot);
            final int state = FactWord.state(word);
            if (FactWord.generation(word) == ReservationTable.generation(id)
                    && FactWord.kind(word) == FactWord.FILL
                    && (state == FactWord.COMMITTED || state == FactWord.CHARGED)
                    && !isKnown(id, from.factExecId(row, slot))) {
                final JournaledFill fill = new JournaledFill(
                        from.factExecId(row, slot),
                        from.factQuantity(row, slot),
                        from.factPrice(row, slot),
                        from.factFee(row, slot));
                transit(line, id, fill);
                records.fillOf(
                        id, fill.execId(), fill.quantity(), fill.quantity(), fill.price(), fill.fee(), line.id());
            }
        }
    }

    private boolean isKnown(long id, long execId) {
        for (int row = 0; row < transitRows; row++) {
            if (book.transit().reservationId(row) == id && book.transit().execId(row) == execId) {
                return true;
            }
        }
        return false;
    }

    /**
     * No id is given twice: rows go on well beyond every generation that may have been used. So do those that are held now, once they are free:
     * what they were used for in the lost moments is not known either.
     */
    private void freeRows(int highest) {
        final ReservationTable rows = book.reservations();
        final int generation = highest > Integer.MAX_VALUE - GENERATION_JUMP ? 1 : highest + GENERATION_JUMP;
        book.generationFloor(generation);
        for (int row = 0; row < rows.rowCount(); row++) {
            if ((int) rows.stateVolatile(row) == RowState.FREE) {
                rows.stateRelease(ReservationTable.id(row, generation), RowState.FREE);
            }
        }
    }

    private void amounts() {
        final List<JournaledBalance> known = new ArrayList<>(journaled.balances());
        for (int id = 0; id < book.balanceCount(); id++) {
            final JournaledBalance b = id < known.size() ? known.get(id) : null;
            final BalanceTable before = old == null || id >= old.balanceCount() ? null : old.balances();
            final BalanceTable table = book.balances();
            final long version = Math.max(b == null ? 0 : b.limitVersion(), before == null ? 0 : before.version(id));
            table.publish(id, BalanceStatus.UNKNOWN.value(), version, BalanceTable.CLOSED);
            final long operator =
                    greater(b == null ? 0 : b.operatorEncumbered(), before == null ? 0 : before.operatorEncumbered(id));
            final long margin = greater(b == null ? 0 : b.margin(), before == null ? 0 : before.margin(id));
            final long cash = greater(
                    b == null ? 0 : bounded(Math.addExact(Math.max(0, b.inTransit()), b.unpublished())),
                    before == null ? 0 : before.inTransit(id) + before.unexplained(id));
            // margin of orders that have ended: nothing but a look at the positions replaces it, and that is the
            // operator's
            final long lostMargin = Math.max(0, margin - transitMargin.getOrDefault(id, 0L));
            table.operatorEncumbered(id, bounded(operator + lostMargin));
            if (lostMargin > 0) {
                records.recoveryNote(
                        RecoveryKind.SET_ASIDE,
                        id,
                        -1,
                        0,
                        0,
                        margin,
                        operator + lostMargin,
                        "margin of fills: encumbered until an operator has compared the positions");
            }
            table.unexplained(id, Math.max(0, cash - transitCash.getOrDefault(id, 0L)));
            table.doubted(id, true);
        }
    }

    private static long bounded(long amount) {
        return Math.min(Amounts.MAX_AMOUNT, amount);
    }

    private static long greater(long one, long other) {
        return bounded(Math.max(0, Math.max(one, other)));
    }
}
