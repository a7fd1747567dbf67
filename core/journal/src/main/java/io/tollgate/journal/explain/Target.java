package io.tollgate.journal.explain;

import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.journal.explain.DecisionExplained.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision while it is put together. One thread. */
final class Target {
    private static final int MOST_EVENTS = 16;
    private static final int MOST_HOLDERS = 40;

    /** What a reservation holds, as far as it has been read. */
    private static final class Hold {
        private long amount;
        private long orderKey;
        private String what = "";
        private long sinceNanos;
    }

    final DecisionFacts decision;
    final @Nullable LineFacts line;
    final @Nullable BalanceFacts balance;

    @Nullable
    Limit limit;

    private final Window ledTo = new Window(MOST_EVENTS);
    private final Window circumstances = new Window(4);
    private final Map<Long, Hold> holds = new LinkedHashMap<>();
    private long unattributed;

    Target(DecisionFacts decision, Registry registry) {
        this.decision = decision;
        this.line = registry.line(decision.lineId(), decision.clockNanos());
        this.balance = line == null ? null : registry.balance(line.balanceId());
    }

    /** BookKeeper heard or did something about the balance. */
    void balanceEvent(Event event) {
        final long until = limit == null ? decision.clockNanos() : limit.clockNanos();
        final boolean isBefore = event.clockNanos() < until
                || (event.clockNanos() == until
                        && (limit == null || event.ringId() != 0 || event.sequence() < limit.sequence()));
        if (isBefore) {
            ledTo.add(event);
        }
    }

    /** Something that bears on every decision happened. */
    void circumstance(Event event) {
        if (event.clockNanos() <= decision.clockNanos()) {
            circumstances.add(event);
        }
    }

    private boolean isScope(int scopeId) {
        return line != null && line.scopeId() == scopeId;
    }

    /** Distance of a word of the scope from its generation's start. */
    private long distance(long word) {
        return line == null ? 0 : word - line.takenAtStart();
    }

    /** A take; the reservation is 0 where none holds it. */
    void take(int scopeId, long taken, long amount, long reservationId, @Nullable Holder made) {
        if (!isScope(scopeId) || distance(taken) < 0 || distance(taken) >= distance(decision.taken())) {
            return;
        }
        add(reservationId, amount, made);
    }

    /** Held at the journal's start; the reservation is 0 where none holds it. */
    void base(int scopeId, long takenAtStart, long amount, long reservationId, @Nullable Holder made) {
        if (line != null && isScope(scopeId) && line.takenAtStart() == takenAtStart && amount != 0) {
            add(reservationId, amount, made);
        }
    }

    /** Back was raised. */
    void giveBack(int scopeId, long backAfter, long amount, long reservationId) {
        if (!isScope(scopeId) || distance(backAfter) <= 0 || distance(backAfter) > distance(decision.back())) {
            return;
        }
        add(reservationId, -amount, null);
    }

    private void add(long reservationId, long amount, @Nullable Holder made) {
        if (reservationId == 0) {
            unattributed += amount;
            return;
        }
        final Hold hold = holds.computeIfAbsent(reservationId, id -> new Hold());
        hold.amount += amount;
        if (made != null) {
            hold.orderKey = made.orderKey();
            hold.what = made.what();
            hold.sinceNanos = made.sinceNanos();
        }
        if (hold.amount == 0) {
            holds.remove(reservationId);
        }
    }

    DecisionExplained explained() {
        final List<Holder> all = new ArrayList<>();
        holds.forEach((id, hold) -> all.add(new Holder(id, hold.orderKey, hold.what, hold.amount, hold.sinceNanos)));
        all.sort(Comparator.comparingLong(Holder::sinceNanos).thenComparingLong(Holder::reservationId));
        final List<Holder> listed = all.subList(0, Math.min(MOST_HOLDERS, all.size()));
        long rest = 0;
        for (final Holder holder : all.subList(listed.size(), all.size())) {
            rest += holder.amount();
        }
        return new DecisionExplained(
                decision,
                line,
                balance,
                limit,
                ledTo.events(),
                List.copyOf(listed),
                unattributed,
                rest,
                circumstances.events());
    }
}
