package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What reservations are summed over, and limits beside the balance's. Amounts in micro-dollars, prices in cents. */
@org.jspecify.annotations.NullUnmarked
class ScopesTest extends AllowanceFixture {
    private Balance negRisk;

    @Override
    void bind() {
        super.bind();
        negRisk = allowance("0xe222");
    }

    private long available(Balance balance) {
        return h.gate.view(balance).available();
    }

    @Test
    void aBalancesModeSaysWhatIsSummed() {
        final Balance sides = h.gate.register(new BalanceSpec("v", "a", "SIDES", 6, Scopes.INSTRUMENT_SIDE, h.rules));
        read(sides, 5_000_000);
        final Line buy = h.lane.bind(sides, GateHarness.buySpec("sym-a"));
        final Line again = h.lane.bind(sides, new LineSpec("sym-a", Side.BUY, 2, 0, 98, FeeRule.none()));
        final Line sell = h.lane.bind(sides, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final Line other = h.lane.bind(sides, GateHarness.buySpec("sym-b"));
        assertThat(buy.reserve(50, 8, 1)).isPositive();
        assertThat(Decision.of(buy.canAfford(50, 3))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(Decision.of(again.canAfford(50, 3))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(Decision.of(sell.canAfford(50, 10))).isEqualTo(Decision.APPROVED);
        assertThat(Decision.of(other.canAfford(50, 10))).isEqualTo(Decision.APPROVED);
    }

    @Test
    void aMarketIsSummedOverItsInstrumentsAlsoAfterARestart() {
        final BalanceSpec spec = new BalanceSpec("v", "a", "MARKETS", 6, Scopes.MARKET, h.rules);
        Balance markets = h.gate.register(spec);
        read(markets, 5_000_000);
        final LineSpec yes = GateHarness.buySpec("yes").ofMarket("0xabc");
        final LineSpec no = GateHarness.buySpec("no").ofMarket("0xabc");
        final LineSpec elsewhere = GateHarness.buySpec("yes-2").ofMarket("0xdef");
        final long r = h.lane.bind(markets, yes).reserve(50, 8, 1);
        h.lane.sent(r);
        h.step();
        h.crash();
        markets = h.gate.register(spec);
        read(markets, 5_000_000);
        assertThat(Decision.of(h.lane.bind(markets, no).canAfford(50, 3))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(Decision.of(h.lane.bind(markets, no).canAfford(50, 2))).isEqualTo(Decision.APPROVED);
        assertThat(Decision.of(h.lane.bind(markets, elsewhere).canAfford(50, 10)))
                .isEqualTo(Decision.APPROVED);
        assertThatThrownBy(() -> h.gate.register(BalanceSpec.careful("v", "a", "MARKETS", 6, h.rules)))
                .hasMessageContaining("scope mode");
    }

    @Test
    void anOrderMustBeCoveredByEachLimitAndTakesFromNoneIfOneRefuses() {
        assertThat(Decision.of(joint.canAfford(50, 1))).isEqualTo(Decision.UNKNOWN_BALANCE);
        read(exchange, 3_000_000);
        assertThat(joint.maxAffordable(50)).isEqualTo(6);
        assertThat(Decision.of(joint.canAfford(50, 7))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(Decision.ofReservation(joint.reserve(50, 7, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        read(exchange, 30_000_000);
        // the balance refuses after the allowance was taken: that is given back
        assertThat(Decision.ofReservation(joint.reserve(50, 21, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.step();
        h.step();
        assertThat(available(exchange)).isEqualTo(30_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
    }

    @Test
    void eachSpendersAllowanceIsALimitOfItsOwn() {
        read(exchange, 3_000_000);
        read(negRisk, 4_000_000);
        final JointLine other = h.lane.bindJoint(GateHarness.buySpec("sym-n"), h.usd, negRisk);
        assertThat(joint.reserve(50, 6, 1)).isPositive();
        assertThat(other.reserve(50, 8, 2)).isPositive();
        assertThat(Decision.of(joint.canAfford(1, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(Decision.of(other.canAfford(1, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(h.available()).isEqualTo(3_000_000);
        assertThat(Decision.of(h.buy.canAfford(50, 6))).isEqualTo(Decision.APPROVED);
    }

    @Test
    void factsAreToldOnceAndCountForEachLimit() {
        read(exchange, 8_000_000);
        final long r = joint.reserve(50, 10, 1);
        assertThat(h.lane.sent(r)).isZero();
        assertThat(h.lane.fill(r, 7, 4, 4, 40, 0, 0)).isZero();
        assertThat(h.lane.fill(r, 7, 4, 4, 40, 0, 0)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.available()).isEqualTo(10_000_000 - 1_600_000 - 3_000_000);
        assertThat(available(exchange)).isEqualTo(8_000_000 - 1_600_000 - 3_000_000);
        assertThat(joint.amend(r, 60, 12)).isZero();
        assertThat(Decision.of(joint.amend(r, 60, 13))).isEqualTo(Decision.AMEND_PENDING);
        assertThat(h.lane.amendAccepted(r, 60, 12)).isZero();
        h.step();
        assertThat(h.gate.view(exchange).held()).isEqualTo(4_800_000);
        assertThat(h.lane.bust(r, 7)).isZero();
        h.step();
        assertThat(h.gate.view(exchange).held()).isEqualTo(7_200_000);
        assertThat(h.lane.release(r, 0, ReleaseReason.CANCELLED)).isZero();
        h.step();
        assertThat(h.gate.view(exchange).held()).isZero();
        h.pass(11 * MILLI);
        read(h.usd, 10_000_000);
        read(exchange, 8_000_000);
        assertThat(available(exchange)).isEqualTo(8_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
        assertThat(h.gate.isQuiet()).isTrue();
    }

    @Test
    void anAmendThatOneLimitRefusesChangesNone() {
        read(exchange, 30_000_000);
        final long r = joint.reserve(50, 10, 1);
        h.lane.sent(r);
        h.step();
        assertThat(Decision.of(joint.amend(r, 50, 21))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.step();
        assertThat(h.gate.view(exchange).held()).isEqualTo(5_000_000);
        assertThat(Decision.of(joint.amend(r, 50, 20))).isEqualTo(Decision.APPROVED);
        h.step();
        assertThat(h.gate.view(exchange).held()).isEqualTo(10_000_000);
        assertThat(Decision.of(joint.amend(1L << 40 | 63, 50, 20))).isEqualTo(Decision.UNKNOWN_RESERVATION);
    }

    @Test
    void whatIsNotSentInTimeEndsOnEachLimit() {
        read(exchange, 8_000_000);
        final long r = joint.reserve(50, 10, 1);
        h.pass(1_001 * MILLI);
        h.step();
        assertThat(FactResult.of(h.lane.sent(r))).isEqualTo(FactResult.NOT_SENDABLE);
        assertThat(h.gate.view(exchange).held()).isZero();
        assertThat(h.held()).isZero();
    }

    @Test
    void anOrderStatusAnswerEndsEachLimitsReservation() {
        read(exchange, 8_000_000);
        final long r = joint.reserve(50, 10, 1);
        h.lane.sent(r);
        h.step();
        final Settlement s = h.gate.settle(new OrderStatusAnswer(
                OrderSelection.all(), h.nowNanos, 0, false, java.util.List.of(OrderStatus.ended(r, 0))));
        assertThat(s).isEqualTo(new Settlement(1, 0, 0, 0, 0, 0));
        h.step();
        assertThat(h.gate.view(exchange).held()).isZero();
        assertThat(h.held()).isZero();
    }

    @Test
    void anUnlimitedAllowanceIsNeverLowered() {
        read(exchange, Amounts.UNLIMITED);
        final long r = joint.reserve(50, 10, 1);
        h.lane.sent(r);
        h.lane.fill(r, 1, 10, 10, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(exchange).limit()).isEqualTo(Amounts.UNLIMITED);
        assertThat(h.available()).isEqualTo(5_000_000);
        assertThat(joint.maxAffordable(50)).isEqualTo(10);
    }

    @Test
    void aKillLeavesNoLimitBehind() {
        final SplittableRandom random = new SplittableRandom(7);
        read(exchange, 8_000_000);
        for (int round = 0; round < 30; round++) {
            final long r = joint.reserve(50, random.nextInt(1, 10), round);
            final boolean sent = r > 0 && random.nextBoolean() && h.lane.sent(r) == 0;
            if (sent && random.nextBoolean()) {
                h.lane.fill(r, round + 1, 1, 1, 50, 0, 0);
            }
            if (random.nextBoolean()) {
                h.cycle();
            }
            if (sent) {
                h.lane.release(r, 0, ReleaseReason.CANCELLED);
            }
            if (random.nextBoolean()) {
                h.cycle();
            }
            h.crash();
            bind();
            h.pass(1_001 * MILLI);
            h.step();
            h.pass(60 * MILLI);
            h.step();
            assertThat(h.held()).as("balance, round %d", round).isZero();
            assertThat(h.gate.view(exchange).held())
                    .as("allowance, round %d", round)
                    .isZero();
            read(h.usd, 10_000_000);
            read(exchange, 8_000_000);
        }
    }
}
