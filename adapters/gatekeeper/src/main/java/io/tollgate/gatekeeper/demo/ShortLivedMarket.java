package io.tollgate.gatekeeper.demo;

/** The short-lived instrument that is traded now: listed and resolved by the treasury, read by the lanes. */
final class ShortLivedMarket {
    private volatile String symbol;

    ShortLivedMarket(String first) {
        this.symbol = first;
    }

    String symbol() {
        return symbol;
    }

    /** Treasury only, once the venue has listed it. */
    void moveTo(String next) {
        symbol = next;
    }
}
