package io.tollgate.gatekeeper.config;

import io.tollgate.privy.AmountRounding;
import io.tollgate.privy.PrivyBalanceSource;
import io.tollgate.privy.PrivyConfig;
import io.tollgate.privy.PrivyCredentials;
import io.tollgate.privy.PrivySnapshotFeed;
import io.tollgate.privy.WalletUse;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RequestBudget;
import java.util.List;
import java.util.Optional;

/** {@code privy}: an app id and its secret. */
final class PrivyVenue implements Venue {
    @Override
    public String name() {
        return "privy";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final String appId = section.text("appId", "give the app's id from the dashboard");
        final Optional<String> secret = section.secret("appSecret");
        final Optional<String> baseUrl = section.optionalText("baseUrl");
        return section.made(() -> PrivyCredentials.of(appId, secret.orElse(""))).map(credentials -> {
            final Shared<RequestBudget> budget = new Shared<>();
            return balance -> balance(balance, credentials, baseUrl, budget);
        });
    }

    private List<ConfiguredBalance> balance(
            Section section, PrivyCredentials credentials, Optional<String> baseUrl, Shared<RequestBudget> budget) {
        final PrivyConfig.Builder builder = PrivyConfig.builder().credentials(credentials);
        baseUrl.ifPresent(builder::baseUrl);
        builder.account(section.text("account", "give the account's id"));
        section.ifText("symbol", builder::symbol);
        section.ifText("chainId", builder::chainId);
        section.ifNumber("assetScale", builder::assetScale);
        section.ifBoolean("testnetMode", builder::testnetMode);
        section.ifNumber("documentedDecimals", builder::documentedDecimals);
        section.ifWord("rounding", AmountRounding.class, builder::rounding);
        section.ifTexts("walletIds", builder::walletIds);
        section.ifWord("walletUse", WalletUse.class, builder::walletUse);
        section.ifText("walletChain", builder::walletChain);
        section.ifBoolean("readsTransfers", builder::readsTransfers);
        section.ifText("ownReferencePrefix", builder::ownReferencePrefix);
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        config.account(),
                        config.asset(),
                        config.assetScale(),
                        () -> new SourceReader(new PrivyBalanceSource(config), FeedEnvironment.system()),
                        environment -> List.of(new PrivySnapshotFeed(
                                config,
                                environment,
                                budget.orMade(() -> PrivySnapshotFeed.budget(config, environment))))))
                .toList();
    }
}
