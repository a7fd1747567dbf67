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
 * configured. A read in which one request fails counts as failed as a whole.
 */
public final class PrivyBalanceSource implements SnapshotSource {
    private final PrivyConfig config;
    private final PrivyRequests requests;
    private final AccountBalance account;
    private final WalletBalance wallet;

    /** For one balance. */
    public PrivyBalanceSource(PrivyConfig config) {
        this.config = config;
        this.requests = new PrivyRequests(config);
        this.account = new AccountBalance(config);
        this.wallet = new WalletBalance(config.walletAsset(), config.walletChain());
    }

    @Override
    public String name() {
        return "privy-" + config.account() + "-" + config.asset();
    }

    @Override
    public int tokens() {
        return 1 + config.walletIds().size();
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        final long requestNanos = calls.nowNanos();
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
        // as old as the first answer: the ledger's
        return Reading.of(new Snapshot(
                ExactDecimal.fromNumber("amount", balance, config.assetScale()),
                Snapshot.UNKNOWN,
                0,
                Snapshot.NO_TIME,
                requestNanos,
                answer.arrivalNanos()));
    }
}
