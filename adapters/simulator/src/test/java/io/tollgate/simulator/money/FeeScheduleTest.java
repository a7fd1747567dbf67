package io.tollgate.simulator.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeScheduleTest {
    private static final long PRICE_SCALE = 1000;
    private static final long QUANTITY_SCALE = 100;

    private final FeeSchedule fees = FeeSchedule.STANDARD;

    @ParameterizedTest(name = "{0} contracts at {1} mills: taker {2}, rebate {3}")
    @CsvSource({
        "100, 500, 1.74, 0.31",
        "1000, 100, 6.26, 1.12",
        "1000, 650, 15.81, 2.84",
        "3.12, 970, 0.01, 0",
        "100, 970, 0.20, 0.04",
        "10, 800, 0.11, 0.02"
    })
    void agreesWithThePublishedNumbers(BigDecimal contracts, long price, String taker, String rebate) {
        long quantity = contracts.multiply(BigDecimal.valueOf(QUANTITY_SCALE)).longValueExact();
        long weight = FeeSchedule.weight(quantity, price, PRICE_SCALE);

        assertThat(fees.takerFeeMicros(weight, PRICE_SCALE, QUANTITY_SCALE)).isEqualTo(Micros.parse(taker));
        assertThat(fees.makerRebateMicros(weight, PRICE_SCALE, QUANTITY_SCALE)).isEqualTo(Micros.parse(rebate));
    }

    @Test
    void agreesWithBigDecimalForRandomOrders() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            long quantity = random.nextLong(1, 100_000_001);
            long price = random.nextLong(1, PRICE_SCALE);
            BigDecimal p = BigDecimal.valueOf(price, 3);
            BigDecimal exact = new BigDecimal("0.0695")
                    .multiply(BigDecimal.valueOf(quantity, 2))
                    .multiply(p)
                    .multiply(BigDecimal.ONE.subtract(p))
                    .setScale(2, RoundingMode.HALF_EVEN);

            long weight = FeeSchedule.weight(quantity, price, PRICE_SCALE);
            assertThat(Micros.toBigDecimal(fees.takerFeeMicros(weight, PRICE_SCALE, QUANTITY_SCALE)))
                    .as("quantity=%d price=%d", quantity, price)
                    .isEqualByComparingTo(exact);
        }
    }

    @Test
    void chargesNoMoreForManyFillsThanForTheirSum() {
        SplittableRandom random = new SplittableRandom(11);
        for (int order = 0; order < 2_000; order++) {
            long price = random.nextLong(10, 991);
            long weight = 0;
            long charged = 0;
            for (int fill = 0; fill < 12; fill++) {
                long next = FeeSchedule.weight(random.nextLong(1, 400), price, PRICE_SCALE);
                long fee = fees.nextTakerFeeMicros(charged, weight, next, PRICE_SCALE, QUANTITY_SCALE);
                weight += next;
                charged += fee;

                assertThat(fee).isNotNegative();
                assertThat(charged).isLessThanOrEqualTo(fees.takerFeeMicros(weight, PRICE_SCALE, QUANTITY_SCALE));
            }
        }
    }

    @Test
    void secondOfTwoFillsIsReducedToTheRoundingOfTheirSum() {
        // each fill alone: 0.0695 × 0.4 × 0.25 = 0.00695 → 0.01; together 0.0139 → 0.01
        long weight = FeeSchedule.weight(40, 500, PRICE_SCALE);

        long first = fees.nextTakerFeeMicros(0, 0, weight, PRICE_SCALE, QUANTITY_SCALE);
        long second = fees.nextTakerFeeMicros(first, weight, weight, PRICE_SCALE, QUANTITY_SCALE);

        assertThat(first).isEqualTo(Micros.PER_CENT);
        assertThat(second).isZero();
    }

    @Test
    void writesAndReadsAmountsExactly() {
        assertThat(Micros.toDecimal(96_963_600)).isEqualTo("96.9636");
        assertThat(Micros.toDecimal(100_000_000)).isEqualTo("100.00");
        assertThat(Micros.toDecimal(-1)).isEqualTo("-0.000001");
        assertThat(Micros.toShortDecimal(1_000_000_000)).isEqualTo("1000");
        assertThat(Micros.toShortDecimal(1_000_098_000)).isEqualTo("1000.098");
        assertThat(Micros.parse("1000.098")).isEqualTo(1_000_098_000);
        assertThatThrownBy(() -> Micros.parse("0.0000001")).hasMessageContaining("at most 6 decimals");
        assertThatThrownBy(() -> Micros.parse("ten")).hasMessageContaining("amount=ten");
    }
}
