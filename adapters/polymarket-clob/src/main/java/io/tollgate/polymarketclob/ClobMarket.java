package io.tollgate.polymarketclob;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.util.List;
import java.util.Set;

/**
 * A market's rules: what an order must keep to and what it costs. Prices in units of 10<sup>−4</sup>, sizes in whole hundredths of a share.
 *
 * <p>The tick may change while the market trades, and rises or falls near 0 and 1: read it again when the venue refuses a price.
 *
 * @param conditionId the market
 * @param tokens its outcome tokens
 * @param tick least step of the price in units of 10^-4: 1, 10, 25, 50, 100 or 1000
 * @param minSizeHundredths least size of an order in hundredths of a share
 * @param kind who settles it
 * @param fee the taker's fee
 */
public record ClobMarket(
        String conditionId, List<String> tokens, int tick, long minSizeHundredths, MarketKind kind, FeeTerms fee) {
    /** Decimal places of prices: enough for every tick. */
    public static final int PRICE_SCALE = 4;
    /** Decimal places of sizes. */
    public static final int SIZE_SCALE = 2;
    /** A price of one. */
    public static final int ONE = 10_000;
    /** The ticks of the official client 1.1.0. */
    public static final Set<Integer> TICKS = Set.of(1, 10, 25, 50, 100, 1000);

    /** Checks the ranges. */
    public ClobMarket {
        tokens = List.copyOf(tokens);
        if (!TICKS.contains(tick)) {
            throw new IllegalArgumentException(
                    "tick must be 1, 10, 25, 50, 100 or 1000 units of 10^-4: tick=" + tick + "; 0.01 is 100");
        }
        if (minSizeHundredths < 0) {
            throw new IllegalArgumentException("minSizeHundredths must be 0 or more: " + minSizeHundredths);
        }
    }

    /** What is wrong with an order, before it is asked for money. */
    public enum Misfit {
        /** Nothing. */
        NONE,
        /** The price is not a whole number of ticks. */
        OFF_TICK,
        /** The price is below one tick or above one less a tick. */
        PRICE_OUT_OF_RANGE,
        /** The size is below the market's least. */
        BELOW_MIN_SIZE
    }

    /** Whether an order keeps to the market's rules. Never allocates. */
    public Misfit check(long price, long size) {
        if (price < tick || price > ONE - tick) {
            return Misfit.PRICE_OUT_OF_RANGE;
        }
        if (price % tick != 0) {
            return Misfit.OFF_TICK;
        }
        return size <= 0 || size < minSizeHundredths ? Misfit.BELOW_MIN_SIZE : Misfit.NONE;
    }

    /** What a buy draws, without its fee: exact in millionths, because price and size have six places together. */
    public static long buyMicros(long price, long size) {
        return Math.multiplyExact(price, size);
    }

    /** What a sell draws of its token, in millionths of a share. */
    public static long sellMicros(long size) {
        return Math.multiplyExact(size, ONE);
    }

    /** A line for buys of a token, on the market's ticks; reserves the taker's fee, as the venue does for every buy, post-only ones too. */
    public LineSpec buyLine(String tokenId) {
        return new LineSpec(tokenId, Side.BUY, PRICE_SCALE, SIZE_SCALE, ONE - tick, fee.rule()).withSteps(tick, 1);
    }

    /** A line for sells of a token: draws shares and no fee, which comes out of the proceeds. */
    public LineSpec sellLine(String tokenId) {
        return new LineSpec(tokenId, Side.SELL_TO_CLOSE, PRICE_SCALE, SIZE_SCALE, ONE - tick, FeeRule.none())
                .withSteps(tick, 1);
    }
}
