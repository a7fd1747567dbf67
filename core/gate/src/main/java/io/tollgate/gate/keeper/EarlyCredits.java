package io.tollgate.gate.keeper;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.Side;

/**
 * Credits of opening sales that the ledger shows before the router tells of the fill. The margin of such a sale is not known yet, so its credit
 * must not be spent: it is held back until the fill brings both, or until no order is open that could have brought it. The fill then expects
 * no credit that is there already.
 *
 * <p>The sum is in the mapped row of the balance, and is written before the ledger that shows the credit: killed between the two, too much
 * is held back and not too little. Threading: BookKeeper's.
 */
final class EarlyCredits {
    private final KeeperContext context;
    private final ReservationTable rows;

    EarlyCredits(KeeperContext context) {
        this.context = context;
        this.rows = context.book.reservations();
    }

    /** The ledger is about to rise by a credit that no fill explains. */
    void holdBack(BalanceState state, long credit) {
        final long most = mostToCome(state, false);
        if (most > 0 && credit > 0) {
            state.earlyCredit(Math.min(most, Math.addExact(state.earlyCredit(), credit)));
        }
    }

    /**
     * The ledger is about to be taken from a read: it may show credits of all that was open when it was asked for. Where reads are the only feed,
     * debits that it shows beside them do not hide them: it rises against what it would be with the debits that were told.
     *
     * @param unsure debits that were told and that the read may contain or not
     */
    void adopting(BalanceState state, long ledger, long unsure) {
        if (!state.hasLedger()) {
            holdBack(state, mostToCome(state, true));
            state.expected = ledger - unsure;
        } else if (state.hasStream) {
            holdBack(state, ledger - state.ledger);
        } else if (ledger <= state.expected) {
            state.expected = ledger;
        } else if (ledger - unsure > state.expected) {
            holdBack(state, ledger - unsure - state.expected);
            state.expected = ledger - unsure;
        }
    }

    /** How much of a fill's credit the ledger shows already, as far as is known; {@link #taken} says that it was charged. */
    long shown(LineInfo line, int row, long price, long quantity) {
        if (line.rule().side() != Side.SELL_TO_OPEN) {
            return 0;
        }
        final long credit = Math.max(0, line.rule().creditFloor(price, quantity));
        // an order that is older than the read that the ledger was adopted from: nothing tells whether that read had it
        return rows.createdAt(row) < line.balance().adoptedAtEpochNanos
                ? credit
                : Math.min(credit, line.balance().earlyCredit());
    }

    /** The fill is in transit without this part of its credit. */
    void taken(BalanceState state, long shown) {
        state.earlyCredit(Math.max(0, state.earlyCredit() - shown));
    }

    /** A fee that is told before its fill, too: what is held back is the credit less the fee. Returns how much of it was. */
    long fee(BalanceState state, long debit) {
        final long fee = Math.min(debit, state.earlyCredit());
        state.earlyCredit(state.earlyCredit() - fee);
        return fee;
    }

    /** An order has become smaller: what it cannot have brought any more is money. */
    void shrunk(LineInfo line) {
        final BalanceState state = line.balance();
        if (line.rule().side() == Side.SELL_TO_OPEN && state.earlyCredit() > 0) {
            state.earlyCredit(Math.min(state.earlyCredit(), mostToCome(state, false)));
        }
    }

    /**
     * No sale brings more than its margin.
     *
     * @param beyondHolds what of it the orders do not hold anyway: what would be missing if all of them were filled
     */
    private long mostToCome(BalanceState state, boolean beyondHolds) {
        long most = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            final int rowState = (int) rows.stateVolatile(row);
            if (rowState < RowState.RESERVED || rowState > RowState.ACKED || rows.holdAcquire(row) == 0) {
                continue;
            }
            final LineInfo line = context.lineOf(row);
            if (line.balance() == state && line.rule().side() == Side.SELL_TO_OPEN) {
                most = Math.min(Amounts.MAX_AMOUNT, most + marginOfOpen(line.rule(), row, beyondHolds));
            }
        }
        return most;
    }

    private long marginOfOpen(CostRule rule, int row, boolean beyondHold) {
        final long size = rows.amendState(row) == AmendState.NONE
                ? rows.currentSizeAcquire(row)
                : Math.max(rows.currentSizeAcquire(row), rows.amendSize(row));
        final long open = size - rows.filledAcquire(row);
        final long margin = open <= 0 ? 0 : rule.marginOf(open);
        if (margin < 0) {
            return Amounts.MAX_AMOUNT;
        }
        return beyondHold ? Math.max(0, margin - rows.holdAcquire(row)) : margin;
    }
}
