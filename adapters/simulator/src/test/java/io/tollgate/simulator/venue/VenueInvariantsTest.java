package io.tollgate.simulator.venue;

import static io.tollgate.simulator.venue.ManualVenue.OTHER;
import static io.tollgate.simulator.venue.ManualVenue.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.money.FeeSchedule;
import io.tollgate.simulator.money.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens, money is neither made nor lost, and what the venue has accepted can be paid. */
class VenueInvariantsTest {
    private static final MarketBehaviour MARKET = MarketBehaviour.LIVELY.with(Map.of(
            "makerFills", 300, "unsolicitedCancels", 200, "betterPrice", 700, "restMillis", 100, "partsLeftOpen", 500));
    private static final int COMMANDS = 3_000;

    private final LedgerSum sum = new LedgerSum();

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"ACCOUNT, 1", "ACCOUNT, 2", "ACCOUNT, 3", "INSTRUMENT, 4", "INSTRUMENT, 5", "INSTRUMENT, 6"})
    void holdOverARandomRun(FundsMode mode, long seed) {
        ManualVenue venue = new ManualVenue(mode, 500_000_000, new SeededMarket(MARKET, seed));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COMMANDS; i++) {
            command(venue, random, i);
            int steps = random.nextInt(4);
            for (int step = 0; step < steps && venue.step(); step++) {
                check(venue.state, mode, seed, i);
            }
            check(venue.state, mode, seed, i);
        }
        venue.runAll();
        check(venue.state, mode, seed, COMMANDS);
        checkFees(venue.state);

        VenueCounts counts = venue.state.counts();
        assertThat(List.of(
                        counts.accepted,
                        counts.rejectedForFunds,
                        counts.rejectedOtherwise,
                        counts.partialFills,
                        counts.cancels,
                        counts.unsolicitedCancels,
                        counts.replaces,
                        counts.replacesRefusedForFunds,
                        counts.busts,
                        counts.withdrawals,
                        counts.withdrawalsRefused,
                        counts.suppressedEntries))
                .as("everything happened")
                .allMatch(count -> count > 0);
        checkReplay(venue, mode);
    }

    /** The sum of the ledger, each entry added once. */
    private static final class LedgerSum {
        private long micros;
        private int added;

        long upTo(VenueState state) {
            for (; added < state.entries().size(); added++) {
                LedgerEntry entry = state.entries().get(added);
                assertThat(entry.beforeMicros()).isEqualTo(state.initialBalanceMicros() + micros);
                micros += entry.amountMicros();
            }
            return state.initialBalanceMicros() + micros;
        }
    }

    private static void command(ManualVenue venue, SplittableRandom random, int i) {
        List<Order> orders = venue.state.orders();
        Order some =
                orders.isEmpty() ? null : orders.get(random.nextInt(Math.max(0, orders.size() - 30), orders.size()));
        switch (random.nextInt(20)) {
            case 0 -> quietly(() -> venue.venue.operations().withdraw(random.nextLong(1, 60_000_000)));
            case 1 -> venue.venue.operations().deposit(random.nextLong(1, 20_000_000));
            case 2 -> quietly(() -> venue.venue.operations().settlementFee(random.nextLong(1, 3_000_000)));
            case 3 -> venue.venue.operations().interest(random.nextLong(1, 3_000_000));
            case 4 -> bust(venue, random);
            case 5, 6 -> {
                if (some != null) {
                    venue.venue.trading().cancel(some, "cancel-" + i);
                }
            }
            case 7, 8, 9 -> {
                if (some != null) {
                    venue.venue
                            .trading()
                            .replace(some, "replace-" + i, random.nextLong(10, 991), random.nextLong(1, 6_000));
                }
            }
            default ->
                venue.send(
                        random.nextInt(5) < 3 ? Side.SIDE_BUY : Side.SIDE_SELL,
                        random.nextBoolean() ? SYMBOL : OTHER,
                        random.nextLong(10, 991),
                        random.nextLong(1, random.nextBoolean() ? 60 : 5_000));
        }
    }

    private static void bust(ManualVenue venue, SplittableRandom random) {
        List<OrderEvent> events = venue.state.orderEvents();
        for (int tries = 0; tries < 10 && !events.isEmpty(); tries++) {
            OrderEvent event = events.get(random.nextInt(events.size()));
            if (event.kind() == OrderEvent.Kind.FILL) {
                quietly(() -> venue.venue.operations().bust(event.execId()));
                return;
            }
        }
    }

    private static void quietly(Runnable operation) {
        try {
            operation.run();
        } catch (Operations.Refused refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    private void check(VenueState state, FundsMode mode, long seed, int command) {
        String where = "mode=" + mode + " seed=" + seed + " command=" + command;
        long margin = 0;
        assertThat(state.balanceMicros()).as(where).isEqualTo(sum.upTo(state));

        long requirement = 0;
        for (InstrumentState instrument : state.instruments()) {
            long buys = 0;
            long sells = 0;
            for (Order order : instrument.working.values()) {
                long gross = order.grossMicros(state.fees, order.terms.price(), order.terms.leavesQuantity());
                assertThat(gross).as(where).isLessThanOrEqualTo(whatAGateReserves(order));
                buys += order.buys() ? gross : 0;
                sells += order.buys() ? 0 : gross;
            }
            assertThat(instrument.buyGrossMicros).as(where).isEqualTo(buys);
            assertThat(instrument.sellGrossMicros).as(where).isEqualTo(sells);
            margin += instrument.marginMicros();
            long own = instrument.requirementMicros(mode);
            requirement = mode == FundsMode.ACCOUNT ? requirement + own : Math.max(requirement, own);
        }
        assertThat(state.marginMicros()).as(where).isEqualTo(margin);
        assertThat(state.openRequirementMicros()).as(where).isEqualTo(requirement);
        if (requirement > 0) {
            assertThat(requirement).as(where).isLessThanOrEqualTo(state.balanceMicros() - margin);
        }
        assertThat(state.balanceMicros()).as(where).isGreaterThanOrEqualTo(margin);
    }

    /** Collateral of what is left and its fee rounded up: who reserves that is never refused for lack of funds. */
    private static long whatAGateReserves(Order order) {
        BigDecimal price = BigDecimal.valueOf(order.terms().price(), 3);
        BigDecimal fee = new BigDecimal("0.0695")
                .multiply(BigDecimal.valueOf(order.terms().leavesQuantity(), 2))
                .multiply(price)
                .multiply(BigDecimal.ONE.subtract(price))
                .setScale(2, RoundingMode.CEILING);
        return order.collateralMicros(
                        order.terms().leavesQuantity(), order.terms().price())
                + Micros.parse(fee.toPlainString());
    }

    private static void checkFees(VenueState state) {
        for (Order order : state.orders()) {
            InstrumentSpec spec = order.spec();
            assertThat(order.chargedMicros)
                    .isLessThanOrEqualTo(
                            state.fees.takerFeeMicros(order.takerWeight, spec.priceScale(), spec.quantityScale()));
        }
    }

    private static void checkReplay(ManualVenue venue, FundsMode mode) {
        VenueState again = new VenueState(mode, FeeSchedule.STANDARD, venue.state.initialBalanceMicros(), 0);
        for (List<VenueEvent> transaction : venue.transactions) {
            for (VenueEvent event : transaction) {
                again.replay(event instanceof OrderEvent step ? rebound(step, again) : event);
            }
        }
        assertThat(again.balanceMicros()).isEqualTo(venue.state.balanceMicros());
        assertThat(again.buyingPowerMicros()).isEqualTo(venue.state.buyingPowerMicros());
        assertThat(again.positions()).isEqualTo(venue.state.positions());
        assertThat(again.workingOrders()).hasSameSizeAs(venue.state.workingOrders());
        assertThat(again.counts().fills).isEqualTo(venue.state.counts().fills);
    }

    /** The same event about the other state's order. */
    private static OrderEvent rebound(OrderEvent step, VenueState state) {
        Order order = state.orderById(step.order().id);
        assertThat(order).isNotNull();
        return new OrderEvent(
                step.sequence(),
                Objects.requireNonNull(order),
                step.kind(),
                step.execId(),
                step.terms(),
                step.fill(),
                step.timeMillis(),
                step.text(),
                step.reason(),
                step.requestClordId(),
                step.lackOfFunds());
    }
}
