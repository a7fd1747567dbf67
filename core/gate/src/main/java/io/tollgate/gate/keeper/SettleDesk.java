package io.tollgate.gate.keeper;

import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.OrderStatusAnswer;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.Settlement;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import org.jspecify.annotations.Nullable;

/**
 * Settles many reservations from one order-status answer: after a mass cancel, a lost session, a restart. What the answer does not prove
 * over keeps its hold. Threading: BookKeeper's.
 */
final class SettleDesk {
    /** Orders ended in one call: a cycle of BookKeeper stays short. */
    private static final int MOST_ENDED = 1_024;

    private static final long TOO_EARLY = -1;
    private static final long CONTRADICTED = -2;

    private final KeeperContext context;
    private final ReservationTable rows;
    private final Holds holds;
    private final FactDesk facts;

    SettleDesk(KeeperContext context, Holds holds, FactDesk facts) {
        this.context = context;
        this.rows = context.book.reservations();
        this.holds = holds;
        this.facts = facts;
    }

    Settlement settle(OrderStatusAnswer answer) {
        int ended = 0;
        int settled = 0;
        int open = 0;
        int unsent = 0;
        int tooEarly = 0;
        int unanswered = 0;
        int left = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (rows.companions().known(row) != Companions.NONE) {
                // ends with the reservation that facts name
                continue;
            }
            if (state < RowState.RESERVED || state > RowState.ACKED || !isSelected(answer, row)) {
                continue;
            }
            final long id = ReservationTable.id(row, (int) (word >>> 32));
            final OrderStatus told = answer.statusOf(id);
            if (state == RowState.RESERVED && (told == null || told.state() == OrderStatus.State.NOT_FOUND)) {
                // not at the venue as far as anybody knows: its time-out ends it
                unsent++;
            } else if (told == null && !answer.listsAllOrders()) {
                unanswered++;
            } else if (told != null && told.state() == OrderStatus.State.OPEN) {
                open++;
            } else {
                final long finalQuantity = finalQuantity(answer, row, told);
                if (finalQuantity == TOO_EARLY) {
                    tooEarly++;
                } else if (finalQuantity == CONTRADICTED) {
                    unanswered++;
                } else if (rows.finalQuantity(row) == finalQuantity && !rows.uncertain(row)) {
                    // told before: it waits for its last fills
                    settled++;
                } else if (ended >= MOST_ENDED || !context.hasRoom()) {
                    left++;
                } else {
                    // a lane that has not said so must not send it any more
                    rows.compareAndSetState(id, RowState.RESERVED, RowState.ACKED);
                    context.records.release(id, finalQuantity, ReleaseReason.STATUS_ANSWER);
                    facts.released(id, finalQuantity);
                    ended++;
                    settled++;
                }
            }
        }
        return new Settlement(settled, open, unsent, tooEarly, unanswered, left);
    }

    private long finalQuantity(OrderStatusAnswer answer, int row, @Nullable OrderStatus told) {
        if (told != null && told.state() == OrderStatus.State.ENDED) {
            return told.cumQuantity();
        }
        if (!holds.isSentBy(row, answer.askedNanos() - answer.acceptanceDelayNanos())) {
            return TOO_EARLY;
        }
        // an order of which a part was executed cannot be one that never was
        return holds.filled(row) == 0 ? 0 : CONTRADICTED;
    }

    private boolean isSelected(OrderStatusAnswer answer, int row) {
        final LineInfo line = context.lineOf(row);
        return answer.selection()
                .matches(
                        line.balance().id,
                        line.instrument().name,
                        row / context.book.sizes().rowsPerLane() + 1,
                        rows.orderKey(row));
    }
}
