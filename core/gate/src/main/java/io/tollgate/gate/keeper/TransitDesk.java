package io.tollgate.gate.keeper;

import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.TransitTable;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.Side;
import java.util.Objects;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.IntArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fills in transit: charged with the fact, cleared by ledger entries of the same instrument by amount, oldest first, or by a barrier
 * read. Threading: BookKeeper's.
 */
final class TransitDesk {
    private final KeeperContext context;
    private final TransitTable table;
    private final ReservationTable rows;
    private final IntArrayList free = new IntArrayList();
    private final LumpedFills lumped;
    private long nextOrder = 1;

    TransitDesk(KeeperContext context) {
        this.context = context;
        this.table = context.book.transit();
        this.rows = context.book.reservations();
        this.lumped = new LumpedFills(table.rowCount());
    }

    /** Rebuilds everything from the mapped table: sums, queues, chains. */
    void recover() {
        final java.util.ArrayList<Integer> used = new java.util.ArrayList<>();
        for (int row = table.rowCount() - 1; row >= 0; row--) {
            if (table.state(row) == TransitTable.FREE) {
                free.addInt(row);
            } else {
                used.add(row);
            }
        }
        used.sort(java.util.Comparator.comparingLong(table::order));
        for (int row = 0; row < rows.rowCount(); row++) {
            if (rows.stateVolatile(row) != 0) {
                rows.firstTransit(row, TransitTable.NONE);
            }
        }
        for (final int row : used) {
            nextOrder = Math.max(nextOrder, table.order(row) + 1);
            final LineInfo line = context.lines.get(table.lineId(row));
            if (table.state(row) == TransitTable.ACTIVE) {
                // a fact that is older than the session: only a read of this session can contain it
                table.stampNanos(row, context.nowNanos);
                instrumentOf(line, row).fills.addInt(row);
                instrumentOf(line, row).pairs.recovered(table, row);
                balanceOf(row).transit(table.cash(row), 0);
                balanceOf(row).expected -= Math.max(0, table.cash(row));
            }
            if (table.margin(row) != 0) {
                table.stampNanos(row, context.nowNanos);
                balanceOf(row).transit(0, table.margin(row));
            }
            final long reservation = table.reservationId(row);
            // a row that is free goes to its lane, which begins without a chain
            if (reservation != 0 && rows.stateOf(reservation) > RowState.FREE) {
                table.next(row, rows.firstTransit((int) reservation));
                rows.firstTransit((int) reservation, row);
            } else {
                table.detach(row);
                freeIfDone(row);
            }
        }
    }

    private BalanceState balanceOf(int row) {
        final LineInfo line = context.lines.get(table.lineId(row));
        return table.isCashLeg(row) ? Objects.requireNonNull(line.cash()).balance() : line.balance();
    }

    private InstrumentState instrumentOf(LineInfo line, int row) {
        return table.isCashLeg(row) ? Objects.requireNonNull(line.cash()).instrument() : line.instrument();
    }

    /** Whether this execution was charged to the reservation before. */
    int find(int reservationRow, long execId) {
        return find(reservationRow, execId, false);
    }

    private int find(int reservationRow, long execId, boolean cashLeg) {
        for (int row = rows.firstTransit(reservationRow); row != TransitTable.NONE; row = table.next(row)) {
            if (table.execId(row) == execId && table.isCashLeg(row) == cashLeg) {
                return row;
            }
        }
        return TransitTable.NONE;
    }

    /** Sum of executed quantities of a reservation, lumped ones included, busts taken off. */
    long filled(int reservationRow) {
        long sum = rows.lumps().quantity(reservationRow);
        for (int row = rows.firstTransit(reservationRow); row != TransitTable.NONE; row = table.next(row)) {
            // more than any order has is enough to end it
            sum = Math.min(Amounts.MAX_AMOUNT, sum + table.quantity(row));
        }
        return sum;
    }

    LumpedFills lumped() {
        return lumped;
    }

    boolean hasFreeRow() {
        return !free.isEmpty();
    }

    /** Whether a fill of this line finds its rows: one, or two if it moves cash beside a position. */
    boolean hasFreeRowsFor(LineInfo line) {
        return free.size() >= (line.cash() == null ? 1 : 2);
    }

    /** Puts a fill into the table and lowers what is spendable; the caller publishes before it gives anything back. */
    void charge(
            LineInfo line,
            long reservationId,
            long execId,
            long quantity,
            long cash,
            long margin,
            DebitPairs.@Nullable Price price) {
        put(line, line.balance(), line.instrument(), false, reservationId, execId, quantity, cash, margin, price);
    }

    /**
     * What a closing fill does to cash, before its position is charged: told again after a kill it is not put twice. Buying back a
     * short takes its value and fee, and the margin that it frees pays for them as far as it is known; of a sale only the fee counts
     * until the ledger shows it.
     */
    void chargeCash(
            LineInfo line,
            LineInfo.CashLeg leg,
            long reservationId,
            long execId,
            long quantity,
            long cash,
            DebitPairs.Price price) {
        if (cash == 0 || find((int) reservationId, execId, true) != TransitTable.NONE) {
            return;
        }
        // no more than its own contracts bound, and nothing if a read may have told of it already
        final long freed = line.rule().side() != Side.BUY_TO_CLOSE || mayBeRead(leg, reservationId)
                ? 0
                : Math.min(
                        Math.min(cash, Math.max(0, leg.rule().marginOf(quantity))),
                        leg.balance().marginHeld());
        put(line, leg.balance(), leg.instrument(), true, reservationId, execId, 0, cash, -freed, price);
    }

    /** Whether the positions that were read last, in this session or one before, may have been those after a fill of this order. */
    private boolean mayBeRead(LineInfo.CashLeg leg, long reservationId) {
        return leg.balance().readBefore.contains(reservationId) || rows.stateOf(reservationId) == RowState.ENDED;
    }

    /** A read of positions is here: what closing fills freed it may have or not, and with it that would be free twice. */
    void dropFreed(BalanceState balance) {
        for (int row = 0; balance.hasMarginRows && row < table.rowCount(); row++) {
            if (table.state(row) != TransitTable.FREE && table.margin(row) < 0 && balanceOf(row) == balance) {
                final long freed = table.margin(row);
                table.noMargin(row);
                balance.transit(0, -freed);
                freeIfDone(row);
            }
        }
    }

    /** Margin of fills that a read of positions need not contain. */
    long marginBeside(BalanceState balance, long containedUpToNanos) {
        long sum = balance.isFoldedBy(containedUpToNanos) ? 0 : balance.foldedMargin();
        for (int row = 0; balance.hasMarginRows && row < table.rowCount(); row++) {
            if (table.state(row) != TransitTable.FREE
                    && table.margin(row) > 0
                    && table.stampNanos(row) - containedUpToNanos > 0
                    && balanceOf(row) == balance) {
                sum = Math.addExact(sum, table.margin(row));
            }
        }
        return sum;
    }

    private void put(
            LineInfo line,
            BalanceState balance,
            InstrumentState instrument,
            boolean cashLeg,
            long reservationId,
            long execId,
            long quantity,
            long cash,
            long margin,
            DebitPairs.@Nullable Price price) {
        final int row = free.removeAt(free.size() - 1);
        final long stampNanos = context.stamp();
        long rest = cash;
        if (price != null) {
            // the ledger may show more for it than was told: what is over is not there for another fill
            final long beyond = instrument.pairs.fill(price, stampNanos);
            final long dropped = Math.min(beyond, instrument.prepaid);
            instrument.prepaid -= dropped;
            rest = Math.addExact(rest, beyond - dropped);
        }
        if (rest > 0 && instrument.prepaid > 0) {
            final long known = Math.min(rest, instrument.prepaid);
            instrument.prepaid -= known;
            rest -= known;
        }
        final int reservationRow = (int) reservationId;
        table.price(
                row,
                price == null ? 0 : price.value(),
                price == null ? 0 : price.told(),
                price == null ? 0 : price.most());
        table.create(
                row,
                line.lineId(),
                reservationId,
                execId,
                quantity,
                rest,
                margin,
                stampNanos,
                nextOrder++,
                rows.firstTransit(reservationRow),
                cashLeg);
        rows.firstTransit(reservationRow, row);
        balance.transit(rest, margin);
        balance.expected -= Math.max(0, rest);
        if (rest == 0) {
            table.state(row, TransitTable.CLEARED);
        } else {
            instrument.fills.addInt(row);
        }
    }

    /**
     * The venue has told the margin of all positions, those of fills up to then included: theirs is not counted beside it. Returns how much
     * that was.
     */
    long clearMargin(BalanceState balance, long containedUpToNanos) {
        long cleared = balance.unfoldMargin(containedUpToNanos);
        if (balance.margin == 0 && cleared == 0 && !balance.hasMarginRows) {
            return 0;
        }
        boolean left = false;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.state(row) == TransitTable.FREE || table.margin(row) == 0 || balanceOf(row) != balance) {
                continue;
            }
            if (table.margin(row) > 0 && table.stampNanos(row) - containedUpToNanos > 0) {
                left = true;
                continue;
            }
            cleared = Math.addExact(cleared, table.margin(row));
            balance.transit(0, -table.margin(row));
            table.noMargin(row);
            if (table.cash(row) < 0) {
                // a credit counted only against this margin
                balance.transit(-table.cash(row), 0);
                table.cash(row, 0);
                table.state(row, TransitTable.CLEARED);
            }
            freeIfDone(row);
        }
        balance.hasMarginRows = left;
        return cleared;
    }

    /** An entry of the ledger shows a debit of this instrument. Returns what no fill explains. */
    long clearByAmount(BalanceState balance, InstrumentState instrument, long debit) {
        long rest = debit;
        final IntArrayQueue fills = instrument.fills;
        // all are turned round once, so that those that stay keep their order
        for (int left = fills.size(); left > 0; left--) {
            final int row = fills.pollInt();
            if (table.state(row) != TransitTable.ACTIVE) {
                continue;
            }
            final long cash = table.cash(row);
            if (cash > rest || cash <= 0) {
                if (cash > 0 && rest > 0) {
                    table.cash(row, cash - rest);
                    balance.transit(-rest, 0);
                    rest = 0;
                }
                fills.addInt(row);
            } else {
                rest -= cash;
                clear(balance, row);
            }
        }
        return rest;
    }

    /** Whether a fill of this instrument waits for a credit. */
    static boolean expectsCredit(InstrumentState instrument, TransitTable table) {
        final IntArrayQueue.IntIterator each = instrument.fills.iterator();
        while (each.hasNext()) {
            final int row = each.nextValue();
            if (table.state(row) == TransitTable.ACTIVE && table.cash(row) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * An entry of the ledger shows a credit of this instrument: sales that expected one have it now, oldest first. What is more than the last
     * of them expected stays with it as a debit to come (its fee), so that no credit counts twice. Returns what was taken up.
     */
    long clearByCredit(BalanceState balance, InstrumentState instrument, long credit) {
        long rest = credit;
        int last = TransitTable.NONE;
        final IntArrayQueue fills = instrument.fills;
        for (int left = fills.size(); left > 0; left--) {
            final int row = fills.pollInt();
            if (table.state(row) != TransitTable.ACTIVE) {
                continue;
            }
            final long expected = -table.cash(row);
            if (expected > 0 && rest > 0) {
                final long had = Math.min(expected, rest);
                rest -= had;
                table.cash(row, had - expected);
                balance.transit(had, 0);
                last = row;
            }
            fills.addInt(row);
        }
        if (last != TransitTable.NONE && rest > 0) {
            table.cash(last, Math.addExact(table.cash(last), rest));
            balance.transit(rest, 0);
            rest = 0;
        }
        return credit - rest;
    }

    /**
     * The ledger is about to be taken from where nothing says which credits it shows: none is expected any more, or one that it shows would
     * count twice.
     */
    void dropCredits(BalanceState balance) {
        for (final InstrumentState instrument : balance.instruments.values()) {
            final IntArrayQueue fills = instrument.fills;
            for (int left = fills.size(); left > 0; left--) {
                final int row = fills.pollInt();
                if (table.state(row) == TransitTable.ACTIVE && table.cash(row) < 0) {
                    clear(balance, row);
                } else {
                    fills.addInt(row);
                }
            }
        }
    }

    /** Debits of fills in transit that a read need not contain. */
    long debitsAfter(BalanceState balance, long containedUpToNanos) {
        long sum = 0;
        for (final InstrumentState instrument : balance.instruments.values()) {
            final IntArrayQueue.IntIterator each = instrument.fills.iterator();
            while (each.hasNext()) {
                final int row = each.nextValue();
                if (table.state(row) == TransitTable.ACTIVE && table.stampNanos(row) - containedUpToNanos > 0) {
                    sum = Math.addExact(sum, Math.max(0, table.cash(row)));
                }
            }
        }
        return sum;
    }

    /** Whether a fill whose fact was taken up to then is still in transit. */
    boolean hasFillUpTo(BalanceState balance, long stampNanos) {
        for (final InstrumentState instrument : balance.instruments.values()) {
            final IntArrayQueue.IntIterator each = instrument.fills.iterator();
            while (each.hasNext()) {
                final int row = each.nextValue();
                if (table.state(row) == TransitTable.ACTIVE && table.stampNanos(row) - stampNanos <= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A read that must contain them clears all fills whose fact was taken up to then. Returns the cash that was cleared. */
    long clearBarrier(BalanceState balance, long containedUpToNanos) {
        long cleared = 0;
        for (final InstrumentState instrument : balance.instruments.values()) {
            instrument.pairs.contained(containedUpToNanos);
            final IntArrayQueue fills = instrument.fills;
            for (int left = fills.size(); left > 0; left--) {
                final int row = fills.pollInt();
                if (table.state(row) != TransitTable.ACTIVE) {
                    continue;
                }
                if (table.stampNanos(row) - containedUpToNanos <= 0) {
                    cleared = Math.addExact(cleared, table.cash(row));
                    clear(balance, row);
                } else {
                    fills.addInt(row);
                }
            }
        }
        return cleared;
    }

    private void clear(BalanceState balance, int row) {
        balance.transit(-table.cash(row), 0);
        table.cash(row, 0);
        table.state(row, TransitTable.CLEARED);
        freeIfDone(row);
    }

    /** A bust came before its execution: kept, so that the execution is recognised as undone. False if there is no room. */
    boolean noteUndone(LineInfo line, long reservationId, long execId) {
        if (!hasFreeRow()) {
            return false;
        }
        charge(line, reservationId, execId, 0, 0, 0, null);
        return true;
    }

    /** An execution was undone: its cash stays until a read shows it, its quantity is open again. */
    void bust(int row) {
        table.quantity(row, 0);
    }

    /** The reservation's row is used again: what is cleared is forgotten, what is not goes on alone. */
    void forget(int reservationRow) {
        lumped.forget(reservationRow);
        int row = rows.firstTransit(reservationRow);
        while (row != TransitTable.NONE) {
            final int next = table.next(row);
            fold(row);
            table.detach(row);
            freeIfDone(row);
            row = next;
        }
        rows.firstTransit(reservationRow, TransitTable.NONE);
    }

    /** A row whose cash is cleared is not kept for its margin alone: a table with a bound would fill up where positions are not read. */
    private void fold(int row) {
        final long margin = table.margin(row);
        if (margin == 0 || table.state(row) != TransitTable.CLEARED) {
            return;
        }
        final BalanceState balance = balanceOf(row);
        if (margin > 0) {
            // first: a kill between the two leaves more held back
            balance.foldMargin(margin, table.stampNanos(row));
        }
        // what it freed beyond its cash is free with the next read
        table.noMargin(row);
        balance.transit(0, -margin);
    }

    private void freeIfDone(int row) {
        final int state = table.state(row);
        if (table.reservationId(row) == 0 && state == TransitTable.CLEARED && table.margin(row) == 0) {
            table.state(row, TransitTable.FREE);
            free.addInt(row);
        }
    }
}
