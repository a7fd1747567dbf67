package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** Every answer of {@link CostRule} is that of {@link ExactCost}. */
class CostRuleTest {

    @Provide
    Arbitrary<CostRule> rules() {
        return Rules.any();
    }

    @Provide
    Arbitrary<Long> any() {
        return Numbers.any();
    }

    @Provide
    Arbitrary<Long> amounts() {
        return Numbers.nonNegative();
    }

    @Property(tries = 20_000, seed = "301", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void answersAreExactForValidPrices(
            @ForAll("rules") CostRule rule, @ForAll("amounts") long anyPrice, @ForAll("amounts") long size) {
        long price = 1 + anyPrice % rule.maxPrice();
        assertExact(rule, price, size);
        assertExact(rule, rule.maxPrice() - price + 1, size);
        assertExact(rule, price, Math.min(size, 1_000_000) + 1);
    }

    @Property(tries = 10_000, seed = "302", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void answersAreExactOrRefusalsForEveryLong(
            @ForAll("rules") CostRule rule, @ForAll("any") long price, @ForAll("any") long size) {
        assertExact(rule, price, size);
    }

    @Property(tries = 10_000, seed = "303", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void costNeverFallsAsTheSizeGrows(
            @ForAll("rules") CostRule rule,
            @ForAll("amounts") long anyPrice,
            @ForAll("amounts") long anySize,
            @ForAll("amounts") long more) {
        long price = 1 + anyPrice % rule.maxPrice();
        long size = 1 + anySize % (Amounts.MAX_AMOUNT - 1);
        long larger = size + more % (Amounts.MAX_AMOUNT - size + 1);
        assertThat(unbounded(rule.cost(price, larger)))
                .as(() -> Rules.describe(rule, price, size))
                .isGreaterThanOrEqualTo(unbounded(rule.cost(price, size)));
    }

    @Property(tries = 10_000, seed = "304", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void worsePriceCostsMoreExceptForLessThanOneRoundingOfTheFee(
            @ForAll("rules") CostRule rule,
            @ForAll("amounts") long anyPrice,
            @ForAll("amounts") long better,
            @ForAll("amounts") long anySize) {
        long limit = 1 + anyPrice % rule.maxPrice();
        long inside = rule.side() == Side.BUY ? 1 + better % limit : limit + better % (rule.maxPrice() - limit + 1);
        long size = 1 + anySize % Amounts.MAX_AMOUNT;
        FeeRule fee = rule.takerFee();
        boolean feeRisesWithCost = fee.kind() == FeeRule.Kind.NONE
                || (fee.kind() == FeeRule.Kind.BASIS_POINTS && rule.side() == Side.BUY)
                || rule.side().closes();
        // each of principal and fee is rounded up to its own step
        long tolerance = feeRisesWithCost ? 0 : fee.roundTo();
        long costAtLimit = unbounded(rule.cost(limit, size));
        if (costAtLimit != Long.MAX_VALUE) {
            assertThat(rule.cost(inside, size))
                    .as(() -> Rules.describe(rule, limit, size) + " inside=" + inside)
                    .satisfiesAnyOf(
                            cost -> assertThat(cost).isBetween(1L, costAtLimit + tolerance),
                            cost -> assertThat(costAtLimit + tolerance).isGreaterThan(Amounts.MAX_AMOUNT));
        }
    }

    @Property(tries = 10_000, seed = "305", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void maxSizeIsTheLastSizeThatIsAffordable(
            @ForAll("rules") CostRule rule, @ForAll("amounts") long anyPrice, @ForAll("any") long available) {
        long price = 1 + anyPrice % rule.maxPrice();
        long size = rule.maxSize(price, available);
        assertThat(size).isBetween(0L, Amounts.MAX_AMOUNT);
        if (size > 0) {
            assertThat(rule.cost(price, size))
                    .as(() -> Rules.describe(rule, price, size))
                    .isBetween(1L, available);
        }
        assertThat(unbounded(rule.cost(price, size + 1)))
                .as(() -> Rules.describe(rule, price, size))
                .isGreaterThan(Math.min(available, Amounts.MAX_AMOUNT));
    }

    @Property(tries = 2_000, seed = "306", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void rulesAreRebuiltFromTheirInputs(
            @ForAll("rules") CostRule rule, @ForAll @LongRange(min = 0, max = 5) long other) {
        FeeRule fee = rule.takerFee();
        CostRule same = new CostRule(
                Side.of(rule.side().code()),
                rule.priceScale(),
                rule.sizeScale(),
                rule.assetScale(),
                rule.maxPrice(),
                new FeeRule(FeeRule.Kind.of(fee.kind().code()), fee.rateMillionths(), fee.roundTo(), fee.slack()));
        assertThat(same).isEqualTo(rule).hasSameHashCodeAs(rule).hasToString(rule.toString());
        long maxPrice = 1 + other % rule.one();
        CostRule changed = new CostRule(
                rule.side(), rule.priceScale(), rule.sizeScale(), rule.assetScale(), maxPrice, rule.takerFee());
        assertThat(changed.equals(rule)).isEqualTo(maxPrice == rule.maxPrice());
    }

    @Property(tries = 10_000, seed = "307", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void answersAreExactWhereOverflowBeginsToBeLookedFor(
            @ForAll("rules") CostRule rule, @ForAll("amounts") long anyPrice, @ForAll("amounts") long less) {
        long plain = rule.plainSize();
        assertThat(plain).isBetween(0L, Amounts.MAX_AMOUNT);
        for (long price : new long[] {1, 1 + anyPrice % rule.maxPrice(), (rule.maxPrice() + 1) / 2, rule.maxPrice()}) {
            assertExact(rule, price, plain);
            assertExact(rule, price, plain + 1);
            assertExact(rule, price, plain - less % (plain + 1));
        }
    }

    @Property(tries = 200, seed = "308", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void atScalesOfVenuesOrdersOfAMillionContractsAreComputedThatWay(@ForAll Side side) {
        for (int sizeScale : new int[] {0, 2, 6}) {
            CostRule rule =
                    new CostRule(side, 3, sizeScale, 6, 1000, new FeeRule(FeeRule.Kind.QUADRATIC, 60_000, 10_000, 0));
            assertThat(rule.plainSize()).as(rule::toString).isGreaterThan(Amounts.pow10(6 + sizeScale));
        }
    }

    private static void assertExact(CostRule rule, long price, long size) {
        ExactCost exact = new ExactCost(rule);
        Supplier<String> what = () -> Rules.describe(rule, price, size);
        assertThat(rule.cost(price, size)).as(what).isEqualTo(exact.cost(price, size));
        assertThat(rule.principal(price, size)).as(what).isEqualTo(exact.principal(price, size));
        assertThat(rule.creditFloor(price, size)).as(what).isEqualTo(exact.creditFloor(price, size));
        assertThat(rule.worstFee(price, size)).as(what).isEqualTo(exact.worstFee(price, size));
        assertThat(rule.marginOf(size)).as(what).isEqualTo(exact.marginOf(size));
    }

    /** OVERFLOW is above every amount; so is a size above every size. */
    private static long unbounded(long cost) {
        return cost == CostRule.OVERFLOW ? Long.MAX_VALUE : cost;
    }
}
