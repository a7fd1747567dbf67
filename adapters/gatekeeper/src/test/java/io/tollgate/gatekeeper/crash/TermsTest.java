package io.tollgate.gatekeeper.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.CostRule;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The venue's arithmetic against the gate's. */
class TermsTest {
    private static final int ORDERS = 20_000;
    private static final LineSpec LINE = Terms.line(0);

    private final SplittableRandom random = new SplittableRandom(5);
    private final CostRule rule =
            new CostRule(LINE.side(), LINE.priceScale(), LINE.sizeScale(), 6, LINE.maxPrice(), LINE.takerFee());

    @Test
    void theWorstCaseIsWhatTheGateReserves() {
        for (int i = 0; i < ORDERS; i++) {
            final long price = random.nextLong(1, Terms.MAX_PRICE + 1);
            final long size = random.nextLong(1, 100_000);

            assertThat(rule.cost(price, size)).isEqualTo(Terms.worstCost(price, size));
        }
        assertThat(Terms.worstCost(500, 0)).isZero();
    }

    @Test
    void executionsInPiecesCostNoMoreThanTheWorstCase() {
        for (int i = 0; i < ORDERS; i++) {
            final long price = random.nextLong(1, Terms.MAX_PRICE + 1);
            final long size = random.nextLong(1, 5_000);
            long open = size;
            long paid = 0;
            while (open > 0) {
                final long quantity = random.nextLong(1, open + 1);
                final long principal = Terms.principal(random.nextLong(1, price + 1), quantity);
                paid += principal + Terms.fee(principal);
                open -= quantity;
                assertThat(paid + Terms.worstCost(price, open)).isLessThanOrEqualTo(Terms.worstCost(price, size));
            }
        }
    }
}
