package io.tollgate.gatekeeper.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures for people. Money is exact; shares are of counts. */
final class Money {
    private Money() {}

    /** Micro-dollars as dollars and cents, rounded down; for tables. */
    static String dollars(long micros) {
        return "$"
                + String.format(
                        Locale.ROOT,
                        "%,.2f",
                        BigDecimal.valueOf(micros, Markets.ASSET_SCALE).setScale(2, RoundingMode.FLOOR));
    }

    /** Micro-dollars to the last digit. */
    static String exact(long micros) {
        return "$" + BigDecimal.valueOf(micros, Markets.ASSET_SCALE).toPlainString();
    }

    /** A part of a whole in percent, one decimal. */
    static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Nanoseconds in the unit that suits them. */
    static String duration(long nanos) {
        if (nanos < 10_000) {
            return nanos + " ns";
        }
        return nanos < 10_000_000
                ? String.format(Locale.ROOT, "%,d us", nanos / 1_000)
                : String.format(Locale.ROOT, "%,d ms", nanos / 1_000_000);
    }
}
