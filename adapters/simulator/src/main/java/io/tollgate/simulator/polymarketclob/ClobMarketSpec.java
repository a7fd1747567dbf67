package io.tollgate.simulator.polymarketclob;

import java.math.BigInteger;
import java.util.List;

/**
 * A market of the simulated venue.
 *
 * @param conditionId 0x and 64 digits
 * @param tokens its two outcome tokens
 * @param tickUnits least step of the price in units of 10^-4
 * @param minShares least size of an order, whole shares
 * @param negRisk whether the neg-risk exchange settles it
 * @param feeRateMillionths the taker's rate
 * @param feeExponent of p × (1 − p)
 */
public record ClobMarketSpec(
        String conditionId,
        List<String> tokens,
        int tickUnits,
        int minShares,
        boolean negRisk,
        long feeRateMillionths,
        int feeExponent) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger TEN = BigInteger.TEN;

    /** Keeps a copy. */
    public ClobMarketSpec {
        tokens = List.copyOf(tokens);
        if (tickUnits < 1 || tickUnits > 1000 || minShares < 0 || feeRateMillionths < 0 || feeExponent < 1) {
            throw new IllegalArgumentException("a market's rules must be possible: tickUnits=" + tickUnits
                    + " minShares=" + minShares + " feeRateMillionths=" + feeRateMillionths + " feeExponent="
                    + feeExponent + "; for example 100, 5, 70000, 1");
        }
    }

    /** Tick 0.01, least size 5, fee 0.07: a crypto market. */
    public static ClobMarketSpec of(String conditionId, List<String> tokens) {
        return new ClobMarketSpec(conditionId, tokens, 100, 5, false, 70_000, 1);
    }

    /** Settled by the neg-risk exchange. */
    public ClobMarketSpec asNegRisk() {
        return new ClobMarketSpec(conditionId, tokens, tickUnits, minShares, true, feeRateMillionths, feeExponent);
    }

    /** The taker's fee of cash given for shares, whole 10 millionths. */
    long feeMicros(long shares, long cash, boolean up) {
        if (shares == 0) {
            return 0;
        }
        // p = cash / shares, so p × (1 − p) = cash × (shares − cash) / shares²
        final BigInteger s = BigInteger.valueOf(shares);
        final BigInteger weight = BigInteger.valueOf(cash).multiply(BigInteger.valueOf(shares - cash));
        final BigInteger[] parts = weight.pow(feeExponent)
                .multiply(s)
                .multiply(BigInteger.valueOf(feeRateMillionths))
                .divideAndRemainder(s.pow(2 * feeExponent).multiply(MILLION).multiply(TEN));
        final BigInteger units = up && parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        return units.multiply(TEN).longValueExact();
    }
}
