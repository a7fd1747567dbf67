package io.tollgate.simulator.polymarketclob;

/** A fill of one of the account's orders. Changed by {@link ClobRecords} only, under the venue's lock. */
final class ClobTrade {
    static final String PREFIX = "trade-";

    final long number;
    final String id;
    final ClobOrder order;
    final long shares;
    final long cash;
    final long fee;
    final boolean taker;
    final long matchSeconds;
    String status = "MATCHED";

    ClobTrade(long number, ClobOrder order, long shares, long cash, long fee, boolean taker, long matchSeconds) {
        this.number = number;
        this.id = PREFIX + number;
        this.order = order;
        this.shares = shares;
        this.cash = cash;
        this.fee = fee;
        this.taker = taker;
        this.matchSeconds = matchSeconds;
    }

    boolean isUnsettled() {
        return !status.equals("CONFIRMED") && !status.equals("FAILED");
    }

    /** What it takes of the asset that its order draws on. */
    long outflow() {
        return order.request.buy() ? cash + fee : shares;
    }
}
