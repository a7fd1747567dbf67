package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.Calls;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.VenueOrder;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pending transfers of the configured wallets take: the venue refuses a transfer that they leave no money for, and its balances need not
 * show them.
 *
 * <p>The venue lists transfers newest first. A read goes down to the newest of the last read, and asks for each that was pending then and has
 * not come by. So the first read sees all, and a later one costs one request for a wallet as a rule.
 *
 * <p>Belongs to one feed's thread.
 */
final class PendingTransfers {
    private static final int MOST_PAGES = 1000;

    /** One wallet's. */
    private static final class Wallet {
        private Map<String, VenueOrder> pending = new HashMap<>();
        private String newest = "";
    }

    private final PrivyConfig config;
    private final PrivyRequests requests;
    private final TransferRows rows;
    private final Map<String, Wallet> wallets = new HashMap<>();
    private int made;

    PendingTransfers(PrivyConfig config, PrivyRequests requests) {
        this.config = config;
        this.requests = requests;
        this.rows = new TransferRows(config);
    }

    /** Requests of the last {@link #read}; before the first one for each wallet. */
    int requests() {
        return made == 0 ? config.walletIds().size() : made;
    }

    /** Reads what is pending. If it fails the next one starts where this one did. */
    void read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        made = 0;
        for (final String walletId : config.walletIds()) {
            final Wallet wallet = wallets.computeIfAbsent(walletId, unused -> new Wallet());
            read(calls, walletId, wallet);
        }
    }

    private void read(Calls calls, String walletId, Wallet wallet)
            throws IOException, MalformedMessageException, RefusedException {
        final Map<String, VenueOrder> pending = new HashMap<>();
        final Set<String> seen = new HashSet<>();
        final Set<String> cursors = new HashSet<>();
        String newest = "";
        String cursor = "";
        boolean more = true;
        while (more) {
            if (!cursors.add(cursor) || cursors.size() > MOST_PAGES) {
                throw new MalformedMessageException(
                        "next_cursor must lead to the end: wallet=" + walletId + " pages=" + cursors.size()
                                + " and no end; leave readsTransfers out if nobody else sends from the wallet");
            }
            made++;
            final JsonNode page = requests.get(
                            calls, requests.transfers(walletId, cursor), "the transfers of wallet " + walletId)
                    .json();
            boolean reached = false;
            for (final JsonNode action : Json.array(page, "data")) {
                final String id = Json.text(action, "id");
                newest = newest.isEmpty() ? id : newest;
                reached |= id.equals(wallet.newest);
                seen.add(id);
                take(pending, action);
            }
            cursor = Json.optionalText(page, "next_cursor").orElse("");
            more = !cursor.isEmpty() && !reached;
        }
        for (final String id : wallet.pending.keySet()) {
            if (!seen.contains(id)) {
                made++;
                final Optional<PrivyRequests.Read> found =
                        requests.find(calls, requests.action(walletId, id), "transfer " + id);
                if (found.isPresent()) {
                    take(pending, found.get().json());
                }
            }
        }
        wallet.pending = pending;
        wallet.newest = newest;
    }

    private void take(Map<String, VenueOrder> pending, JsonNode action) throws MalformedMessageException {
        if (rows.drawsOurs(action)) {
            final VenueOrder order = rows.order(action);
            if (order.state() == OrderStatus.State.OPEN) {
                pending.put(order.venueOrderId(), order);
            }
        }
    }

    /** What they take, but for those of which the gate itself knows: {@link Amounts#MAX_AMOUNT} if the venue does not say it of one. */
    long ofOthers() {
        long sum = 0;
        for (final Wallet wallet : wallets.values()) {
            for (final VenueOrder order : wallet.pending.values()) {
                if (isOwn(order)) {
                    continue;
                }
                if (order.size() == TransferRows.UNKNOWN_SIZE) {
                    return Amounts.MAX_AMOUNT;
                }
                sum = Math.min(Amounts.MAX_AMOUNT, sum + Math.min(Amounts.MAX_AMOUNT, order.size()));
            }
        }
        return sum;
    }

    private boolean isOwn(VenueOrder order) {
        final String prefix = config.ownReferencePrefix();
        return !prefix.isEmpty() && order.clientOrderId().startsWith(prefix);
    }
}
