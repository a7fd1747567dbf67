package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One read of a balance: open orders, trades, the refresh where it is due, then balance and allowance. See the package's page for the order.
 *
 * <p>The snapshot's ledger is what the wallet holds, or may be drawn of it if that is less, less what is matched and not settled; {@code
 * openOrders} is what rests. Where the API key is the gate's own, {@code openOrders} is 0 and {@code netSpendable} less by what others have at rest.
 * Threading: the feed's own thread; {@link #refresh} any.
 */
public final class ClobBalanceSource implements SnapshotSource {
    static final String PATH = "/balance-allowance";
    static final String UPDATE_PATH = "/balance-allowance/update";
    private static final Logger LOG = LoggerFactory.getLogger(ClobBalanceSource.class);

    private final ClobConfig config;
    private final ClobPages pages;
    private final AtomicBoolean refresh;
    private @Nullable UnsettledTrades trades;
    private boolean updated;
    private long updatedNanos;
    private long lastBalance = Long.MAX_VALUE;
    private int extraRequests;
    private boolean warned;

    /** For one balance. */
    public ClobBalanceSource(ClobConfig config) {
        this.config = config;
        this.pages = new ClobPages(config.url(), config.authentication(), config.maxPages());
        this.refresh = new AtomicBoolean(config.updateAtStart());
    }

    /** Money was moved on the chain: the venue is told to look there before the next balance. */
    public void refresh() {
        refresh.set(true);
    }

    @Override
    public String name() {
        return "polymarket-clob-" + config.authentication().owner().hex().substring(0, 8) + "-"
                + config.signatureType().wire() + "-" + config.asset()
                + (config.figure() == ClobFigure.ALLOWANCE ? "-allowance" : "");
    }

    @Override
    public int tokens() {
        final int usual = 1
                + (config.readsCommitments() ? 2 : 0)
                + (refresh.get() || isUpdateDue(updatedNanos) ? ClobLimits.UPDATE_TOKENS : 0);
        return usual + extraRequests;
    }

    private boolean isUpdateDue(long nowNanos) {
        final long every = config.updateEvery().toNanos();
        return every > 0 && updated && nowNanos - updatedNanos >= every;
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        final long requestNanos = calls.nowNanos();
        final int paid = tokens() - extraRequests;
        extraRequests = 0;
        pages.requestsSince();
        try {
            return Reading.of(snapshot(calls, requestNanos));
        } finally {
            // what was not in the tokens of this read is taken with the next
            extraRequests = Math.max(0, pages.requestsSince() - paid);
        }
    }

    private Snapshot snapshot(Calls calls, long requestNanos)
            throws IOException, MalformedMessageException, RefusedException {
        long openOrders = 0;
        long others = 0;
        long outflow = 0;
        boolean settled = false;
        if (config.readsCommitments()) {
            final List<JsonNode> orders = orders(calls);
            if (config.ownApiKey()) {
                others = OpenOrders.committed(orders, config, apiKey(calls));
            } else {
                openOrders = OpenOrders.committed(orders, config, "");
                others = openOrders;
            }
            settled = takeTrades(calls, requestNanos);
        }
        final boolean asked = refresh.getAndSet(false);
        if (asked || settled || isUpdateDue(requestNanos)) {
            try {
                // any success will do: the body is empty or null
                pages.successful(calls, UPDATE_PATH, question());
            } catch (IOException | RefusedException | MalformedMessageException e) {
                refresh.set(true);
                throw e;
            }
            updated = true;
            updatedNanos = requestNanos;
            if (trades != null) {
                trades.updated();
            }
        }
        if (trades != null) {
            outflow = trades.outflow();
        }
        if (lastBalance == Long.MAX_VALUE && config.confirmRises()) {
            final HttpClient.Answer first = pages.successful(calls, PATH, question());
            lastBalance = BalanceAllowance.read(Json.read(first.body())).balance();
        }
        final HttpClient.Answer answer = pages.successful(calls, PATH, question());
        final BalanceAllowance read = BalanceAllowance.read(Json.read(answer.body()));
        warnOfKnownMistakes(read);
        final long gross = gross(read);
        final boolean unlimited = gross > Amounts.MAX_AMOUNT;
        final long ledger = unlimited ? Amounts.MAX_AMOUNT : gross - outflow;
        return new Snapshot(
                ledger,
                config.readsCommitments() && !unlimited ? ledger - others : Snapshot.UNKNOWN,
                openOrders,
                Snapshot.NO_TIME,
                requestNanos,
                answer.arrivalNanos());
    }

    private long gross(BalanceAllowance read) {
        final long balance = believed(read.balance());
        return switch (config.figure()) {
            case BALANCE_WITHIN_ALLOWANCE -> Math.min(balance, config.allowanceOf(read));
            case BALANCE -> balance;
            case ALLOWANCE -> config.allowanceOf(read);
        };
    }

    /** A rise counts when it is read twice: the venue is known to have answered the double of a balance once. */
    private long believed(long balance) {
        final long before = lastBalance;
        lastBalance = balance;
        return config.confirmRises() ? Math.min(balance, before) : balance;
    }

    private List<JsonNode> orders(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        // all of them: the venue's list by token is of no use for pUSD, and a token's sells are few
        return pages.all(calls, ClobPages.ORDERS_PATH, Map.of());
    }

    private boolean takeTrades(Calls calls, long nowNanos)
            throws IOException, MalformedMessageException, RefusedException {
        UnsettledTrades known = trades;
        if (known == null) {
            known = new UnsettledTrades(config, apiKey(calls));
            trades = known;
        }
        // not by token: a maker's trade is listed under the taker's, which may be the other one of the market
        final Map<String, String> filter =
                Map.of("after", Long.toString(known.since(ClobAuthentication.seconds(calls))));
        final List<JsonNode> rows = pages.all(calls, ClobPages.TRADES_PATH, filter);
        return known.take(rows, nowNanos);
    }

    private String apiKey(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        return config.authentication().credentials(calls, config.url()).key();
    }

    private Map<String, String> question() {
        return question(config);
    }

    static Map<String, String> question(ClobConfig config) {
        final Map<String, String> query = new LinkedHashMap<>();
        query.put("asset_type", config.asset().wireType());
        if (!config.asset().isCollateral()) {
            query.put("token_id", config.asset().tokenId());
        }
        query.put("signature_type", Integer.toString(config.signatureType().wire()));
        return query;
    }

    private void warnOfKnownMistakes(BalanceAllowance read) {
        final ClobHint hint = ClobHint.of(read, config);
        if (hint == ClobHint.NONE) {
            warned = false;
        } else if (!warned) {
            warned = true;
            LOG.warn("{}: {}", name(), hint.text());
        }
    }

    @Override
    public void reauthenticate() {
        config.authentication().forget();
    }
}
