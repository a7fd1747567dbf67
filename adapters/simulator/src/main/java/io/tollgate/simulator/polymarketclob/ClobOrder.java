package io.tollgate.simulator.polymarketclob;

import java.math.BigInteger;

/** An order that the venue took. Changed by {@link ClobVenue} and {@link ClobRecords} only, under its lock. */
final class ClobOrder {
    final String id;
    /** Name of the API key that it came with. */
    final String owner;

    final ClobOrderRequest request;
    final ClobMarketSpec market;
    final long createdSeconds;
    long matchedShares;
    String status = "LIVE";
    /** What it adds to the sum of active orders. */
    long counted;

    ClobOrder(String id, String owner, ClobOrderRequest request, ClobMarketSpec market, long createdSeconds) {
        this.id = id;
        this.owner = owner;
        this.request = request;
        this.market = market;
        this.createdSeconds = createdSeconds;
    }

    boolean isLive() {
        return status.equals("LIVE");
    }

    long restShares() {
        return request.shares() - matchedShares;
    }

    /** pUSD of so many of its shares at its own price, rounded up. */
    long cashOf(long shares) {
        return cashOf(request, shares);
    }

    private static long cashOf(ClobOrderRequest request, long shares) {
        if (shares == request.shares()) {
            return request.cash();
        }
        final BigInteger[] parts = BigInteger.valueOf(shares)
                .multiply(BigInteger.valueOf(request.cash()))
                .divideAndRemainder(BigInteger.valueOf(request.shares()));
        return parts[0].longValueExact() + parts[1].signum();
    }

    /** What so many of its shares draw: of pUSD with the taker's fee, or of the token. */
    long draws(long shares) {
        return draws(request, market, shares);
    }

    static long draws(ClobOrderRequest request, ClobMarketSpec market, long shares) {
        if (!request.buy()) {
            return shares;
        }
        final long cash = cashOf(request, shares);
        return cash + market.feeMicros(shares, cash, true);
    }

    /** The asset it draws on: empty for pUSD. */
    String asset() {
        return asset(request);
    }

    static String asset(ClobOrderRequest request) {
        return request.buy() ? "" : request.tokenId();
    }
}
