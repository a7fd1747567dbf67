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
 */
public record LineSpec(String instrument, Side side, int priceScale, int sizeScale, long maxPrice, FeeRule takerFee) {

    /** Checks that nothing is missing; the ranges are checked by the cost rule when the line is bound. */
    public LineSpec {
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(takerFee, "takerFee");
        if (instrument.isBlank()) {
            throw new IllegalArgumentException("instrument must not be blank: give the venue's own name");
        }
    }
}
