package io.tollgate.gatekeeper.agreement;

import java.util.List;
import java.util.SplittableRandom;

/** What happens without being caused: bursts of orders, money that comes and goes, others on the account, markets that end. One thread. */
final class Flow {
    private final World world;
    private final Events events;
    private final Delays delays;
    private final SplittableRandom random;
    private final Settings settings;
    private final Orders orders;
    private final Outside outside;
    private final Tally tally;
    private final List<OrderKind> kinds;
    private final int weights;
    private long key;

    Flow(
            World world,
            Events events,
            Delays delays,
            SplittableRandom random,
            Settings settings,
            Orders orders,
            Outside outside,
            Tally tally) {
        this.world = world;
        this.events = events;
        this.delays = delays;
        this.random = random;
        this.settings = settings;
        this.orders = orders;
        this.outside = outside;
        this.tally = tally;
        this.kinds = world.kinds();
        this.weights = kinds.stream().mapToInt(OrderKind::weight).sum();
    }

    /** The first money. */
    void fund() {
        world.deposit(world.target());
        outside.happened(events.nowNanos());
    }

    void start() {
        repeat(settings.betweenBursts(), this::burst);
        repeat(settings.betweenOthers(), () -> {
            tally.otherClient++;
            world.otherClient(random);
            outside.happened(events.nowNanos());
        });
        repeat(settings.betweenTransfers(), this::transfer);
        repeat(settings.betweenSettlements(), () -> {
            tally.settlements++;
            world.settle(random);
            outside.happened(events.nowNanos());
        });
    }

    private void repeat(long meanNanos, Runnable what) {
        events.after(delays.exponential(meanNanos), () -> {
            what.run();
            repeat(meanNanos, what);
        });
    }

    /** Money is brought or taken so that the account stays about as short as it is meant to be; now and then the wrong way round. */
    private void transfer() {
        final long target = world.target();
        final long cash = world.cash();
        if (cash < target - target / 4) {
            world.deposit(target - cash);
            tally.deposits++;
        } else if (cash > target + target / 4) {
            tally.withdrawals += world.withdraw(cash - target) ? 1 : 0;
        } else {
            tally.withdrawals += world.withdraw(target / 50 + random.nextLong(target / 10)) ? 1 : 0;
        }
        outside.happened(events.nowNanos());
    }

    private void burst() {
        long at = 0;
        final int more = (int) Math.min(200, delays.exponential(settings.burst() - 1));
        for (int i = 0; i <= more; i++) {
            events.after(at, this::order);
            at += delays.exponential(settings.withinBurst());
        }
    }

    private void order() {
        final int kind = kind();
        if (kind >= 0) {
            orders.decide(draw(kind));
        }
    }

    private int kind() {
        for (int tries = 0; tries < 16; tries++) {
            int dice = random.nextInt(weights);
            for (int i = 0; i < kinds.size(); i++) {
                dice -= kinds.get(i).weight();
                if (dice < 0) {
                    if (world.isAsked(i)) {
                        return i;
                    }
                    break;
                }
            }
        }
        return -1;
    }

    /** Costs are spread evenly over their orders of magnitude: many small orders, few large ones, some beyond all funds. */
    private Ask draw(int kind) {
        final OrderKind k = kinds.get(kind);
        final long ticks = (k.highestPrice() - k.lowestPrice()) / k.priceTick();
        final long price = k.lowestPrice() + random.nextLong(ticks + 1) * k.priceTick();
        final long cost = magnitude(k.lowestCost(), k.highestCost());
        final long step = Math.max(1, world.guideCost(kind, price, k.sizeStep()));
        final long size = Math.min(world.mostSize(), Math.max(1, cost / step) * k.sizeStep());
        return new Ask(kind, price, size, ++key);
    }

    /** A number in this range, each octave of it as likely as the others. */
    private long magnitude(long lowest, long highest) {
        final int lowBit = 63 - Long.numberOfLeadingZeros(lowest);
        final int highBit = 63 - Long.numberOfLeadingZeros(highest);
        final long base = 1L << random.nextInt(lowBit, highBit);
        return base + random.nextLong(base);
    }
}
