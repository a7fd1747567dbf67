package io.tollgate.polymarketus;

import io.tollgate.gate.money.FeeRule;

/**
 * The venue's published fee rule as plain numbers: taker fee = {@code theta × contracts × p × (1 − p)}, rounded half-even to the
 * cent, charged on top of the principal. The gate turns them into a cost rule (and reserves the fee rounded up).
 *
 * <p>Source: the venue's page "Fees" (docs.polymarket.us/fees), in force from 2026-09-25 00:00 ET, read in October 2026. It has
 * changed before (0.06 from 2026-07-01) and differs by market: what is used should be configuration, these are its defaults.
 *
 * <p>Thetas are in millionths, amounts in micro-units of USD (10^-6).
 */
public final class PolymarketUsFees {

    /** Taker's coefficient, 0.0695, in millionths. */
    public static final long TAKER_THETA_MILLIONTHS = 69_500;

    /** Maker's coefficient, −0.0125 (a rebate), in millionths. Do not count on a rebate when reserving. */
    public static final long MAKER_THETA_MILLIONTHS = -12_500;

    /** Taker's coefficient for table tennis from 2026-09-30 23:59 ET, 0.10, in millionths. */
    public static final long TABLE_TENNIS_TAKER_THETA_MILLIONTHS = 100_000;

    /** Fees are whole cents, rounded half-even: 0.01 USD in micro-units. */
    public static final long ROUNDING_MICROS = 10_000;

    private static final long MOST_THETA_MILLIONTHS = 500_000;

    /** Decimal places in which balances of this venue are kept: USD in micro-units. */
    public static final int USD_SCALE = 6;

    /** Combos charge {@code p × (0.0695 (1 − p) + 0.04 (1 − p)⁴)}: never more than this coefficient's fee, in millionths. */
    public static final long COMBO_TAKER_THETA_MILLIONTHS = 109_500;

    private PolymarketUsFees() {}

    /** The published taker's fee, for a line. */
    public static FeeRule takerFee() {
        return takerFee(TAKER_THETA_MILLIONTHS);
    }

    /**
     * A taker's fee with another coefficient, such as a market's own.
     *
     * @param thetaMillionths up to 500,000: so far half-even rounding of the whole fee needs no slack
     */
    public static FeeRule takerFee(long thetaMillionths) {
        if (thetaMillionths < 0 || thetaMillionths > MOST_THETA_MILLIONTHS) {
            throw new IllegalArgumentException("theta must be 0 to " + MOST_THETA_MILLIONTHS + " millionths: theta="
                    + thetaMillionths + "; the venue's is " + TAKER_THETA_MILLIONTHS);
        }
        return FeeRule.quadratic(thetaMillionths, ROUNDING_MICROS, 0);
    }
}
