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

    /** Frees the slots of all but one. False if something is left for the next cycle. */
    boolean dropOlder(long id) {
        final int counts = counts(id);
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            if (slot != counts && isFinal(id, slot)) {
                if (!beside.take(id, slot)) {
                    return false;
                }
                rows.factWordRelease((int) id, slot, FactWord.of(ReservationTable.generation(id), 0, FactWord.FREE));
            }
        }
        return true;
    }

    private boolean isFinal(long id, int slot) {
        final long word = rows.factWordAcquire((int) id, slot);
        return FactWord.state(word) == FactWord.COMMITTED
                && FactWord.kind(word) == FactWord.RELEASE
                && FactWord.generation(word) == ReservationTable.generation(id)
                && rows.factCumQuantity((int) id, slot) != Lane.UNKNOWN_QUANTITY;
    }

    private int counts(long id) {
        final int row = (int) id;
        int best = -1;
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            if (isFinal(id, slot)
                    && !isReplaced(id, slot)
                    && (best < 0 || rows.factCumQuantity(row, slot) > rows.factCumQuantity(row, best))) {
                best = slot;
            }
        }
        return best;
    }

    private boolean isReplaced(long id, int slot) {
        final int row = (int) id;
        for (int other = 0; other < ReservationTable.FACT_SLOTS; other++) {
            if (other != slot
                    && isFinal(id, other)
                    && rows.factPrice(row, other) == rows.factPrice(row, slot)
                    && rows.factSequence(row, other) - rows.factSequence(row, slot) > 0) {
                return true;
            }
        }
        return false;
    }
}
