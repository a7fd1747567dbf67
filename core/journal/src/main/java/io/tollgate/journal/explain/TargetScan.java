package io.tollgate.journal.explain;

import io.tollgate.gate.Decision;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** For each reservation on another limit of an order: the one that names it. */
    final Map<Long, Long> orders = new HashMap<>();

    /** By ring: those whose order's record has not come yet. */
    private final Map<Integer, List<Long>> unnamed = new HashMap<>();

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
            if (order.orderReservation() != 0) {
                orders.put(order.id(), order.orderReservation());
            }
        }
    }

    @Override
    void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        registry.learn(templateId, buffer, offset);
        if (templateId != ReserveDecoder.TEMPLATE_ID) {
            unnamed.remove(ringId);
        }
        if (keys.clockNanos() != 0) {
            firstClockNanos = Math.min(firstClockNanos, keys.clockNanos());
            lastClockNanos = Math.max(lastClockNanos, keys.clockNanos());
        }
        switch (templateId) {
            case CheckDecoder.TEMPLATE_ID ->
                decision(DecisionFacts.of(ringId, sequence, check.wrapAndApplyHeader(buffer, offset, header)));
            case ReserveDecoder.TEMPLATE_ID -> {
                final DecisionFacts d =
                        DecisionFacts.of(ringId, sequence, reserve.wrapAndApplyHeader(buffer, offset, header));
                lastOrderKey = d.orderKey();
                name(d);
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

    /** Records of one order follow each other at once; the last one names it. */
    private void name(DecisionFacts d) {
        final boolean approved = d.reservationId() != 0 && (d.code() == Decision.APPROVED.code() || d.shadow());
        if (approved && d.leg()) {
            unnamed.computeIfAbsent(d.ringId(), ring -> new ArrayList<>()).add(d.reservationId());
            return;
        }
        final List<Long> legs = unnamed.remove(d.ringId());
        if (approved && legs != null) {
            legs.forEach(leg -> orders.put(leg, d.reservationId()));
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
