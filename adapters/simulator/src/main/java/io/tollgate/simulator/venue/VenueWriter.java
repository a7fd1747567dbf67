package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.simulator.venue.OrderEvent.Fill;
import io.tollgate.simulator.venue.OrderEvent.Kind;
import io.tollgate.simulator.venue.OrderEvent.Terms;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes events, applies them at once, and keeps those of one command together for the journal. Ids hold the run's tag, so that they
 * are unique over restarts even where the tail of the truth log was lost. Owned by the venue's thread.
 */
final class VenueWriter {
    private final VenueState state;
    private final Journal journal;
    private final InstantSource clock;
    private final String runTag;
    private final Runnable onCommit;
    private final List<VenueEvent> transaction = new ArrayList<>();
    private long lastOrderId;
    private long lastExecId;
    private long lastTradeId;
    private long lastEntryId;

    VenueWriter(VenueState state, Journal journal, InstantSource clock, String runTag, Runnable onCommit) {
        this.state = state;
        this.journal = journal;
        this.clock = clock;
        this.runTag = runTag;
        this.onCommit = onCommit;
    }

    VenueState state() {
        return state;
    }

    long nowMillis() {
        return Math.max(clock.millis(), state.lastTimeMillis());
    }

    void add(VenueEvent event) {
        state.apply(event);
        transaction.add(event);
    }

    /** Ends the command: the journal gets its events, the streams are told. */
    void commit() {
        if (!transaction.isEmpty()) {
            journal.append(List.copyOf(transaction));
            transaction.clear();
            onCommit.run();
        }
    }

    String nextOrderId() {
        return "O" + runTag + "-" + Long.toString(++lastOrderId, Character.MAX_RADIX);
    }

    String nextTradeId() {
        return "T" + runTag + "-" + Long.toString(++lastTradeId, Character.MAX_RADIX);
    }

    private String nextExecId() {
        return "X" + runTag + "-" + Long.toString(++lastExecId, Character.MAX_RADIX);
    }

    LedgerEntry entry(LedgerEntryType type, long amountMicros, String symbol, String description) {
        long before = state.balanceMicros();
        long after = Math.addExact(before, amountMicros);
        if (after < 0) {
            throw new IllegalStateException("the venue would pay out more than there is: before=" + before + " amount="
                    + amountMicros + " type=" + type);
        }
        LedgerEntry entry = new LedgerEntry(
                state.entries().size() + 1L,
                "bl_" + runTag + "-" + Long.toString(++lastEntryId, Character.MAX_RADIX),
                type,
                before,
                after,
                nowMillis(),
                symbol,
                description);
        add(entry);
        return entry;
    }

    void step(Order order, Kind kind, Terms terms, String text) {
        step(
                order,
                kind,
                nextExecId(),
                terms,
                Fill.NONE,
                text,
                OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION,
                "",
                false);
    }

    void fill(Order order, Terms terms, Fill fill) {
        step(
                order,
                Kind.FILL,
                nextExecId(),
                terms,
                fill,
                "",
                OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION,
                "",
                false);
    }

    void bust(Order order, String execId, Terms terms, Fill fill, String text) {
        step(order, Kind.BUST, execId, terms, fill, text, OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION, "", false);
    }

    void refuse(
            Order order,
            Kind kind,
            Terms terms,
            String text,
            OrdRejectReason reason,
            String requestClordId,
            boolean lackOfFunds) {
        step(order, kind, nextExecId(), terms, Fill.NONE, text, reason, requestClordId, lackOfFunds);
    }

    private void step(
            Order order,
            Kind kind,
            String execId,
            Terms terms,
            Fill fill,
            String text,
            OrdRejectReason reason,
            String requestClordId,
            boolean lackOfFunds) {
        add(new OrderEvent(
                state.orderEvents().size() + 1L,
                order,
                kind,
                execId,
                terms,
                fill,
                nowMillis(),
                text,
                reason,
                requestClordId,
                lackOfFunds));
    }
}
