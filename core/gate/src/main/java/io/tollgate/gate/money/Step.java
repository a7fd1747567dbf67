package io.tollgate.gate.money;

/**
 * What prices or sizes must be whole multiples of: a tick, or a size step. The look is a multiplication, a rotation and a comparison, so that
 * no division by a variable is on the hot path.
 *
 * <p>With {@code step = odd × 2^twos}, {@code value} is a multiple exactly if {@code value × odd⁻¹ mod 2^64}, rotated right by {@code twos}, is
 * at most {@code (2^64 − 1) / step}: multiplying by the inverse permutes the words and sends multiples, and only these, to their quotients.
 *
 * <p>Immutable; any thread; allocates nothing.
 */
final class Step {
    private final long step;
    private final long inverse;
    private final int twos;
    private final long mostQuotient;

    /** @param step 1 or more */
    Step(long step) {
        this.step = step;
        this.twos = Long.numberOfTrailingZeros(step);
        final long odd = step >>> twos;
        // Newton: each round doubles the bits that are right, from three
        long x = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            x *= 2 - odd * x;
        }
        this.inverse = x;
        this.mostQuotient = Long.divideUnsigned(-1L, step);
    }

    /** Whether {@code value}, 0 or more, is a whole multiple. */
    boolean divides(long value) {
        return Long.compareUnsigned(Long.rotateRight(value * inverse, twos), mostQuotient) <= 0;
    }

    long value() {
        return step;
    }
}
