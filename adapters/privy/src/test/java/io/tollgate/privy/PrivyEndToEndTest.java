package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.Decision;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.simulator.privy.PrivyRefusal;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import io.tollgate.simulator.privy.PrivyTransfer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feed moves a gate's balance, and gate and venue refuse the same transfer. */
@Timeout(120)
class PrivyEndToEndTest {
    @TempDir
    Path directory;

    @Test
    void theGateFollowsTheVenueAndBothRefuseWhatTheFundsDoNotCover() {
        try (PrivySimulator venue =
                        PrivySimulator.start(PrivySimulatorConfig.defaults().withChainDecimals(6));
                Gatekeeper keeper = Gatekeeper.launch(GateConfig.at(directory)
                        .withSizes(new BookSizes(2, 8, 16, 2, 256, 1024))
                        .withSlots(1024, 4096))) {
            venue.addWallet("acct_1", "wallet_1");
            venue.setBalance("wallet_1", "base", "usdc", BigInteger.valueOf(300_000_000));
            final PrivyConfig config = PrivyVenue.config(venue)
                    .chainId("eip155:8453")
                    .walletIds(List.of("wallet_1"))
                    .walletUse(WalletUse.FINER)
                    .build();
            final Balance usdc = keeper.gate()
                    .register(PrivyRules.balance(
                            config,
                            BalanceRules.CAREFUL
                                    .withStaleAfterNanos(TimeUnit.SECONDS.toNanos(5))
                                    .withVenueLagNanos(0)
                                    .withVisibleAfterNanos(TimeUnit.MILLISECONDS.toNanos(200))));
            keeper.attach(usdc, new PrivySnapshotFeed(config));
            final Lane lane = keeper.gate().lane("router-0");
            final Line line = lane.bind(usdc, PrivyRules.transferLine(config, PrivyRules.noFee()));
            await(() -> line.maxAffordable(PrivyRules.PRICE) == 300_000_000);

            // more than there is: the gate and the venue say no
            assertThat(Decision.ofReservation(line.reserve(PrivyRules.PRICE, 300_000_001, 1)))
                    .isEqualTo(Decision.INSUFFICIENT_FUNDS);
            assertThatThrownBy(() -> venue.transfer("wallet_1", "base", "usdc", "300.000001", "order-1"))
                    .isInstanceOf(PrivyRefusal.class)
                    .hasMessageContaining("300.000000 usdc available on base, 300.000001 requested");

            // what the gate approves the venue takes; two cannot have the same money
            final long reservation = line.reserve(PrivyRules.PRICE, 200_000_000, 2);
            assertThat(reservation).isPositive();
            assertThat(line.sent(reservation)).isZero();
            final PrivyTransfer transfer = venue.transfer("wallet_1", "base", "usdc", "200", "order-2");
            assertThat(line.acked(reservation)).isZero();
            assertThat(Decision.ofReservation(line.reserve(PrivyRules.PRICE, 100_000_001, 3)))
                    .isEqualTo(Decision.INSUFFICIENT_FUNDS);
            assertThatThrownBy(() -> venue.transfer("wallet_1", "base", "usdc", "100.000001", "order-3"))
                    .isInstanceOf(PrivyRefusal.class);

            // it goes out: first in transit, then in the ledger
            venue.succeed(transfer.id());
            assertThat(line.fill(reservation, 1, 200_000_000, 200_000_000, PrivyRules.PRICE, 0, 0))
                    .isZero();
            await(() ->
                    keeper.gate().view(usdc).inTransit() == 0 && line.maxAffordable(PrivyRules.PRICE) == 100_000_000);

            // a deposit counts once it is screened: the chain has it before the ledger
            venue.deposit("wallet_1", "base", "usdc", BigInteger.valueOf(50_000_000), true);
            assertThat(venue.spendable("wallet_1", "base", "usdc")).isEqualTo(BigInteger.valueOf(100_000_000));
            venue.screeningDone("wallet_1", "base", "usdc");
            await(() -> line.maxAffordable(PrivyRules.PRICE) == 150_000_000);

            // another client takes money out
            venue.outflow("wallet_1", "base", "usdc", BigInteger.valueOf(149_000_000));
            await(() -> line.maxAffordable(PrivyRules.PRICE) == 1_000_000);

            // a venue that fails for long closes the balance; it comes back by itself
            venue.answerNext(500, 100_000);
            await(() -> line.maxAffordable(PrivyRules.PRICE) <= 0);
            venue.clearFaults();
            await(() -> line.maxAffordable(PrivyRules.PRICE) == 1_000_000);
        }
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("in time").isNegative();
            Thread.onSpinWait();
        }
    }
}
