package io.tollgate.journal.explain;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.journal.RecordKeys;
import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Last reading: what led to the limits, who held money, and the lives of reservations. One thread. */
final class ContextScan extends Scan implements Takes.Sink {
    private static final int MOST_EVENTS_OF_A_LIFE = 400;
    private static final int MOST_RESERVATIONS = 1 << 18;

    private final Registry registry;
    private final List<Target> targets;
    private final Takes takes;
    private final EventText texts = new EventText();
    private final Map<Long, Window> lives = new LinkedHashMap<>();
    private final Map<Long, Long> holds = new LinkedHashMap<>();
    /** Lines of reservations: facts do not name them. */
    private final Map<Long, LineFacts> lineOf = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, LineFacts> eldest) {
            return size() > MOST_RESERVATIONS;
        }
    };

    private long latestNanos = Long.MIN_VALUE;

    ContextScan(Registry registry, List<Target> targets, Set<Long> reservations) {
        this.registry = registry;
        this.targets = targets;
        this.takes = new Takes(registry, this);
        for (final Target target : targets) {
            latestNanos = Math.max(latestNanos, target.decision.clockNanos());
        }
        for (final long id : reservations) {
            lives.put(id, new Window(MOST_EVENTS_OF_A_LIFE));
            holds.put(id, 0L);
        }
        // facts may stand before their reservation in the journal
        for (final Target target : targets) {
            if (target.line != null && target.decision.reservationId() != 0) {
                lineOf.put(target.decision.reservationId(), target.line);
            }
        }
    }

    @Override
    void begin(JournaledState state) {
        for (final JournaledState.JournaledScope scope : state.scopes()) {
            long nobodys = Registry.heldAtStart(scope);
            for (final JournaledState.JournaledOrder order : state.orders()) {
                if (order.scopeId() == scope.id()) {
                    nobodys -= order.hold();
                    begin(order, scope);
                }
            }
            for (final Target target : targets) {
                target.base(scope.id(), scope.takenAtStart(), nobodys, 0, null);
            }
        }
    }

    private void begin(JournaledState.JournaledOrder order, JournaledState.JournaledScope scope) {
        final LineFacts line = registry.line(order.lineId(), order.createdAtNanos());
        final String what = line == null ? "line " + order.lineId() : line.toString();
        if (line != null) {
            lineOf.put(order.id(), line);
        }
        final Holder made = new Holder(order.id(), order.orderKey(), what, order.hold(), order.createdAtNanos());
        for (final Target target : targets) {
            target.base(scope.id(), scope.takenAtStart(), order.hold(), order.id(), made);
        }
        final Window life = lives.get(order.id());
        if (life != null) {
            final BalanceFacts balance = line == null ? null : registry.balance(line.balanceId());
            holds.put(order.id(), order.hold());
            life.add(new Event(
                    order.createdAtNanos(),
                    0,
                    0,
                    "older than this journal's start, where order " + order.orderKey() + ", " + what + ", "
                            + Units.size(order.size(), line) + " at " + Units.price(order.price(), line) + ", filled "
                            + Units.size(order.filled(), line) + (order.sent() ? ", sent" : ", not sent")
                            + (order.uncertain() ? ", UNCERTAIN" : "") + ", holds "
                            + Units.amount(order.hold(), balance)));
        }
    }

    @Override
    void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        takes.record(templateId, buffer, offset);
        if (templateId == ReserveDecoder.TEMPLATE_ID && keys.reservationId() != 0) {
            final LineFacts line = registry.line(keys.lineId(), keys.clockNanos());
            if (line != null) {
                lineOf.put(keys.reservationId(), line);
            }
        }
        life(ringId, sequence, templateId, buffer, offset);
        if (keys.clockNanos() > latestNanos) {
            return;
        }
        switch (templateId) {
            case SessionStartDecoder.TEMPLATE_ID -> circumstance(ringId, sequence, templateId, buffer, offset);
            case OperatorCommandDecoder.TEMPLATE_ID, RecoveryNoteDecoder.TEMPLATE_ID -> {
                if (keys.balanceId() != RecordKeys.NONE) {
                    balanceEvent(
                            registry.balance(keys.balanceId()), ringId, sequence, templateId, buffer, offset, null);
                } else if (keys.reservationId() == 0) {
                    circumstance(ringId, sequence, templateId, buffer, offset);
                }
            }
            case LedgerEntryAppliedDecoder.TEMPLATE_ID,
                    SnapshotAppliedDecoder.TEMPLATE_ID,
                    LimitPublishedDecoder.TEMPLATE_ID,
                    StatusChangeDecoder.TEMPLATE_ID ->
                balanceEvent(registry.balance(keys.balanceId()), ringId, sequence, templateId, buffer, offset, null);
            case FillDecoder.TEMPLATE_ID, BustDecoder.TEMPLATE_ID -> {
                final LineFacts line = line();
                if (line != null && keys.code() == 0) {
                    balanceEvent(
                            registry.balance(line.balanceId()), ringId, sequence, templateId, buffer, offset, line);
                }
            }
            default -> {}
        }
    }

    private @Nullable LineFacts line() {
        final LineFacts line = lineOf.get(keys.reservationId());
        return line != null || keys.lineId() == RecordKeys.NONE
                ? line
                : registry.line(keys.lineId(), keys.clockNanos());
    }

    private void balanceEvent(
            @Nullable BalanceFacts balance,
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            @Nullable LineFacts line) {
        Event event = null;
        for (final Target target : targets) {
            if (balance == null
                    || target.line == null
                    || target.line.balanceId() != balance.balanceId()
                    || keys.clockNanos() > target.decision.clockNanos()) {
                continue;
            }
            if (event == null) {
                final String text = String.valueOf(texts.of(templateId, buffer, offset, line, balance));
                event = new Event(
                        keys.clockNanos(),
                        ringId,
                        sequence,
                        line == null ? text : line + " (reservation " + keys.reservationId() + "): " + text);
            }
            target.balanceEvent(event);
        }
    }

    private void circumstance(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        final String text = texts.of(templateId, buffer, offset, null, null);
        if (text != null) {
            final Event event = new Event(keys.clockNanos(), ringId, sequence, text);
            targets.forEach(target -> target.circumstance(event));
        }
    }

    private void life(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        final Window life = keys.reservationId() == 0 ? null : lives.get(keys.reservationId());
        if (life == null) {
            return;
        }
        final LineFacts line = line();
        final BalanceFacts balance = line == null ? null : registry.balance(line.balanceId());
        final String text = texts.of(templateId, buffer, offset, line, balance);
        if (text != null) {
            life.add(new Event(keys.clockNanos(), ringId, sequence, text));
        }
    }

    @Override
    public void take(int scopeId, long taken, long amount, long reservationId, @Nullable Holder made, long clockNanos) {
        for (final Target target : targets) {
            target.take(scopeId, taken, amount, reservationId, made);
        }
        holds.computeIfPresent(reservationId, (id, hold) -> hold + amount);
    }

    @Override
    public void giveBack(int scopeId, long backAfter, long amount, long reservationId, long clockNanos) {
        for (final Target target : targets) {
            target.giveBack(scopeId, backAfter, amount, reservationId);
        }
        holds.computeIfPresent(reservationId, (id, hold) -> hold - amount);
    }

    List<Explanation.Life> lives() {
        return lives.entrySet().stream()
                .map(life -> new Explanation.Life(
                        life.getKey(),
                        life.getValue().events(),
                        life.getValue().omitted(),
                        holds.getOrDefault(life.getKey(), 0L)))
                .toList();
    }
}
