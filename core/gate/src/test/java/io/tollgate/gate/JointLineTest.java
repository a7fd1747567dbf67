package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ways to spend an allowance twice, or to hold it for ever, that a reviewer would try. The balance has 10.00, the allowance 8.00; amounts in
 * micro-dollars, prices in cents.
 */
@org.jspecify.annotations.NullUnmarked
class JointLineTest extends AllowanceFixture {
    @BeforeEach
    void readAllowance() {
        read(exchange, 8_000_000);
    }

    private long sent(long size) {
        final long r = joint.reserve(50, size, 1);
        assertThat(h.lane.sent(r)).isZero();
        h.step();
        return r;
    }

    private long held(Balance balance) {
        return h.gate.view(balance).held();
    }

    private BalanceStatus status(Balance balance) {
        return h.gate.view(balance).status();
    }

    private long leg() {
        return h.gate.reservations().stream()
                .filter(r -> r.orderReservation() != r.id())
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void shows(long limit, long held, long allowed, long allowedHeld) {
        h.step();
        assertThat(h.gate.view(h.usd).limit()).as("balance").isEqualTo(limit);
        assertThat(h.held()).as("held of the balance").isEqualTo(held);
        assertThat(h.gate.view(exchange).limit()).as("allowance").isEqualTo(allowed);
        assertThat(held(exchange)).as("held of the allowance").isEqualTo(allowedHeld);
    }

    /** As in docs/reservations.md. */
    @Test
    void theExampleOfTheDocumentation() {
        final Balance other = allowance("0xe222");
        read(other, 8_000_000);
        shows(10_000_000, 0, 8_000_000, 0);
        final long r = sent(10);
        shows(10_000_000, 5_000_000, 8_000_000, 5_000_000);
        assertThat(Decision.ofReservation(joint.reserve(50, 8, 2))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        shows(10_000_000, 5_000_000, 8_000_000, 5_000_000);
        assertThat(h.lane.bindJoint(GateHarness.buySpec("sym-n"), h.usd, other).reserve(50, 8, 3))
                .isPositive();
        shows(10_000_000, 9_000_000, 8_000_000, 5_000_000);
        h.lane.fill(r, 7, 4, 4, 40, 0, 0);
        shows(8_400_000, 7_000_000, 6_400_000, 3_000_000);
        assertThat(Decision.of(joint.amend(r, 60, 12))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        shows(8_400_000, 7_000_000, 6_400_000, 3_000_000);
        h.lane.release(r, 4, ReleaseReason.CANCELLED);
        shows(8_400_000, 4_000_000, 6_400_000, 0);
    }

    @Test
    void limitsThatDoNotFitAreRefused() {
        final LineSpec buy = GateHarness.buySpec("sym-a");
        final LineSpec sell = new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none());
        assertThatThrownBy(() -> h.lane.bindJoint(sell, h.usd, exchange)).hasMessageContaining("SELL_TO_OPEN");
        assertThatThrownBy(() -> h.lane.bindJoint(buy, h.usd, exchange, exchange))
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> h.lane.bindJoint(buy, h.usd, h.usd)).hasMessageContaining("given twice");
        final Balance other = h.gate.register(BalanceSpec.allowance("v", "a", "ETH", "0xe333", 9, h.rules));
        assertThatThrownBy(() -> h.lane.bindJoint(buy, h.usd, other)).hasMessageContaining("scale");
        assertThatThrownBy(() -> h.lane.bindJoint(buy, h.usd, new Balance[JointLine.MOST_LIMITS]))
                .hasMessageContaining("at most 8 limits");
    }

    @Test
    void theFirstRefusalInPrecedenceIsGivenWhicheverLimitSaysIt() {
        h.gate.halt();
        assertThat(Decision.ofReservation(joint.reserve(50, 17, 1))).isEqualTo(Decision.HALTED);
        h.gate.resume();
        h.lane.refusedForFunds(sent(1), Lane.UNKNOWN_AMOUNT);
        h.step();
        read(exchange, 8_000_000);
        assertThat(status(h.usd)).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(status(exchange)).isEqualTo(BalanceStatus.OPEN);
        // the allowance alone would say 50
        assertThat(Decision.of(joint.canAfford(50, 17))).isEqualTo(Decision.RECONCILING);
        assertThat(Decision.ofReservation(joint.reserve(50, 17, 1))).isEqualTo(Decision.RECONCILING);
        h.step();
        assertThat(held(exchange)).isZero();
    }

    @Test
    void anAmendOfOneLimitAloneIsRefused() {
        final Balance second = allowance("0xe222");
        read(second, 9_000_000);
        final LineSpec spec = GateHarness.buySpec("sym-a");
        final JointLine both = h.lane.bindJoint(spec, h.usd, exchange, second);
        final JointLine turned = h.gate.lane("router-1").bindJoint(spec, h.usd, second, exchange);
        final long two = sent(4);
        final long three = both.reserve(50, 4, 2);
        h.lane.sent(three);
        final long one = h.buy.reserve(50, 4, 3);
        h.lane.sent(one);
        h.step();
        assertThat(Decision.of(h.buy.amend(two, 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        assertThat(Decision.of(h.buy.amend(three, 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        assertThat(Decision.of(joint.amend(three, 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        assertThat(Decision.of(joint.amend(one, 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        assertThat(Decision.of(joint.amend(leg(), 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        assertThat(Decision.of(both.amend(two, 50, 5))).isEqualTo(Decision.UNKNOWN_RESERVATION);
        h.step();
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(turned.amend(three, 50, 5)).isZero();
        assertThat(Decision.of(both.amend(three, 50, 6))).isEqualTo(Decision.AMEND_PENDING);
        h.lane.amendAccepted(three, 50, 5);
        assertThat(joint.amend(two, 50, 5)).isZero();
        h.lane.amendAccepted(two, 50, 5);
        assertThat(h.buy.amend(one, 50, 5)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(7_500_000);
        assertThat(held(exchange)).isEqualTo(5_000_000);
        assertThat(held(second)).isEqualTo(2_500_000);
    }

    @Test
    void aFillOfAnOrderThatIsForgottenIsChargedToEachLimit() {
        final long r = sent(4);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        h.pass(60 * MILLI);
        h.step();
        assertThat(FactResult.of(joint.fill(r, 7, 2, 2, 50, 0, 0))).isEqualTo(FactResult.UNKNOWN_RESERVATION);
        h.step();
        assertThat(status(h.usd)).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(status(exchange)).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(h.gate.view(exchange).encumbered()).isEqualTo(1_000_000);
    }

    @Test
    void aFillOfAnEndedOrderWithoutAFreeSlotIsChargedToEachLimit() {
        final long r = sent(4);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        for (int i = 0; i < 8; i++) {
            h.lane.release(r, 0, ReleaseReason.CANCELLED);
        }
        assertThat(FactResult.of(h.lane.fill(r, 7, 2, 2, 50, 0, 0))).isEqualTo(FactResult.UNCERTAIN);
        h.step();
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(1_000_000);
        assertThat(h.gate.view(exchange).encumbered()).isEqualTo(1_000_000);
    }

    @Test
    void aLateFillIsChargedToEachLimitAsLongAsTheOrderIsKnown() {
        final long r = sent(4);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        h.pass(45 * MILLI);
        assertThat(h.lane.fill(r, 7, 2, 2, 50, 0, 0)).isZero();
        h.step();
        read(h.usd, 10_000_000);
        read(exchange, 8_000_000);
        assertThat(h.available()).isEqualTo(9_000_000);
        assertThat(h.gate.view(exchange).available()).isEqualTo(7_000_000);
    }

    @Test
    void aRefusalForLackOfFundsDoubtsEachLimit() {
        h.lane.refusedForFunds(sent(4), 1_000_000);
        h.step();
        assertThat(status(h.usd)).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(status(exchange)).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(held(exchange) + h.held()).isZero();
        h.pass(11 * MILLI);
        read(exchange, 500_000);
        read(exchange, 500_000);
        // it was the allowance: told by its read
        assertThat(h.gate.view(exchange).available()).isEqualTo(500_000);
    }

    @Test
    void anOperatorNamesTheOrderAndNotOneOfItsLimits() {
        final long r = sent(4);
        final Operator operator = h.gate.operator();
        assertThat(operator.release(leg(), 0, "ann", "test").result()).isEqualTo(FactResult.INVALID);
        assertThat(operator.release(leg(), 0, "ann", "test").text()).contains("reservation=" + r);
        assertThat(held(exchange)).isEqualTo(2_000_000);
        assertThat(operator.release(r, 0, "ann", "test").result()).isEqualTo(FactResult.ACCEPTED);
        assertThat(held(exchange) + h.held()).isZero();
    }

    @Test
    void anAnswerAboutAllOrdersEndsNoLimitOfAnOrderThatIsOpen() {
        final long r = sent(4);
        h.pass(MILLI);
        Settlement s = h.gate.settle(
                new OrderStatusAnswer(OrderSelection.all(), h.nowNanos, 0, true, List.of(OrderStatus.open(r, 0))));
        assertThat(s).isEqualTo(new Settlement(0, 1, 0, 0, 0, 0));
        s = h.gate.settle(new OrderStatusAnswer(OrderSelection.of(exchange), h.nowNanos, 0, true, List.of()));
        assertThat(s).isEqualTo(new Settlement(0, 0, 0, 0, 0, 0));
        h.step();
        assertThat(held(exchange)).isEqualTo(2_000_000);
        h.crash();
        bind();
        assertThat(h.gate.reservations())
                .extracting(ReservationView::orderReservation)
                .containsOnly(r);
        s = h.gate.settle(new OrderStatusAnswer(OrderSelection.all(), h.nowNanos, 0, true, List.of()));
        assertThat(s.settled()).isEqualTo(1);
        h.step();
        assertThat(held(exchange) + h.held()).isZero();
    }

    @Test
    void aMarketsScopeAndAnAllowanceBothCount() {
        final Balance markets = h.gate.register(new BalanceSpec("v", "a", "MARKETS", 6, Scopes.MARKET, h.rules));
        read(markets, 5_000_000);
        final JointLine yes = h.lane.bindJoint(GateHarness.buySpec("yes").ofMarket("0xabc"), markets, exchange);
        final JointLine no = h.lane.bindJoint(GateHarness.buySpec("no").ofMarket("0xabc"), markets, exchange);
        final JointLine other = h.lane.bindJoint(GateHarness.buySpec("yes-2").ofMarket("0xdef"), markets, exchange);
        assertThat(yes.reserve(50, 8, 1)).isPositive();
        // one of the market's 5.00
        assertThat(no.maxAffordable(50)).isEqualTo(2);
        assertThat(Decision.of(no.canAfford(50, 3))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        // all of the other market's 5.00, but 4.00 of the allowance
        assertThat(other.maxAffordable(50)).isEqualTo(8);
        final long r = other.reserve(50, 8, 2);
        assertThat(r).isPositive();
        assertThat(Decision.of(no.canAfford(50, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        // a fill in one market lowers the balance's limit for all of them
        h.lane.sent(r);
        h.lane.fill(r, 7, 8, 8, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(markets).limit()).isEqualTo(1_000_000);
        assertThat(h.gate.view(exchange).limit()).isEqualTo(4_000_000);
    }

    @Test
    void anAllowanceThatWasUnlimitedMayBeTakenAway() {
        read(exchange, Amounts.UNLIMITED);
        assertThat(h.gate.view(exchange).limit()).isEqualTo(Amounts.UNLIMITED);
        h.lane.refusedForFunds(sent(4), Lane.UNKNOWN_AMOUNT);
        h.step();
        h.crash();
        bind();
        h.step();
        for (int reads = 0; reads < 2; reads++) {
            h.pass(11 * MILLI);
            read(h.usd, 10_000_000);
            read(exchange, 0);
        }
        assertThat(h.gate.view(exchange).limit()).isZero();
        assertThat(Decision.of(joint.canAfford(50, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.crash();
        bind();
    }
}
