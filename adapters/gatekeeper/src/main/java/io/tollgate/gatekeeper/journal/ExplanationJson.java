package io.tollgate.gatekeeper.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tollgate.gate.Decision;
import io.tollgate.journal.RecordPrinter;
import io.tollgate.journal.explain.BalanceFacts;
import io.tollgate.journal.explain.DecisionExplained;
import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.journal.explain.DecisionExplained.Limit;
import io.tollgate.journal.explain.DecisionFacts;
import io.tollgate.journal.explain.Explanation;
import io.tollgate.journal.explain.LineFacts;
import io.tollgate.journal.explain.MomentExplained;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as one JSON object: amounts are the schema's own integers, their scales are beside them. One thread. */
final class ExplanationJson {
    private final JsonGenerator json;

    private ExplanationJson(JsonGenerator json) {
        this.json = json;
    }

    private static JsonGenerator generator(Writer out) throws IOException {
        return JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(out);
    }

    static void write(Explanation explanation, Writer out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            new ExplanationJson(json).explanation(explanation);
        }
    }

    static void write(MomentExplained moment, Writer out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            new ExplanationJson(json).moment(moment);
        }
    }

    private void explanation(Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeStringField("asked", explanation.title());
        decisions("decisions", explanation.decisions());
        json.writeNumberField("omitted", explanation.omitted());
        json.writeObjectFieldStart("orders");
        for (final Map.Entry<Long, Long> leg : explanation.orders().entrySet()) {
            json.writeNumberField(leg.getKey().toString(), leg.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("lives");
        for (final Explanation.Life life : explanation.lives()) {
            json.writeStartObject();
            json.writeNumberField("reservationId", life.reservationId());
            events("events", life.events());
            json.writeNumberField("omitted", life.omitted());
            json.writeNumberField("holdAfter", life.holdAfter());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void decisions(String name, List<DecisionExplained> decisions) throws IOException {
        json.writeArrayFieldStart(name);
        for (final DecisionExplained decision : decisions) {
            decision(decision);
        }
        json.writeEndArray();
    }

    private void decision(DecisionExplained e) throws IOException {
        final DecisionFacts d = e.decision();
        json.writeStartObject();
        json.writeStringField("kind", d.kind().name());
        json.writeStringField("time", RecordPrinter.time(d.clockNanos()));
        json.writeNumberField("clockNanos", d.clockNanos());
        json.writeNumberField("ring", d.ringId());
        json.writeNumberField("sequence", d.sequence());
        json.writeNumberField("code", d.code());
        answer(d.code());
        json.writeBooleanField("shadow", d.shadow());
        json.writeBooleanField("leg", d.leg());
        json.writeBooleanField("tile", d.tile());
        json.writeNumberField("reservationId", d.reservationId());
        json.writeNumberField("orderKey", d.orderKey());
        line(e.line());
        balance(e.balance());
        json.writeNumberField("price", d.price());
        json.writeNumberField("size", d.size());
        json.writeNumberField(d.kind() == DecisionFacts.Kind.AMEND ? "delta" : "cost", d.amount());
        json.writeNumberField("limitSeen", d.limitSeen());
        json.writeNumberField("limitVersion", d.limitVersion());
        limit(e.limit());
        events("ledTo", e.ledTo());
        json.writeNumberField("held", d.held());
        json.writeArrayFieldStart("holders");
        for (final Holder holder : e.holders()) {
            json.writeStartObject();
            json.writeNumberField("reservationId", holder.reservationId());
            json.writeNumberField("orderKey", holder.orderKey());
            json.writeStringField("what", holder.what());
            json.writeNumberField("amount", holder.amount());
            json.writeNumberField("sinceNanos", holder.sinceNanos());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("heldByOthers", e.restOfHolders());
        json.writeNumberField("heldByNobody", e.unattributed());
        json.writeBooleanField("compared", e.isComparison());
        if (e.isComparison()) {
            json.writeBooleanField("fits", e.fits());
        }
        events("besides", e.circumstances());
        json.writeEndObject();
    }

    private void answer(int code) throws IOException {
        try {
            final Decision decision = Decision.of(code);
            json.writeStringField("decision", decision.name());
            json.writeStringField("meaning", decision.reason());
            json.writeBooleanField("retryMayHelp", decision.retryMayHelp());
        } catch (final IllegalArgumentException e) {
            json.writeStringField("decision", "unknown");
        }
    }

    private void line(@Nullable LineFacts line) throws IOException {
        if (line != null) {
            json.writeObjectFieldStart("line");
            json.writeNumberField("lineId", line.lineId());
            json.writeStringField("instrument", line.instrument());
            json.writeStringField("side", line.rule().side().name());
            json.writeNumberField("scopeId", line.scopeId());
            json.writeNumberField("priceScale", line.rule().priceScale());
            json.writeNumberField("sizeScale", line.rule().sizeScale());
            json.writeEndObject();
        }
    }

    private void balance(@Nullable BalanceFacts balance) throws IOException {
        if (balance != null) {
            json.writeObjectFieldStart("balance");
            json.writeNumberField("balanceId", balance.balanceId());
            json.writeStringField("venue", balance.venue());
            json.writeStringField("account", balance.account());
            json.writeStringField("asset", balance.asset());
            json.writeNumberField("assetScale", balance.assetScale());
            json.writeEndObject();
        }
    }

    private void limit(@Nullable Limit limit) throws IOException {
        if (limit != null) {
            json.writeObjectFieldStart("limit");
            json.writeStringField("time", RecordPrinter.time(limit.clockNanos()));
            json.writeNumberField("sequence", limit.sequence());
            json.writeNumberField("version", limit.version());
            json.writeNumberField("limit", limit.limit());
            json.writeNumberField("ledger", limit.ledger());
            json.writeNumberField("encumbered", limit.encumbered());
            json.writeNumberField("inTransit", limit.inTransit());
            json.writeStringField("status", limit.status());
            json.writeEndObject();
        }
    }

    private void events(String name, List<Event> events) throws IOException {
        json.writeArrayFieldStart(name);
        for (final Event event : events) {
            event(event);
        }
        json.writeEndArray();
    }

    private void event(Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", RecordPrinter.time(event.clockNanos()));
        json.writeNumberField("ring", event.ringId());
        json.writeNumberField("sequence", event.sequence());
        json.writeStringField("text", event.text());
        json.writeEndObject();
    }

    private void event(String name, @Nullable Event event) throws IOException {
        if (event != null) {
            json.writeFieldName(name);
            event(event);
        }
    }

    private void moment(MomentExplained moment) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", RecordPrinter.time(moment.epochNanos()));
        event("session", moment.session());
        event("halt", moment.halt());
        json.writeArrayFieldStart("balances");
        for (final MomentExplained.BalanceAt at : moment.balances()) {
            json.writeStartObject();
            balance(at.balance());
            limit(at.limit());
            json.writeNumberField("held", at.held());
            event("status", at.status());
            event("entry", at.entry());
            event("read", at.snapshot());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("reservations");
        for (final MomentExplained.ReservationAt at : moment.reservations()) {
            json.writeStartObject();
            json.writeNumberField("reservationId", at.reservationId());
            json.writeNumberField("orderKey", at.orderKey());
            line(at.line());
            json.writeNumberField("price", at.price());
            json.writeNumberField("size", at.size());
            json.writeNumberField("held", at.held());
            event("last", at.last());
            json.writeEndObject();
        }
        json.writeEndArray();
        decisions("lastDecisions", moment.lastDecisions());
        json.writeEndObject();
    }
}
