package io.tollgate.simulator;

import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.VenueCounts;
import io.tollgate.simulator.venue.VenueState;
import java.util.ArrayList;
import java.util.List;

/** The venue's state as the public records. Venue thread only. */
final class TruthReader {
    private TruthReader() {}

    static VenueTruth truth(VenueState state) {
        VenueCounts counts = state.counts();
        return new VenueTruth(
                state.balanceMicros(),
                state.openRequirementMicros(),
                state.marginMicros(),
                state.buyingPowerMicros(),
                state.initialBalanceMicros(),
                state.entriesSumMicros(),
                state.entries().size(),
                state.lastVisibleEntryId(),
                state.orderEvents().size(),
                counts.inserted - counts.accepted - counts.rejectedForFunds - counts.rejectedOtherwise,
                state.workingOrders().size(),
                state.positions(),
                counts(counts));
    }

    private static VenueTruth.Counts counts(VenueCounts counts) {
        return new VenueTruth.Counts(
                counts.inserted,
                counts.accepted,
                counts.rejectedForFunds,
                counts.rejectedOtherwise,
                counts.fills,
                counts.partialFills,
                counts.cancels,
                counts.unsolicitedCancels,
                counts.replaces,
                counts.replacesRefusedForFunds,
                counts.requestsRefused,
                counts.busts,
                counts.deposits,
                counts.withdrawals,
                counts.withdrawalsRefused,
                counts.suppressedEntries);
    }

    static List<OrderAudit> orders(VenueState state, int from, int most) {
        List<Order> orders = state.orders();
        int end = Math.min(orders.size(), from + most);
        List<OrderAudit> portion = new ArrayList<>(Math.max(0, end - from));
        for (int i = from; i < end; i++) {
            portion.add(audit(orders.get(i)));
        }
        return portion;
    }

    private static OrderAudit audit(Order order) {
        int fills = 0;
        long fees = 0;
        boolean refusedForFunds = false;
        for (OrderEvent event : order.events()) {
            switch (event.kind()) {
                case FILL -> {
                    fills++;
                    fees += event.fill().feeMicros();
                }
                case BUST -> fees -= event.fill().feeMicros();
                case REJECTED -> refusedForFunds = event.lackOfFunds();
                case NEW, CANCELED, REPLACED, CANCEL_REJECTED, REPLACE_REJECTED -> {
                    // moves no money
                }
            }
        }
        OrderEvent.Terms terms = order.terms();
        return new OrderAudit(
                order.id,
                terms.clordId(),
                order.ticket.clordId(),
                order.ticket.symbol(),
                order.ticket.side() == Side.SIDE_BUY ? "BUY" : "SELL",
                terms.state().name().substring("ORDER_STATE_".length()),
                terms.price(),
                terms.quantity(),
                terms.cumQuantity(),
                terms.leavesQuantity(),
                order.grossMicros(),
                fees,
                fills,
                refusedForFunds);
    }
}
