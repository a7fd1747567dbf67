package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;

/**
 * What an order needs to know of a market.
 *
 * @param ticker the venue's name
 * @param exchangeIndex the shard whose cash pays for it; never changes while the market lives
 * @param ticks its price grid
 */
public record KalshiMarket(String ticker, int exchangeIndex, KalshiTicks ticks) {

    /** Reads a market object; a market without {@code exchange_index} is on shard 0. */
    static KalshiMarket read(JsonNode json) throws MalformedMessageException {
        final long index = Json.isAbsent(json, "exchange_index") ? 0 : Json.integer(json, "exchange_index");
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new MalformedMessageException("exchange_index must be 0 or more: it is " + index);
        }
        if (!Json.isAbsent(json, "notional_value_dollars")
                && Json.amount(json, "notional_value_dollars", KalshiFees.PRICE_SCALE) != KalshiTicks.ONE) {
            throw new MalformedMessageException("a contract must pay one dollar: notional_value_dollars is '"
                    + VenueText.clean(json.path("notional_value_dollars").asText()) + "'");
        }
        return new KalshiMarket(Json.text(json, "ticker"), (int) index, KalshiTicks.read(json));
    }

    /** Begins the gate's name of a market's other outcome. */
    public static final String NO = "NO ";

    /** The gate's name of a market's NO contracts: positions of both outcomes are long ones, of instruments of their own. */
    public static String noInstrument(String ticker) {
        return NO + ticker;
    }

    /**
     * The line on which asks are checked: here the venue buys NO at one dollar less the YES price, takes that out of the cash at once, and
     * brings in no credit and binds no margin, as a sale would. Orders give {@link #noPrice}. Sides are {@link Side#BUY}, which opens, and
     * {@link Side#SELL_TO_CLOSE}, a bid that gives NO contracts back.
     *
     * @param fee from {@link KalshiFees#feeRule}: the same at both prices
     */
    public LineSpec noLine(Side side, FeeRule fee) {
        return new LineSpec(
                noInstrument(ticker), side, KalshiFees.PRICE_SCALE, KalshiFees.COUNT_SCALE, KalshiFees.MAX_PRICE, fee);
    }

    /** Price of NO at this YES price, and the other way round. */
    public static long noPrice(long yesPrice) {
        return KalshiTicks.ONE - yesPrice;
    }

    /**
     * The line of the gate on which its orders are checked: prices at four decimals, counts at two. A price is always the YES price: a bid
     * buys YES; asks that open have a line of their own, {@link #noLine}. ({@link Side#SELL_TO_OPEN} is safe for them too, and holds too much
     * back while cash comes in.)
     *
     * @param fee from {@link KalshiFees#feeRule}, of the market's series
     */
    public LineSpec line(Side side, FeeRule fee) {
        return new LineSpec(ticker, side, KalshiFees.PRICE_SCALE, KalshiFees.COUNT_SCALE, KalshiFees.MAX_PRICE, fee);
    }
}
