package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What is reserved at the limit price bounds what the venue charges, however the order fills: in any number of fills at the limit
 * or better, each charged its fee rounded half-even, reduced so that the running total never exceeds the rounding of the exact
 * total (the venue's published rule).
 */
class FeeBoundTest {

    private static final long CENT = 10_000;

    /** A part of the order, and how much better than the limit it fills, both in thousandths. */
    record Part(int size, int improvement) {}

    @Provide
    Arbitrary<List<Part>> parts() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 1_000),
                                Arbitraries.integers().between(0, 20)),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 1_000), Arbitraries.of(0, 0, 1, 500, 1_000)))
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<CostRule> rules() {
        Arbitrary<Long> slackFree = Arbitraries.oneOf(
                Arbitraries.of(60_000L, 69_500L, 100_000L, 109_500L, 500_000L),
                Arbitraries.longs().between(0, 500_000));
        Arbitrary<FeeRule> fees = Arbitraries.oneOf(
                fees(slackFree, Arbitraries.of(0L, CENT)),
                fees(Arbitraries.of(500_001L, 750_000L, 1_000_000L), Arbitraries.of(CENT / 2, CENT)));
        return Arbitraries.of(Side.BUY, Side.SELL_TO_OPEN).flatMap(side -> Rules.likeVenues(side, fees));
    }

    private static Arbitrary<FeeRule> fees(Arbitrary<Long> rates, Arbitrary<Long> slacks) {
        return Combinators.combine(Arbitraries.of(true, false), rates, slacks)
                .as((quadratic, rate, slack) ->
                        quadratic ? FeeRule.quadratic(rate, CENT, slack) : FeeRule.basisPoints(rate, CENT, slack));
    }

    @Provide
    Arbitrary<Long> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1, 1_000), Arbitraries.longs().between(1, 1_000_000_000));
    }

    @Property(tries = 20_000, seed = "401", edgeCases = EdgeCasesMode.NONE)
    void costAtTheLimitBoundsEveryWayToFill(
            @ForAll("rules") CostRule rule,
            @ForAll("sizes") long size,
            @ForAll("sizes") long anyLimit,
            @ForAll("parts") List<Part> parts) {
        long limit = 1 + anyLimit % rule.maxPrice();
        assertThat(drawnByVenue(rule, limit, size, parts))
                .as(() -> Rules.describe(rule, limit, size))
                .isLessThanOrEqualTo(BigDecimal.valueOf(rule.cost(limit, size)));
    }

    @Property(tries = 5_000, seed = "402", edgeCases = EdgeCasesMode.NONE)
    void largerRateBoundsTheFeeOfCombos(@ForAll("sizes") long size, @ForAll("sizes") long anyPrice) {
        CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 1_000, FeeRule.quadratic(109_500, CENT, 0));
        ExactCost exact = new ExactCost(rule);
        long price = anyPrice % 1_001;
        BigDecimal p = exact.price(price);
        BigDecimal rest = BigDecimal.ONE.subtract(p);
        BigDecimal combo = new BigDecimal("0.0695").multiply(rest).add(new BigDecimal("0.04").multiply(rest.pow(4)));
        BigDecimal fee = exact.inUnits(exact.size(size).multiply(p).multiply(combo));
        assertThat(rounded(fee, CENT)).isLessThanOrEqualTo(BigDecimal.valueOf(rule.worstFee(price, size)));
    }

    @Test
    void withoutSlackARateAboveOneHalfLetsABetterPriceCostMore() {
        FeeRule fee = FeeRule.quadratic(1_000_000, CENT, 0);
        CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 999, fee);
        long overdrawn = 0;
        for (long size = 1; size <= 20_000; size++) {
            BigDecimal drawn = drawnByVenue(rule, 999, size, List.of(new Part(1_000, 2)));
            long reserved = rule.cost(999, size);
            overdrawn = Math.max(
                    overdrawn, drawn.subtract(BigDecimal.valueOf(reserved)).longValue());
        }
        assertThat(overdrawn).isBetween(1L, CENT / 2);
    }

    /** Money that leaves the spendable balance: principal (or margin less credit) and fee of all fills. */
    private static BigDecimal drawnByVenue(CostRule rule, long limit, long size, List<Part> parts) {
        ExactCost exact = new ExactCost(rule);
        boolean buy = rule.side() == Side.BUY;
        BigDecimal drawn = BigDecimal.ZERO;
        BigDecimal exactFees = BigDecimal.ZERO;
        BigDecimal charged = BigDecimal.ZERO;
        long open = size;
        for (Part part : parts) {
            long quantity = open * part.size / 1_000;
            open -= quantity;
            long better = (buy ? limit : rule.one() - limit) * part.improvement / 1_000;
            BigDecimal price = exact.price(buy ? limit - better : limit + better);
            BigDecimal perContract = buy ? price : BigDecimal.ONE.subtract(price);
            drawn = drawn.add(exact.inUnits(perContract.multiply(exact.size(quantity))));

            BigDecimal fee = exact.exactFee(price, exact.size(quantity));
            exactFees = exactFees.add(fee);
            BigDecimal cap = rounded(exactFees, rule.takerFee().roundTo()).subtract(charged);
            charged = charged.add(rounded(fee, rule.takerFee().roundTo()).min(cap));
        }
        return drawn.add(charged);
    }

    private static BigDecimal rounded(BigDecimal fee, long roundTo) {
        BigDecimal unit = BigDecimal.valueOf(roundTo);
        return fee.divide(unit, 0, RoundingMode.HALF_EVEN).multiply(unit);
    }
}
