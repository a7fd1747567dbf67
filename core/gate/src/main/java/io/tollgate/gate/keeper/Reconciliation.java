package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.book.TransitTable;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledBalance;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.JournaledLine;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import io.tollgate.gate.recovery.JournaledState.JournaledScope;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.RecoveryKind;

/**
 * Compares the mapped book with what the journal says, once every record of the rings is in it. What both know they know twice: where they
 * do not agree, the more careful one is kept, and a record says so. Where the book cannot be what the journal was written from, nothing
 * is guessed: the gate does not open, and says what to do.
 *
 * <p>A kill leaves differences of its own: a hold that shrank before its record was written, a ledger that was kept before its entry was
 * told. They are treated alike: the larger hold is kept and derived anew from its facts, the ledger is read again.
 */
final class Reconciliation {
    private static final String CURE =
            ": move book.dat away; the gate then makes it anew from the journal, holds what is open and stays closed until an"
                    + " operator opens it";

    private static final long MOST = 1L << 62;

    private final Book book;
    private final ReservationTable rows;
    private final KeeperRecords records;
    private final JournaledState journaled;

    Reconciliation(Book book, KeeperRecords records, JournaledState journaled) {
        this.book = book;
        this.rows = book.reservations();
        this.records = records;
        this.journaled = journaled;
    }

    private static StateException refused(String what) {
        return new StateException("book.dat and the journal must tell of the same money: " + what + CURE);
    }

    /**
     * Before anything is made of the tables: whether their numbers can be.
     *
     * @throws StateException naming what cannot be
     */
    void checkTables() {
        inRange("balances", book.balanceCount(), book.sizes().balances());
        inRange("scopes", book.scopeCount(), book.sizes().scopes());
        inRange("lines", book.lineCount(), book.sizes().lines());
        for (final JournaledBalance b : journaled.balances()) {
            final BalanceTable table = book.balances();
            if (b.id() >= book.balanceCount()
                    || !table.venue(b.id()).equals(b.venue())
                    || !table.account(b.id()).equals(b.account())
                    || !table.asset(b.id()).equals(b.asset())
                    || table.assetScale(b.id()) != b.assetScale()
                    || table.scopeMode(b.id()) != b.scopeMode()) {
                throw refused("balance=" + b.id() + " is " + b.venue() + " " + b.account() + " " + b.asset()
                        + " by the journal, and "
                        + (b.id() < book.balanceCount() ? "another in the book" : "not in the book"));
            }
        }
        for (int lineId = 0; lineId < book.lineCount(); lineId++) {
            checkLine(lineId);
        }
        for (final JournaledLine line : journaled.lines()) {
            if (line.id() >= book.lineCount()
                    || book.lines().balanceId(line.id()) != line.balanceId()
                    || book.lines().scopeId(line.id()) != line.scopeId()
                    || !book.lines().rule(line.id()).equals(line.rule())
                    || !book.lines().instrument(line.id()).equals(line.instrument())) {
                throw refused(
                        "line=" + line.id() + " is " + line.instrument() + " " + line.rule() + " by the journal, and "
                                + (line.id() < book.lineCount() ? "another in the book" : "not in the book"));
            }
        }
        for (final JournaledScope scope : journaled.scopes()) {
            checkScope(scope);
        }
        for (int row = 0; row < book.transit().rowCount(); row++) {
            checkTransit(row);
        }
    }

    private static void inRange(String table, int used, int size) {
        if (used < 0 || used > size) {
            throw refused("the book's header says " + table + "=" + used + " of " + size);
        }
    }

    private void checkLine(int lineId) {
        try {
            book.lines().rule(lineId);
        } catch (final IllegalArgumentException e) {
            throw refused("the book's line=" + lineId + " has no rule (" + e.getMessage() + ")");
        }
        final int balanceId = book.lines().balanceId(lineId);
        final int scopeId = book.lines().scopeId(lineId);
        if (balanceId < 0 || balanceId >= book.balanceCount() || scopeId < 0 || scopeId >= book.scopeCount()) {
            throw refused("the book's line=" + lineId + " says balance=" + balanceId + " scope=" + scopeId);
        }
    }

    private void checkScope(JournaledScope scope) {
        final ScopeTable scopes = book.scopes();
        if (scope.id() >= book.scopeCount()
                || scopes.generation(scope.id()) != scope.generation()
                || scopes.takenAtStart(scope.id()) != scope.takenAtStart()
                || scopes.balanceId(scope.id()) != scope.balanceId()) {
            throw refused("scope=" + scope.id() + " has generation=" + scope.generation() + " from taken="
                    + Long.toUnsignedString(scope.takenAtStart()) + " by the journal, and "
                    + (scope.id() < book.scopeCount()
                            ? "generation=" + scopes.generation(scope.id()) + " from taken="
                                    + Long.toUnsignedString(scopes.takenAtStart(scope.id()))
                            : "nothing")
                    + " in the book");
        }
        if (scopes.taken(scope.id()) - scope.takenEnd() < 0) {
            throw refused("scope=" + scope.id() + " has taken=" + Long.toUnsignedString(scope.takenEnd())
                    + " by the journal, and less in the book: taken="
                    + Long.toUnsignedString(scopes.taken(scope.id())));
        }
    }

    private void checkTransit(int row) {
        final TransitTable transit = book.transit();
        final int state = transit.state(row);
        if (state == TransitTable.FREE) {
            return;
        }
        if (state < 0
                || state > TransitTable.CLEARED
                || transit.lineId(row) < 0
                || transit.lineId(row) >= book.lineCount()
                || !Amounts.isAmount(transit.cash(row))
                || !Amounts.isAmount(transit.margin(row))
                || transit.quantity(row) < 0) {
            throw refused("the book's fill in transit " + row + " says state=" + state + " line=" + transit.lineId(row)
                    + " cash=" + transit.cash(row) + " margin=" + transit.margin(row));
        }
    }

    /** Before rows are settled: each must be one that a lane could have written, or one that the journal can put in its place. */
    void checkRows() {
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (state == RowState.FREE) {
                continue;
            }
            final int lineId = rows.lineId(row);
            final long hold = rows.holdAcquire(row);
            final boolean can = state > RowState.FREE
                    && state <= RowState.VOID
                    && (int) (word >>> 32) > 0
                    && lineId >= 0
                    && lineId < book.lineCount()
                    && rows.scopeId(row) == book.lines().scopeId(lineId)
                    && hold >= 0
                    && Amounts.isAmount(hold)
                    && isCompanion(rows.companions().next(row))
                    && isCompanion(rows.companions().before(row))
                    && rows.amendState(row) >= 0
                    && rows.amendState(row) <= io.tollgate.gate.book.AmendState.VOID;
            if (can) {
                continue;
            }
            final JournaledOrder known = orderOfRow(row);
            if (known == null) {
                throw refused("the book's reservation row=" + row + " says state=" + state + " line=" + lineId
                        + " scope=" + rows.scopeId(row) + " hold=" + hold);
            }
            putBack(known, "its row in the book is damaged: state=" + state + " line=" + lineId + " hold=" + hold);
        }
    }

    private boolean isCompanion(long id) {
        return id == Companions.NONE || rows.isRow(id);
    }

    private @org.jspecify.annotations.Nullable JournaledOrder orderOfRow(int row) {
        return journaled.orders().stream()
                .filter(order -> (int) order.id() == row)
                .findFirst()
                .orElse(null);
    }

    /** After rows were settled, and before anything is derived from them. */
    void compare(TransitDesk transit) {
        for (final JournaledOrder order : journaled.orders()) {
            compare(order, transit);
        }
        JointOrders.link(rows, journaled.orders());
        for (final JournaledScope scope : journaled.scopes()) {
            final long back = book.scopes().back(scope.id());
            if (back - scope.back() > 0) {
                differs(-1, 0, back, scope.back(), scope.back(), "back of scope " + scope.id() + " was never told");
                book.scopes().backLowered(scope.id(), scope.back());
            }
        }
        for (final JournaledBalance balance : journaled.balances()) {
            compare(balance);
        }
    }

    private void differs(int balanceId, long id, long inBook, long inJournal, long kept, String text) {
        records.recoveryNote(RecoveryKind.DIFFERS, balanceId, -1, id, inBook, inJournal, kept, text);
    }

    private void compare(JournaledOrder order, TransitDesk transit) {
        final long id = order.id();
        final int row = (int) id;
        if (!rows.isRow(id)) {
            throw refused("reservation=" + id + " is open by the journal, and the book has no such row");
        }
        final long word = rows.stateVolatile(row);
        final int state = (int) word;
        final int generation = (int) (word >>> 32);
        if (generation > ReservationTable.generation(id) && state != RowState.FREE) {
            throw refused("reservation=" + id + " is open by the journal, and its row in the book has another use: "
                    + ReservationTable.id(row, generation));
        }
        final boolean open = state >= RowState.RESERVED && state <= RowState.ACKED;
        if (generation != ReservationTable.generation(id) || !open) {
            putBack(order, "it has ended or never was in the book: " + RowState.name(state));
            return;
        }
        if (rows.lineId(row) != order.lineId() || rows.orderKey(row) != order.orderKey()) {
            putBack(order, "the book has another line or key: line=" + rows.lineId(row) + " key=" + rows.orderKey(row));
            return;
        }
        final long hold = rows.holdAcquire(row);
        if (hold < order.hold()) {
            differs(balanceOf(order), id, hold, order.hold(), order.hold(), "the journal holds more");
            rows.holdRelease(row, order.hold());
        } else if (hold > order.hold()) {
            differs(balanceOf(order), id, hold, order.hold(), hold, "the book holds more");
        }
        if (state == RowState.RESERVED && (order.sent() || order.acked())) {
            differs(balanceOf(order), id, 0, 0, 0, "it was sent by the journal, and not in the book");
            rows.stateRelease(id, order.acked() ? RowState.ACKED : RowState.SENT);
        }
        doubt(order, transit);
    }

    /** What would free a part of the hold, and only the book knows: a status answer is asked for. */
    private void doubt(JournaledOrder order, TransitDesk transit) {
        final int row = (int) order.id();
        final boolean other = !order.amended()
                && !order.amending()
                && rows.amendState(row) == io.tollgate.gate.book.AmendState.NONE
                && (rows.currentPriceAcquire(row) != order.price() || rows.currentSizeAcquire(row) != order.size());
        if (other) {
            differs(
                    balanceOf(order),
                    order.id(),
                    rows.currentSizeAcquire(row),
                    order.size(),
                    order.size(),
                    "price or size of the order");
            rows.current(row, order.price(), order.size());
            rows.markUncertain(row);
        }
        if (rows.finalQuantity(row) >= 0 && order.finalQuantity() < 0) {
            differs(
                    balanceOf(order),
                    order.id(),
                    rows.finalQuantity(row),
                    -1,
                    -1,
                    "only the book knows that the order ended");
            rows.released(row, -1, 0);
            rows.markUncertain(row);
        }
        final long filled = transit.filled(row);
        if (filled > order.filled() && rows.finalQuantity(row) < 0) {
            differs(balanceOf(order), order.id(), filled, order.filled(), filled, "the book knows more fills");
            rows.markUncertain(row);
        }
        if (order.uncertain() && rows.finalQuantity(row) < 0) {
            rows.markUncertain(row);
        }
    }

    private int balanceOf(JournaledOrder order) {
        return book.lines().balanceId(order.lineId());
    }

    /** Writes the row as the journal knows it. */
    private void putBack(JournaledOrder order, String why) {
        final int row = (int) order.id();
        differs(balanceOf(order), order.id(), 0, order.hold(), order.hold(), why);
        final int chain = rows.firstTransit(row);
        rows.restore(
                order.id(),
                order.lineId(),
                book.lines().scopeId(order.lineId()),
                order.hold(),
                order.orderKey(),
                order.price(),
                order.size(),
                order.createdAtNanos());
        rows.firstTransit(row, chain);
        if (order.amending()) {
            rows.restoreAmend(order.id(), order.amendPrice(), order.amendSize());
        }
        if (order.finalQuantity() >= 0) {
            rows.released(row, order.finalQuantity(), 0);
        }
        final boolean unsent = !order.sent() && !order.acked() && order.fills().isEmpty() && !order.uncertain();
        if (!unsent && order.finalQuantity() < 0) {
            rows.markUncertain(row);
        }
        rows.stateRelease(order.id(), unsent ? RowState.RESERVED : order.acked() ? RowState.ACKED : RowState.SENT);
        tellFills(order);
    }

    /** What the row's slots had, or a fill that was lost with it, is told again; those that found no slot are held. */
    private void tellFills(JournaledOrder order) {
        for (final JournaledFill fill : order.fills()) {
            if (fill.quantity() <= 0 || isCharged(order.id(), fill.execId())) {
                continue;
            }
            final int slot = rows.claimFact(order.id());
            if (slot < 0) {
                return;
            }
            rows.commitFact(
                    order.id(),
                    slot,
                    FactWord.FILL,
                    ReservationTable.NO_SEQUENCE,
                    fill.execId(),
                    fill.quantity(),
                    0,
                    fill.price(),
                    fill.fee(),
                    0);
            differs(balanceOf(order), order.id(), 0, fill.quantity(), fill.quantity(), "a fill of it was not charged");
        }
    }

    private boolean isCharged(long id, long execId) {
        final TransitTable transit = book.transit();
        for (int row = 0; row < transit.rowCount(); row++) {
            if (transit.state(row) != TransitTable.FREE
                    && !transit.isCashLeg(row)
                    && transit.reservationId(row) == id
                    && transit.execId(row) == execId) {
                return true;
            }
        }
        return false;
    }

    private void compare(JournaledBalance b) {
        final BalanceTable table = book.balances();
        final int id = b.id();
        if (table.hasLedger(id) && b.hasLedger() && table.ledger(id) != b.ledger()) {
            differs(id, 0, table.ledger(id), b.ledger(), 0, "the ledger: it is read anew");
            table.forgetLedger(id);
            table.forgetIds(id);
        }
        if (table.operatorEncumbered(id) < b.operatorEncumbered()) {
            differs(
                    id,
                    0,
                    table.operatorEncumbered(id),
                    b.operatorEncumbered(),
                    b.operatorEncumbered(),
                    "set aside by an operator");
            table.operatorEncumbered(id, b.operatorEncumbered());
        }
        final long inBook = sum(
                id,
                table.venueEncumbered(id),
                table.operatorEncumbered(id),
                table.margin(id),
                table.earlyCredit(id),
                table.refused(id),
                table.shortfall(id),
                table.unexplained(id),
                table.inTransit(id));
        final long inJournal = Math.min(MOST, b.encumbered()) + b.inTransit();
        if (inBook < inJournal) {
            differs(id, 0, inBook, inJournal, inJournal, "encumbered and in transit: held until a read contains it");
            table.unexplained(id, Math.min(Amounts.MAX_AMOUNT, table.unexplained(id) + inJournal - inBook));
            table.doubted(id, true);
        }
    }

    /** As much as BookKeeper itself would tell: up to a bound. */
    private static long sum(int balanceId, long... parts) {
        long sum = 0;
        for (final long part : parts) {
            if (!Amounts.isAmount(part)) {
                throw refused("balance=" + balanceId + " has an amount in the book that cannot be: " + part);
            }
            sum = Math.min(MOST, sum + part);
        }
        return sum;
    }
}
