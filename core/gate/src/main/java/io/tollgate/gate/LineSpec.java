package io.tollgate.gate;

import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.util.Objects;

/**
 * A line to bind.
 *
 * @param instrument the venue's name of the instrument, at most 128 ASCII characters
 * @param side what an order draws on
 * @param priceScale prices are in units of 10^-priceScale; a contract pays 10^priceScale
 * @param sizeScale sizes are in units of 10^-sizeScale
 * @param maxPrice highest valid price
 * @param takerFee the venue's worst fee
 * @param priceTick orders' prices must be multiples of this, at {@code priceScale}; 1 if any price will do
 * @param sizeStep orders' sizes must be multiples of this, at {@code sizeScale}; 1 if any size will do
 * @param market what the instrument belongs to, where the venue sums open orders by market; else the instrument
 */
public record LineSpec(
        String instrument,
        Side side,
        int priceScale,
        int sizeScale,
        long maxPrice,
        FeeRule takerFee,
        long priceTick,
        long sizeStep,
        String market) {

    /** A line that takes any price and size of its scales, with the instrument as its own market. */
    public LineSpec(String instrument, Side side, int priceScale, int sizeScale, long maxPrice, FeeRule takerFee) {
        this(instrument, side, priceScale, sizeScale, maxPrice, takerFee, 1, 1, instrument);
    }

    /** This line as part of a market. */
    public LineSpec ofMarket(String name) {
        return new LineSpec(instrument, side, priceScale, sizeScale, maxPrice, takerFee, priceTick, sizeStep, name);
    }

    /** Checks that nothing is missing; the ranges are checked by the cost rule when the line is bound. */
    public LineSpec {
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(takerFee, "takerFee");
        Objects.requireNonNull(market, "market");
        if (instrument.isBlank()) {
            throw new IllegalArgumentException("instrument must not be blank: give the venue's own name");
        }
    }

    /**
     * This line with the venue's tick and size step: orders off them are refused as PRICE_OFF_TICK and SIZE_OFF_STEP. Where a market's tick
     * changes, bind the line anew.
     */
    public LineSpec withSteps(long newPriceTick, long newSizeStep) {
        return new LineSpec(
                instrument, side, priceScale, sizeScale, maxPrice, takerFee, newPriceTick, newSizeStep, market);
    }
}
