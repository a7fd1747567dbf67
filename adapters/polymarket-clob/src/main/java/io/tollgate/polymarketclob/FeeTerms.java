package io.tollgate.polymarketclob;

import io.tollgate.gate.money.FeeRule;
import java.math.BigInteger;

/**
 * A market's taker fee: {@code shares × rate × (p × (1 − p))^exponent} pUSD, on top of what a buyer pays and out of what a seller gets;
 * makers pay none. The venue charges it per fill, rounded down to 10 millionths, and reserves it for every buy.
 *
 * <p>Rates differ by market and have changed several times in 2026: read them per market ({@link ClobMarkets}). The constants are those of the
 * venue's page "Fees" as of 2026-09.
 *
 * @param rateMillionths the rate in millionths
 * @param exponent 1 to 4
 * @param builderRateMillionths flat fee of a builder code on {@code price × shares}, in millionths; 0 without one
 */
public record FeeTerms(long rateMillionths, int exponent, long builderRateMillionths) {
    /** Crypto markets, 0.07: the highest documented. */
    public static final FeeTerms CRYPTO = new FeeTerms(70_000, 1, 0);
    /** Economics, culture, weather and others, 0.05. */
    public static final FeeTerms GENERAL = new FeeTerms(50_000, 1, 0);
    /** Politics, finance, mentions, tech, 0.04. */
    public static final FeeTerms POLITICS = new FeeTerms(40_000, 1, 0);
    /** Sports, 0.03. */
    public static final FeeTerms SPORTS = new FeeTerms(30_000, 1, 0);
    /** Geopolitics, and markets without {@code fd}. */
    public static final FeeTerms NONE = new FeeTerms(0, 1, 0);

    /** A fee is whole 10 millionths of pUSD. */
    public static final long ROUND_TO = 10;

    private static final BigInteger ONE = BigInteger.valueOf(1_000_000);
    private static final int MOST_EXPONENT = 4;

    /** Checks the ranges. */
    public FeeTerms {
        if (rateMillionths < 0 || rateMillionths > FeeRule.ONE_IN_MILLIONTHS) {
            throw new IllegalArgumentException(
                    "fee rate must be 0 to 1,000,000 millionths: rateMillionths=" + rateMillionths + "; 0.07 is 70000");
        }
        if (exponent < 1 || exponent > MOST_EXPONENT) {
            throw new IllegalArgumentException("fee exponent must be 1 to " + MOST_EXPONENT + ": exponent=" + exponent
                    + "; with another one the fee has no known bound: leave the market out");
        }
        if (builderRateMillionths < 0 || builderRateMillionths > FeeRule.ONE_IN_MILLIONTHS) {
            throw new IllegalArgumentException("builder fee must be 0 to 1,000,000 millionths: builderRateMillionths="
                    + builderRateMillionths + "; 1 % is 10000");
        }
    }

    /** With a builder's flat fee. */
    public FeeTerms withBuilderRate(long millionths) {
        return new FeeTerms(rateMillionths, exponent, millionths);
    }

    /**
     * The rule by which a buy reserves its fee: never less than the venue reserves or charges.
     *
     * <p>An exponent above 1 is bounded by the same form with 1: p × (1 − p) is at most a quarter, so each further power divides the rate by
     * four at least. A builder's fee is added to the rate and the sum taken of {@code price × shares}, because p × (1 − p) is at most p.
     */
    public FeeRule rule() {
        if (rateMillionths == 0 && builderRateMillionths == 0) {
            return FeeRule.none();
        }
        final long divisor = 1L << (2 * (exponent - 1));
        final long rate = (rateMillionths + divisor - 1) / divisor;
        if (builderRateMillionths == 0) {
            return FeeRule.quadratic(rate, ROUND_TO, 0);
        }
        // two fees, each rounded by itself
        return FeeRule.basisPoints(
                Math.min(FeeRule.ONE_IN_MILLIONTHS, rate + builderRateMillionths), ROUND_TO, ROUND_TO);
    }

    /** What one fill of a taker is charged, without a builder's fee: rounded down. Amounts and price in millionths. */
    public long charged(long shares, long price) {
        return fee(shares, price, false);
    }

    /** What is reserved for the fee of a buy: rounded up, the builder's part by itself. Amounts and price in millionths. */
    public long reserved(long shares, long price) {
        final BigInteger notional = BigInteger.valueOf(shares)
                .multiply(BigInteger.valueOf(price))
                .multiply(BigInteger.valueOf(builderRateMillionths));
        return Math.addExact(fee(shares, price, true), rounded(notional, ONE.pow(2), true));
    }

    private long fee(long shares, long price, boolean up) {
        final BigInteger p = BigInteger.valueOf(price);
        final BigInteger weight = p.multiply(ONE.subtract(p)).pow(exponent);
        return rounded(
                weight.multiply(BigInteger.valueOf(shares)).multiply(BigInteger.valueOf(rateMillionths)),
                ONE.pow(2 * exponent + 1),
                up);
    }

    private static long rounded(BigInteger numerator, BigInteger denominator, boolean up) {
        final BigInteger[] units = numerator.divideAndRemainder(denominator.multiply(BigInteger.valueOf(ROUND_TO)));
        final BigInteger whole = up && units[1].signum() > 0 ? units[0].add(BigInteger.ONE) : units[0];
        return whole.multiply(BigInteger.valueOf(ROUND_TO)).longValueExact();
    }
}
