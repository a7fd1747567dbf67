package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in a journal stand for, learned from its own records as they pass; of reservations the last quarter of a million.
 */
final class JournalNames {
    private static final int NONE = Integer.MIN_VALUE;
    private static final int MOST_RESERVATIONS = 1 << 18;

    /** A balance as registered. */
    record BalanceName(String venue, String account, String asset, int assetScale) {}

    /** A line as registered. */
    record LineName(int balanceId, String instrument, String side, int priceScale, int sizeScale) {}

    private final Int2ObjectHashMap<BalanceName> balances = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<LineName> lines = new Int2ObjectHashMap<>();
    private final Int2IntHashMap balanceOfScope = new Int2IntHashMap(NONE);
    private final Map<Long, Integer> lineOfReservation = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST_RESERVATIONS;
        }
    };

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BalanceRegisteredDecoder balance = new BalanceRegisteredDecoder();
    private final LineRegisteredDecoder line = new LineRegisteredDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();

    /** Learns from the state that stands before the records. */
    void learn(JournaledState state) {
        state.balances()
                .forEach(b -> balances.put(b.id(), new BalanceName(b.venue(), b.account(), b.asset(), b.assetScale())));
        state.lines().forEach(l -> {
            lines.put(
                    l.id(),
                    new LineName(
                            l.balanceId(),
                            l.instrument(),
                            String.valueOf(l.rule().side()),
                            l.rule().priceScale(),
                            l.rule().sizeScale()));
            balanceOfScope.put(l.scopeId(), l.balanceId());
        });
        state.orders().forEach(order -> lineOfReservation.put(order.id(), order.lineId()));
    }

    /** Learns from a record, if it says anything. */
    void learn(DirectBuffer buffer, int offset, int templateId) {
        switch (templateId) {
            case BalanceRegisteredDecoder.TEMPLATE_ID -> {
                balance.wrapAndApplyHeader(buffer, offset, header);
                balances.put(
                        balance.balanceId(),
                        new BalanceName(balance.venue(), balance.account(), balance.asset(), balance.assetScale()));
            }
            case LineRegisteredDecoder.TEMPLATE_ID -> {
                line.wrapAndApplyHeader(buffer, offset, header);
                lines.put(
                        line.lineId(),
                        new LineName(
                                line.balanceId(),
                                line.instrument(),
                                String.valueOf(line.side()),
                                line.priceScale(),
                                line.sizeScale()));
                balanceOfScope.put(line.scopeId(), line.balanceId());
            }
            case ReserveDecoder.TEMPLATE_ID -> {
                reserve.wrapAndApplyHeader(buffer, offset, header);
                if (reserve.reservationId() != 0) {
                    lineOfReservation.put(reserve.reservationId(), reserve.lineId());
                }
            }
            default -> {}
        }
    }

    @Nullable
    BalanceName balance(int balanceId) {
        return balances.get(balanceId);
    }

    @Nullable
    LineName line(int lineId) {
        return lines.get(lineId);
    }

    @Nullable
    LineName lineOfReservation(long reservationId) {
        final Integer lineId = lineOfReservation.get(reservationId);
        return lineId == null ? null : lines.get(lineId);
    }

    @Nullable
    BalanceName balanceOfScope(int scopeId) {
        return balances.get(balanceOfScope.get(scopeId));
    }
}
