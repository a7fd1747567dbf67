package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.RecordingSink;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import io.tollgate.simulator.privy.PrivyTransfer;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others have under way is told, whatever page of the list it stands on. The wallet holds 1,000 USDC. */
@Timeout(60)
class PendingTransfersTest {
    private final PrivySimulator venue =
            PrivySimulator.start(PrivySimulatorConfig.defaults().withChainDecimals(6));
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void fund() {
        venue.addWallet("acct_1", "wallet_1");
        venue.setBalance("wallet_1", "base", "usdc", BigInteger.valueOf(1_000_000_000));
    }

    @AfterEach
    void close() {
        venue.close();
    }

    private PrivySnapshotFeed started(String prefix) {
        final PrivyConfig config = PrivyVenue.config(venue)
                .chainId("eip155:8453")
                .walletIds(java.util.List.of("wallet_1"))
                .walletUse(WalletUse.FINER)
                .ownReferencePrefix(prefix)
                .polling(PrivyVenue.config(venue)
                        .build()
                        .polling()
                        .withPeriod(Duration.ofMinutes(10), Duration.ofMillis(1)))
                .build();
        final PrivySnapshotFeed feed = new PrivySnapshotFeed(config);
        feed.start(RecordingSink.BALANCE, sink);
        return feed;
    }

    private Snapshot read() {
        return sink.next(RecordingSink.Read.class).snapshot();
    }

    private Snapshot readAgain(PrivySnapshotFeed feed) {
        feed.requestSnapshot();
        return read();
    }

    private PrivyTransfer sent(String amount, String reference) {
        return venue.transfer("wallet_1", "base", "usdc", amount, reference);
    }

    @Test
    void pendingOnesOfOthersAreTakenOffUntilTheyAreOver() {
        sent("10", "gate-1-7");
        final PrivyTransfer theirs = sent("200", "somebody");
        try (PrivySnapshotFeed feed = started("gate-1-")) {
            final Snapshot first = read();
            assertThat(first.ledger()).isEqualTo(1_000_000_000);
            assertThat(first.netSpendable()).isEqualTo(800_000_000);
            assertThat(first.openOrders()).isZero();
            venue.reject(sent("1", "mark").id());
            readAgain(feed);
            // below the pages that a read goes through by now, and asked for by its name
            for (int i = 0; i < 299; i++) {
                venue.reject(sent("1", "short-" + i).id());
            }
            final int before = venue.heard().size();
            assertThat(readAgain(feed).netSpendable()).isEqualTo(800_000_000);
            assertThat(venue.heard().stream().skip(before))
                    .anyMatch(heard -> heard.target().contains("/actions/" + theirs.id()));
            venue.succeed(theirs.id());
            final Snapshot after = readAgain(feed);
            assertThat(after.ledger()).isEqualTo(800_000_000);
            assertThat(after.netSpendable()).isEqualTo(800_000_000);
        }
    }

    @Test
    void whoseTheyAreIsLeftToTheGateWhereNothingTells() {
        sent("10", "");
        sent("200", "somebody");
        try (PrivySnapshotFeed feed = started("")) {
            final Snapshot snapshot = read();
            assertThat(snapshot.netSpendable()).isEqualTo(790_000_000);
            assertThat(snapshot.openOrders()).isEqualTo(210_000_000);
            assertThat(feed.kind()).isEqualTo(io.tollgate.gate.feed.FeedKind.SNAPSHOTS);
        }
    }
}
