package io.tollgate.torture.world;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.math.BigInteger;
import java.util.List;

/**
 * What an order draws on and costs, and what its executions move, in plain numbers: prices are cents, amounts millionths, a contract pays
 * a dollar, fees are a rate of the principal. All amounts of cash are even, so that an odd one is always a lie.
 *
 * @param index its line's number
 * @param balance number of the balance that its orders draw on
 */
record Terms(int index, String instrument, Side side, long feeMillionths, int balance) {
    /** The balances: cash, contracts of sym-a that are held, contracts of sym-c that are owed. */
    static final int CASH = 0;

    static final int HELD = 1;
    static final int OWED = 2;
    static final String OF_HELD = "sym-a";
    static final String OF_OWED = "sym-c";
    /** Orders that open, and draw on cash. */
    static final List<Terms> BUYS =
            List.of(new Terms(0, OF_HELD, Side.BUY, 0, CASH), new Terms(1, "sym-b", Side.BUY, 20_000, CASH));
    /** Beside them those that sell what is not owned, and those that close. */
    static final List<Terms> ALL_SIDES = List.of(
            BUYS.get(0),
            BUYS.get(1),
            new Terms(2, OF_OWED, Side.SELL_TO_OPEN, 20_000, CASH),
            new Terms(3, OF_HELD, Side.SELL_TO_CLOSE, 20_000, HELD),
            new Terms(4, OF_OWED, Side.BUY_TO_CLOSE, 20_000, OWED));

    /** A higher one, with its fee, would cost more than a contract pays: what buys back would take more than its margin. */
    static final long MOST_CENTS = 98;

    private static final BigInteger CENT = BigInteger.valueOf(10_000);
    private static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final long FEE_UNIT = 2;

    LineSpec spec() {
        return new LineSpec(
                instrument,
                side,
                2,
                0,
                99,
                feeMillionths == 0 ? FeeRule.none() : FeeRule.basisPoints(feeMillionths, FEE_UNIT, 0));
    }

    boolean closes() {
        return balance != CASH;
    }

    boolean sells() {
        return side == Side.SELL_TO_OPEN || side == Side.SELL_TO_CLOSE;
    }

    BigInteger principal(long price, long quantity) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).multiply(CENT);
    }

    /** What the venue charges for a fill: rounded down to the fee's unit. */
    BigInteger fee(long price, long quantity) {
        final BigInteger unit = BigInteger.valueOf(FEE_UNIT);
        return principal(price, quantity)
                .multiply(BigInteger.valueOf(feeMillionths))
                .divide(MILLION.multiply(unit))
                .multiply(unit);
    }

    /** What a fill of this does to the ledger of cash, without the fee. */
    BigInteger cashOf(long price, long quantity) {
        return sells() ? principal(price, quantity) : principal(price, quantity).negate();
    }

    /** What the venue holds back more, or less, for the contracts that are owed. */
    BigInteger marginOf(long quantity) {
        final BigInteger whole = BigInteger.valueOf(quantity).multiply(DOLLAR);
        return switch (side) {
            case SELL_TO_OPEN -> whole;
            case BUY_TO_CLOSE -> whole.negate();
            default -> BigInteger.ZERO;
        };
    }

    /** The most that an order of this size can take of its balance: the fee rounded up. */
    BigInteger cost(long price, long size) {
        if (size <= 0) {
            return BigInteger.ZERO;
        }
        if (closes()) {
            return BigInteger.valueOf(size);
        }
        final BigInteger unit = MILLION.multiply(BigInteger.valueOf(FEE_UNIT));
        final BigInteger exact = principal(price, size).multiply(BigInteger.valueOf(feeMillionths));
        final BigInteger up = exact.add(unit.subtract(BigInteger.ONE)).divide(unit);
        final BigInteger fee = up.multiply(BigInteger.valueOf(FEE_UNIT));
        // a sale brings its principal and binds what the contracts may have to pay
        return fee.add(sells() ? marginOf(size).subtract(principal(price, size)) : principal(price, size));
    }
}
