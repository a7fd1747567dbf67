package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.OrderStatusSource;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.VenueOrder;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What became of transfers, the venue's orders: wallet actions of type {@code transfer} of the configured wallets. A transfer's client order id is
 * its {@code reference_id}; its venue order id is the action's id.
 *
 * <ul>
 *   <li>{@code pending}, and any status that is not known here: open, nothing executed;
 *   <li>{@code succeeded}: ended, the whole source amount executed;
 *   <li>{@code rejected}: ended, nothing executed;
 *   <li>{@code failed}: ended; nothing executed if none of its steps can have a transaction, else the whole amount: the charge is put right by
 *       the next read of the balance that must contain it. What goes out and comes back is not spendable in between.
 * </ul>
 *
 * <p>Threading: one thread at a time; calls wait for the venue and for the budget.
 */
public final class PrivyTransfers implements OrderStatusSource {
    /** The venue does not say the size: an {@code exact_output} transfer before it is filled. */
    public static final long UNKNOWN_SIZE = TransferRows.UNKNOWN_SIZE;

    private static final int MOST_PAGES = 1000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final PrivyConfig config;
    private final PrivyRequests requests;
    private final TransferRows rows;
    private final RequestBudget budget;
    private final Calls calls;

    /**
     * For the wallets of a configuration.
     *
     * @param budget the app's, shared with its feeds
     * @throws IllegalArgumentException if the configuration has no wallet
     */
    public PrivyTransfers(PrivyConfig config, FeedEnvironment environment, RequestBudget budget) {
        if (config.walletIds().isEmpty()) {
            throw new IllegalArgumentException("walletIds must be given to ask about transfers: account="
                    + config.account() + " has none configured; give the ids of the wallets that transfers leave from");
        }
        this.config = config;
        this.requests = new PrivyRequests(config);
        this.rows = new TransferRows(config);
        this.budget = budget;
        this.calls = new Calls(
                "privy-transfers-" + config.account(),
                config.polling().callTimeout(),
                config.polling().maxBodyBytes(),
                config.polling().allowedSkew(),
                environment.nanoClock(),
                environment.wallClock());
    }

    @Override
    public boolean listsOnlyOpenOrders() {
        return true;
    }

    @Override
    public List<VenueOrder> openOrders() throws IOException, MalformedMessageException, RefusedException {
        // by id: what happens between two pages may bring a row twice
        final Map<String, VenueOrder> open = new LinkedHashMap<>();
        for (final String walletId : config.walletIds()) {
            final Set<String> cursors = new HashSet<>();
            String cursor = "";
            do {
                if (!cursors.add(cursor) || cursors.size() > MOST_PAGES) {
                    throw new MalformedMessageException("next_cursor must lead to the end: wallet=" + walletId
                            + " pages=" + cursors.size() + " and no end; ask for single transfers");
                }
                waitForBudget();
                final JsonNode page = requests.get(
                                calls, requests.transfers(walletId, cursor), "the transfers of wallet " + walletId)
                        .json();
                for (final JsonNode action : Json.array(page, "data")) {
                    if (rows.drawsOurs(action)) {
                        final VenueOrder order = rows.order(action);
                        if (order.state() == OrderStatus.State.OPEN) {
                            open.put(order.venueOrderId(), order);
                        }
                    }
                }
                cursor = Json.optionalText(page, "next_cursor").orElse("");
            } while (!cursor.isEmpty());
        }
        return List.copyOf(open.values());
    }

    @Override
    public Optional<VenueOrder> order(String venueOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        if (!ID.matcher(venueOrderId).matches()) {
            throw new IllegalArgumentException("venueOrderId must be the id of a wallet action: venueOrderId="
                    + VenueText.clean(venueOrderId) + "; give the id that the transfer was answered with");
        }
        for (final String walletId : config.walletIds()) {
            waitForBudget();
            final Optional<PrivyRequests.Read> found =
                    requests.find(calls, requests.action(walletId, venueOrderId), "transfer " + venueOrderId);
            if (found.isPresent()) {
                return Optional.of(rows.order(found.get().json()));
            }
        }
        // 404 stands for an unknown wallet as well: that would be no answer about the transfer
        for (final String walletId : config.walletIds()) {
            waitForBudget();
            requests.get(calls, requests.transfers(walletId, ""), "the transfers of wallet " + walletId);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        calls.close();
    }

    private void waitForBudget() throws InterruptedIOException {
        long waitNanos = budget.take(calls.nowNanos());
        while (waitNanos > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(waitNanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                final InterruptedIOException interrupted =
                        new InterruptedIOException("interrupted while waiting for the budget");
                interrupted.initCause(e);
                throw interrupted;
            }
            waitNanos = budget.take(calls.nowNanos());
        }
    }
}
