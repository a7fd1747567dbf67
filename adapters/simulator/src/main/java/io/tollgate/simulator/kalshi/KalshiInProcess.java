package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiSimulator.Settings;
import io.tollgate.simulator.rest.Http;
import java.net.URI;
import java.util.List;

/**
 * The same venue without sockets, keys and limits, for programs that run it on a clock of their own: its rule, its fills and the text of its
 * answers are those of {@link KalshiSimulator}. Units as there.
 *
 * <p>Thread-safe.
 */
public final class KalshiInProcess {
    private final KalshiVenue venue;
    private final KalshiReads reads;

    /** Without markets and cash. Of the settings count the clock, what is shown, the fees and the precision. */
    public KalshiInProcess(Settings settings) {
        this.venue = new KalshiVenue(settings);
        this.reads = new KalshiReads(venue, settings);
    }

    /**
     * What became of an order.
     *
     * @param orderId the venue's name of it; empty if it was refused
     * @param code the venue's word for why it was refused; empty if it was taken
     * @param forFunds whether it was refused because cash does not pay for it
     */
    public record Outcome(String orderId, String code, boolean forFunds) {}

    /**
     * A fill.
     *
     * @param count filled now
     * @param price YES price
     * @param feeMicros the venue's {@code fee_cost}
     * @param filled filled in all
     * @param isResting whether something of the order is left
     */
    public record Filled(long count, long price, long feeMicros, long filled, boolean isResting) {}

    /** Lists a market. */
    public void list(KalshiMarketSpec market) {
        venue.list(market);
    }

    /** A deposit, or a withdrawal if negative. */
    public void addCash(int subaccount, int shard, long micros) {
        venue.addCash(subaccount, shard, micros);
    }

    /** True cash, resting orders included. */
    public long cashMicros(int subaccount, int shard) {
        return venue.cash(subaccount, shard);
    }

    /** What resting orders need. */
    public long committedMicros(int subaccount, int shard) {
        return venue.committed(subaccount, shard);
    }

    /** Contracts of a market, negative for NO. */
    public long position(int subaccount, int shard, String ticker) {
        return venue.position(subaccount, shard, ticker);
    }

    /** Whether the venue's rule would take this order now, had the pot so much more cash. Nothing is placed. */
    public boolean wouldAccept(int subaccount, String ticker, boolean bid, long price, long count, long creditMicros) {
        return venue.wouldAccept(request(subaccount, "", ticker, bid, price, count), creditMicros);
    }

    /** An order that rests, or is refused. */
    public Outcome place(int subaccount, String clientId, String ticker, boolean bid, long price, long count) {
        try {
            return new Outcome(
                    venue.place(request(subaccount, clientId, ticker, bid, price, count))
                            .order()
                            .id,
                    "",
                    false);
        } catch (KalshiRefusal refusal) {
            return refused(refusal);
        }
    }

    private static KalshiVenue.Request request(
            int subaccount, String clientId, String ticker, boolean bid, long price, long count) {
        return new KalshiVenue.Request(
                ticker, clientId, bid, price, count, "good_till_canceled", false, subaccount, null);
    }

    private static Outcome refused(KalshiRefusal refusal) {
        return new Outcome("", refusal.code(), refusal.code().equals("insufficient_balance"));
    }

    /** Price and count, filled part included, at once or not at all. */
    public Outcome amend(String orderId, int subaccount, long price, long count) {
        try {
            return new Outcome(venue.amend(orderId, subaccount, -1, price, count).id, "", false);
        } catch (KalshiRefusal refusal) {
            return refused(refusal);
        }
    }

    /** Whether {@link #amend} would be paid for, had the pot so much more cash. */
    public boolean wouldAmend(String orderId, long price, long count, long creditMicros) {
        return venue.wouldAmend(orderId, price, count, creditMicros);
    }

    /**
     * Ends an order that rests.
     *
     * @return what was cancelled, or -1 if it does not rest
     */
    public long cancel(String orderId, int subaccount) {
        try {
            return venue.cancel(orderId, subaccount, -1);
        } catch (KalshiRefusal refusal) {
            return -1;
        }
    }

    /**
     * An order trades.
     *
     * @param taker whether it took, when it came; else it rested
     */
    public Filled fill(String orderId, long count, boolean taker) {
        final KalshiBook.Fill fill = venue.trade(orderId, count, taker);
        return new Filled(fill.count(), fill.price(), fill.fee(), fill.order().filled, fill.order().resting);
    }

    /** Pays out a market; its resting orders are cancelled. */
    public void settle(String ticker, boolean yes) {
        venue.settle(ticker, yes);
    }

    /** What of an order's count is left, 0 if it is over or not known. */
    public long remaining(String orderId) {
        return venue.ask(book -> {
            final KalshiOrder order = book.orders.get(orderId);
            return order == null ? 0L : order.remaining();
        });
    }

    /** What of it was filled, 0 if it is not known. */
    public long filled(String orderId) {
        return venue.ask(book -> {
            final KalshiOrder order = book.orders.get(orderId);
            return order == null ? 0L : order.filled;
        });
    }

    /** The venue's names of all resting orders, oldest first. */
    public List<String> restingOrderIds() {
        return venue.restingOrderIds();
    }

    /** From now on reads show the state and the time of this moment. */
    public void holdReads() {
        venue.holdReads();
    }

    /** Reads are up to date again. */
    public void releaseReads() {
        venue.releaseReads();
    }

    /**
     * The venue's answer to a read, as it writes it, to whoever asks.
     *
     * @param uri path and query; the path as {@link KalshiSimulator} serves it
     * @throws IllegalArgumentException if there is no such path, or nothing by that name
     */
    public byte[] get(URI uri) {
        try {
            return Http.JSON.writeValueAsBytes(reads.get(
                    uri.getPath().substring(KalshiSimulator.BASE.length()),
                    KalshiHandler.query(uri.getRawQuery()),
                    () -> 0L));
        } catch (KalshiRefusal | com.fasterxml.jackson.core.JsonProcessingException refusal) {
            throw new IllegalArgumentException("a read must be one that the venue answers: " + uri, refusal);
        }
    }
}
