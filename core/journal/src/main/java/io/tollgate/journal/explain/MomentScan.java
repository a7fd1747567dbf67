package io.tollgate.journal.explain;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.journal.RecordKeys;
import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.journal.explain.DecisionExplained.Limit;
import io.tollgate.journal.explain.MomentExplained.BalanceAt;
import io.tollgate.journal.explain.MomentExplained.ReservationAt;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.OperatorAction;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Takes all records up to a moment, by their own clocks. One thread. */
final class MomentScan extends Scan implements Takes.Sink {
    /** A balance as far as it has been read. */
    private static final class BalanceState {
        private @Nullable Limit limit;
        private @Nullable Event status;
        private @Nullable Event entry;
        private @Nullable Event snapshot;
        private long held;
    }

    /** A reservation as far as it has been read. */
    private static final class ReservationState {
        private long held;
        private long orderKey;
        private @Nullable LineFacts line;
        private long price;
        private long size;
        private long sinceNanos;
        private @Nullable Event last;
    }

    private final Registry registry;
    private final long untilNanos;
    private final Takes takes;
    private final EventText texts = new EventText();
    private final Map<Integer, BalanceState> balances = new TreeMap<>();
    private final Map<Long, ReservationState> reservations = new LinkedHashMap<>();
    private final Map<Integer, DecisionFacts> decisions = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private @Nullable Event session;
    private @Nullable Event halt;

    MomentScan(Registry registry, long untilNanos) {
        this.registry = registry;
        this.untilNanos = untilNanos;
        this.takes = new Takes(registry, this);
    }

    @Override
    void begin(JournaledState state) {
        for (final JournaledState.JournaledScope scope : state.scopes()) {
            balances.computeIfAbsent(scope.balanceId(), id -> new BalanceState()).held += Registry.heldAtStart(scope);
        }
        for (final JournaledState.JournaledOrder order : state.orders()) {
            if (order.hold() != 0) {
                final ReservationState made = new ReservationState();
                made.held = order.hold();
                made.orderKey = order.orderKey();
                made.line = registry.line(order.lineId(), order.createdAtNanos());
                made.price = order.price();
                made.size = order.size();
                made.sinceNanos = order.createdAtNanos();
                made.last = new Event(order.createdAtNanos(), 0, 0, "older than this journal's start");
                reservations.put(order.id(), made);
            }
        }
    }

    @Override
    void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        if (keys.clockNanos() > untilNanos) {
            return;
        }
        takes.record(templateId, buffer, offset);
        switch (templateId) {
            case CheckDecoder.TEMPLATE_ID ->
                decisions.put(
                        ringId,
                        DecisionFacts.of(
                                ringId, sequence, new CheckDecoder().wrapAndApplyHeader(buffer, offset, header)));
            case ReserveDecoder.TEMPLATE_ID -> {
                final ReserveDecoder d = new ReserveDecoder().wrapAndApplyHeader(buffer, offset, header);
                decisions.put(ringId, DecisionFacts.of(ringId, sequence, d));
                final ReservationState made = reservations.get(d.reservationId());
                if (made != null) {
                    made.price = d.price();
                    made.size = d.size();
                    made.line = registry.line(d.lineId(), d.clockNanos());
                }
            }
            case AmendDecoder.TEMPLATE_ID ->
                decisions.put(
                        ringId,
                        DecisionFacts.of(
                                ringId, sequence, new AmendDecoder().wrapAndApplyHeader(buffer, offset, header)));
            case SessionStartDecoder.TEMPLATE_ID ->
                session = event(ringId, sequence, templateId, buffer, offset, null, null);
            case OperatorCommandDecoder.TEMPLATE_ID -> operator(ringId, sequence, templateId, buffer, offset);
            default -> balance(ringId, sequence, templateId, buffer, offset);
        }
        final ReservationState reservation = keys.reservationId() == 0 ? null : reservations.get(keys.reservationId());
        if (reservation != null && (reservation.last == null || reservation.last.clockNanos() <= keys.clockNanos())) {
            final LineFacts line = reservation.line;
            final Event last = event(
                    ringId,
                    sequence,
                    templateId,
                    buffer,
                    offset,
                    line,
                    line == null ? null : registry.balance(line.balanceId()));
            reservation.last = last == null ? reservation.last : last;
        }
    }

    private @Nullable Event event(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            @Nullable LineFacts line,
            @Nullable BalanceFacts balance) {
        final String text = texts.of(templateId, buffer, offset, line, balance);
        return text == null ? null : new Event(keys.clockNanos(), ringId, sequence, text);
    }

    private void operator(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        final OperatorCommandDecoder d = new OperatorCommandDecoder().wrapAndApplyHeader(buffer, offset, header);
        if (d.code() == 0 && d.action() == OperatorAction.HALT) {
            halt = event(ringId, sequence, templateId, buffer, offset, null, null);
        } else if (d.code() == 0 && d.action() == OperatorAction.RESUME) {
            halt = null;
        }
    }

    private void balance(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        if (keys.balanceId() == RecordKeys.NONE) {
            return;
        }
        final BalanceState state = balances.computeIfAbsent(keys.balanceId(), id -> new BalanceState());
        final BalanceFacts of = registry.balance(keys.balanceId());
        switch (templateId) {
            case LimitPublishedDecoder.TEMPLATE_ID -> {
                final LimitPublishedDecoder d = new LimitPublishedDecoder().wrapAndApplyHeader(buffer, offset, header);
                state.limit = new Limit(
                        d.clockNanos(),
                        sequence,
                        d.limitVersion(),
                        d.newLimit(),
                        d.ledger(),
                        d.encumbered(),
                        d.inTransit(),
                        String.valueOf(d.status()));
            }
            case StatusChangeDecoder.TEMPLATE_ID ->
                state.status = event(ringId, sequence, templateId, buffer, offset, null, of);
            case LedgerEntryAppliedDecoder.TEMPLATE_ID ->
                state.entry = event(ringId, sequence, templateId, buffer, offset, null, of);
            case SnapshotAppliedDecoder.TEMPLATE_ID ->
                state.snapshot = event(ringId, sequence, templateId, buffer, offset, null, of);
            default -> {}
        }
    }

    @Override
    public void take(int scopeId, long taken, long amount, long reservationId, @Nullable Holder made, long clockNanos) {
        held(scopeId, amount);
        if (reservationId != 0) {
            final ReservationState state = reservations.computeIfAbsent(reservationId, id -> new ReservationState());
            if (made != null) {
                state.orderKey = made.orderKey();
                state.sinceNanos = clockNanos;
            }
            hold(reservationId, state, amount);
        }
    }

    @Override
    public void giveBack(int scopeId, long backAfter, long amount, long reservationId, long clockNanos) {
        held(scopeId, -amount);
        if (reservationId != 0) {
            hold(reservationId, reservations.computeIfAbsent(reservationId, id -> new ReservationState()), -amount);
        }
    }

    private void hold(long id, ReservationState state, long change) {
        state.held += change;
        if (state.held == 0) {
            reservations.remove(id);
        }
    }

    private void held(int scopeId, long change) {
        final LineFacts line = registry.lineOfScope(scopeId);
        if (line != null) {
            balances.computeIfAbsent(line.balanceId(), id -> new BalanceState()).held += change;
        }
    }

    /** By lane. */
    List<DecisionFacts> lastDecisions() {
        return List.copyOf(decisions.values());
    }

    MomentExplained explained(List<DecisionExplained> lastDecisions) {
        final List<BalanceAt> balancesAt = new ArrayList<>();
        balances.forEach((id, state) -> {
            final BalanceFacts facts = registry.balance(id);
            if (facts != null) {
                balancesAt.add(
                        new BalanceAt(facts, state.limit, state.status, state.entry, state.snapshot, state.held));
            }
        });
        final List<ReservationAt> reservationsAt = new ArrayList<>();
        reservations.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().sinceNanos))
                .forEach(entry -> {
                    final ReservationState state = entry.getValue();
                    reservationsAt.add(new ReservationAt(
                            entry.getKey(),
                            state.orderKey,
                            state.line,
                            state.line == null ? null : registry.balance(state.line.balanceId()),
                            state.price,
                            state.size,
                            state.held,
                            state.last == null
                                    ? new Event(state.sinceNanos, 0, 0, "nothing more is known")
                                    : state.last));
                });
        return new MomentExplained(untilNanos, session, halt, balancesAt, reservationsAt, lastDecisions);
    }
}
