package io.tollgate.polymarketus;

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

    /** Decimal places in which balances of this venue are kept: USD in micro-units. */
    public static final int USD_SCALE = 6;

    private PolymarketUsFees() {}
}
