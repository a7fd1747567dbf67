package io.tollgate.simulator;

import io.tollgate.simulator.money.Micros;

/**
 * A binary contract that pays $1.00 or nothing, as the simulated venue lists it.
 *
 * @param symbol the venue's name of the instrument: printable ASCII without blanks, at most 64 characters
 * @param priceScale integer prices are dollars times this; a power of ten
 * @param quantityScale integer quantities are contracts times this ({@code fractionalQtyScale}); a power of ten. Its product with
 *     {@code priceScale} is at most a million, so that every principal is a whole number of micro-dollars
 * @param tick the smallest price step, in price units
 */
public record InstrumentSpec(String symbol, long priceScale, long quantityScale, long tick) {

    /** Price scale of an instrument made by {@link #of}: a price of 525 is $0.525. */
    public static final long DEFAULT_PRICE_SCALE = 1000;

    /** Quantity scale of an instrument made by {@link #of}: a quantity of 100 is one contract. */
    public static final long DEFAULT_QUANTITY_SCALE = 100;

    /** The finest price scale: keeps every sum of an order inside a {@code long}. */
    public static final long MAX_PRICE_SCALE = 10_000;

    /** The largest order in quantity units: keeps every sum of an order inside a {@code long}. */
    public static final long MAX_QUANTITY = 100_000_000;

    /** Checks scales and tick. */
    public InstrumentSpec {
        if (!Identifiers.isValid(symbol)) {
            throw new IllegalArgumentException(
                    "symbol must be 1 to 64 printable ASCII characters without blanks: symbol=" + symbol);
        }
        if (!isPowerOfTen(priceScale)
                || !isPowerOfTen(quantityScale)
                || priceScale < 10
                || priceScale > MAX_PRICE_SCALE
                || quantityScale > Micros.PER_DOLLAR / priceScale) {
            throw new IllegalArgumentException(
                    "price and quantity scale must be powers of ten, price scale 10 to 10000, product at most 1000000: symbol="
                            + symbol + " priceScale=" + priceScale + " quantityScale=" + quantityScale
                            + "; the venue's usual scales are 1000 and 100");
        }
        if (tick < 1 || tick >= priceScale) {
            throw new IllegalArgumentException("tick must be 1 to priceScale - 1 price units: symbol=" + symbol
                    + " tick=" + tick + " priceScale=" + priceScale);
        }
    }

    /** An instrument with the default scales and a tick of one tenth of a cent. */
    public static InstrumentSpec of(String symbol) {
        return new InstrumentSpec(symbol, DEFAULT_PRICE_SCALE, DEFAULT_QUANTITY_SCALE, 1);
    }

    /** What one quantity unit at a price of one price unit costs, in micro-dollars. */
    public long microsPerUnit() {
        return Micros.PER_DOLLAR / (priceScale * quantityScale);
    }

    /** What one quantity unit pays when the contract pays $1.00, in micro-dollars. */
    public long payoutMicrosPerUnit() {
        return Micros.PER_DOLLAR / quantityScale;
    }

    /** The lowest price the venue takes ($0.01, or one tick where that is more). */
    public long lowestPrice() {
        return Math.max(tick, priceScale / 100);
    }

    /** The highest price the venue takes. */
    public long highestPrice() {
        return priceScale - lowestPrice();
    }

    private static boolean isPowerOfTen(long value) {
        long rest = value;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
