package io.tollgate.gate.money;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** Sources of cost rules: every side, fee and scale that can be compiled. */
final class Rules {

    private Rules() {}

    static Arbitrary<CostRule> any() {
        IntegerArbitrary scales = Arbitraries.integers().between(0, CostRule.MAX_SCALE);
        return Combinators.combine(Arbitraries.of(Side.class), scales, scales, scales)
                .flatAs((side, priceScale, sizeScale, assetScale) -> fees(assetScale)
                        .flatMap(fee -> maxPrices(side, priceScale, sizeScale, assetScale, fee)
                                .map(max -> new CostRule(side, priceScale, sizeScale, assetScale, max, fee))));
    }

    /** Scales of venues, so that products are short and prices are dense. */
    static Arbitrary<CostRule> likeVenues(Side side, Arbitrary<FeeRule> fees) {
        return Combinators.combine(Arbitraries.integers().between(2, 4), Arbitraries.of(0, 2, 6), fees)
                .as((priceScale, sizeScale, fee) ->
                        new CostRule(side, priceScale, sizeScale, 6, Amounts.pow10(priceScale), fee));
    }

    private static Arbitrary<FeeRule> fees(int assetScale) {
        Arbitrary<Long> rates = Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, 60_000L, 69_500L, 99_999L, 1_000_000L),
                Arbitraries.longs().between(0, 1_000_000));
        Arbitrary<Long> roundings = Arbitraries.oneOf(
                Arbitraries.integers().between(0, assetScale + 2).map(Amounts::pow10),
                Arbitraries.longs().between(1, Amounts.pow10(assetScale + 2)));
        Arbitrary<Long> slacks = Arbitraries.of(0L, 1L, 5_000L, 10_000L, Amounts.MAX_AMOUNT);
        Arbitrary<FeeRule> charged = Combinators.combine(
                        Arbitraries.of(FeeRule.Kind.BASIS_POINTS, FeeRule.Kind.QUADRATIC), rates, roundings, slacks)
                .as(FeeRule::new);
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(FeeRule.none())), Tuple.of(4, charged));
    }

    private static Arbitrary<Long> maxPrices(Side side, int priceScale, int sizeScale, int assetScale, FeeRule fee) {
        long one = Amounts.pow10(priceScale);
        if (side == Side.BUY && fee.kind() != FeeRule.Kind.QUADRATIC) {
            long factor = Amounts.pow10(Math.max(0, assetScale - priceScale - sizeScale));
            long largest = Amounts.MAX_AMOUNT / factor;
            return Arbitraries.oneOf(
                    Arbitraries.of(1L, one, largest), Numbers.positive().map(p -> Math.min(p, largest)));
        }
        return Arbitraries.oneOf(Arbitraries.of(1L, one), Arbitraries.longs().between(1, one));
    }

    static String describe(CostRule rule, long price, long size) {
        return String.format(Locale.ROOT, "%s price=%d size=%d", rule, price, size);
    }
}
