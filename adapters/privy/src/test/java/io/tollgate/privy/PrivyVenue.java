package io.tollgate.privy;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.PollingConfig;
import io.tollgate.simulator.privy.PrivySimulator;
import java.time.Duration;

/** Settings for a simulated venue. */
final class PrivyVenue {
    private PrivyVenue() {}

    static PrivyConfig.Builder config(PrivySimulator venue) {
        return PrivyConfig.builder()
                .baseUrl(venue.url())
                .credentials(PrivyCredentials.of(
                        venue.config().appId(), venue.config().appSecret()))
                .account("acct_1")
                .budget(1000, 1000)
                .polling(PollingConfig.DEFAULT
                        .withPeriod(Duration.ofMillis(50), Duration.ofMillis(5))
                        .withMinRateLimitPause(Duration.ofMillis(20))
                        .withBackoff(new BackoffSettings(
                                Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(1))));
    }
}
