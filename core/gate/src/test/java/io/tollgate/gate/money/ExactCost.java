package io.tollgate.gate.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The plain model: what {@link CostRule} must answer, with numbers that have no limits. */
record ExactCost(CostRule rule) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(FeeRule.ONE_IN_MILLIONTHS);

    long cost(long price, long size) {
        if (price < 1 || price > rule.maxPrice()) {
            return CostRule.INVALID_PRICE;
        }
        if (size < 1) {
            return CostRule.INVALID_SIZE;
        }
        if (size > Amounts.MAX_AMOUNT) {
            return CostRule.OVERFLOW;
        }
        BigDecimal p = price(price);
        BigDecimal drawn =
                switch (rule.side()) {
                    case BUY -> up(p.multiply(size(size))).add(worstFee(p, size));
                    case SELL_TO_OPEN ->
                        up(BigDecimal.ONE.subtract(p).multiply(size(size))).add(worstFee(p, size));
                    case SELL_TO_CLOSE, BUY_TO_CLOSE -> up(size(size));
                };
        return amount(drawn.max(BigDecimal.ONE));
    }

    long principal(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        return refusal < 0 ? refusal : amount(up(price(price).multiply(size(quantity))));
    }

    long creditFloor(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        return refusal < 0
                ? refusal
                : amount(inUnits(price(price).multiply(size(quantity))).setScale(0, RoundingMode.FLOOR));
    }

    long worstFee(long price, long quantity) {
        long refusal = refuseFill(price, quantity);
        return refusal < 0 || quantity == 0 ? refusal : amount(worstFee(price(price), quantity));
    }

    long marginOf(long quantity) {
        long refusal = refuseFill(0, quantity);
        return refusal < 0 ? refusal : amount(up(size(quantity)));
    }

    /** The fee before any rounding, in units of the asset. */
    BigDecimal exactFee(BigDecimal price, BigDecimal size) {
        BigDecimal base =
                switch (rule.takerFee().kind()) {
                    case NONE -> BigDecimal.ZERO;
                    case BASIS_POINTS -> price;
                    case QUADRATIC -> price.multiply(BigDecimal.ONE.subtract(price));
                };
        BigDecimal rate = BigDecimal.valueOf(rule.takerFee().rateMillionths()).divide(MILLION);
        return inUnits(base.multiply(size).multiply(rate));
    }

    BigDecimal price(long price) {
        return BigDecimal.valueOf(price, rule.priceScale());
    }

    BigDecimal size(long size) {
        return BigDecimal.valueOf(size, rule.sizeScale());
    }

    BigDecimal inUnits(BigDecimal whole) {
        return whole.movePointRight(rule.assetScale());
    }

    private BigDecimal worstFee(BigDecimal price, long size) {
        BigDecimal roundTo = BigDecimal.valueOf(rule.takerFee().roundTo());
        return exactFee(price, size(size))
                .divide(roundTo, 0, RoundingMode.CEILING)
                .multiply(roundTo)
                .add(BigDecimal.valueOf(rule.takerFee().slack()));
    }

    private BigDecimal up(BigDecimal whole) {
        return inUnits(whole).setScale(0, RoundingMode.CEILING);
    }

    private long refuseFill(long price, long quantity) {
        if (price < 0 || price > Math.max(rule.maxPrice(), rule.one())) {
            return CostRule.INVALID_PRICE;
        }
        if (quantity < 0) {
            return CostRule.INVALID_SIZE;
        }
        return quantity > Amounts.MAX_AMOUNT ? CostRule.OVERFLOW : 0;
    }

    private static long amount(BigDecimal exact) {
        return exact.compareTo(BigDecimal.valueOf(Amounts.MAX_AMOUNT)) > 0 ? CostRule.OVERFLOW : exact.longValueExact();
    }
}
