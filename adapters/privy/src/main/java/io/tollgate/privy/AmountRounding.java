package io.tollgate.privy;

import java.math.BigDecimal;

/**
 * How the venue brings amounts to the decimals it shows. It does not say: {@link #NEAREST} is assumed, so half a unit of the last place
 * may not be there.
 */
public enum AmountRounding {
    /** To the nearest: up to half a unit less may be there, or more. */
    NEAREST,
    /** Cut off: what is shown is there. */
    DOWN,
    /** Up: a whole unit less may be there. */
    UP;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** The least that may be there when this is shown, not below zero. */
    BigDecimal least(BigDecimal shown, int documentedDecimals) {
        final BigDecimal unit = unit(shown, documentedDecimals);
        final BigDecimal least =
                switch (this) {
                    case NEAREST -> shown.subtract(unit.divide(TWO));
                    case DOWN -> shown;
                    case UP -> shown.subtract(unit);
                };
        return least.max(BigDecimal.ZERO);
    }

    /** The most that may be there when this is shown. */
    BigDecimal most(BigDecimal shown, int documentedDecimals) {
        final BigDecimal unit = unit(shown, documentedDecimals);
        return switch (this) {
            case NEAREST -> shown.add(unit.divide(TWO));
            case DOWN -> shown.add(unit);
            case UP -> shown;
        };
    }

    /** A figure with more decimals than are documented is as fine as it shows; one with fewer has lost its zeros. */
    private static BigDecimal unit(BigDecimal shown, int documentedDecimals) {
        return BigDecimal.ONE.movePointLeft(Math.max(documentedDecimals, shown.scale()));
    }
}
