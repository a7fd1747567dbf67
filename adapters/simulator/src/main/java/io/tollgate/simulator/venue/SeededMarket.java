package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.venue.OrderPlan.PlannedFill;
import io.tollgate.simulator.venue.OrderPlan.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The market of a {@link MarketBehaviour}. Each request has a generator of its own, seeded by the run's seed and the client's id, so
 * an order's fate does not depend on what else arrives when.
 */
public final class SeededMarket implements Market {
    private static final int ALL = 1000;
    private static final int MOST_BETTER_TICKS = 5;
    private static final int MOST_PARTS = 5;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long MICROS_PER_MILLI = 1000;

    private final MarketBehaviour behaviour;
    private final long seed;

    /** A market that repeats itself for the same seed and the same client ids. */
    public SeededMarket(MarketBehaviour behaviour, long seed) {
        this.behaviour = behaviour;
        this.seed = seed;
    }

    @Override
    public long acknowledgeMicros(String clordId) {
        int most = behaviour.acknowledgeMicros();
        return most == 0 ? 0 : between(generator(clordId, 1), most);
    }

    @Override
    public OrderPlan plan(String clordId, long leavesQuantity, boolean postOnly) {
        RandomGenerator random = generator(clordId, 2);
        int fate = random.nextInt(ALL);
        if (fate < behaviour.rejected()) {
            return new OrderPlan(rejection(random), List.of(), -1);
        }
        fate -= behaviour.rejected();
        if (fate < behaviour.filledAtOnce() && !postOnly) {
            return new OrderPlan(null, List.of(fill(random, 0, leavesQuantity, false)), -1);
        }
        fate -= behaviour.filledAtOnce();
        if (fate < behaviour.filledInParts()) {
            return inParts(random, leavesQuantity, postOnly);
        }
        return resting(random, List.of(), leavesQuantity, postOnly);
    }

    private OrderPlan inParts(RandomGenerator random, long quantity, boolean postOnly) {
        int parts = (int) Math.min(quantity, random.nextInt(2, MOST_PARTS + 1));
        boolean maker = postOnly || chance(random, behaviour.makerFills());
        boolean lastStaysOpen = chance(random, behaviour.partsLeftOpen());
        List<PlannedFill> fills = new ArrayList<>(parts);
        long left = quantity;
        for (int part = 1; part <= parts; part++) {
            boolean last = part == parts;
            long most = left - (parts - part);
            long size = last ? left : random.nextLong(1, Math.min(most, 2 * quantity / parts) + 1);
            if (last && lastStaysOpen) {
                return resting(random, fills, left, postOnly);
            }
            fills.add(fill(random, between(random, behaviour.fillMillis() * MICROS_PER_MILLI), size, maker));
            left -= size;
        }
        return new OrderPlan(null, fills, -1);
    }

    private OrderPlan resting(RandomGenerator random, List<PlannedFill> before, long quantity, boolean postOnly) {
        int fate = random.nextInt(ALL);
        long after = between(random, behaviour.restMillis() * MICROS_PER_MILLI);
        if (fate < behaviour.unsolicitedCancels()) {
            return new OrderPlan(null, before, after);
        }
        if (fate < behaviour.unsolicitedCancels() + behaviour.lateRests()) {
            List<PlannedFill> fills = new ArrayList<>(before);
            fills.add(fill(random, after, quantity, postOnly || chance(random, behaviour.makerFills())));
            return new OrderPlan(null, fills, -1);
        }
        return new OrderPlan(null, before, -1);
    }

    private PlannedFill fill(RandomGenerator random, long afterMicros, long quantity, boolean maker) {
        int better = chance(random, behaviour.betterPrice()) ? random.nextInt(1, MOST_BETTER_TICKS + 1) : 0;
        return new PlannedFill(
                afterMicros, quantity, maker ? 0 : better, maker, chance(random, behaviour.separateCommission()));
    }

    private static Rejection rejection(RandomGenerator random) {
        return random.nextBoolean()
                ? new Rejection(OrdRejectReason.ORD_REJECT_REASON_NO_LIQUIDITY, "no liquidity")
                : new Rejection(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION, "Global Rate Limit Exceeded");
    }

    private static boolean chance(RandomGenerator random, int perMille) {
        return random.nextInt(ALL) < perMille;
    }

    /** From half of the longest delay to all of it. */
    private static long between(RandomGenerator random, long most) {
        return most / 2 + random.nextLong(most / 2 + 1);
    }

    private RandomGenerator generator(String clordId, int purpose) {
        long hash = seed * GOLDEN + purpose;
        for (int i = 0; i < clordId.length(); i++) {
            hash = (hash ^ clordId.charAt(i)) * GOLDEN;
            hash ^= hash >>> 29;
        }
        return new SplittableRandom(hash);
    }
}
