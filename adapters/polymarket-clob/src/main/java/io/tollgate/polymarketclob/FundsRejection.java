package io.tollgate.polymarketclob;

import io.tollgate.gate.Lane;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The venue refused an order for lack of funds, and what its text reveals. Amounts are in millionths of what the order draws on; {@link
 * Lane#UNKNOWN_AMOUNT} where the text does not say.
 *
 * @param balance gross, as the venue had it
 * @param allowance of the order's spender, where that was too little
 * @param activeOrders what the account's resting orders may draw; 0 if the text gives a balance and leaves it out
 * @param matchedOrders what is matched and not settled; 0 as above
 * @param orderAmount what the order would draw, fees included
 */
public record FundsRejection(long balance, long allowance, long activeOrders, long matchedOrders, long orderAmount) {
    private static final String MARK = "not enough balance / allowance";
    private static final Pattern BALANCE = figure("(?<![a-z])balance");
    private static final Pattern ALLOWANCE = figure("(?<![a-z])allowance");
    private static final Pattern ACTIVE = figure("sum of active orders");
    private static final Pattern MATCHED = figure("sum of matched orders");
    private static final Pattern AMOUNT = figure("order amount(?: \\(inc\\. fees\\))?");

    private static Pattern figure(String name) {
        return Pattern.compile(name + ":\\s*([0-9]{1,18})(?![0-9.])");
    }

    /**
     * Reads the text of a refusal: {@code error} of a status 400, {@code errorMsg} of an order's answer.
     *
     * @return empty if the refusal is for something else
     */
    public static Optional<FundsRejection> parse(@Nullable String text) {
        if (text == null || text.length() > 2_000) {
            return Optional.empty();
        }
        final String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.contains(MARK)) {
            return Optional.empty();
        }
        final long balance = find(BALANCE, lower, Lane.UNKNOWN_AMOUNT);
        // zero terms are left out
        final long absent = balance == Lane.UNKNOWN_AMOUNT ? Lane.UNKNOWN_AMOUNT : 0;
        return Optional.of(new FundsRejection(
                balance,
                find(ALLOWANCE, lower, Lane.UNKNOWN_AMOUNT),
                find(ACTIVE, lower, absent),
                find(MATCHED, lower, absent),
                find(AMOUNT, lower, Lane.UNKNOWN_AMOUNT)));
    }

    private static long find(Pattern pattern, String text, long absent) {
        final Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : absent;
    }

    /**
     * What the venue would have let this order draw: for {@link Lane#refusedForFunds}. The balance less active and matched orders, or the
     * allowance; never below 0; {@link Lane#UNKNOWN_AMOUNT} if the text has no sums.
     */
    public long available() {
        if (balance != Lane.UNKNOWN_AMOUNT) {
            return Math.max(0, balance - activeOrders - matchedOrders);
        }
        return allowance;
    }
}
