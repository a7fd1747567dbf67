package io.tollgate.simulator.venue;

import static io.tollgate.simulator.venue.ManualVenue.OTHER;
import static io.tollgate.simulator.venue.ManualVenue.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.money.Micros;
import org.junit.jupiter.api.Test;

class FundsRuleTest {
    private static final Market REST = new SeededMarket(MarketBehaviour.ALL_REST, 1);
    private static final Market FILL = new SeededMarket(MarketBehaviour.ALL_FILL, 1);

    private static ManualVenue venue(String balance, Market market) {
        return new ManualVenue(FundsMode.ACCOUNT, Micros.parse(balance), market);
    }

    @Test
    void acceptsAnOrderThatTakesTheLastMicroUnit() {
        // 100 contracts at 0.50: 50.00 and a fee of 1.74
        ManualVenue venue = venue("51.74", REST);

        Order order = venue.buy(SYMBOL, 500, 10_000);

        assertThat(order.terms().state()).isEqualTo(OrderState.ORDER_STATE_NEW);
        assertThat(venue.state.buyingPowerMicros()).isZero();
    }

    @Test
    void rejectsAnOrderThatIsOneMicroUnitShort() {
        ManualVenue venue = venue("51.739999", REST);

        Order order = venue.buy(SYMBOL, 500, 10_000);

        OrderEvent rejected = venue.lastEvent(order);
        assertThat(order.terms().state()).isEqualTo(OrderState.ORDER_STATE_REJECTED);
        assertThat(rejected.reason()).isEqualTo(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION);
        assertThat(rejected.text()).isEqualTo("51.739999 USD available, requested 51.74");
        assertThat(rejected.lackOfFunds()).isTrue();
        assertThat(venue.state.buyingPowerMicros()).isEqualTo(Micros.parse("51.739999"));
    }

    @Test
    void saysTheVenuesWords() {
        ManualVenue venue = venue("1000", REST);

        Order order = venue.buy(SYMBOL, 990, 101_100);

        assertThat(venue.lastEvent(order).text()).isEqualTo("1000 USD available, requested 1001.59");
    }

    @Test
    void sumsAllOrdersOfTheAccount() {
        ManualVenue venue = venue("10.50", REST);

        assertThat(venue.buy(SYMBOL, 500, 1_000).terms().state()).isEqualTo(OrderState.ORDER_STATE_NEW);
        assertThat(venue.buy(OTHER, 500, 1_000).terms().state()).isEqualTo(OrderState.ORDER_STATE_NEW);
        assertThat(venue.buy(OTHER, 500, 100).terms().state()).isEqualTo(OrderState.ORDER_STATE_REJECTED);
    }

    @Test
    void sumsOnlyTheInstrumentInInstrumentMode() {
        ManualVenue venue = new ManualVenue(FundsMode.INSTRUMENT, Micros.parse("10.50"), REST);

        assertThat(venue.buy(SYMBOL, 500, 1_900).terms().state()).isEqualTo(OrderState.ORDER_STATE_NEW);
        assertThat(venue.buy(OTHER, 500, 1_900).terms().state()).isEqualTo(OrderState.ORDER_STATE_NEW);
        assertThat(venue.buy(SYMBOL, 500, 1_900).terms().state()).isEqualTo(OrderState.ORDER_STATE_REJECTED);
    }

    @Test
    void aFillElsewhereCancelsWhatIsNoLongerFundedInInstrumentMode() {
        ManualVenue venue = new ManualVenue(FundsMode.INSTRUMENT, Micros.parse("10.50"), REST);
        Order here = venue.buy(SYMBOL, 500, 1_900);
        Order there = venue.buy(OTHER, 500, 1_900);

        venue.venue.operations().fill(here.ticket.clordId(), 1_900, 500);

        assertThat(there.terms().state()).isEqualTo(OrderState.ORDER_STATE_CANCELED);
        assertThat(venue.lastEvent(there).text()).contains("no longer funded");
    }

    @Test
    void takesTheComplementForASaleThatOpensAndHoldsMarginAfterIt() {
        // the venue's own example, plus the fee of 0.0695 × 0.7 × 0.3 = 0.0146 → 0.01
        ManualVenue venue = venue("5.00", FILL);

        venue.sell(SYMBOL, 700, 100);

        assertThat(venue.state.balanceMicros()).isEqualTo(Micros.parse("5.69"));
        assertThat(venue.state.marginMicros()).isEqualTo(Micros.parse("1.00"));
        assertThat(venue.state.buyingPowerMicros()).isEqualTo(Micros.parse("4.69"));
    }

    @Test
    void needsNoCashToSellWhatIsOwned() {
        ManualVenue venue = venue("5.17", FILL);
        venue.buy(SYMBOL, 500, 1_000);
        assertThat(venue.state.buyingPowerMicros()).isLessThan(Micros.parse("0.01"));

        Order sale = venue.sell(SYMBOL, 400, 1_000);

        assertThat(sale.terms().state()).isEqualTo(OrderState.ORDER_STATE_FILLED);
        assertThat(venue.state.positions()).isEmpty();
        assertThat(venue.state.marginMicros()).isZero();
    }

    @Test
    void needsCashForThePartOfASaleThatExceedsThePosition() {
        ManualVenue venue = venue("5.18", FILL);
        venue.buy(SYMBOL, 500, 1_000);

        Order sale = venue.sell(SYMBOL, 10, 1_100);

        assertThat(sale.terms().state()).isEqualTo(OrderState.ORDER_STATE_REJECTED);
    }

    @Test
    void closesAShortWithoutCash() {
        ManualVenue venue = venue("3.15", FILL);
        venue.sell(SYMBOL, 700, 1_000);
        assertThat(venue.state.buyingPowerMicros()).isLessThan(Micros.parse("0.01"));

        Order cover = venue.buy(SYMBOL, 800, 1_000);

        assertThat(cover.terms().state()).isEqualTo(OrderState.ORDER_STATE_FILLED);
        assertThat(venue.state.marginMicros()).isZero();
    }

    @Test
    void refusesAReplaceItCannotFundAndKeepsTheOldOrder() {
        ManualVenue venue = venue("51.74", REST);
        Order order = venue.buy(SYMBOL, 500, 10_000);

        venue.venue.trading().replace(order, "replace-1", 510, 10_000);
        venue.runAll();

        assertThat(venue.lastEvent(order).kind()).isEqualTo(OrderEvent.Kind.REPLACE_REJECTED);
        assertThat(venue.lastEvent(order).lackOfFunds()).isTrue();
        assertThat(order.terms().price()).isEqualTo(500);
        assertThat(order.works()).isTrue();
        assertThat(venue.state.buyingPowerMicros()).isZero();
    }

    @Test
    void replacesAtomicallyAgainstTheDifferenceOnly() {
        ManualVenue venue = venue("51.74", REST);
        Order order = venue.buy(SYMBOL, 500, 10_000);

        venue.venue.trading().replace(order, "replace-1", 490, 10_000);
        venue.runAll();

        assertThat(order.terms().clordId()).isEqualTo("replace-1");
        assertThat(order.terms().origClordId()).isEqualTo("order-1");
        assertThat(venue.state.orderByClordId("order-1")).isSameAs(order);
        assertThat(venue.state.orderByClordId("replace-1")).isSameAs(order);
        assertThat(venue.state.buyingPowerMicros()).isEqualTo(Micros.parse("1.00"));
    }

    @Test
    void refusesAWithdrawalThatOpenOrdersNeed() {
        ManualVenue venue = venue("60", REST);
        venue.buy(SYMBOL, 500, 10_000);

        assertThatThrownBy(() -> venue.venue.operations().withdraw(Micros.parse("8.260001")))
                .hasMessage("8.26 USD available, requested 8.260001");
        venue.venue.operations().withdraw(Micros.parse("8.26"));

        assertThat(venue.state.buyingPowerMicros()).isZero();
    }

    @Test
    void aBustBringsMoneyFeeAndPositionBack() {
        ManualVenue venue = venue("100", FILL);
        Order order = venue.buy(SYMBOL, 500, 10_000);
        String execId = order.events().get(1).execId();

        venue.venue.operations().bust(execId);

        assertThat(venue.state.balanceMicros()).isEqualTo(Micros.parse("100"));
        assertThat(venue.state.positions()).isEmpty();
        assertThat(venue.lastEvent(order).execId()).isEqualTo(execId);
        assertThat(order.terms().cumQuantity()).isZero();
        assertThatThrownBy(() -> venue.venue.operations().bust(execId)).hasMessageContaining("busted already");
    }

    @Test
    void resolutionPaysPositionsAndClosesTheInstrument() {
        ManualVenue venue = venue("100", FILL);
        venue.buy(SYMBOL, 500, 10_000);
        venue.sell(OTHER, 500, 2_000);

        venue.venue.operations().resolve(SYMBOL, 1000);
        venue.venue.operations().resolve(OTHER, 1000);

        // 100 − 51.74 + 100 of the long; + 10 − 0.35 − 20 of the short
        assertThat(venue.state.balanceMicros()).isEqualTo(Micros.parse("137.91"));
        assertThat(venue.state.marginMicros()).isZero();
        assertThat(venue.lastEvent(venue.buy(SYMBOL, 500, 100)).reason())
                .isEqualTo(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_CLOSED);
    }

    @Test
    void aHiddenDebitCancelsOrdersThatAreNoLongerFunded() {
        ManualVenue venue = venue("60", REST);
        Order order = venue.buy(SYMBOL, 500, 10_000);

        venue.venue.operations().settlementFee(Micros.parse("10"));

        assertThat(order.terms().state()).isEqualTo(OrderState.ORDER_STATE_CANCELED);
        assertThat(venue.state.balanceMicros()).isEqualTo(Micros.parse("50"));
        assertThat(venue.state.entries().get(0).suppressed()).isTrue();
    }
}
