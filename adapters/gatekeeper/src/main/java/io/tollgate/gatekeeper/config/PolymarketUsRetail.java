package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketus.RetailBalancesSource;
import io.tollgate.polymarketus.RetailConfig;
import io.tollgate.polymarketus.RetailCredentials;
import io.tollgate.polymarketus.RetailPushFeed;
import io.tollgate.polymarketus.RetailSnapshotFeed;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RequestBudget;
import java.util.List;
import java.util.Optional;

/** {@code polymarket-us-retail}: an API key and its Ed25519 secret. */
final class PolymarketUsRetail implements Venue {
    /** What is given instead of the venue's own. */
    private record Addresses(Optional<String> baseUrl, Optional<String> socketUrl) {

        /** The venue's own WebSocket says nothing of a balance that is read elsewhere. */
        boolean hasSocket() {
            return baseUrl.isEmpty() || socketUrl.isPresent();
        }
    }

    @Override
    public String name() {
        return "polymarket-us-retail";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final String keyId = section.text("keyId", "give the API key's id");
        final Optional<String> secret = section.secret("secretKey");
        final Addresses addresses = new Addresses(section.optionalText("baseUrl"), section.optionalText("socketUrl"));
        return section.made(() -> RetailCredentials.of(keyId, secret.orElse("")))
                .map(credentials -> {
                    final Shared<RequestBudget> budget = new Shared<>();
                    return balance -> balance(balance, credentials, addresses, budget);
                });
    }

    private List<ConfiguredBalance> balance(
            Section section, RetailCredentials credentials, Addresses addresses, Shared<RequestBudget> budget) {
        final RetailConfig.Builder builder = RetailConfig.builder().credentials(credentials);
        addresses.baseUrl().ifPresent(builder::baseUrl);
        addresses.socketUrl().ifPresent(builder::socketUrl);
        section.ifText("currency", builder::currency);
        section.ifNumber("assetScale", builder::assetScale);
        section.ifDuration("period", builder::period);
        section.ifDuration("minSpacing", builder::minSpacing);
        section.ifDuration("callTimeout", builder::callTimeout);
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        credentials.keyId(),
                        config.currency(),
                        config.assetScale(),
                        () -> {
                            final FeedEnvironment environment = FeedEnvironment.system();
                            return new SourceReader(
                                    new RetailBalancesSource(config, environment.wallClock()), environment);
                        },
                        environment -> {
                            final RequestBudget shared =
                                    budget.orMade(() -> RetailSnapshotFeed.budget(config, environment));
                            return List.of(
                                    addresses.hasSocket()
                                            ? new RetailPushFeed(config, environment, shared)
                                            : new RetailSnapshotFeed(config, environment, shared));
                        }))
                .toList();
    }
}
