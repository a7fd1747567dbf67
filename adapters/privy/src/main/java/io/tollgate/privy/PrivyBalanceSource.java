package io.tollgate.privy;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.Calls;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * One asset of an account: {@code GET /v1/accounts/{id}/balance}, then each wallet's {@code GET /v1/wallets/{id}/balance} where that is
 * configured, after the transfers that are pending. A read in which one request fails counts as failed as a whole.
 */
public final class PrivyBalanceSource implements SnapshotSource {
    private final PrivyConfig config;
    private final PrivyRequests requests;
    private final AccountBalance account;
    private final WalletBalance wallet;
    private final PendingTransfers pending;

    /** For one balance. */
    public PrivyBalanceSource(PrivyConfig config) {
        this.config = config;
        this.requests = new PrivyRequests(config);
        this.account = new AccountBalance(config);
        this.wallet = new WalletBalance(config.walletAsset(), config.walletChain());
        this.pending = new PendingTransfers(config, requests);
    }

    @Override
    public String name() {
        return "privy-" + config.account() + "-" + config.asset();
    }

    @Override
    public int tokens() {
        return 1 + config.walletIds().size() + (readsTransfers() ? pending.requests() : 0);
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        final long requestNanos = calls.nowNanos();
        if (readsTransfers()) {
            // first: one that goes out in between is seen twice and never not at all
            pending.read(calls);
        }
        final PrivyRequests.Read answer =
                requests.get(calls, requests.accountBalance(), "the balance of account " + config.account());
        final AccountBalance.Bounds ledger = account.read(answer.json());
        BigDecimal balance = ledger.least();
        if (!config.walletIds().isEmpty()) {
            BigDecimal chain = BigDecimal.ZERO;
            for (final String id : config.walletIds()) {
                chain = chain.add(
                        wallet.read(requests.get(calls, requests.walletBalance(id), "the balance of wallet " + id)
                                .json()));
            }
            balance = config.walletUse().combine(ledger, chain);
        }
        final long amount = ExactDecimal.fromNumber("amount", balance, config.assetScale());
        final long others = readsTransfers() ? pending.ofOthers() : 0;
        // those that nobody can tell from the gate's own are told as the venue's sum of open orders
        final boolean own = !config.ownReferencePrefix().isEmpty();
        return Reading.of(new Snapshot(
                amount,
                readsTransfers() ? Math.max(0, amount - others) : Snapshot.UNKNOWN,
                own ? 0 : Math.min(amount, others),
                Snapshot.NO_TIME,
                requestNanos,
                answer.arrivalNanos()));
    }

    private boolean readsTransfers() {
        return config.readsTransfers() && !config.walletIds().isEmpty();
    }
}
