package io.tollgate.simulator.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The venue without a server: many orders in one thread, judged by sums that are kept, and by sums that are made anew. */
class ClobVenueInProcessTest {
    private static final List<String> TOKENS = List.of("1099520129273", "1099520129274");
    private static final List<String> OTHERS = List.of("1099520129275", "1099520129276");
    private static final String OWNER = ClobAccount.example().owner();
    private static final int HISTORY = 50;

    private long seconds = 10_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds);

    private ClobVenue venue(boolean perMarket) {
        final ClobVenue venue = new ClobVenue(ClobAccount.example().withRules(perMarket, true, 100), clock, HISTORY);
        venue.list(ClobMarketSpec.of("0x" + "c".repeat(64), TOKENS));
        venue.list(ClobMarketSpec.of("0x" + "d".repeat(64), OTHERS).asNegRisk());
        venue.allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
        venue.allow("", ClobVenue.NEG_RISK_EXCHANGE, BigInteger.valueOf(30_000_000));
        TOKENS.forEach(token -> venue.allow(token, ClobVenue.EXCHANGE, ClobVenue.UNLIMITED));
        OTHERS.forEach(token -> venue.allow(token, ClobVenue.NEG_RISK_EXCHANGE, ClobVenue.UNLIMITED));
        return venue;
    }

    private static long sum(ClobVenue venue, String asset) {
        final long active = venue.live().stream()
                .filter(order -> order.asset().equals(asset))
                .mapToLong(order -> order.draws(order.restShares()))
                .sum();
        return active
                + venue.tradesAfter(Long.MIN_VALUE).stream()
                        .filter(trade ->
                                trade.isUnsettled() && trade.order.asset().equals(asset))
                        .mapToLong(ClobTrade::outflow)
                        .sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyOrdersAreJudgedAndForgotten(boolean perMarket) {
        final Random random = new Random(5);
        final ClobVenue venue = venue(perMarket);
        final Deque<String> open = new ArrayDeque<>();
        final Deque<String> trades = new ArrayDeque<>();
        int refused = 0;
        venue.deposit("", 100_000_000);
        for (int i = 0; i < 20_000; i++) {
            seconds += random.nextInt(2);
            final String token = (random.nextBoolean() ? TOKENS : OTHERS).get(random.nextInt(2));
            final long price = 1L + random.nextInt(99);
            final long shares = 500L + random.nextInt(3_000);
            final boolean buy = venue.balance(token) == 0 || random.nextBoolean();
            final long cash = shares * price * 100;
            final ClobOrderRequest order = ClobOrderRequest.limit(
                    i, OWNER, token, buy, buy ? cash : shares * 10_000, buy ? shares * 10_000 : cash);
            final boolean would = venue.wouldAccept(order);
            final ClobAnswer answer = venue.place("o" + i, order);
            assertThat(answer.accepted()).isEqualTo(would);
            if (answer.accepted()) {
                open.add("o" + i);
            } else {
                refused++;
                assertThat(venue.wouldAccept(order, 1L << 40, 1L << 40)).isTrue();
            }
            while (open.size() > 8) {
                final String id = open.remove();
                if (random.nextBoolean()) {
                    final ClobOrder filled = venue.order(id);
                    assertThat(filled).isNotNull();
                    trades.add(venue.fill(id, filled == null ? 1 : filled.restShares(), random.nextBoolean()));
                } else {
                    venue.cancel(id);
                }
            }
            while (trades.size() > 5) {
                final String trade = trades.remove();
                if (random.nextInt(10) == 0) {
                    venue.fail(trade);
                } else {
                    venue.settle(trade);
                }
            }
            if (i % 97 == 0) {
                venue.deposit("", venue.balance("") < 50_000_000 ? 60_000_000 : 0);
                venue.allow("", ClobVenue.NEG_RISK_EXCHANGE, BigInteger.valueOf(30_000_000));
                for (final String asset : List.of("", TOKENS.get(0), OTHERS.get(1))) {
                    assertThat(venue.committed(asset)).isEqualTo(sum(venue, asset));
                }
                assertThat(venue.tradesAfter(Long.MIN_VALUE)).hasSizeLessThan(HISTORY + 10);
            }
        }
        assertThat(refused).isBetween(2_000, 18_000);
        assertThat(venue.order("o0")).isNull();
    }
}
