package io.tollgate.gate.money;

/** What an order does and so what it draws on: cash, or the position it closes. The codes are written to tables and journals. */
public enum Side {
    /** Buys with cash. Draws {@code price × size} of cash. */
    BUY(1),
    /** Sells what is not owned. Draws {@code (one − price) × size} of cash: the margin less the credit of the sale. */
    SELL_TO_OPEN(2),
    /** Sells what is owned. Draws the position or token. */
    SELL_TO_CLOSE(3),
    /** Buys back what was sold short. Draws the short position. */
    BUY_TO_CLOSE(4);

    private final int code;

    Side(int code) {
        this.code = code;
    }

    /** The number that stands for this side in tables and journals; never changes. */
    public int code() {
        return code;
    }

    /** Whether the order draws the position and not cash. */
    public boolean closes() {
        return this == SELL_TO_CLOSE || this == BUY_TO_CLOSE;
    }

    /**
     * The side with this code.
     *
     * @throws IllegalArgumentException if no side has the code
     */
    public static Side of(int code) {
        return switch (code) {
            case 1 -> BUY;
            case 2 -> SELL_TO_OPEN;
            case 3 -> SELL_TO_CLOSE;
            case 4 -> BUY_TO_CLOSE;
            default ->
                throw new IllegalArgumentException("side code must be 1 (BUY), 2 (SELL_TO_OPEN), 3 (SELL_TO_CLOSE) or 4"
                        + " (BUY_TO_CLOSE): code=" + code + "; written by a newer version, or the table is damaged");
        };
    }
}
