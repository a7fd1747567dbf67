package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.polymarketus.PolymarketUsFees;
import io.tollgate.simulator.InstrumentSpec;
import java.util.List;

/** What the demo trades, in which units, and how the gate is told of it. */
final class Markets {
    /** Prices are tenths of a cent: 525 is $0.525. */
    static final int PRICE_SCALE = 3;
    /** Sizes are hundredths of a contract. */
    static final int SIZE_SCALE = 2;
    /** Micro-dollars. */
    static final int ASSET_SCALE = PolymarketUsFees.USD_SCALE;
    /** Micro-dollars of one size unit at a price of one price unit. */
    static final long MICROS_PER_UNIT = 10;

    static final long MAX_PRICE = 990;
    static final long MICROS_PER_CENT = 10_000;
    static final String VENUE = "polymarket-us";
    static final String ASSET = "USD";

    /** Long-lived instruments. The last market of a lane is a short-lived one, which the treasury resolves. */
    static final List<String> LASTING = List.of(
            "demo-cup-final", "demo-rate-cut", "demo-rain-friday", "demo-launch", "demo-election", "demo-box-office");

    private static final String SHORT_LIVED = "demo-minute-";
    private static final String WITHDRAWAL = "withdrawal:USD";

    /** The venue rounds fees half-even to the cent: the worst case is the fee at the limit rounded up, and a cent. */
    private static final FeeRule TAKER = FeeRule.quadratic(
            PolymarketUsFees.TAKER_THETA_MILLIONTHS,
            PolymarketUsFees.ROUNDING_MICROS,
            PolymarketUsFees.ROUNDING_MICROS);

    private Markets() {}

    static InstrumentSpec instrument(String symbol) {
        return InstrumentSpec.of(symbol);
    }

    static LineSpec buyLine(String symbol) {
        return new LineSpec(symbol, Side.BUY, PRICE_SCALE, SIZE_SCALE, MAX_PRICE, TAKER);
    }

    /** Money that leaves: the size is the amount in micro-dollars, the price is 1, and there is no fee. */
    static LineSpec withdrawalLine() {
        return new LineSpec(WITHDRAWAL, Side.BUY, 0, ASSET_SCALE, 1, FeeRule.none());
    }

    /** Name of a short-lived instrument: never used twice in a directory. */
    static String shortLived(int session, int number) {
        return SHORT_LIVED + session + "-" + number;
    }

    /** The venue tells commissions over the product of price scale and quantity scale. */
    static long commissionMicros(long commission) {
        return Math.multiplyExact(commission, MICROS_PER_UNIT);
    }

    static long principalMicros(long quantity, long price) {
        return Math.multiplyExact(Math.multiplyExact(quantity, price), MICROS_PER_UNIT);
    }
}
