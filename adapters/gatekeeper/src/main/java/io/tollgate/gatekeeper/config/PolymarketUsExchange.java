package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketus.ExchangeConfig;
import io.tollgate.polymarketus.ExchangeCredentials;
import io.tollgate.polymarketus.ExchangeSnapshotFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code polymarket-us-exchange}: a client id and an RSA key. */
final class PolymarketUsExchange implements Venue {
    /** Where the exchange stack is reached. */
    private enum Environment {
        PRODUCTION,
        PRE_PRODUCTION
    }

    @Override
    public String name() {
        return "polymarket-us-exchange";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final String clientId = section.text("clientId", "give the client id of the onboarding");
        final Optional<Path> key = section.secretFile("privateKey");
        final Environment[] environment = {Environment.PRODUCTION};
        section.ifWord("environment", Environment.class, word -> environment[0] = word);
        final Optional<String> participant = section.optionalText("participantId");
        return section.made(() -> ExchangeCredentials.fromPemFile(clientId, key.orElse(Path.of(""))))
                .map(credentials -> balance -> balance(balance, credentials, environment[0], participant));
    }

    private List<ConfiguredBalance> balance(
            Section section, ExchangeCredentials credentials, Environment environment, Optional<String> participant) {
        final ExchangeConfig.Builder builder = ExchangeConfig.builder().credentials(credentials);
        if (environment == Environment.PRODUCTION) {
            builder.production();
        } else {
            builder.preProduction();
        }
        participant.ifPresent(builder::participantId);
        builder.account(section.text("account", "give firms/…/accounts/…"));
        section.ifText("currency", builder::currency);
        section.ifNumber("assetScale", builder::assetScale);
        section.ifDuration("callTimeout", builder::callTimeout);
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        config.account(),
                        config.currency(),
                        config.assetScale(),
                        () -> new FeedReader(new ExchangeSnapshotFeed(config), "")))
                .toList();
    }
}
