package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The thread's allocated bytes do not grow with the number of calls, on no path. */
class MoneyAllocationTest {

    private static final int CALLS = 1_000_000;

    /** What the measurement itself may cost, in all: less than a thousandth of a byte per call. */
    private static final long OVERHEAD_BYTES = 1_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FeeRule fee = FeeRule.quadratic(69_500, 10_000, 10_000);
    private final CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 999, fee);
    private final CostRule wideFee = new CostRule(Side.SELL_TO_OPEN, 9, 9, 9, 999_999_999, fee);

    @Test
    void shortProducts() {
        assertAllocatesNothing(i -> rule.cost(1 + i % 999, 1 + i));
    }

    @Test
    void productsOf128Bits() {
        CostRule coarse = new CostRule(Side.BUY, 9, 9, 0, 1_000_000_000, FeeRule.none());
        assertThat(coarse.cost(999_999_999, Amounts.MAX_AMOUNT)).isPositive();
        assertAllocatesNothing(i -> coarse.cost(999_999_999 - i % 999, Amounts.MAX_AMOUNT - i));
    }

    @Test
    void feesOf192Bits() {
        assertThat(wideFee.cost(500_000_000, 1L << 60)).isPositive();
        assertAllocatesNothing(i -> wideFee.cost(500_000_000 + i % 999, (1L << 60) + i));
    }

    @Test
    void refusals() {
        assertAllocatesNothing(i -> rule.cost(1_000 + i, 1));
        assertAllocatesNothing(i -> rule.cost(1, -i));
        assertAllocatesNothing(i -> rule.cost(999, Long.MAX_VALUE - i));
        assertAllocatesNothing(i -> rule.cost(999, Amounts.MAX_AMOUNT - i));
    }

    @Test
    void fillsAndLargestSizes() {
        assertAllocatesNothing(i -> rule.principal(1 + i % 999, i) + rule.creditFloor(1 + i % 999, i));
        assertAllocatesNothing(
                i -> rule.worstFee(1 + i % 999, i) + wideFee.worstFee(1 + i % 999, i) + rule.marginOf(i));
        assertAllocatesNothing(i -> rule.maxSize(1 + i % 999, 1_000_000L * i));
    }

    @Test
    void parsing() {
        assertAllocatesNothing(i -> Amounts.parseFloor("96.9636", 6) + Amounts.parseCeil("-1.25e-3", (int) (i & 7)));
    }

    private static void assertAllocatesNothing(LongUnaryOperator call) {
        run(call); // classes and lambdas are loaded
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long sum = run(call);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes allocated by %d calls (sum %d)", CALLS, sum).isBetween(0L, OVERHEAD_BYTES);
    }

    private static long run(LongUnaryOperator call) {
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += call.applyAsLong(i);
        }
        return sum;
    }
}
