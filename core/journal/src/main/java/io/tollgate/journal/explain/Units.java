package io.tollgate.journal.explain;

import io.tollgate.gate.money.Amounts;
import org.jspecify.annotations.Nullable;

/** Numbers of records as decimals; with {@code u} behind them where the journal does not say their scale. */
final class Units {
    private static final int MOST_SCALE = 18;

    private Units() {}

    static String amount(long value, @Nullable BalanceFacts balance) {
        return balance == null ? value + "u" : scaled(value, balance.assetScale());
    }

    /** A limit: closed is a word. */
    static String limit(long value, @Nullable BalanceFacts balance) {
        return value < 0 ? "CLOSED" : amount(value, balance);
    }

    static String price(long value, @Nullable LineFacts line) {
        return line == null ? value + "u" : scaled(value, line.rule().priceScale());
    }

    static String size(long value, @Nullable LineFacts line) {
        return line == null ? value + "u" : scaled(value, line.rule().sizeScale());
    }

    private static String scaled(long value, int scale) {
        return scale < 0 || scale > MOST_SCALE ? value + "u" : Amounts.format(value, scale);
    }
}
