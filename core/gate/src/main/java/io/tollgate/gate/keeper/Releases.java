package io.tollgate.gate.keeper;

import io.tollgate.gate.Lane;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;

/**
 * Of several final quantities that were told of one order between two cycles, the one that counts: of one lane's the last one; of several
 * lanes', whose order nobody knows, the largest, which holds most. The others go first: a kill between leaves the one that counts.
 * Threading: BookKeeper's.
 */
final class Releases {
    /** No final quantity is told. */
    static final int NONE = -1;
    /** Something is left for the next cycle. */
    static final int LATER = -2;

    /** What a release does besides telling a final quantity. */
    interface Beside {
        /** False if it cannot be done in this cycle. */
        boolean take(long id, int slot);
    }

    private final ReservationTable rows;
    private final Beside beside;

    Releases(ReservationTable rows, Beside beside) {
        this.rows = rows;
        this.beside = beside;
    }

    /**
     * Frees the slots of all but one of those that are told now. Returns that one's, {@link #NONE}, or {@link #LATER} if something is left for
     * the next cycle. What a lane tells from here on waits for the next cycle: it was not compared.
     */
    int only(long id) {
        int told = 0;
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            told |= isFinal(id, slot) ? 1 << slot : 0;
        }
        final int counts = counts(id, told);
        for (int left = told & (counts < 0 ? 0 : ~(1 << counts)); left != 0; left &= left - 1) {
            final int slot = Integer.numberOfTrailingZeros(left);
            if (!beside.take(id, slot)) {
                return LATER;
            }
            rows.factWordRelease((int) id, slot, FactWord.of(ReservationTable.generation(id), 0, FactWord.FREE));
        }
        return counts;
    }

    /** Whether the slot tells a final quantity. */
    boolean isFinal(long id, int slot) {
        final long word = rows.factWordAcquire((int) id, slot);
        return FactWord.state(word) == FactWord.COMMITTED
                && FactWord.kind(word) == FactWord.RELEASE
                && FactWord.generation(word) == ReservationTable.generation(id)
                && rows.factCumQuantity((int) id, slot) != Lane.UNKNOWN_QUANTITY;
    }

    private int counts(long id, int told) {
        final int row = (int) id;
        int best = NONE;
        for (int left = told; left != 0; left &= left - 1) {
            final int slot = Integer.numberOfTrailingZeros(left);
            if (!isReplaced(row, slot, told)
                    && (best < 0 || rows.factCumQuantity(row, slot) > rows.factCumQuantity(row, best))) {
                best = slot;
            }
        }
        return best;
    }

    private boolean isReplaced(int row, int slot, int told) {
        for (int left = told & ~(1 << slot); left != 0; left &= left - 1) {
            final int other = Integer.numberOfTrailingZeros(left);
            if (rows.factPrice(row, other) == rows.factPrice(row, slot)
                    && rows.factSequence(row, other) - rows.factSequence(row, slot) > 0) {
                return true;
            }
        }
        return false;
    }
}
