package io.tollgate.gate.keeper;

import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which reservations are of one order, after rows were written from the journal or from an old book. An order whose reservations are not found
 * together again would end on one limit alone. Threading: recovery's, while no lane is in use.
 */
final class JointOrders {
    private JointOrders() {}

    private static boolean isOpen(ReservationTable rows, long id) {
        return rows.isRow(id) && rows.stateOf(id) >= RowState.RESERVED && rows.stateOf(id) <= RowState.ACKED;
    }

    /** As the journal says; where the rows have it so, nothing is written. */
    static void link(ReservationTable rows, List<JournaledOrder> orders) {
        final Map<Long, List<Long>> legs = new TreeMap<>();
        for (final JournaledOrder order : orders) {
            final long naming = order.orderReservation();
            if (naming != 0 && isOpen(rows, naming) && isOpen(rows, order.id())) {
                legs.computeIfAbsent(naming, key -> new ArrayList<>()).add(order.id());
            }
        }
        legs.forEach((naming, others) -> {
            if (!chain(rows, naming).containsAll(others)) {
                rows.companions().chain(naming, others);
            }
        });
    }

    private static List<Long> chain(ReservationTable rows, long id) {
        final List<Long> chain = new ArrayList<>();
        long each = rows.companions().next((int) id);
        while (isOpen(rows, each) && !chain.contains(each)) {
            chain.add(each);
            each = rows.companions().next((int) each);
        }
        return chain;
    }

    /** As an old book has it, for reservations that only it knows. Returns those that were linked behind another. */
    static List<Long> linkAsIn(ReservationTable rows, ReservationTable old) {
        final List<Long> linked = new ArrayList<>();
        for (int row = 0; row < Math.min(rows.rowCount(), old.rowCount()); row++) {
            final long id = ReservationTable.id(row, (int) (rows.stateVolatile(row) >>> 32));
            final long next = old.companions().next(row);
            if (isOpen(rows, id)
                    && old.stateOf(id) >= RowState.RESERVED
                    && isOpen(rows, next)
                    && old.isRow(next)
                    && old.companions().before((int) next) == id
                    && rows.companions().next(row) == Companions.NONE
                    && rows.companions().before((int) next) == Companions.NONE) {
                rows.companions().chain(id, next);
                linked.add(next);
            }
        }
        return linked;
    }
}
