package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.polymarketus.ExchangeConfig;
import io.tollgate.polymarketus.ExchangeCredentials;
import io.tollgate.polymarketus.LedgerBackfillFeed;
import io.tollgate.polymarketus.LedgerStreamFeed;
import io.tollgate.polymarketus.RetailConfig;
import io.tollgate.polymarketus.RetailCredentials;
import io.tollgate.polymarketus.RetailSnapshotFeed;
import io.tollgate.polymarketus.TokenProvider;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.simulator.VenueControl;
import io.tollgate.simulator.VenueCredentials;
import io.tollgate.simulator.VenueEndpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The feeds and the rules of the demo's balance: those of the real venue, with times that suit a run of seconds. */
final class DemoFeeds {
    /** No money data for so long: the balance is STALE. */
    static final Duration STALE_AFTER = Duration.ofMillis(1_500);

    private static final Duration SNAPSHOT_PERIOD = Duration.ofMillis(500);
    private static final Duration SNAPSHOT_SPACING = Duration.ofMillis(60);
    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofMillis(200);
    private static final BackoffSettings BACKOFF =
            new BackoffSettings(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(500));

    private DemoFeeds() {}

    /** How money data is believed: one trader, a venue that sums open orders itself. */
    static BalanceSpec balance(VenueEndpoints endpoints) {
        final BalanceRules rules = BalanceRules.CAREFUL
                .soleTrader(BalanceRules.Netting.ALL_OURS)
                .withStaleAfterNanos(STALE_AFTER.toNanos())
                .withHeartbeatVouchNanos(Duration.ofSeconds(30).toNanos())
                .withVenueLagNanos(Duration.ofMillis(50).toNanos())
                .withVisibleAfterNanos(Duration.ofMillis(50).toNanos())
                .withStreamGraceNanos(Duration.ofSeconds(1).toNanos())
                .withDriftTolerance(0);
        return BalanceSpec.careful(Markets.VENUE, endpoints.account(), Markets.ASSET, Markets.ASSET_SCALE, rules);
    }

    /** Snapshots, and unless they are to be alone the ledger stream. */
    static List<BalanceFeed> feeds(VenueControl venue, boolean snapshotsOnly) {
        final VenueEndpoints endpoints = venue.endpoints();
        final VenueCredentials credentials = venue.credentials();
        final List<BalanceFeed> feeds = new ArrayList<>();
        if (!snapshotsOnly) {
            final ExchangeConfig exchange = ExchangeConfig.builder()
                    .plaintextAddress(endpoints.host(), endpoints.grpcPort())
                    .tokenUrl(endpoints.tokenUrl())
                    .audience(endpoints.audience())
                    .restUrl(endpoints.restUrl())
                    .credentials(ExchangeCredentials.of(credentials.clientId(), credentials.privateKey()))
                    .participantId(endpoints.participantId())
                    .account(endpoints.account())
                    .silenceTimeout(SILENCE)
                    .callTimeout(CALL_TIMEOUT)
                    .backoff(BACKOFF)
                    .build();
            final FeedEnvironment environment = FeedEnvironment.system();
            final TokenProvider tokens = new TokenProvider(exchange, environment);
            feeds.add(new LedgerStreamFeed(exchange, environment, tokens));
            feeds.add(new LedgerBackfillFeed(exchange, environment, tokens));
        }
        feeds.add(new RetailSnapshotFeed(RetailConfig.builder()
                .baseUrl(endpoints.restUrl())
                .credentials(RetailCredentials.of(credentials.retailKeyId(), credentials.retailSeedBase64()))
                .period(SNAPSHOT_PERIOD)
                .minSpacing(SNAPSHOT_SPACING)
                .callTimeout(CALL_TIMEOUT)
                .minRateLimitPause(RATE_LIMIT_PAUSE)
                .backoff(BACKOFF)
                .build()));
        return feeds;
    }
}
