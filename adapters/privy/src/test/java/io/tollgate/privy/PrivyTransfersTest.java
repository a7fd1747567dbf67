package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.OrderStatus.State;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.VenueOrder;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What became of transfers, asked of the simulated venue. */
@Timeout(60)
class PrivyTransfersTest {
    private final PrivySimulator venue = PrivySimulator.start(PrivySimulatorConfig.defaults());
    private final PrivyConfig config = PrivyVenue.config(venue)
            .walletIds(List.of("wallet_1", "wallet_2"))
            .chainId("eip155:8453")
            .build();
    private final PrivyTransfers transfers = of(config);

    PrivyTransfersTest() {
        venue.addWallet("acct_1", "wallet_1");
        venue.addWallet("acct_1", "wallet_2");
        venue.setBalance("wallet_1", "base", "usdc", BigInteger.valueOf(1_000_000_000));
        venue.setBalance("wallet_2", "base", "usdc", BigInteger.valueOf(1_000_000_000));
        venue.setBalance("wallet_2", "ethereum", "usdc", BigInteger.valueOf(1_000_000_000));
    }

    @AfterEach
    void close() {
        transfers.close();
        venue.close();
    }

    private static PrivyTransfers of(PrivyConfig config) {
        final FeedEnvironment environment = FeedEnvironment.system();
        return new PrivyTransfers(config, environment, PrivySnapshotFeed.budget(config, environment));
    }

    @Test
    void listsWhatIsPendingToTheLastPage() throws Exception {
        final List<String> pending = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            final String id = venue.transfer("wallet_1", "base", "usdc", "0.5", "order-" + i)
                    .id();
            if (i % 3 == 0) {
                venue.succeed(id);
            } else {
                pending.add(id);
            }
        }
        pending.add(venue.transfer("wallet_2", "base", "usdc", "1.25", "").id());
        venue.transfer("wallet_2", "ethereum", "usdc", "1.25", "another chain");

        final List<VenueOrder> open = transfers.openOrders();
        assertThat(open).extracting(VenueOrder::venueOrderId).containsExactlyInAnyOrderElementsOf(pending);
        assertThat(open).allMatch(order -> order.state() == State.OPEN && order.cumQuantity() == 0 && order.buy());
        assertThat(transfers.listsOnlyOpenOrders()).isTrue();
        final VenueOrder last = open.get(open.size() - 1);
        assertThat(last.size()).isEqualTo(1_250_000);
        assertThat(last.clientOrderId()).isEmpty();
        assertThat(last.instrument()).isEqualTo("usdc@base");
    }

    @Test
    void tellsHowATransferEnded() throws Exception {
        final String sent =
                venue.transfer("wallet_2", "base", "usdc", "1.000001", "a").id();
        final String rejected =
                venue.transfer("wallet_2", "base", "usdc", "2", "b").id();
        final String failed =
                venue.transfer("wallet_2", "base", "usdc", "3", "c").id();
        final String reverted =
                venue.transfer("wallet_2", "base", "usdc", "4", "d").id();
        final String pending =
                venue.transfer("wallet_2", "base", "usdc", "5", "e").id();
        venue.succeed(sent);
        venue.reject(rejected);
        venue.fail(failed, false);
        venue.fail(reverted, true);

        expect(sent, State.ENDED, 1_000_001, "a");
        expect(rejected, State.ENDED, 0, "b");
        expect(failed, State.ENDED, 0, "c");
        // its money is back, which the next read of the balance says
        expect(reverted, State.ENDED, 4_000_000, "d");
        expect(pending, State.OPEN, 0, "e");
        assertThat(transfers.order("act_99999999")).isEmpty();
    }

    private void expect(String id, State state, long cumQuantity, String reference) throws Exception {
        final VenueOrder order = transfers.order(id).orElseThrow();
        assertThat(order.state()).isEqualTo(state);
        assertThat(order.cumQuantity()).isEqualTo(cumQuantity);
        assertThat(order.clientOrderId()).isEqualTo(reference);
        assertThat(order.sizeScale()).isEqualTo(6);
    }

    @Test
    void anUnknownWalletIsNotAnUnknownTransfer() {
        final PrivyTransfers wrong =
                of(PrivyVenue.config(venue).walletIds(List.of("wallet_9")).build());
        assertThatThrownBy(() -> wrong.order("act_00000001"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Wallet not found");
        wrong.close();
    }

    @Test
    void anAnswerThatCannotBeReadIsNone() {
        for (final String body : List.of(
                "{\"data\":[]",
                "{}",
                "{\"data\":[{\"type\":\"transfer\"}],\"next_cursor\":null}",
                "{\"data\":[{\"id\":\"a\",\"type\":\"transfer\",\"status\":\"pending\",\"source_chain\":\"base\",\"source_asset\":\"usdc\","
                        + "\"source_amount\":\"-1\"}],\"next_cursor\":null}")) {
            venue.answerNext(200, body, 1);
            assertThatThrownBy(transfers::openOrders).isInstanceOf(MalformedMessageException.class);
        }
        venue.answerNext(200, "{\"data\":[],\"next_cursor\":\"x\"}", 5);
        assertThatThrownBy(transfers::openOrders)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("next_cursor must lead to the end");
        venue.clearFaults();
        venue.answerNext(500, 1);
        assertThatThrownBy(transfers::openOrders).isInstanceOf(RefusedException.class);
    }

    @Test
    void unknownStatesAndStepsKeepOrCharge() throws Exception {
        final String action =
                "{\"id\":\"a\",\"type\":\"transfer\",\"status\":\"%s\",\"wallet_id\":\"wallet_1\",\"source_chain\":\"base\","
                        + "\"source_asset\":\"usdc\"%s}";
        venue.answerNext(200, action.formatted("brand_new", ""), 1);
        final VenueOrder unknown = transfers.order("a").orElseThrow();
        assertThat(unknown.state()).isEqualTo(State.OPEN);
        assertThat(unknown.size()).isEqualTo(PrivyTransfers.UNKNOWN_SIZE);
        venue.answerNext(200, action.formatted("failed", ",\"source_amount\":\"2\""), 1);
        assertThat(transfers.order("a").orElseThrow().cumQuantity()).isEqualTo(2_000_000);
        venue.answerNext(
                200,
                action.formatted(
                        "failed",
                        ",\"source_amount\":\"2\",\"steps\":[{\"type\":\"external_transaction\",\"status\":\"pending\"}]"),
                1);
        assertThat(transfers.order("a").orElseThrow().cumQuantity()).isEqualTo(2_000_000);
        venue.answerNext(200, action.formatted("succeeded", ""), 1);
        assertThatThrownBy(() -> transfers.order("a")).isInstanceOf(MalformedMessageException.class);
        venue.answerNext(200, action.formatted("pending", "").replace("\"transfer\"", "\"swap\""), 1);
        assertThatThrownBy(() -> transfers.order("a")).hasMessageContaining("type must be transfer");
        assertThatThrownBy(() -> transfers.order("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(PrivyVenue.config(venue).build())).hasMessageContaining("walletIds must be given");
    }
}
