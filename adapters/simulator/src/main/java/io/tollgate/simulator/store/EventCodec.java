package io.tollgate.simulator.store;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.venue.InstrumentListed;
import io.tollgate.simulator.venue.InstrumentResolved;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.OrderInserted;
import io.tollgate.simulator.venue.VenueEvent;
import io.tollgate.simulator.venue.VenueState;
import org.jspecify.annotations.Nullable;

/** Events to text and back. Enumerations are written by the contract's numbers. */
final class EventCodec {
    static final char FIELD = '\t';
    static final char EVENT = '\u001e';

    private EventCodec() {}

    static void write(StringBuilder out, VenueEvent event) {
        if (event instanceof OrderEvent step) {
            OrderEvent.Terms terms = step.terms();
            OrderEvent.Fill fill = step.fill();
            fields(
                    out,
                    "step",
                    step.sequence(),
                    step.order().id,
                    step.kind(),
                    step.execId(),
                    terms.clordId(),
                    terms.origClordId(),
                    terms.state().getNumber(),
                    terms.price(),
                    terms.quantity(),
                    terms.cumQuantity(),
                    terms.leavesQuantity(),
                    terms.notional(),
                    fill.tradeId(),
                    fill.quantity(),
                    fill.price(),
                    fill.feeMicros(),
                    fill.maker(),
                    step.timeMillis(),
                    step.text(),
                    step.reason().getNumber(),
                    step.requestClordId(),
                    step.lackOfFunds());
        } else if (event instanceof LedgerEntry entry) {
            fields(
                    out,
                    "cash",
                    entry.sequence(),
                    entry.id(),
                    entry.type().getNumber(),
                    entry.beforeMicros(),
                    entry.afterMicros(),
                    entry.timeMillis(),
                    entry.symbol(),
                    entry.description());
        } else if (event instanceof OrderInserted inserted) {
            OrderInserted.Ticket ticket = inserted.ticket();
            fields(
                    out,
                    "order",
                    inserted.orderId(),
                    ticket.clordId(),
                    ticket.symbol(),
                    ticket.side().getNumber(),
                    ticket.price(),
                    ticket.quantity(),
                    ticket.timeInForce().getNumber(),
                    ticket.postOnly(),
                    ticket.supported(),
                    inserted.timeMillis());
        } else if (event instanceof InstrumentListed listed) {
            InstrumentSpec spec = listed.spec();
            fields(out, "listed", spec.symbol(), spec.priceScale(), spec.quantityScale(), spec.tick());
        } else if (event instanceof InstrumentResolved resolved) {
            fields(out, "resolved", resolved.symbol(), resolved.payoutPrice());
        }
    }

    private static void fields(StringBuilder out, Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.append(FIELD);
            }
            out.append(values[i]);
        }
    }

    /**
     * Reads an event; what it refers to must be in the state already.
     *
     * @throws IllegalArgumentException if the text is no event of this format
     */
    static VenueEvent read(String text, VenueState state) {
        Reader in = new Reader(text.split(String.valueOf(FIELD), -1));
        String kind = in.text();
        return switch (kind) {
            case "step" -> step(in, state);
            case "cash" ->
                new LedgerEntry(
                        in.number(),
                        in.text(),
                        known(LedgerEntryType.forNumber(in.integer())),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.text(),
                        in.text());
            case "order" -> {
                String orderId = in.text();
                OrderInserted.Ticket ticket = new OrderInserted.Ticket(
                        in.text(),
                        in.text(),
                        known(Side.forNumber(in.integer())),
                        in.number(),
                        in.number(),
                        known(TimeInForce.forNumber(in.integer())),
                        in.flag(),
                        in.flag());
                yield new OrderInserted(orderId, ticket, in.number());
            }
            case "listed" -> new InstrumentListed(new InstrumentSpec(in.text(), in.number(), in.number(), in.number()));
            case "resolved" -> new InstrumentResolved(in.text(), in.number());
            default -> throw new IllegalArgumentException("unknown event: kind=" + kind);
        };
    }

    private static OrderEvent step(Reader in, VenueState state) {
        long sequence = in.number();
        Order order = known(state.orderById(in.text()));
        OrderEvent.Kind kind = OrderEvent.Kind.valueOf(in.text());
        String execId = in.text();
        OrderEvent.Terms terms = new OrderEvent.Terms(
                in.text(),
                in.text(),
                known(OrderState.forNumber(in.integer())),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number());
        OrderEvent.Fill fill = new OrderEvent.Fill(in.text(), in.number(), in.number(), in.number(), in.flag());
        return new OrderEvent(
                sequence,
                order,
                kind,
                execId,
                terms,
                fill,
                in.number(),
                in.text(),
                known(OrdRejectReason.forNumber(in.integer())),
                in.text(),
                in.flag());
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("event refers to something unknown");
        }
        return value;
    }

    private static final class Reader {
        private final String[] fields;
        private int next;

        Reader(String[] fields) {
            this.fields = fields;
        }

        String text() {
            if (next == fields.length) {
                throw new IllegalArgumentException("event is too short: fields=" + fields.length);
            }
            return fields[next++];
        }

        long number() {
            return Long.parseLong(text());
        }

        int integer() {
            return Integer.parseInt(text());
        }

        boolean flag() {
            return Boolean.parseBoolean(text());
        }
    }
}
