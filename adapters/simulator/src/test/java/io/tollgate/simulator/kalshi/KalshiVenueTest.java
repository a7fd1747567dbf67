package io.tollgate.simulator.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.simulator.kalshi.KalshiBook.Terms;
import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import io.tollgate.simulator.kalshi.KalshiVenue.Placed;
import io.tollgate.simulator.kalshi.KalshiVenue.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of acceptance and what fills do to cash, in whole cents; T and U are on shard 3, with $10 there and $1,000 on shard 0. */
class KalshiVenueTest {
    private static final Pot POT = new Pot(0, 3);

    private final KalshiVenue venue =
            new KalshiVenue(new Terms(70_000, 0, 10_000), InstantSource.fixed(Instant.parse("2026-10-07T12:00:00Z")));
    private int names;

    @BeforeEach
    void list() {
        venue.list(KalshiMarketSpec.cents("T", 3));
        venue.list(KalshiMarketSpec.cents("U", 3));
        venue.setCash(POT, 10_000_000);
        venue.setCash(new Pot(0, 0), 1_000_000_000);
    }

    private Request request(String ticker, boolean bid, long price, long count) {
        return new Request(ticker, "c" + ++names, bid, price, count, "good_till_canceled", false, 0, 3);
    }

    private Placed place(String ticker, boolean bid, long price, long count) throws KalshiRefusal {
        return venue.place(request(ticker, bid, price, count));
    }

    private void refused(Request request, int status) {
        assertThat(venue.wouldAccept(request)).isFalse();
        assertThatThrownBy(() -> venue.place(request))
                .isInstanceOfSatisfying(KalshiRefusal.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(status));
    }

    private long cash() {
        return venue.ask(book -> book.cash.getOrDefault(POT, 0L));
    }

    private long committed() {
        return venue.ask(book -> book.committed(POT));
    }

    /** Cost and taker's fee, rounded up to a cent, may be the whole cash and no more: 19 at 0.50 need 9.50 + 0.3325. */
    @ParameterizedTest
    @CsvSource({
        "true, 5000, 1900, 9840000",
        "false, 5000, 1900, 9840000",
        "true, 9900, 1009, 10000000",
        "false, 100, 1009, 10000000"
    })
    void anOrderMayNeedTheWholeCash(boolean bid, long price, long count, long needed) throws Exception {
        place("T", bid, price, count);
        assertThat(committed()).isEqualTo(needed);
        refused(request("U", true, 5_000, 100), 400);
    }

    @Test
    void allOrdersOfAPotAreSummedAndShardsAreApart() throws Exception {
        place("T", true, 5_000, 1_000);
        refused(request("U", true, 5_000, 1_000), 400);
        assertThat(venue.refusedForFunds()).isEqualTo(1);
        refused(new Request("T", "x", true, 5_000, 100, "good_till_canceled", false, 7, 3), 404);
        refused(new Request("T", "x", true, 5_000, 100, "good_till_canceled", false, 0, 0), 404);
        refused(request("T", true, 5_050, 100), 400);
        final String id = venue.restingOrderIds().get(0);
        assertThatThrownBy(() -> venue.cancel(id, 0, null)).isInstanceOf(KalshiRefusal.class);
        assertThat(venue.cancel(id, 0, 3)).isEqualTo(1_000);
        assertThat(committed()).isZero();
        place("U", true, 5_000, 1_000);
    }

    @Test
    void whatClosesNeedsNothingAndPays() throws Exception {
        venue.setLiquidity("T", 1_000);
        place("T", true, 5_000, 1_000);
        // 5.00 and 0.175 of fee, rounded up to the cent
        assertThat(cash()).isEqualTo(4_820_000);
        place("T", false, 6_000, 1_000);
        assertThat(committed()).isZero();
        // the position is spoken for: more asks open
        refused(request("T", false, 5_000, 1_000), 400);
        venue.fill(venue.restingOrderIds().get(0), 1_000);
        assertThat(cash()).isEqualTo(10_820_000);
        assertThat((long) venue.ask(book -> book.position(POT, "T"))).isZero();
    }

    @Test
    void anAmendIsPaidForOrNothingChanges() throws Exception {
        final Placed placed = place("T", true, 5_000, 1_000);
        assertThatThrownBy(() -> venue.amend(placed.order().id, 0, 3, 9_000, 1_500))
                .isInstanceOf(KalshiRefusal.class);
        assertThat(committed()).isEqualTo(5_180_000);
        venue.amend(placed.order().id, 0, 3, 4_000, 1_000);
        assertThat(committed()).isEqualTo(4_170_000);
    }

    /** However an order is cut, at most two cents beyond cost and fees leave the cash; settlement pays a dollar. */
    @Test
    void shavingsAreGivenBack() throws Exception {
        final Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            venue.setCash(POT, 1_000_000_000);
            final long count = 100L + random.nextInt(5_000);
            final String id =
                    place("T", true, 100L * (1 + random.nextInt(99)), count).order().id;
            long left = count;
            while (left > 0) {
                final long fill = Math.min(left, 1 + random.nextInt(700));
                venue.fill(id, fill);
                left -= fill;
            }
            final long cost = venue.ask(book -> {
                final KalshiOrder order = book.orders.get(id);
                return order == null ? 0L : order.makerCost;
            });
            assertThat(1_000_000_000 - cash()).isBetween(cost, cost + 20_000);
            final long before = cash();
            venue.settle("T", true);
            assertThat(cash() - before).isEqualTo(count * 10_000);
        }
    }

    @Test
    void heldReadsStandStill() throws Exception {
        venue.holdReads();
        place("T", true, 5_000, 100);
        venue.fill(venue.restingOrderIds().get(0), 50);
        assertThat((long) venue.read(book -> book.cash.getOrDefault(POT, 0L))).isEqualTo(10_000_000);
        assertThat((int) venue.read(book -> book.orders.size())).isZero();
        venue.releaseReads();
        assertThat((long) venue.read(book -> book.cash.getOrDefault(POT, 0L))).isEqualTo(9_750_000);
    }
}
