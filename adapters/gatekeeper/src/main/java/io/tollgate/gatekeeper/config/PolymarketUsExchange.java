package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketus.ExchangeConfig;
import io.tollgate.polymarketus.ExchangeCredentials;
import io.tollgate.polymarketus.ExchangeFeeds;
import io.tollgate.polymarketus.ExchangeSnapshotFeed;
import io.tollgate.polymarketus.ProtoContract;
import io.tollgate.polymarketus.StreamBudget;
import io.tollgate.polymarketus.TokenProvider;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code polymarket-us-exchange}: a client id and an RSA key. */
final class PolymarketUsExchange implements Venue {
    /** Of an account for which the firm has no stream left. */
    private static final Duration DEFAULT_POLL_PERIOD = Duration.ofSeconds(5);

    /** What the accounts of one client id share. */
    private record Firm(Shared<TokenProvider> tokens, StreamBudget streams) {}

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
            Optional<String> audience,
            Optional<ProtoContract> contract) {
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
            contract.ifPresent(builder::contract);
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
        final AtomicReference<@Nullable ProtoContract> contract = new AtomicReference<>();
        section.ifPath("descriptorSetFile", path -> contract.set(ProtoContract.fromDescriptorSet(path)));
        final Addresses addresses = new Addresses(
                environment[0],
                section.optionalText("grpcAddress"),
                section.optionalText("tokenUrl"),
                section.optionalText("audience"),
                Optional.ofNullable(contract.get()));
        return section.made(() -> ExchangeCredentials.fromPemFile(clientId, key.orElse(Path.of(""))))
                .map(credentials -> {
                    final Firm firm = new Firm(new Shared<>(), new StreamBudget(StreamBudget.FIRM_STREAMS));
                    return balance -> balance(balance, credentials, addresses, participant, firm);
                });
    }

    private List<ConfiguredBalance> balance(
            Section section,
            ExchangeCredentials credentials,
            Addresses addresses,
            Optional<String> participant,
            Firm firm) {
        final ExchangeConfig.Builder builder = ExchangeConfig.builder().credentials(credentials);
        section.made(() -> addresses.set(builder));
        participant.ifPresent(builder::participantId);
        builder.account(section.text("account", "give firms/…/accounts/…"));
        section.ifText("currency", builder::currency);
        section.ifNumber("assetScale", builder::assetScale);
        section.ifDuration("callTimeout", builder::callTimeout);
        final Duration[] pollPeriod = {DEFAULT_POLL_PERIOD};
        section.ifDuration(
                "pollPeriod",
                period ->
                        pollPeriod[0] = Rules.range("pollPeriod", period, Duration.ofSeconds(1), Duration.ofHours(1)));
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        config.account(),
                        config.currency(),
                        config.assetScale(),
                        () -> new FeedReader(new ExchangeSnapshotFeed(config), ""),
                        environment -> ExchangeFeeds.forAccount(
                                config,
                                environment,
                                firm.tokens().orMade(() -> new TokenProvider(config, environment)),
                                firm.streams(),
                                pollPeriod[0])))
                .toList();
    }
}
