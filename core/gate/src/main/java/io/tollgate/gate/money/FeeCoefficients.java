package io.tollgate.gate.money;

import static io.tollgate.gate.money.Amounts.MAX_AMOUNT;
import static io.tollgate.gate.money.Amounts.pow10;

import java.math.BigInteger;

/**
 * A {@link FeeRule} compiled for a set of scales: {@code ceil(weight × numerator × size / denominator) × roundTo + slack}, where the
 * weight is {@code price × (base − slope × price)}: price × one − price² for QUADRATIC, the price for BASIS_POINTS, 0 for NONE.
 *
 * <p>The fraction is reduced; if then the denominator and {@code weight × numerator} fit in a {@code long} for every price, as they
 * do at the scales that venues use, one 128-bit division by a reciprocal does it. Else 192 bits and two reciprocals.
 */
final class FeeCoefficients {

    private static final int DIGITS_OF_MILLION = 6;

    /** A venue does not round to more than this many whole units; it bounds the denominator too. */
    private static final int DIGITS_OF_COARSEST_ROUNDING = 2;

    /** Three such amounts, rounded up, are an amount together. */
    static final long PLAIN_AMOUNT = MAX_AMOUNT / 4;

    private final long base;
    private final long slope;
    private final boolean narrow;
    private final long numerator;
    /** Narrow: the whole denominator and 1. Wide: its two factors. */
    private final Reciprocal denominator;

    private final Reciprocal secondDenominator;
    private final long roundTo;
    private final long maxUnits;
    private final long slack;
    private final long plainSize;

    FeeCoefficients(FeeRule rule, int priceScale, int sizeScale, int assetScale, long maxPrice) {
        long coarsest = pow10(assetScale + DIGITS_OF_COARSEST_ROUNDING);
        if (rule.roundTo() > coarsest) {
            throw new IllegalArgumentException(
                    "fee rounding unit must be at most 100 of the asset, " + coarsest + " at assetScale=" + assetScale
                            + ": roundTo=" + rule.roundTo() + "; give it in units of the asset");
        }
        boolean quadratic = rule.kind() == FeeRule.Kind.QUADRATIC;
        this.base = switch (rule.kind()) {
            case NONE -> 0;
            case BASIS_POINTS -> 1;
            case QUADRATIC -> pow10(priceScale);
        };
        this.slope = quadratic ? 1 : 0;
        this.roundTo = rule.roundTo();
        this.maxUnits = MAX_AMOUNT / roundTo;
        this.slack = rule.slack();

        // digits the product has too many: from -3 (numerator is scaled up) to 33
        int digits = DIGITS_OF_MILLION + sizeScale + priceScale + (quadratic ? priceScale : 0) - assetScale;
        long wideNumerator = rule.rateMillionths() * pow10(Math.max(0, -digits));
        long factor = pow10(Math.min(Math.max(digits, 0), Amounts.MAX_SCALE));
        long secondFactor = pow10(Math.max(0, digits - Amounts.MAX_SCALE)) * roundTo;

        BigInteger whole = BigInteger.valueOf(factor).multiply(BigInteger.valueOf(secondFactor));
        BigInteger common = whole.gcd(BigInteger.valueOf(wideNumerator));
        BigInteger reduced = BigInteger.valueOf(wideNumerator).divide(common);
        long maxWeight = quadratic ? base * base / 4 : maxPrice;
        this.narrow = whole.divide(common).bitLength() < Long.SIZE
                && reduced.multiply(BigInteger.valueOf(maxWeight)).bitLength() < Long.SIZE;
        this.numerator = narrow ? reduced.longValueExact() : wideNumerator;
        this.denominator = new Reciprocal(narrow ? whole.divide(common).longValueExact() : factor);
        this.secondDenominator = new Reciprocal(narrow ? 1 : secondFactor);
        this.plainSize = narrow && slack <= PLAIN_AMOUNT
                ? plainSize(reduced.multiply(BigInteger.valueOf(maxWeight)), denominator, PLAIN_AMOUNT / roundTo)
                : 0;
    }

    /**
     * The largest size for which neither {@code factor × size}, raised by less than the divisor, leaves a {@code long}, nor its quotient
     * exceeds {@code maxQuotient}.
     */
    static long plainSize(BigInteger factor, Reciprocal divisor, long maxQuotient) {
        if (factor.signum() == 0) {
            return MAX_AMOUNT;
        }
        BigInteger one = BigInteger.valueOf(divisor.divisor());
        BigInteger dividend = BigInteger.valueOf(Long.MAX_VALUE).subtract(one);
        return dividend.min(one.multiply(BigInteger.valueOf(maxQuotient)))
                .divide(factor)
                .min(BigInteger.valueOf(MAX_AMOUNT))
                .longValueExact();
    }

    /** Up to this size, {@link #plainWorst} is the worst fee; 0 if there is none. */
    long plainSize() {
        return plainSize;
    }

    /** {@link #worst} without its checks, for a valid price and a size of 1 to {@link #plainSize}. */
    long plainWorst(long price, long size) {
        long weight = price * (base - slope * price);
        return denominator.raisedQuotient(weight * numerator * size) * roundTo + slack;
    }

    /** The worst fee of a valid price and a size of 0 to 2⁶¹−1; negative if it exceeds {@link Amounts#MAX_AMOUNT}. */
    long worst(long price, long size) {
        long weight = price * (base - slope * price);
        long units = narrow
                ? denominator.mulDivCeil(weight * numerator, size)
                : Reciprocal.mulDivCeil(weight, numerator, size, denominator, secondDenominator);
        if (units < 0 || units > maxUnits) {
            return CostRule.OVERFLOW;
        }
        long fee = units * roundTo + slack;
        return fee > MAX_AMOUNT ? CostRule.OVERFLOW : fee;
    }
}
