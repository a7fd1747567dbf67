package io.tollgate.simulator.kalshi;

/** An order. Guarded by the venue's lock. Prices are ten-thousandths, counts hundredths, money micro-dollars. */
final class KalshiOrder {
    final String id;
    final String clientId;
    final Pot pot;
    final String ticker;
    final boolean bid;
    final long createdMillis;
    long price;
    long initial;
    long filled;
    boolean resting;
    long changedMillis;
    long takerFees;
    long makerFees;
    long takerCost;
    long makerCost;
    /** What rounding took and no rebate has given back. */
    long shaved;

    KalshiOrder(
            String id,
            String clientId,
            Pot pot,
            String ticker,
            boolean bid,
            long price,
            long count,
            long createdMillis) {
        this.id = id;
        this.clientId = clientId;
        this.pot = pot;
        this.ticker = ticker;
        this.bid = bid;
        this.price = price;
        this.initial = count;
        this.createdMillis = createdMillis;
        this.changedMillis = createdMillis;
        this.resting = true;
    }

    KalshiOrder copy() {
        final KalshiOrder copy = new KalshiOrder(id, clientId, pot, ticker, bid, price, initial, createdMillis);
        copy.filled = filled;
        copy.resting = resting;
        copy.changedMillis = changedMillis;
        copy.takerFees = takerFees;
        copy.makerFees = makerFees;
        copy.takerCost = takerCost;
        copy.makerCost = makerCost;
        copy.shaved = shaved;
        return copy;
    }

    long remaining() {
        return resting ? initial - filled : 0;
    }

    /** What a contract that opens costs: the price of a bid, a dollar less that of an ask. */
    long unit() {
        return unit(bid, price);
    }

    static long unit(boolean bid, long price) {
        return bid ? price : KalshiBook.ONE - price;
    }

    String status() {
        return resting ? "resting" : filled >= initial ? "executed" : "canceled";
    }

    /** A subaccount's cash on a shard. */
    record Pot(int subaccount, int shard) {}
}
