package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.TransitTable;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledBalance;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.JournaledLine;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import io.tollgate.gate.recovery.JournaledState.JournaledScope;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.BalanceStatus;
import io.tollgate.sbe.RecoveryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
    private final TreeMap<Integer, JournaledLine> lines = new TreeMap<>();
    private final Map<Integer, Integer> balanceOfScope = new HashMap<>();
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
    }

    /** Returns the reservations that are held. */
    int run() {
        balances();
        scopesAndLines();
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
            JointOrders.linkAsIn(book.reservations(), rows);
        }
        freeRows(highest);
        amounts();
        return held;
    }

    private void balances() {
        final BookSizes sizes = book.sizes();
        int next = 0;
        for (final JournaledBalance b : journaled.balances()) {
            if (b.id() != next || next >= sizes.balances()) {
                throw refused("balances", b.id(), sizes.balances());
            }
            book.balances()
                    .create(
                            b.id(),
                            b.venue(),
                            b.account(),
                            b.asset(),
                            b.assetScale(),
                            b.scopeMode(),
                            BalanceTable.NO_SCOPE);
            next++;
        }
        final Book before = old;
        for (int id = next; before != null && id < Math.min(before.balanceCount(), sizes.balances()); id++) {
            final BalanceTable table = before.balances();
            book.balances()
                    .create(
                            id,
                            table.venue(id),
                            table.account(id),
                            table.asset(id),
                            table.assetScale(id),
                            table.scopeMode(id),
                            BalanceTable.NO_SCOPE);
            next++;
        }
        book.balanceCount(next);
        for (int id = 0; id < next; id++) {
            records.balanceRegistered(book.balances(), id);
        }
    }

    private static StateException refused(String table, int number, int size) {
        return new StateException("the tables must hold what the journal knows: " + table + " has number " + number
                + " and room for " + size + ": start with the sizes that the state directory was made with");
    }

    private void scopesAndLines() {
        journaled.lines().forEach(line -> lines.put(line.id(), line));
        final Book before = old;
        if (before != null) {
            final int count = Math.min(before.lineCount(), book.sizes().lines());
            for (int id = 0; id < count; id++) {
                if (lines.containsKey(id)) {
                    continue;
                }
                final CostRule rule = ruleIn(before, id);
                final int balanceId = before.lines().balanceId(id);
                final int scopeId = before.lines().scopeId(id);
                if (rule == null
                        || balanceId < 0
                        || balanceId >= book.balanceCount()
                        || scopeId < 0
                        || scopeId >= book.sizes().scopes()) {
                    // a row that only the old book has, and damaged: it is bound anew
                    break;
                }
                lines.put(
                        id,
                        new JournaledLine(
                                id,
                                balanceId,
                                scopeId,
                                rule,
                                before.lines().instrument(id),
                                before.lines().market(id, 0),
                                before.lines().market(id, 1),
                                null));
            }
        }
        int scopeCount = 0;
        for (final JournaledLine line : lines.values()) {
            balanceOfScope.put(line.scopeId(), line.balanceId());
            scopeCount = Math.max(scopeCount, line.scopeId() + 1);
        }
        // a balance without a line has a scope that no record names: the numbers left over were given in the same order
        int free = 0;
        for (int balanceId = 0; balanceId < book.balanceCount(); balanceId++) {
            int first = firstScopeOf(balanceId);
            while (first < 0) {
                if (!balanceOfScope.containsKey(free)) {
                    first = free;
                    balanceOfScope.put(free, balanceId);
                    scopeCount = Math.max(scopeCount, free + 1);
                }
                free++;
            }
            book.balances().firstScope(balanceId, first);
        }
        if (scopeCount > book.sizes().scopes()) {
            throw refused("scopes", scopeCount - 1, book.sizes().scopes());
        }
        for (int scopeId = 0; scopeId < scopeCount; scopeId++) {
            restoreScope(scopeId, balanceOfScope.getOrDefault(scopeId, 0));
        }
        book.scopeCount(scopeCount);
        int next = 0;
        for (final JournaledLine line : lines.values()) {
            if (line.id() != next || next >= book.sizes().lines()) {
                throw refused("lines", line.id(), book.sizes().lines());
            }
            book.lines().create(line.id(), line.balanceId(), line.scopeId(), line.rule(), line.instrument());
            book.lines().market(line.id(), 0, line.market0());
            book.lines().market(line.id(), 1, line.market1());
            cashOf(line);
            next++;
        }
        book.lineCount(next);
        for (int id = 0; id < next; id++) {
            records.lineRegistered(book, id);
        }
    }

    /** What cash a closing line's fills move: its record tells, or else the old book, or the line that is bound next. */
    private void cashOf(JournaledLine line) {
        final JournaledCash told = line.cash();
        if (told != null && told.balanceId() < book.balanceCount()) {
            book.lines().cash(line.id(), told.balanceId(), told.fee());
            return;
        }
        final Book before = old;
        if (before == null
                || line.id() >= before.lineCount()
                || !Objects.equals(line.rule(), ruleIn(before, line.id()))) {
            return;
        }
        final int cash = before.lines().cashBalanceId(line.id());
        if (cash >= 0 && cash < book.balanceCount()) {
            final int scale = book.balances().assetScale(cash);
            try {
                book.lines()
                        .cash(
                                line.id(),
                                cash,
                                before.lines().cashRule(line.id(), scale).takerFee());
            } catch (final IllegalArgumentException e) {
                records.recoveryNote(
                        RecoveryKind.DIFFERS,
                        cash,
                        -1,
                        0,
                        0,
                        0,
                        0,
                        "the old book's cash of line " + line.id() + " is damaged");
            }
        }
    }

    /** A line's rule in the old book, or null if its row is damaged. */
    private static @Nullable CostRule ruleIn(Book before, int lineId) {
        try {
            return before.lines().rule(lineId);
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    /** A careful balance has one scope for all its lines; one in venue-exact mode has a first scope that no line uses. */
    private int firstScopeOf(int balanceId) {
        if (book.balances().scopeMode(balanceId) == io.tollgate.sbe.ScopeMode.CAREFUL.value()) {
            for (final JournaledLine line : lines.values()) {
                if (line.balanceId() == balanceId) {
                    return line.scopeId();
                }
            }
        }
        return -1;
    }

    private void restoreScope(int scopeId, int balanceId) {
        int generation = 0;
        long taken = 0;
        for (final JournaledScope scope : journaled.scopes()) {
            if (scope.id() == scopeId) {
                generation = scope.generation();
                taken = scope.takenEnd();
            }
        }
        final Book before = old;
        if (before != null && scopeId < before.scopeCount()) {
            generation = Math.max(generation, before.scopes().generation(scopeId));
            if (before.scopes().taken(scopeId) - taken > 0) {
                taken = before.scopes().taken(scopeId);
            }
        }
        book.scopes().restore(scopeId, balanceId, generation + 1, taken);
    }

    private void restore(JournaledOrder order) {
        final ReservationTable rows = book.reservations();
        if (!rows.isRow(order.id())) {
            throw refused("reservations", (int) order.id(), rows.rowCount());
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
