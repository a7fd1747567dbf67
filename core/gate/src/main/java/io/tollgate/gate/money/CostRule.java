package io.tollgate.gate.money;

import static io.tollgate.gate.money.Amounts.MAX_AMOUNT;
import static io.tollgate.gate.money.Amounts.pow10;

import java.math.BigInteger;
import java.util.Objects;

/**
 * The worst that an order of one line can draw from its balance, compiled for one side, set of scales and fee.
 *
 * <p>Prices are {@code long}s at {@link #priceScale}, sizes and quantities at {@link #sizeScale}, results at {@link #assetScale}.
 * A contract pays {@code one = 10^priceScale}. Formulas and rounding: the package's page. Every method returns a negative constant
 * instead of throwing or wrapping: {@link #INVALID_PRICE}, {@link #INVALID_SIZE}, {@link #OVERFLOW}, looked for in this order. Only {@link
 * #orderCost} and {@link #maxSize} know of tick and step: fills and what is left of an order may be anywhere.
 *
 * <p>Immutable; any thread; no method but {@code toString} allocates. A call of {@link #cost} is a few multiplications; {@link
 * #maxSize} is some dozens of them.
 *
 * <p>Source of the quadratic fee and its bound: Polymarket US fee schedule, in force from 2026-09-25.
 */
public final class CostRule {

    /** The price is not 1 to {@link #maxPrice} (fills: 0 to the larger of that and one). */
    public static final long INVALID_PRICE = -1;

    /** The size is not positive (fills: negative). */
    public static final long INVALID_SIZE = -2;

    /** The size or the result is 2⁶¹ or more. */
    public static final long OVERFLOW = -3;

    /** An order's price is no multiple of {@link #priceTick}. */
    public static final long PRICE_OFF_TICK = -4;

    /** An order's size is no multiple of {@link #sizeStep}. */
    public static final long SIZE_OFF_STEP = -5;

    /** The largest price, size and asset scale. */
    public static final int MAX_SCALE = 9;

    private final Side side;
    private final int priceScale;
    private final int sizeScale;
    private final int assetScale;
    private final long maxPrice;
    private final FeeRule takerFee;
    private final Step tick;
    private final Step step;
    /** Whether there is a tick or step above one unit, so that there is something to look at. */
    private final boolean stepped;

    /** The largest price a fill may have. */
    private final long maxFillPrice;
    /** What is drawn per unit of size: {@code drawnBase + drawnSlope × price}, divided by {@code drawn}. */
    private final long drawnBase;

    private final long drawnSlope;
    private final Reciprocal drawn;
    private final boolean drawsFee;
    /** Value: {@code price × valueFactor × size}, divided by {@code value}. */
    private final long valueFactor;

    private final Reciprocal value;
    /** Position: {@code size × positionFactor}, divided by {@code position}. */
    private final long positionFactor;

    private final Reciprocal position;
    private final FeeCoefficients fee;
    /** Up to this size nothing can leave its range at any valid price, so that nothing has to be looked at. */
    private final long plainSize;

    /** Compiles a rule whose prices and sizes may be any whole number of units. */
    public CostRule(Side side, int priceScale, int sizeScale, int assetScale, long maxPrice, FeeRule takerFee) {
        this(side, priceScale, sizeScale, assetScale, maxPrice, takerFee, 1, 1);
    }

    /**
     * Compiles the rule.
     *
     * @param side what the order does, and so what it draws on
     * @param priceScale decimal places of prices, 0 to 9
     * @param sizeScale decimal places of sizes, 0 to 9
     * @param assetScale decimal places of the unit of the asset drawn on, 0 to 9
     * @param maxPrice the largest valid price, 1 or more, at {@code priceScale}; at most one ({@code 10^priceScale}), except for
     *     BUY without a quadratic fee
     * @param takerFee the fee to reserve; closing orders do not reserve it, since the position pays none
     * @param priceTick orders' prices must be multiples of this, 1 to {@code maxPrice}, at {@code priceScale}
     * @param sizeStep orders' sizes must be multiples of this, 1 or more, at {@code sizeScale}
     * @throws IllegalArgumentException outside of these ranges, or if the largest price does not fit at the asset's scale
     */
    public CostRule(
            Side side,
            int priceScale,
            int sizeScale,
            int assetScale,
            long maxPrice,
            FeeRule takerFee,
            long priceTick,
            long sizeStep) {
        this.side = Objects.requireNonNull(side, "side");
        this.priceScale = Amounts.checkScale("priceScale", priceScale, MAX_SCALE);
        this.sizeScale = Amounts.checkScale("sizeScale", sizeScale, MAX_SCALE);
        this.assetScale = Amounts.checkScale("assetScale", assetScale, MAX_SCALE);
        this.takerFee = Objects.requireNonNull(takerFee, "takerFee");
        this.maxPrice = maxPrice;
        long one = pow10(priceScale);
        boolean mayExceedOne = side == Side.BUY && takerFee.kind() != FeeRule.Kind.QUADRATIC;
        int valueDigits = assetScale - priceScale - sizeScale;
        this.valueFactor = pow10(Math.max(0, valueDigits));
        long limit = mayExceedOne ? MAX_AMOUNT / valueFactor : one;
        if (maxPrice < 1 || maxPrice > limit) {
            throw new IllegalArgumentException("maxPrice must be 1 to " + limit
                    + (mayExceedOne ? "" : ", what a contract pays,") + " for side " + side
                    + " and fee " + takerFee.kind() + ": maxPrice=" + maxPrice
                    + "; give the venue's highest price at priceScale=" + priceScale);
        }
        if (priceTick < 1 || priceTick > maxPrice || sizeStep < 1 || sizeStep > MAX_AMOUNT) {
            throw new IllegalArgumentException("priceTick must be 1 to maxPrice=" + maxPrice
                    + " and sizeStep 1 to " + MAX_AMOUNT + ": priceTick=" + priceTick + " sizeStep=" + sizeStep
                    + "; give the venue's own at priceScale=" + priceScale + " and sizeScale=" + sizeScale
                    + ", or 1 where it has none");
        }
        this.tick = new Step(priceTick);
        this.step = new Step(sizeStep);
        this.stepped = priceTick > 1 || sizeStep > 1;
        this.maxFillPrice = Math.max(maxPrice, one);
        this.value = new Reciprocal(pow10(Math.max(0, -valueDigits)));
        int positionDigits = assetScale - sizeScale;
        this.positionFactor = pow10(Math.max(0, positionDigits));
        this.position = new Reciprocal(pow10(Math.max(0, -positionDigits)));
        this.fee = new FeeCoefficients(takerFee, priceScale, sizeScale, assetScale, maxFillPrice);

        this.drawsFee = !side.closes() && takerFee.kind() != FeeRule.Kind.NONE;
        this.drawn = side.closes() ? position : value;
        this.drawnBase = switch (side) {
            case BUY -> 0;
            case SELL_TO_OPEN -> one * valueFactor;
            case SELL_TO_CLOSE, BUY_TO_CLOSE -> positionFactor;
        };
        this.drawnSlope = switch (side) {
            case BUY -> valueFactor;
            case SELL_TO_OPEN -> -valueFactor;
            case SELL_TO_CLOSE, BUY_TO_CLOSE -> 0;
        };
        long maxUnit = Math.max(drawnBase + drawnSlope, drawnBase + drawnSlope * maxPrice);
        long drawnPlain = FeeCoefficients.plainSize(BigInteger.valueOf(maxUnit), drawn, FeeCoefficients.PLAIN_AMOUNT);
        this.plainSize = drawsFee ? Math.min(drawnPlain, fee.plainSize()) : drawnPlain;
    }

    /**
     * The most that an order can draw, fee included: of cash for BUY and SELL_TO_OPEN, of the position for the closing sides.
     * Never less for a larger size. For a BUY never less at a higher price, except by at most one rounding unit of the fee.
     *
     * @param price limit price, 1 to {@link #maxPrice}
     * @param size positive, below 2⁶¹
     * @return 1 or more (an order always draws something), or {@link #INVALID_PRICE}, {@link #INVALID_SIZE}, {@link #OVERFLOW}
     */
    public long cost(long price, long size) {
        if (price < 1 || price > maxPrice) {
            return INVALID_PRICE;
        }
        if (size < 1) {
            return INVALID_SIZE;
        }
        return size <= plainSize ? plainCost(price, size) : costOfValid(price, size);
    }

    /**
     * {@link #cost} of an order as it is to be sent, whose price and size the venue takes only in whole ticks and steps.
     *
     * @return as {@link #cost}, or {@link #PRICE_OFF_TICK}, {@link #SIZE_OFF_STEP}, looked for in this order after its refusals
     */
    public long orderCost(long price, long size) {
        final long cost = cost(price, size);
        return stepped && cost > 0 ? costOnSteps(price, size, cost) : cost;
    }

    private long costOnSteps(long price, long size, long cost) {
        if (!tick.divides(price)) {
            return PRICE_OFF_TICK;
        }
        return step.divides(size) ? cost : SIZE_OFF_STEP;
    }

    /** The last size that is computed without looking for overflow, for tests. */
    long plainSize() {
        return plainSize;
    }

    private long plainCost(long price, long size) {
        long cost = drawn.raisedQuotient((drawnBase + drawnSlope * price) * size);
        return Math.max(1, drawsFee ? cost + fee.plainWorst(price, size) : cost);
    }

    private long costOfValid(long price, long size) {
        if (size > MAX_AMOUNT) {
            return OVERFLOW;
        }
        long cost = drawn.mulDivCeil(drawnBase + drawnSlope * price, size);
        if (cost < 0) {
            return OVERFLOW;
        }
        if (drawsFee) {
            long worst = fee.worst(price, size);
            cost += worst;
            if (worst < 0 || cost > MAX_AMOUNT) {
                return OVERFLOW;
            }
        }
        return Math.max(1, cost);
    }

    /**
     * The value of a fill, rounded up: what a buy pays without fee.
     *
     * @param price 0 to the larger of {@link #maxPrice} and one
     * @param quantity 0 or more
     * @return 0 or more, or a negative constant
     */
    public long principal(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        return refusal < 0 ? refusal : orOverflow(value.mulDivCeil(price * valueFactor, quantity));
    }

    /** The value of a fill, rounded down: what a sale brings in without fee. Otherwise as {@link #principal}. */
    public long creditFloor(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        return refusal < 0 ? refusal : orOverflow(value.mulDivFloor(price * valueFactor, quantity));
    }

    /**
     * The most that the taker's fee of exactly this fill can be: rounded up to the venue's unit, plus slack; 0 for a quantity of 0.
     * Closing sides have it too, though {@link #cost} does not reserve it. It does not bound the fee at another price: {@link
     * #cost} does, together with the principal. Otherwise as {@link #principal}.
     */
    public long worstFee(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        if (refusal < 0 || quantity == 0) {
            return refusal;
        }
        return orOverflow(fee.worst(price, quantity));
    }

    /**
     * What a short of this quantity needs as margin, which is what it pays at worst: {@code one × quantity}, rounded up.
     *
     * @param quantity 0 or more
     * @return 0 or more, or {@link #INVALID_SIZE}, {@link #OVERFLOW}
     */
    public long marginOf(long quantity) {
        long refusal = refuseFill(0, quantity);
        return refusal < 0 ? refusal : orOverflow(position.mulDivCeil(positionFactor, quantity));
    }

    /**
     * The largest size, in whole steps, whose {@link #cost} at this price is at most {@code available}; 0 if there is none or the price is
     * invalid or off the tick.
     *
     * @param available amount that may be drawn; more than {@link Amounts#MAX_AMOUNT} counts as that
     */
    public long maxSize(long price, long available) {
        if (price < 1 || price > maxPrice || available < 1 || !tick.divides(price)) {
            return 0;
        }
        // cost never falls as the size grows, and OVERFLOW is above everything: look for the last size that passes
        long passes = 0;
        long tooLarge = upperBound(price, available);
        while (tooLarge - passes > 1) {
            long middle = (passes + tooLarge) >>> 1;
            long cost = costOfValid(price, middle);
            if (cost >= 0 && cost <= available) {
                passes = middle;
            } else {
                tooLarge = middle;
            }
        }
        return passes - passes % step.value();
    }

    /** A power of two that is above every size that passes: size × unit ≤ available × divisor, bit lengths taken upwards. */
    private long upperBound(long price, long available) {
        long unit = drawnBase + drawnSlope * price;
        int bits = bitLength(available) + bitLength(drawn.divisor()) - bitLength(unit) + 1;
        return unit == 0 || bits >= 61 ? MAX_AMOUNT + 1 : 1L << Math.max(bits, 0);
    }

    private static int bitLength(long nonNegative) {
        return Long.SIZE - Long.numberOfLeadingZeros(nonNegative);
    }

    private long refuseFill(long price, long quantity) {
        if (price < 0 || price > maxFillPrice) {
            return INVALID_PRICE;
        }
        if (quantity < 0) {
            return INVALID_SIZE;
        }
        return quantity > MAX_AMOUNT ? OVERFLOW : 0;
    }

    private static long orOverflow(long amount) {
        return amount < 0 ? OVERFLOW : amount;
    }

    /** What the order does. */
    public Side side() {
        return side;
    }

    /** Decimal places of prices. */
    public int priceScale() {
        return priceScale;
    }

    /** Decimal places of sizes. */
    public int sizeScale() {
        return sizeScale;
    }

    /** Decimal places of the unit of the asset drawn on. */
    public int assetScale() {
        return assetScale;
    }

    /** The largest valid price. */
    public long maxPrice() {
        return maxPrice;
    }

    /** What orders' prices must be multiples of. */
    public long priceTick() {
        return tick.value();
    }

    /** What orders' sizes must be multiples of. */
    public long sizeStep() {
        return step.value();
    }

    /** The fee that is reserved. */
    public FeeRule takerFee() {
        return takerFee;
    }

    /** What a contract pays, at the price's scale. */
    public long one() {
        return pow10(priceScale);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CostRule that
                && side == that.side
                && priceScale == that.priceScale
                && sizeScale == that.sizeScale
                && assetScale == that.assetScale
                && maxPrice == that.maxPrice
                && takerFee.equals(that.takerFee)
                && priceTick() == that.priceTick()
                && sizeStep() == that.sizeStep();
    }

    @Override
    public int hashCode() {
        return Objects.hash(side, priceScale, sizeScale, assetScale, maxPrice, takerFee, priceTick(), sizeStep());
    }

    @Override
    public String toString() {
        return "CostRule[side=" + side + ", priceScale=" + priceScale + ", sizeScale=" + sizeScale + ", assetScale="
                + assetScale + ", maxPrice=" + maxPrice + ", takerFee=" + takerFee
                + (stepped ? ", priceTick=" + priceTick() + ", sizeStep=" + sizeStep() : "") + "]";
    }
}
