package io.tollgate.journal.explain;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/** First reading: what is registered, what there is, and the decisions that are asked for. One thread. */
final class TargetScan extends Scan {
    final Registry registry = new Registry();
    final List<DecisionFacts> found = new ArrayList<>();
    long omitted;
    long decisions;
    long reservations;
    long firstReservation;
    long lastReservation;
    long lastOrderKey;
    long firstClockNanos = Long.MAX_VALUE;
    long lastClockNanos = Long.MIN_VALUE;

    /** Reservations that are older than the journal's start. */
    final Set<Long> older = new HashSet<>();

    private final Predicate<DecisionFacts> wanted;
    private final int most;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CheckDecoder check = new CheckDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();

    /** @param most how many decisions are kept at most */
    TargetScan(Predicate<DecisionFacts> wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    @Override
    void begin(JournaledState state) {
        registry.learn(state);
        for (final JournaledState.JournaledOrder order : state.orders()) {
            older.add(order.id());
        }
    }

    @Override
    void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        registry.learn(templateId, buffer, offset);
        if (keys.clockNanos != 0) {
            firstClockNanos = Math.min(firstClockNanos, keys.clockNanos);
            lastClockNanos = Math.max(lastClockNanos, keys.clockNanos);
        }
        switch (templateId) {
            case CheckDecoder.TEMPLATE_ID ->
                decision(DecisionFacts.of(ringId, sequence, check.wrapAndApplyHeader(buffer, offset, header)));
            case ReserveDecoder.TEMPLATE_ID -> {
                final DecisionFacts d =
                        DecisionFacts.of(ringId, sequence, reserve.wrapAndApplyHeader(buffer, offset, header));
                lastOrderKey = d.orderKey();
                if (d.reservationId() != 0) {
                    firstReservation = reservations == 0 ? d.reservationId() : firstReservation;
                    lastReservation = d.reservationId();
                    reservations++;
                }
                decision(d);
            }
            case AmendDecoder.TEMPLATE_ID ->
                decision(DecisionFacts.of(ringId, sequence, amend.wrapAndApplyHeader(buffer, offset, header)));
            default -> {}
        }
    }

    private void decision(DecisionFacts d) {
        decisions++;
        if (wanted.test(d)) {
            if (found.size() < most) {
                found.add(d);
            } else {
                omitted++;
            }
        }
    }
}
