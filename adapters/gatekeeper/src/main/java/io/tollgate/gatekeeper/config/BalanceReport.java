package io.tollgate.gatekeeper.config;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gatekeeper.config.BalanceReader.Found;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One balance as it was read, in words and figures for people.
 *
 * @param venue the venue
 * @param account the account
 * @param asset the asset
 * @param ledger what the venue says is in it; empty if it could not be read, as all amounts
 * @param allowance {@code unlimited}, {@code none}, an amount, or {@code -} where the venue knows none; the least, where there are several spenders
 * @param spenders the allowance of each spender, in the same words
 * @param encumbered what the venue itself holds back of the ledger; {@code -} where it does not say
 * @param spendable what the gate would begin with
 * @param ageMillis since the answer arrived; negative if there was none
 * @param hints what looks like a known mistake
 * @param failure why it could not be read; empty if it could
 */
record BalanceReport(
        String venue,
        String account,
        String asset,
        String ledger,
        String allowance,
        Map<String, String> spenders,
        String encumbered,
        String spendable,
        long ageMillis,
        List<String> hints,
        String failure) {
    /** An allowance of this or more never runs out. */
    static final long UNLIMITED = 1L << 61;

    private static final String UNKNOWN = "-";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final JsonMapper JSON = new JsonMapper();

    static BalanceReport of(ConfiguredBalance balance, Found found, long nowNanos) {
        final Snapshot snapshot = found.snapshot();
        if (snapshot == null) {
            return new BalanceReport(
                    balance.venue(),
                    balance.account(),
                    balance.asset(),
                    "",
                    "",
                    Map.of(),
                    "",
                    "",
                    -1,
                    found.hints(),
                    found.failure());
        }
        final int scale = balance.assetScale();
        final boolean nets = snapshot.netSpendable() != Snapshot.UNKNOWN;
        long spendable = Math.max(0, nets ? Math.min(snapshot.ledger(), snapshot.netSpendable()) : snapshot.ledger());
        final Map<String, String> spenders = new LinkedHashMap<>();
        final List<String> hints = new ArrayList<>(found.hints());
        Long least = null;
        for (final Map.Entry<String, Long> spender : found.allowances().entrySet()) {
            final long units = Math.max(0, spender.getValue());
            least = least == null ? units : Math.min(least, units);
            spendable = Math.min(spendable, units);
            spenders.put(spender.getKey(), allowance(units, scale));
            if (units == 0 && snapshot.ledger() > 0) {
                hints.add(spender.getKey()
                        + " may draw nothing: approve it at the venue, or leave it out if its markets are not traded");
            }
        }
        return new BalanceReport(
                balance.venue(),
                balance.account(),
                balance.asset(),
                amount(snapshot.ledger(), scale),
                least == null ? UNKNOWN : allowance(least, scale),
                spenders,
                nets ? amount(Math.max(0, snapshot.ledger() - snapshot.netSpendable()), scale) : UNKNOWN,
                amount(spendable, scale),
                Math.max(0, nowNanos - snapshot.arrivalNanos()) / NANOS_PER_MILLI,
                List.copyOf(hints),
                "");
    }

    private static String allowance(long units, int scale) {
        return units >= UNLIMITED ? "unlimited" : units <= 0 ? "none" : amount(units, scale);
    }

    private static String amount(long units, int scale) {
        return BigDecimal.valueOf(units, scale).toPlainString();
    }

    boolean wasRead() {
        return failure.isEmpty();
    }

    /** The columns of the table. */
    List<String> columns() {
        return List.of(
                venue,
                account,
                asset,
                wasRead() ? ledger : "unknown",
                wasRead() ? allowance : UNKNOWN,
                wasRead() ? encumbered : UNKNOWN,
                wasRead() ? spendable : "unknown",
                ageMillis < 0 ? UNKNOWN : ageMillis + " ms");
    }

    /** An object on one line; amounts are text, what is not known is null. */
    String json() {
        final ObjectNode json = JSON.createObjectNode();
        json.put("venue", venue).put("account", account).put("asset", asset);
        json.put("ledger", known(ledger))
                .put("allowance", known(allowance))
                .put("encumbered", known(encumbered))
                .put("spendable", known(spendable));
        final ObjectNode each = json.putObject("allowances");
        spenders.forEach(each::put);
        if (ageMillis < 0) {
            json.putNull("ageMillis");
        } else {
            json.put("ageMillis", ageMillis);
        }
        final ArrayNode told = json.putArray("hints");
        hints.forEach(told::add);
        json.put("failure", failure.isEmpty() ? null : failure);
        return json.toString();
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() || text.equals(UNKNOWN) ? null : text;
    }
}
