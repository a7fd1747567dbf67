package io.tollgate.torture.world;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.math.BigInteger;

/**
 * What an order costs, in plain numbers: prices are cents, amounts millionths, fees a rate of the principal. All amounts are even, so that
 * an odd one is always a lie.
 */
record Terms(int index, String instrument, long feeMillionths) {
    private static final BigInteger CENT = BigInteger.valueOf(10_000);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final long FEE_UNIT = 2;

    LineSpec spec() {
        return new LineSpec(
                instrument,
                Side.BUY,
                2,
                0,
                99,
                feeMillionths == 0 ? FeeRule.none() : FeeRule.basisPoints(feeMillionths, FEE_UNIT, 0));
    }

    BigInteger principal(long price, long quantity) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).multiply(CENT);
    }

    /** What the venue charges for a fill: rounded down to the fee's unit. */
    BigInteger fee(long price, long quantity) {
        final BigInteger unit = BigInteger.valueOf(FEE_UNIT);
        return principal(price, quantity)
                .multiply(BigInteger.valueOf(feeMillionths))
                .divide(MILLION.multiply(unit))
                .multiply(unit);
    }

    /** The most that a fill of this size can cost: the fee rounded up. */
    BigInteger cost(long price, long size) {
        if (size <= 0) {
            return BigInteger.ZERO;
        }
        final BigInteger unit = MILLION.multiply(BigInteger.valueOf(FEE_UNIT));
        final BigInteger exact = principal(price, size).multiply(BigInteger.valueOf(feeMillionths));
        final BigInteger up = exact.add(unit.subtract(BigInteger.ONE)).divide(unit);
        return principal(price, size).add(up.multiply(BigInteger.valueOf(FEE_UNIT)));
    }
}
