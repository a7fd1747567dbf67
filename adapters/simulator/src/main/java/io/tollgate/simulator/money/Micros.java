package io.tollgate.simulator.money;

import java.math.BigDecimal;

/** Micro-dollars to decimal text and back, exactly. */
public final class Micros {

    /** Micro-dollars in one dollar. */
    public static final long PER_DOLLAR = 1_000_000;

    /** Micro-dollars in one cent. */
    public static final long PER_CENT = 10_000;

    private static final int SCALE = 6;

    private Micros() {}

    /**
     * Decimal dollars without trailing zeros, but with at least two decimals as the venue writes them: {@code 96.9636}, {@code 100.00}.
     */
    public static String toDecimal(long micros) {
        BigDecimal value = toBigDecimal(micros);
        return value.scale() < 2 ? value.setScale(2).toPlainString() : value.toPlainString();
    }

    /** Decimal dollars as short as can be, as in the venue's refusals: {@code 1000}, {@code 1000.098}. */
    public static String toShortDecimal(long micros) {
        return toBigDecimal(micros).toPlainString();
    }

    /** Dollars without trailing zeros; the scale is 0 to 6. */
    public static BigDecimal toBigDecimal(long micros) {
        BigDecimal value = BigDecimal.valueOf(micros, SCALE).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    /**
     * Micro-dollars of a decimal text such as {@code 1000.098}.
     *
     * @throws IllegalArgumentException if the text is no decimal number, is finer than a micro-dollar or too large for a {@code long}
     */
    public static long parse(String text) {
        try {
            return new BigDecimal(text).movePointRight(SCALE).longValueExact();
        } catch (NumberFormatException notANumber) {
            throw refused(text, notANumber);
        } catch (ArithmeticException notExact) {
            throw refused(text, notExact);
        }
    }

    private static IllegalArgumentException refused(String text, RuntimeException cause) {
        return new IllegalArgumentException(
                "amount must be a decimal number of dollars with at most 6 decimals: amount=" + text
                        + "; write 1000.25",
                cause);
    }
}
