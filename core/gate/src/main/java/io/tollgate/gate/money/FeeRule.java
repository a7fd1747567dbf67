package io.tollgate.gate.money;

import static io.tollgate.gate.money.Amounts.MAX_AMOUNT;

/**
 * How a venue charges a taker, as far as the worst case of an order depends on it. Compiled into a {@link CostRule}.
 *
 * @param kind what the rate is applied to
 * @param rateMillionths the rate in millionths, 0 to 1,000,000; above 1 the cost of a buy could fall as the price rises, and the
 *     limit price would no longer be the worst case
 * @param roundTo the venue's rounding unit in units of the asset, 1 or more: with micro-dollars 10,000 is a cent. The worst case
 *     is rounded up to it
 * @param slack added to each worst case, in units of the asset, 0 to {@link Amounts#MAX_AMOUNT}. A venue that rounds the total fee
 *     of an order half-even needs none up to a rate of one half, and half of {@code roundTo} above it; one that rounds the total
 *     up needs {@code roundTo}; one that rounds every fill up for itself needs {@code roundTo} for each fill but the first
 */
public record FeeRule(Kind kind, long rateMillionths, long roundTo, long slack) {

    /** A rate of one. */
    public static final long ONE_IN_MILLIONTHS = 1_000_000;

    private static final FeeRule FREE = new FeeRule(Kind.NONE, 0, 1, 0);

    /** What a rate is applied to. The codes are written to tables and journals. */
    public enum Kind {
        /** No fee. */
        NONE(0),
        /** {@code rate × price × size}. */
        BASIS_POINTS(1),
        /** {@code rate × size × p × (1 − p)}, p being the price as a part of what a contract pays. */
        QUADRATIC(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number that stands for this kind in tables and journals; never changes. */
        public int code() {
            return code;
        }

        /**
         * The kind with this code.
         *
         * @throws IllegalArgumentException if no kind has the code
         */
        public static Kind of(int code) {
            return switch (code) {
                case 0 -> NONE;
                case 1 -> BASIS_POINTS;
                case 2 -> QUADRATIC;
                default ->
                    throw new IllegalArgumentException(
                            "fee kind code must be 0 (NONE), 1 (BASIS_POINTS) or 2 (QUADRATIC): code=" + code
                                    + "; written by a newer version, or the table is damaged");
            };
        }
    }

    /** Checks the ranges. */
    public FeeRule {
        if (rateMillionths < 0 || rateMillionths > ONE_IN_MILLIONTHS) {
            throw refused(
                    "fee rate must be 0 to 1,000,000 millionths",
                    "rateMillionths=" + rateMillionths,
                    "0.0695 is 69500; a rebate is not reserved for: use 0");
        }
        if (roundTo < 1 || roundTo > MAX_AMOUNT) {
            throw refused(
                    "fee rounding unit must be 1 to 2^61-1 units of the asset",
                    "roundTo=" + roundTo,
                    "a cent is 10000 where the unit is a micro-dollar; 1 where the venue does not round");
        }
        if (slack < 0 || slack > MAX_AMOUNT) {
            throw refused(
                    "fee slack must be 0 to 2^61-1 units of the asset",
                    "slack=" + slack,
                    "use the venue's rounding unit, or 0");
        }
        if (kind == Kind.NONE && (rateMillionths != 0 || roundTo != 1 || slack != 0)) {
            throw refused(
                    "a fee of kind NONE has rate 0, rounding 1, slack 0",
                    "rateMillionths=" + rateMillionths + " roundTo=" + roundTo + " slack=" + slack,
                    "use FeeRule.none(), or another kind");
        }
    }

    /** No fee. */
    public static FeeRule none() {
        return FREE;
    }

    /** {@code rate × price × size}, as {@link FeeRule}. */
    public static FeeRule basisPoints(long rateMillionths, long roundTo, long slack) {
        return new FeeRule(Kind.BASIS_POINTS, rateMillionths, roundTo, slack);
    }

    /** {@code rate × size × p × (1 − p)}, as {@link FeeRule}. */
    public static FeeRule quadratic(long rateMillionths, long roundTo, long slack) {
        return new FeeRule(Kind.QUADRATIC, rateMillionths, roundTo, slack);
    }

    private static IllegalArgumentException refused(String rule, String values, String cure) {
        return new IllegalArgumentException(rule + ": " + values + "; " + cure);
    }
}
