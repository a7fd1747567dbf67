package io.tollgate.simulator.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.simulator.kalshi.KalshiBook.Terms;
import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import io.tollgate.simulator.kalshi.KalshiVenue.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What resting orders need, kept as it changes, against the rule written down plainly. */
class KalshiSidesTest {
    private static final Pot POT = new Pot(0, 3);
    private static final long CENT = 10_000;

    private final KalshiVenue venue =
            new KalshiVenue(new Terms(70_000, 0, CENT), InstantSource.fixed(Instant.parse("2026-10-07T12:00:00Z")));

    /** Of the orders of one side, the oldest close first; the rest needs its cost and the taker's fee, rounded up. */
    private static long plain(KalshiBook book) {
        final Map<String, Long> closable = new HashMap<>();
        long sum = 0;
        for (final KalshiOrder order : book.orders.values()) {
            if (order.resting && order.pot.equals(POT)) {
                final long position = book.position(POT, order.ticker);
                final String side = order.bid + order.ticker;
                final long left = closable.getOrDefault(side, Math.max(0, order.bid ? -position : position));
                final long closes = Math.min(left, order.remaining());
                closable.put(side, left - closes);
                final long opens = order.remaining() - closes;
                final long exact = order.unit() * opens + book.fee(order.price, opens, true);
                sum += (exact + CENT - 1) / CENT * CENT;
            }
        }
        return sum;
    }

    @Test
    void whatIsKeptIsWhatTheRuleSays() {
        final Random random = new Random(11);
        venue.list(KalshiMarketSpec.cents("T", 3));
        venue.list(KalshiMarketSpec.cents("U", 3));
        venue.addCash(0, 3, 50_000_000);
        final List<String> open = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            final Request request = Request.of(
                    random.nextBoolean() ? "T" : "U",
                    "c" + i,
                    random.nextBoolean(),
                    100L * (1 + random.nextInt(99)),
                    100L * (1 + random.nextInt(40)));
            final boolean would = venue.wouldAccept(request);
            final long need = venue.committed(0, 3);
            try {
                open.add(venue.submit(request));
                assertThat(would).isTrue();
            } catch (KalshiRefusal refusal) {
                refused++;
                assertThat(would).isFalse();
                assertThat(refusal.status()).isEqualTo(400);
                assertThat(venue.committed(0, 3)).isEqualTo(need);
                assertThat(venue.wouldAccept(request, 1L << 40)).isTrue();
            }
            assertThat(venue.committed(0, 3)).isEqualTo(venue.ask(KalshiSidesTest::plain));
            if (open.size() > 6) {
                change(open, random);
                assertThat(venue.committed(0, 3)).isEqualTo(venue.ask(KalshiSidesTest::plain));
            }
            if (venue.cash(0, 3) < 20_000_000) {
                venue.addCash(0, 3, 30_000_000);
            }
        }
        assertThat(refused).isBetween(300, 2_700);
    }

    private void change(List<String> open, Random random) {
        final int which = random.nextInt(open.size());
        final String id = open.get(which);
        final long remaining = venue.ask(book -> {
            final KalshiOrder order = book.orders.get(id);
            return order == null ? 0L : order.remaining();
        });
        try {
            switch (random.nextInt(3)) {
                case 0 -> {
                    venue.fill(id, remaining > 1 && random.nextBoolean() ? remaining / 2 : remaining);
                    if (!venue.restingOrderIds().contains(id)) {
                        open.remove(which);
                    }
                }
                case 1 -> {
                    assertThat(venue.cancel(id)).isEqualTo(remaining);
                    open.remove(which);
                }
                default -> {
                    final long count = remaining + 100L * random.nextInt(30) + 5_000;
                    final long price = 100L * (1 + random.nextInt(99));
                    final boolean would = venue.wouldAmend(id, price, count, 0);
                    try {
                        venue.amend(id, price, count);
                        assertThat(would).isTrue();
                    } catch (KalshiRefusal refusal) {
                        assertThat(would).isFalse();
                    }
                }
            }
        } catch (KalshiRefusal refusal) {
            throw new AssertionError("an open order can be changed", refusal);
        }
    }
}
