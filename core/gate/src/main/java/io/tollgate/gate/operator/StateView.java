package io.tollgate.gate.operator;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceView;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.money.CostRule;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The book of a state directory as it is now, read from its mapped file without asking anybody: it works beside a running gatekeeper and
 * when none runs. Writes nothing. Amounts of a book that is at work may be of different moments of it.
 *
 * <p>Threading: one thread; the gatekeeper goes on meanwhile.
 */
public final class StateView implements AutoCloseable {
    /** The book's file in a state directory. */
    public static final String BOOK_FILE = "book.dat";

    private static final int ATTEMPTS = 100;

    /**
     * A reservation with what its numbers mean.
     *
     * @param reservation ids, state and numbers
     * @param balanceId balance it draws on
     * @param priceScale decimal places of prices
     * @param sizeScale decimal places of sizes
     * @param assetScale decimal places of the hold
     */
    public record Held(ReservationView reservation, int balanceId, int priceScale, int sizeScale, int assetScale) {}

    private final Book book;

    private StateView(Book book) {
        this.book = book;
    }

    /**
     * Opens the book of a state directory.
     *
     * @throws io.tollgate.gate.state.StateException if there is none, or it cannot be read
     */
    public static StateView open(Path directory) {
        return new StateView(Book.openToRead(directory.resolve(BOOK_FILE)));
    }

    /** Time of BookKeeper's last cycle, nanoseconds since the epoch; 0 if there was none. */
    public long lastCycleNanos() {
        return book.clockAcquire();
    }

    /** Process of the last session. */
    public long pid() {
        return book.pid();
    }

    /** Whether an operator has halted the gate. */
    public boolean isHaltedByOperator() {
        return (book.haltVolatile() & Book.HALT_OPERATOR) != 0;
    }

    /** Whether the gatekeeper starts, ends, has failed or was never there. */
    public boolean isHaltedByLifecycle() {
        return (book.haltVolatile() & Book.HALT_LIFECYCLE) != 0;
    }

    /** Whether the gate lost files and waits to be opened. */
    public boolean isHaltedByLoss() {
        return (book.haltVolatile() & Book.HALT_LOSS) != 0;
    }

    /** Whether the watchdog misses BookKeeper. */
    public boolean isHaltedByWatchdog() {
        return (book.haltVolatile() & Book.HALT_WATCHDOG) != 0;
    }

    /** All balances, by number. */
    public List<BalanceView> balances() {
        final BalanceTable table = book.balances();
        final List<BalanceView> views = new ArrayList<>();
        for (int id = 0; id < book.balanceCount(); id++) {
            views.add(view(
                    book, new Balance(id, table.venue(id), table.account(id), table.asset(id), table.assetScale(id))));
        }
        return views;
    }

    /** What an operator has set aside on a balance. */
    public long operatorEncumbered(int balanceId) {
        return book.balances().operatorEncumbered(balanceId);
    }

    /** All reservations that hold money or are not over, by row. */
    public List<Held> reservations() {
        final List<Held> held = new ArrayList<>();
        for (final ReservationView reservation : reservations(book)) {
            held.add(held(reservation));
        }
        return held;
    }

    private Held held(ReservationView reservation) {
        final int lineId = reservation.lineId();
        final CostRule rule = book.lines().rule(lineId);
        return new Held(
                reservation, book.lines().balanceId(lineId), rule.priceScale(), rule.sizeScale(), rule.assetScale());
    }

    /** A reservation whose row is not used for another yet, ended ones included; null if there is none. */
    public @Nullable Held reservation(long id) {
        final ReservationTable rows = book.reservations();
        if (!rows.isRow(id) || rows.stateOf(id) <= RowState.PENDING) {
            return null;
        }
        final ReservationView view = read(book, (int) id);
        return view == null || view.id() != id ? null : held(view);
    }

    /** A balance as a book has it now. */
    public static BalanceView view(Book book, Balance balance) {
        final BalanceTable table = book.balances();
        final ScopeTable scopes = book.scopes();
        long held = 0;
        for (int scopeId = 0; scopeId < book.scopeCount(); scopeId++) {
            if (scopes.balanceId(scopeId) == balance.id()) {
                final long back = scopes.back(scopeId);
                held += scopes.taken(scopeId) - back;
            }
        }
        final int id = balance.id();
        final long encumbered = table.venueEncumbered(id)
                + table.operatorEncumbered(id)
                + table.shortfall(id)
                + table.unexplained(id)
                + table.refused(id)
                + table.earlyCredit(id)
                + table.margin(id);
        return new BalanceView(
                balance,
                BalanceStatus.get((short) table.status(id)),
                table.limit(id),
                table.ledger(id),
                encumbered,
                table.inTransit(id),
                held,
                table.refusals(id));
    }

    /** The reservations of a book that are not over, by row. */
    public static List<ReservationView> reservations(Book book) {
        final ReservationTable rows = book.reservations();
        final List<ReservationView> open = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            final int state = (int) rows.stateVolatile(row);
            if (state == RowState.RESERVED || state == RowState.SENT || state == RowState.ACKED) {
                final ReservationView view = read(book, row);
                if (view != null && !view.state().equals(RowState.name(RowState.ENDED))) {
                    open.add(view);
                }
            }
        }
        return open;
    }

    /** One row, read again if it got another use meanwhile; null if it has none. */
    private static @Nullable ReservationView read(Book book, int row) {
        final ReservationTable rows = book.reservations();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (state <= RowState.PENDING || state == RowState.VOID) {
                return null;
            }
            final int lineId = rows.lineId(row);
            final ReservationView view = new ReservationView(
                    ReservationTable.id(row, (int) (word >>> 32)),
                    rows.companions().naming(ReservationTable.id(row, (int) (word >>> 32))),
                    rows.orderKey(row),
                    lineId,
                    book.lines().instrument(lineId),
                    book.lines().rule(lineId).side(),
                    RowState.name(state),
                    rows.uncertain(row),
                    rows.currentPriceAcquire(row),
                    rows.currentSizeAcquire(row),
                    rows.filledAcquire(row),
                    rows.holdAcquire(row));
            if (rows.stateVolatile(row) >>> 32 == word >>> 32) {
                return view;
            }
        }
        return null;
    }

    @Override
    public void close() {
        book.close();
    }
}
