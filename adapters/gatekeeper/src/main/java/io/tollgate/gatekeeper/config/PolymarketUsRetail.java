package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketus.RetailBalancesSource;
import io.tollgate.polymarketus.RetailConfig;
import io.tollgate.polymarketus.RetailCredentials;
import io.tollgate.rest.FeedEnvironment;
import java.util.List;
import java.util.Optional;

/** {@code polymarket-us-retail}: an API key and its Ed25519 secret. */
final class PolymarketUsRetail implements Venue {
    @Override
    public String name() {
        return "polymarket-us-retail";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final String keyId = section.text("keyId", "give the API key's id");
        final Optional<String> secret = section.secret("secretKey");
        final Optional<String> baseUrl = section.optionalText("baseUrl");
        return section.made(() -> RetailCredentials.of(keyId, secret.orElse("")))
                .map(credentials -> balance -> balance(balance, credentials, baseUrl));
    }

    private List<ConfiguredBalance> balance(Section section, RetailCredentials credentials, Optional<String> baseUrl) {
        final RetailConfig.Builder builder = RetailConfig.builder().credentials(credentials);
        baseUrl.ifPresent(builder::baseUrl);
        section.ifText("currency", builder::currency);
        section.ifNumber("assetScale", builder::assetScale);
        section.ifDuration("period", builder::period);
        section.ifDuration("minSpacing", builder::minSpacing);
        section.ifDuration("callTimeout", builder::callTimeout);
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(), credentials.keyId(), config.currency(), config.assetScale(), () -> {
                            final FeedEnvironment environment = FeedEnvironment.system();
                            return new SourceReader(
                                    new RetailBalancesSource(config, environment.wallClock()), environment);
                        }))
                .toList();
    }
}
