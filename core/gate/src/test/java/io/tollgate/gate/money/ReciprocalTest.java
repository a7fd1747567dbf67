package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReciprocalTest {

    private static final BigInteger MAX_AMOUNT = BigInteger.valueOf(Amounts.MAX_AMOUNT);

    @Provide
    Arbitrary<Long> nonNegative() {
        return Numbers.nonNegative();
    }

    @Provide
    Arbitrary<Long> positive() {
        return Numbers.positive();
    }

    @Property(tries = 10_000, seed = "101", edgeCases = EdgeCasesMode.NONE)
    void quotientsAreExact(@ForAll("nonNegative") long n, @ForAll("positive") long divisor) {
        Reciprocal reciprocal = new Reciprocal(divisor);
        assertThat(reciprocal.divisor()).isEqualTo(divisor);
        assertThat(reciprocal.quotient(n)).isEqualTo(n / divisor);
        assertThat(reciprocal.ceilQuotient(n)).isEqualTo(n / divisor + (n % divisor == 0 ? 0 : 1));
    }

    @Property(tries = 10_000, seed = "102", edgeCases = EdgeCasesMode.NONE)
    void quotientsAreExactBesideMultiples(
            @ForAll("positive") long divisor,
            @ForAll("nonNegative") long times,
            @ForAll @IntRange(min = -1, max = 1) int beside) {
        long largest = Long.MAX_VALUE / divisor;
        long multiple = (largest == Long.MAX_VALUE ? times : times % (largest + 1)) * divisor;
        long n = Math.max(0, multiple == Long.MAX_VALUE && beside == 1 ? multiple : multiple + beside);
        quotientsAreExact(n, divisor);
    }

    @Property(tries = 10_000, seed = "103", edgeCases = EdgeCasesMode.NONE)
    void productsAreDividedExactlyOrRefused(
            @ForAll("nonNegative") long a, @ForAll("nonNegative") long b, @ForAll("positive") long divisor) {
        Reciprocal reciprocal = new Reciprocal(divisor);
        BigInteger[] exact =
                BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divideAndRemainder(BigInteger.valueOf(divisor));
        assertThat(reciprocal.mulDivFloor(a, b)).isEqualTo(amount(exact[0]));
        assertThat(reciprocal.mulDivCeil(a, b)).isEqualTo(amount(exact[0].add(BigInteger.valueOf(exact[1].signum()))));
    }

    @Property(tries = 10_000, seed = "104", edgeCases = EdgeCasesMode.NONE)
    void productsNearTheLimitAreDividedExactlyOrRefused(
            @ForAll("positive") long a,
            @ForAll("positive") long divisor,
            @ForAll @IntRange(min = -2, max = 2) int beside) {
        BigInteger b = MAX_AMOUNT
                .multiply(BigInteger.valueOf(divisor))
                .divide(BigInteger.valueOf(a))
                .add(BigInteger.valueOf(beside));
        if (b.signum() >= 0 && b.bitLength() < Long.SIZE) {
            productsAreDividedExactlyOrRefused(a, b.longValueExact(), divisor);
        }
    }

    @Property(tries = 10_000, seed = "105", edgeCases = EdgeCasesMode.NONE)
    void triplesAreDividedByTwoDivisorsExactlyOrRefused(
            @ForAll("nonNegative") long a,
            @ForAll("nonNegative") long b,
            @ForAll("nonNegative") long c,
            @ForAll("positive") long first,
            @ForAll("positive") long second) {
        BigInteger[] exact = BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .multiply(BigInteger.valueOf(c))
                .divideAndRemainder(BigInteger.valueOf(first).multiply(BigInteger.valueOf(second)));
        assertThat(Reciprocal.mulDivCeil(a, b, c, new Reciprocal(first), new Reciprocal(second)))
                .isEqualTo(amount(exact[0].add(BigInteger.valueOf(exact[1].signum()))));
    }

    @Property(tries = 10_000, seed = "106", edgeCases = EdgeCasesMode.NONE)
    void triplesNearTheLimitAreDividedExactlyOrRefused(
            @ForAll("positive") long a,
            @ForAll("positive") long b,
            @ForAll("positive") long first,
            @ForAll("positive") long second,
            @ForAll @IntRange(min = -2, max = 2) int beside) {
        BigInteger c = MAX_AMOUNT
                .multiply(BigInteger.valueOf(first))
                .multiply(BigInteger.valueOf(second))
                .divide(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
                .add(BigInteger.valueOf(beside));
        if (c.signum() >= 0 && c.bitLength() < Long.SIZE) {
            triplesAreDividedByTwoDivisorsExactlyOrRefused(a, b, c.longValueExact(), first, second);
        }
    }

    /** Words of all ones over divisors just above a power of two are where the last correction is needed. */
    @Property(tries = 5_000, seed = "107", edgeCases = EdgeCasesMode.NONE)
    void dividendsOf128BitsAreDividedExactly(
            @ForAll("positive") long divisor, @ForAll("nonNegative") long anyHigh, @ForAll("nonNegative") long anyLow) {
        Reciprocal reciprocal = new Reciprocal(divisor);
        long high = anyHigh % divisor;
        for (long low : new long[] {anyLow, ~anyLow, -1, -2, -3}) {
            BigInteger dividend =
                    BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
            assertThat(reciprocal.divide(high, low))
                    .isEqualTo(dividend.divide(BigInteger.valueOf(divisor)).longValue());
        }
    }

    @Test
    void divisorMustBePositive() {
        for (long divisor : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> new Reciprocal(divisor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("divisor=" + divisor);
        }
    }

    private static long amount(BigInteger exact) {
        return exact.compareTo(MAX_AMOUNT) > 0 ? -1 : exact.longValueExact();
    }
}
