package io.tollgate.kalshi;

import io.tollgate.gate.money.FeeRule;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The venue's fees, as configuration: rates, rounding, and the slack that a reservation needs. Amounts are micro-dollars, prices
 * ten-thousandths of a dollar, counts hundredths of a contract.
 *
 * <p>Taker: {@code takerRate × multiplier × count × p × (1 − p)}; maker, where a series has makers' fees: the same with {@code makerRate}.
 * Each fill's fee is rounded up to {@code tradeFeeStepMicros}; then the change of the balance is rounded down to {@code
 * balanceStepMicros}, and what that takes is given back a cent at a time once an order's shavings exceed one. So of an order at most a
 * cent is not given back, and at most one more is missing for the moment: {@code slackMicros}.
 *
 * <p>Read in October 2026. The multiplier is a series' own, and events override it: read it from the venue and give it to {@link
 * #feeRule}.
 *
 * @param takerRateMillionths 0.07 is 70,000
 * @param makerRateMillionths 0.0175 is 17,500; never reserved, because a resting order may take first
 * @param tradeFeeStepMicros unit to which a fill's fee is rounded up: 1 since mid 2026, 100 before
 * @param balanceStepMicros precision of the member's balance: 100 for direct members, 10,000 for others
 * @param slackMicros added to each reservation, 20,000 by default
 */
public record KalshiFees(
        long takerRateMillionths,
        long makerRateMillionths,
        long tradeFeeStepMicros,
        long balanceStepMicros,
        long slackMicros) {

    /** Decimal places of USD in the gate: micro-dollars hold every amount of the venue exactly. */
    public static final int USD_SCALE = 6;

    /** Decimal places of prices: the finest tick is 0.0001. */
    public static final int PRICE_SCALE = 4;

    /** Decimal places of counts: the smallest is 0.01 of a contract. */
    public static final int COUNT_SCALE = 2;

    /** Highest price of an order, 0.9999, at {@link #PRICE_SCALE}. */
    public static final long MAX_PRICE = 9_999;

    private static final long ONE_PRICE = 10_000;
    private static final long MOST_MULTIPLIER = 14_000_000;

    /** As published in October 2026, for members whose balance has whole cents. */
    public static final KalshiFees OCTOBER_2026 = new KalshiFees(70_000, 17_500, 1, 10_000, 20_000);

    /** The same for direct members, whose balance has hundredths of cents. */
    public static final KalshiFees OCTOBER_2026_DIRECT = new KalshiFees(70_000, 17_500, 1, 100, 20_000);

    /** Checks the ranges. */
    public KalshiFees {
        range("takerRateMillionths", takerRateMillionths, 0, 1_000_000);
        range("makerRateMillionths", makerRateMillionths, 0, 1_000_000);
        range("tradeFeeStepMicros", tradeFeeStepMicros, 1, 1_000_000);
        range("balanceStepMicros", balanceStepMicros, 1, 1_000_000);
        range("slackMicros", slackMicros, 0, 1_000_000_000);
    }

    private static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ": " + name + "="
                    + value + "; give what the venue publishes");
        }
    }

    /** With another slack. */
    public KalshiFees withSlackMicros(long slack) {
        return new KalshiFees(takerRateMillionths, makerRateMillionths, tradeFeeStepMicros, balanceStepMicros, slack);
    }

    /** The least that covers an order which is filled at once: cost and fee, rounded up to the balance's precision. */
    public KalshiFees venueExact() {
        return withSlackMicros(balanceStepMicros - 1);
    }

    /** The worst fee of a series with multiplier 1. */
    public FeeRule feeRule() {
        return feeRule("quadratic", BigDecimal.ONE);
    }

    /**
     * The worst fee of an order: the taker's, whatever the series asks of makers.
     *
     * @param feeType the series' (or event's) {@code fee_type}
     * @param feeMultiplier its {@code fee_multiplier}, exactly as in the answer; 0 to 14
     * @throws IllegalArgumentException for {@code flat} and types that are not known: their formula is not published
     */
    public FeeRule feeRule(String feeType, BigDecimal feeMultiplier) {
        switch (feeType) {
            case "quadratic", "quadratic_with_maker_fees", "quadratic_with_combo_maker_fees" -> {}
            default ->
                throw new IllegalArgumentException(
                        "fee_type must be one whose formula is known, quadratic or quadratic_with_…: fee_type="
                                + VenueText.clean(feeType) + "; give a FeeRule that bounds it by hand");
        }
        BigDecimal multiplierMillionths = feeMultiplier.movePointRight(6);
        if (multiplierMillionths.signum() < 0
                || multiplierMillionths.compareTo(BigDecimal.valueOf(MOST_MULTIPLIER)) > 0) {
            throw new IllegalArgumentException("fee_multiplier must be 0 to 14: fee_multiplier="
                    + VenueText.clean(feeMultiplier.toString()) + "; read it again from the series");
        }
        long rate = feeMultiplier
                .multiply(BigDecimal.valueOf(takerRateMillionths))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        return FeeRule.quadratic(rate, tradeFeeStepMicros, slackMicros);
    }

    /**
     * The fee of one fill at multiplier 1, rounded up as the venue does.
     *
     * @param price YES price at {@link #PRICE_SCALE}
     * @param count at {@link #COUNT_SCALE}
     * @param taker whether the fill took
     */
    public long tradeFeeMicros(long price, long count, boolean taker) {
        // 10^-6 (rate) x 10^-2 (count) x 10^-8 (p and 1-p), to 10^-6: divided by 10^10
        BigDecimal fee = BigDecimal.valueOf(taker ? takerRateMillionths : makerRateMillionths)
                .multiply(BigDecimal.valueOf(count))
                .multiply(BigDecimal.valueOf(Math.multiplyExact(price, ONE_PRICE - price)))
                .movePointLeft(10);
        return fee.divide(BigDecimal.valueOf(tradeFeeStepMicros), 0, RoundingMode.CEILING)
                .multiply(BigDecimal.valueOf(tradeFeeStepMicros))
                .longValueExact();
    }

    /** What leaves the balance for a fill that costs so much with its fee, before any rebate: rounded up to the balance's precision. */
    public long debitMicros(long costWithFeeMicros) {
        return Math.multiplyExact(-Math.floorDiv(-costWithFeeMicros, balanceStepMicros), balanceStepMicros);
    }

    /**
     * What to tell the gate as a fill's fee: the venue's {@code fee_cost} and what rounding takes besides, before any rebate. With the
     * former alone a balance of whole cents would look up to a cent too large until it is read again.
     *
     * @param costMicros what the fill costs without fee; negative for what a closing fill brings in
     * @param feeMicros the venue's {@code fee_cost}, rounded up
     */
    public long chargedFeeMicros(long costMicros, long feeMicros) {
        return debitMicros(Math.addExact(costMicros, feeMicros)) - costMicros;
    }
}
