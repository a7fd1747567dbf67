package io.tollgate.gatekeeper.config;

import io.tollgate.kalshi.KalshiBalanceFeed;
import io.tollgate.kalshi.KalshiBalanceSource;
import io.tollgate.kalshi.KalshiConfig;
import io.tollgate.kalshi.KalshiCredentials;
import io.tollgate.kalshi.KalshiFees;
import io.tollgate.kalshi.KalshiRateLimits;
import io.tollgate.kalshi.OpenOrderTreatment;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RequestBudget;
import java.util.List;
import java.util.Optional;

/** {@code kalshi}: an API key's id and its private key, RSA or Ed25519. */
final class KalshiVenue implements Venue {
    private static final String EMPTY =
            "nothing is in this subaccount and shard: cash of another exchangeIndex or subaccount cannot pay here;"
                    + " read exchangeIndex from the market that is traded";

    /** Keys of one are refused by the other. */
    private enum Environment {
        PRODUCTION,
        DEMO
    }

    @Override
    public String name() {
        return "kalshi";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final String keyId = section.text("keyId", "give the API key's id");
        final Optional<String> key = section.secret("privateKey");
        final Environment[] environment = {Environment.PRODUCTION};
        section.ifWord("environment", Environment.class, word -> environment[0] = word);
        final String baseUrl = section.optionalText("baseUrl")
                .orElse(environment[0] == Environment.DEMO ? KalshiConfig.DEMO : KalshiConfig.PRODUCTION);
        return section.made(() -> KalshiCredentials.of(keyId, key.orElse(""))).map(credentials -> {
            final Shared<RequestBudget> budget = new Shared<>();
            return balance -> balance(balance, credentials, baseUrl, budget);
        });
    }

    private List<ConfiguredBalance> balance(
            Section section, KalshiCredentials credentials, String baseUrl, Shared<RequestBudget> budget) {
        final KalshiConfig.Builder builder =
                KalshiConfig.builder().credentials(credentials).baseUrl(baseUrl);
        final String account = section.optionalText("account").orElse("primary");
        section.ifNumber("subaccount", builder::subaccount);
        section.ifNumber("exchangeIndex", builder::exchangeIndex);
        section.ifWord("openOrders", OpenOrderTreatment.class, builder::openOrders);
        section.ifBoolean("readRestingOrders", builder::readRestingOrders);
        section.ifText("ownOrderPrefix", builder::ownOrderPrefix);
        section.ifBoolean("readPositions", builder::readPositions);
        section.ifBoolean("readUserDataTime", builder::readUserDataTime);
        section.ifDuration("maxDataAge", builder::maxDataAge);
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        KalshiConfig.account(account, config.subaccount(), config.exchangeIndex()),
                        "USD",
                        KalshiFees.USD_SCALE,
                        () -> new SourceReader(new KalshiBalanceSource(config), FeedEnvironment.system(), EMPTY),
                        environment -> List.of(new KalshiBalanceFeed(
                                config,
                                budget.orMade(() -> KalshiRateLimits.Tier.BASIC
                                        .limits()
                                        .readBudget(environment.nanoClock().nanoTime())),
                                environment))))
                .toList();
    }
}
