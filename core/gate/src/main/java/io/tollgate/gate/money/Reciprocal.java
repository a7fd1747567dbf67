package io.tollgate.gate.money;

import java.math.BigInteger;

/**
 * Exact division by a fixed positive divisor, with the divisor's reciprocal computed once: multiplications, shifts and at most
 * two corrections, no division instruction.
 *
 * <p>Two reciprocals are kept. For a dividend below 2⁶³: {@code m = floor(2^(63+l) / divisor)} with {@code 2^l ≤ divisor}, so
 * {@code floor(n × m / 2^(63+l))} is the quotient or one less. For a 128-bit dividend: Möller and Granlund, <i>Improved division
 * by invariant integers</i> (IEEE Transactions on Computers, 2011), algorithm 4.
 *
 * <p>Immutable; any thread; no method allocates.
 */
public final class Reciprocal {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final long divisor;
    /** Short dividends: the reciprocal and the shift that goes with it. */
    private final long multiplier;

    private final int multiplierShift;
    /** Long dividends: the divisor shifted up until its top bit is set, the shift, and the reciprocal less 2⁶⁴. */
    private final long normalized;

    private final int normalizingShift;
    private final long longMultiplier;

    /** @throws IllegalArgumentException unless the divisor is positive */
    public Reciprocal(long divisor) {
        if (divisor <= 0) {
            throw new IllegalArgumentException(
                    "divisor must be positive: divisor=" + divisor + "; a unit or scale is 1 or more");
        }
        this.divisor = divisor;
        int log2 = 63 - Long.numberOfLeadingZeros(divisor);
        BigInteger exact = BigInteger.ONE.shiftLeft(63 + log2).divide(BigInteger.valueOf(divisor));
        // a power of two would need 2^63; one less is still at most one below the quotient
        this.multiplier = exact.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        this.multiplierShift = log2 - 1;
        this.normalizingShift = 63 - log2;
        this.normalized = divisor << normalizingShift;
        this.longMultiplier = TWO_TO_64
                .multiply(TWO_TO_64)
                .subtract(BigInteger.ONE)
                .divide(BigInteger.valueOf(divisor).shiftLeft(normalizingShift))
                .subtract(TWO_TO_64)
                .longValue();
    }

    /** What is divided by. */
    public long divisor() {
        return divisor;
    }

    /** {@code floor(n / divisor)} for {@code n ≥ 0}. */
    public long quotient(long n) {
        if (divisor == 1) {
            return n;
        }
        long estimate = Math.multiplyHigh(n, multiplier) >> multiplierShift;
        long remainder = n - estimate * divisor;
        return estimate + ((divisor - 1 - remainder) >>> 63);
    }

    /** {@code ceil(n / divisor)} for {@code n ≥ 0}. */
    public long ceilQuotient(long n) {
        long raised = n + (divisor - 1);
        // 2^63 or more is no dividend for the short reciprocal
        return raised < 0 ? correctedCeilQuotient(n) : quotient(raised);
    }

    /** {@link #ceilQuotient} where {@code n + divisor} is below 2⁶³. */
    long raisedQuotient(long n) {
        return quotient(n + (divisor - 1));
    }

    private long correctedCeilQuotient(long n) {
        long quotient = quotient(n);
        return quotient + ((quotient * divisor - n) >>> 63);
    }

    /** {@code floor(a × b / divisor)} for {@code a, b ≥ 0}; −1 if that exceeds {@link Amounts#MAX_AMOUNT}. */
    public long mulDivFloor(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high | (low >>> 63)) == 0) {
            return amountOrOverflow(quotient(low));
        }
        return high >= divisor ? -1 : amountOrOverflow(divide(high, low));
    }

    /** {@code ceil(a × b / divisor)} for {@code a, b ≥ 0}; −1 if that exceeds {@link Amounts#MAX_AMOUNT}. */
    public long mulDivCeil(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high | (low >>> 63)) == 0) {
            return amountOrOverflow(ceilQuotient(low));
        }
        if (high >= divisor) {
            return -1;
        }
        long quotient = divide(high, low);
        return roundUp(quotient, low - quotient * divisor);
    }

    /**
     * {@code ceil(a × b × c / (first × second))} for {@code a, b, c ≥ 0}, with 192 bits inside; −1 if that exceeds {@link
     * Amounts#MAX_AMOUNT}.
     */
    static long mulDivCeil(long a, long b, long c, Reciprocal first, Reciprocal second) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        long carried = Math.multiplyHigh(low, c) + ((low >> 63) & c);
        long word0 = low * c;
        long word1 = high * c + carried;
        long word2 = Math.multiplyHigh(high, c) + (Long.compareUnsigned(word1, carried) < 0 ? 1 : 0);

        if (word2 >= first.divisor) {
            return -1; // 2^128 or more, and the second divisor is below 2^63
        }
        long quotient1 = first.divide(word2, word1);
        if (Long.compareUnsigned(quotient1, second.divisor) >= 0) {
            return -1;
        }
        long quotient0 = first.divide(word1 - quotient1 * first.divisor, word0);
        long firstRemainder = word0 - quotient0 * first.divisor;
        long quotient = second.divide(quotient1, quotient0);
        long secondRemainder = quotient0 - quotient * second.divisor;
        return roundUp(quotient, firstRemainder | secondRemainder);
    }

    /** The unsigned 128-bit (high, low) divided by the divisor; {@code high < divisor}, so that the quotient has 64 bits. */
    long divide(long high, long low) {
        long u1 = (high << normalizingShift) | (low >>> -normalizingShift);
        long u0 = low << normalizingShift;
        long product0 = longMultiplier * u1;
        long q0 = product0 + u0;
        long carry = Long.compareUnsigned(q0, u0) < 0 ? 1 : 0;
        long q1 = unsignedMultiplyHigh(longMultiplier, u1) + u1 + carry + 1;
        long remainder = u0 - q1 * normalized;
        if (Long.compareUnsigned(remainder, q0) > 0) {
            q1--;
            remainder += normalized;
        }
        if (Long.compareUnsigned(remainder, normalized) >= 0) {
            q1++;
        }
        return q1;
    }

    /** {@code Math.unsignedMultiplyHigh} came with Java 18. */
    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    /** {@code quotient} is unsigned; a negative one is 2⁶³ or more. */
    private static long amountOrOverflow(long quotient) {
        return quotient < 0 || quotient > Amounts.MAX_AMOUNT ? -1 : quotient;
    }

    private static long roundUp(long quotient, long remainder) {
        long whole = amountOrOverflow(quotient);
        return whole < 0 || remainder == 0 ? whole : amountOrOverflow(whole + 1);
    }
}
