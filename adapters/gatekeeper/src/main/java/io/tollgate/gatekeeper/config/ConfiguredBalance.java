package io.tollgate.gatekeeper.config;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.FeedEnvironment;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A balance of the configuration file. Any thread.
 *
 * @param venue the word in the file
 * @param account the venue's name of the account; empty if the key stands for it
 * @param asset currency or token
 * @param assetScale decimal places of its amounts
 * @param reader makes what reads it once
 * @param feeds makes the feeds that keep it up to date; those of one credential share its budgets and tokens
 */
public record ConfiguredBalance(
        String venue,
        String account,
        String asset,
        int assetScale,
        Supplier<BalanceReader> reader,
        Function<FeedEnvironment, List<BalanceFeed>> feeds) {

    /** What the gate is told of it. */
    public BalanceSpec spec(BalanceRules rules) {
        return BalanceSpec.careful(venue, account, asset, assetScale, rules);
    }

    /**
     * Registers it with a gate, or finds it there, and attaches its feeds, which begin at once.
     *
     * @param rules how its readings are believed; stale later than the time between two reads
     */
    public Balance attach(Gatekeeper keeper, BalanceRules rules) {
        final Balance balance = keeper.gate().register(spec(rules));
        keeper.attach(balance, feeds.apply(FeedEnvironment.system()).toArray(BalanceFeed[]::new));
        return balance;
    }
}
