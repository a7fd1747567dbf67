package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketus.ExchangeConfig;
import io.tollgate.polymarketus.ExchangeCredentials;
import io.tollgate.polymarketus.ExchangeSnapshotFeed;
import io.tollgate.rest.VenueText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code polymarket-us-exchange}: a client id and an RSA key. */
final class PolymarketUsExchange implements Venue {
    /** Where the exchange stack is reached. */
    private enum Environment {
        PRODUCTION,
        PRE_PRODUCTION
    }

    /** An environment's addresses, and what is given instead of them, for a simulator. */
    private record Addresses(
            Environment environment,
            Optional<String> grpcAddress,
            Optional<String> tokenUrl,
            Optional<String> audience) {
        private static final Pattern ADDRESS =
                Pattern.compile("([A-Za-z0-9.-]{1,200}|\\[[0-9a-fA-F:]+])[:]([0-9]{1,5})");

        ExchangeConfig.Builder set(ExchangeConfig.Builder builder) {
            if (environment == Environment.PRODUCTION) {
                builder.production();
            } else {
                builder.preProduction();
            }
            grpcAddress.ifPresent(address -> {
                final Matcher matcher = ADDRESS.matcher(address);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException("grpcAddress must be host:port: grpcAddress="
                            + VenueText.clean(address) + "; write for example 127.0.0.1:50051");
                }
                final String host = matcher.group(1);
                final int port = Integer.parseInt(matcher.group(2));
                if (host.startsWith("127.") || host.equals("localhost")) {
                    builder.plaintextAddress(host, port);
                } else {
                    builder.address(host, port);
                }
            });
            tokenUrl.ifPresent(builder::tokenUrl);
            audience.ifPresent(builder::audience);
            return builder;
        }
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
        final Addresses addresses = new Addresses(
                environment[0],
                section.optionalText("grpcAddress"),
                section.optionalText("tokenUrl"),
                section.optionalText("audience"));
        return section.made(() -> ExchangeCredentials.fromPemFile(clientId, key.orElse(Path.of(""))))
                .map(credentials -> balance -> balance(balance, credentials, addresses, participant));
    }

    private List<ConfiguredBalance> balance(
            Section section, ExchangeCredentials credentials, Addresses addresses, Optional<String> participant) {
        final ExchangeConfig.Builder builder = ExchangeConfig.builder().credentials(credentials);
        section.made(() -> addresses.set(builder));
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
