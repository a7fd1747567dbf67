package io.tollgate.gate.keeper;

import io.tollgate.gate.book.TransitTable;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which debit of the ledger may be of which fill of one instrument: a fill's debit is its value, with its fee or with the fee in an entry of
 * its own. Amounts are cleared by sum; this says how much of a sum may not be used, because the venue took more for a fill than was told of
 * it. What is over there is no other fill's money. A fill's fee is at least what was told, and at most the worst case of its line; oldest
 * first on both sides.
 *
 * <p>Threading: BookKeeper's.
 */
final class DebitPairs {
    /** Fills and debits that wait for each other; beyond it the oldest are given up. */
    static final int MOST = 256;

    /**
     * What a fill may cost.
     *
     * @param value without fee
     * @param told fee that was charged with it
     * @param least fee that the ledger may show
     * @param most fee that the ledger may show
     */
    record Price(long value, long told, long least, long most) {
        /** Value and fee in one entry. */
        boolean isWhole(long debit) {
            return debit >= value - 1 + least && debit <= value + most;
        }

        /** Value alone: rounded up here, and down perhaps by the venue. */
        boolean isValue(long debit) {
            return debit == value || debit == value - 1;
        }

        boolean isFee(long debit) {
            return debit >= least && debit <= most;
        }

        /** What the venue took for a fee beyond what was told. */
        long beyond(long fee) {
            return Math.max(0, fee - told);
        }
    }

    private static final class Fill {
        final Price price;
        final long stampNanos;
        boolean hasValue;

        Fill(Price price, long stampNanos) {
            this.price = price;
            this.stampNanos = stampNanos;
        }
    }

    private record Debit(long amount, boolean isFee) {}

    private final ArrayDeque<Fill> fills = new ArrayDeque<>();
    private final ArrayDeque<Debit> early = new ArrayDeque<>();
    private boolean explained;

    /** The ledger shows a debit. Returns how much of it is more than was told of the fill that it may be of. */
    long debit(long amount, boolean isFee) {
        explained = true;
        if (isFee && isFeeAsTold(amount)) {
            return 0;
        }
        for (final Iterator<Fill> each = fills.iterator(); each.hasNext(); ) {
            final Fill fill = each.next();
            final Price price = fill.price;
            if (isFee ? price.isFee(amount) : !fill.hasValue && price.isWhole(amount) && !price.isValue(amount)) {
                each.remove();
                return price.beyond(isFee ? amount : amount - price.value);
            }
            if (!isFee && !fill.hasValue && price.isValue(amount)) {
                fill.hasValue = true;
                if (price.most == 0) {
                    each.remove();
                }
                return 0;
            }
        }
        explained = false;
        add(early, new Debit(amount, isFee));
        return 0;
    }

    /** The fee of a fill whose value was shown: first of all, or one that was told of no fee would take it for its own. */
    private boolean isFeeAsTold(long amount) {
        for (final Iterator<Fill> each = fills.iterator(); each.hasNext(); ) {
            final Fill fill = each.next();
            if (fill.hasValue && fill.price.told == amount) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** A fill of an earlier session that is in transit still. */
    void recovered(TransitTable table, int row) {
        final long most = table.mostFee(row);
        final long told = table.fee(row);
        if (table.value(row) > 0) {
            // charged at the worst case it may not have been told
            final Fill fill =
                    new Fill(new Price(table.value(row), told, told == most ? 0 : told, most), table.stampNanos(row));
            fill.hasValue = table.cash(row) != Math.addExact(table.value(row), told);
            add(fills, fill);
        }
    }

    /** Whether the last debit may be of a fill that was told. */
    boolean isExplained() {
        return explained;
    }

    /** A fill is told. Returns how much more than that the ledger may show for it already. */
    long fill(Price price, long stampNanos) {
        final Fill fill = new Fill(price, stampNanos);
        final Debit whole = take(price, false);
        if (whole != null && !price.isValue(whole.amount)) {
            return price.beyond(whole.amount - price.value);
        }
        fill.hasValue = whole != null;
        final Debit fee = price.most == 0 ? null : take(price, true);
        if (fee != null) {
            return price.beyond(fee.amount);
        }
        if (!fill.hasValue || price.most > 0) {
            add(fills, fill);
        }
        return 0;
    }

    private @Nullable Debit take(Price price, boolean isFee) {
        for (final Iterator<Debit> each = early.iterator(); each.hasNext(); ) {
            final Debit debit = each.next();
            final boolean may =
                    isFee ? price.isFee(debit.amount) : price.isWhole(debit.amount) || price.isValue(debit.amount);
            if (debit.isFee == isFee && may) {
                each.remove();
                return debit;
            }
        }
        return null;
    }

    private static <T> void add(ArrayDeque<T> queue, T next) {
        if (queue.size() >= MOST) {
            queue.remove();
        }
        queue.add(next);
    }

    /** A read contains all fills up to a time: their debits are known, or came before. */
    void contained(long upToNanos) {
        fills.removeIf(fill -> fill.stampNanos - upToNanos <= 0);
    }

    /** No order is open that could have a debit before its fill. */
    void noneOpen() {
        early.clear();
    }
}
