package io.tollgate.gate.money;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/** Sources of {@code long}s that look for trouble: every bit length alike, and the neighbours of powers of two and ten. */
final class Numbers {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** 0 to {@link Long#MAX_VALUE}. */
    static Arbitrary<Long> nonNegative() {
        Arbitrary<Long> anyLength = Arbitraries.integers()
                .between(0, 63)
                .withDistribution(RandomDistribution.uniform())
                .flatMap(bits -> Arbitraries.longs()
                        .between(bits == 0 ? 0 : 1L << (bits - 1), bits == 63 ? Long.MAX_VALUE : (1L << bits) - 1)
                        .withDistribution(RandomDistribution.uniform()));
        Arbitrary<Long> nearPowerOfTwo =
                Arbitraries.integers().between(0, 63).flatMap(bits -> near(BigInteger.TWO.pow(bits)));
        Arbitrary<Long> nearPowerOfTen =
                Arbitraries.integers().between(0, 18).flatMap(digits -> near(BigInteger.TEN.pow(digits)));
        return Arbitraries.oneOf(anyLength, nearPowerOfTwo, nearPowerOfTen);
    }

    /** 1 to {@link Long#MAX_VALUE}. */
    static Arbitrary<Long> positive() {
        return nonNegative().filter(n -> n > 0);
    }

    /** Every {@code long}, either sign. */
    static Arbitrary<Long> any() {
        return Arbitraries.oneOf(nonNegative(), nonNegative().map(n -> -n - 1));
    }

    private static Arbitrary<Long> near(BigInteger n) {
        return Arbitraries.integers().between(-3, 3).map(d -> n.add(BigInteger.valueOf(d))
                .max(BigInteger.ZERO)
                .min(MAX)
                .longValueExact());
    }
}
