package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More accounts than streams: what has one streams, the others are read by the clock. */
@Timeout(60)
class ExchangeFeedsTest {

    @Test
    void accountsBeyondTheFirmsStreamsArePolled() {
        StreamBudget budget = new StreamBudget(1);
        try (VenueSimulator simulator = VenueSimulator.start(SimulatorConfig.builder()
                .streamCap(1)
                .initialBalanceMicros(7_000_000)
                .build())) {
            ExchangeConfig config = ExchangeConfig.builder()
                    .plaintextAddress(
                            simulator.endpoints().host(), simulator.endpoints().grpcPort())
                    .tokenUrl(simulator.endpoints().tokenUrl())
                    .audience(simulator.endpoints().audience())
                    .restUrl(simulator.endpoints().restUrl())
                    .credentials(ExchangeCredentials.of(
                            simulator.credentials().clientId(),
                            simulator.credentials().privateKey()))
                    .participantId(simulator.endpoints().participantId())
                    .account(simulator.endpoints().account())
                    .minSnapshotSpacing(Duration.ofMillis(1))
                    .build();
            FeedEnvironment environment = FeedEnvironment.system();
            TokenProvider tokens = new TokenProvider(config, environment);
            List<BalanceFeed> first =
                    ExchangeFeeds.forAccount(config, environment, tokens, budget, Duration.ofSeconds(5));
            List<BalanceFeed> second = ExchangeFeeds.feeds(config, environment, tokens, budget, Duration.ofMillis(20));
            assertThat(first)
                    .extracting(BalanceFeed::kind)
                    .containsExactly(FeedKind.STREAM, FeedKind.SNAPSHOTS, FeedKind.BACKFILL);
            assertThat(second).extracting(BalanceFeed::kind).containsExactly(FeedKind.SNAPSHOTS);
            assertThat(budget.left()).isZero();

            RecordingSink sink = new RecordingSink();
            second.get(0).start(RecordingSink.BALANCE, sink);
            simulator.deposit(1_000_000);
            while (sink.skipTo(Read.class).snapshot().ledger() != 8_000_000) {
                // read by the clock, until the deposit is seen
            }
            second.forEach(BalanceFeed::close);
            first.forEach(BalanceFeed::close);
            first.forEach(BalanceFeed::close);
            assertThat(budget.left()).isEqualTo(1);
        }
    }

    @Test
    void aFirmHasTwenty() {
        assertThatThrownBy(() -> new StreamBudget(21)).hasMessageContaining("streams must be 0 to 20");
        assertThatThrownBy(() -> new StreamBudget(3).giveBack()).isInstanceOf(IllegalStateException.class);
        StreamBudget none = new StreamBudget(0);
        assertThat(none.tryTake()).isFalse();
    }
}
