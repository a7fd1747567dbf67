package io.tollgate.torture.world;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import io.tollgate.torture.Actor;
import io.tollgate.torture.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane's thread: decides, sends, and tells facts, its own and other lanes'. */
final class Router implements Runnable {
    private final World world;
    private final int ringId;
    private final Lane lane;
    private final List<Line> lines;
    private final String name;
    /** In the middle of something that is not only telling facts. */
    boolean acting;
    /** The fact that is being told: told again if this thread dies over it. */
    @Nullable
    Fact telling;
    /** The order whose amend was begun and has not returned. */
    @Nullable
    Order amendBegun;
    /** The order that is being sent. */
    @Nullable
    Order sending;

    Router(World world, Lane lane, List<Line> lines) {
        this.world = world;
        this.lane = lane;
        this.ringId = lane.laneId();
        this.lines = lines;
        this.name = lane.name();
    }

    @Override
    public void run() {
        try {
            decide();
        } finally {
            // this thread alone may have died: what it was about is another's to tell
            world.interrupted(this);
        }
    }

    private void decide() {
        while (world.running()) {
            if (world.draining) {
                if (!tellOne()) {
                    world.scheduler.idle();
                }
                continue;
            }
            acting = true;
            act();
            acting = false;
            if (world.random.nextInt(3) == 0) {
                world.scheduler.idle();
            }
        }
    }

    private void act() {
        final int dice = world.random.nextInt(100);
        if (dice < 30) {
            reserve();
        } else if (dice < 35) {
            world.operations++;
            any(lines).canAfford(price(), size(), callerNanos());
        } else if (dice < 55) {
            send();
        } else if (dice < 62) {
            amend();
        } else if (!tellOne()) {
            world.scheduler.idle();
        }
    }

    private <T> T any(List<T> some) {
        return some.get(world.random.nextInt(some.size()));
    }

    private long callerNanos() {
        return world.random.nextInt(4) > 0 ? Lane.NO_TIME : world.nowNanos;
    }

    private long price() {
        return world.random.nextLong(1, Terms.MOST_CENTS + 1);
    }

    private long size() {
        return world.random.nextInt(1, 20);
    }

    /** Closing what can be closed is rarer than opening: it is tried first. */
    private int which() {
        for (final Terms terms : world.kind.terms()) {
            if (terms.closes() && world.watch.limit(terms.balance()) > 0 && world.random.nextInt(3) == 0) {
                return terms.index();
            }
        }
        return world.random.nextInt(lines.size());
    }

    private void reserve() {
        final int which = which();
        final Line line = lines.get(which);
        final Terms terms = world.kind.terms().get(which);
        if (world.watch.limit(terms.balance()) < 0 && world.random.nextInt(8) > 0) {
            // refused for certain: now and then is enough
            world.scheduler.idle();
            return;
        }
        final long price = price();
        long size = size();
        if (world.random.nextInt(4) == 0) {
            // to the last cent, or one contract beyond it
            size = Math.max(1, line.maxAffordable(price) + world.random.nextInt(2));
        } else if (terms.closes()) {
            size = Math.max(1, Math.min(size, line.maxAffordable(price)));
        }
        final Actor me = world.scheduler.me();
        world.watch.begin(me, ringId);
        world.operations++;
        final long id = line.reserve(price, size, world.operations, callerNanos());
        if (id <= 0) {
            me.press(false);
            world.say(name, "reserve " + size + "@" + price + " refused " + Decision.of((int) -id));
            return;
        }
        final Order order = new Order(id, terms, price, size);
        world.say(name, terms.side() + " " + size + "@" + price + " approved as " + id);
        world.approved(order);
        world.watch.approved(me, ringId, ReserveDecoder.TEMPLATE_ID, order, true, world.kind.sideBySide());
    }

    private @Nullable Order pick(Order.State state) {
        final List<Order> some = new ArrayList<>();
        for (final Order order : world.bench.open()) {
            if (order.state == state) {
                some.add(order);
            }
        }
        return some.isEmpty() ? null : any(some);
    }

    private void send() {
        final Order order = pick(Order.State.NEW);
        if (order == null) {
            return;
        }
        if (order.asking == 0 && world.random.nextInt(10) == 0) {
            world.giveUp(order, ReleaseReason.NOT_SENT);
            return;
        }
        sending = order;
        if (order.asking++ == 0) {
            order.askedNanos = world.nowNanos;
        }
        world.watch.begin(world.scheduler.me(), ringId);
        world.operations++;
        final int code = lane.sent(order.id);
        sending = null;
        order.asking--;
        world.say(name, "sent " + order.id + " " + FactResult.of(code));
        if (code == FactResult.ACCEPTED.code()) {
            if (order.accepted) {
                throw new Violation(Violation.Kind.OVERSPEND, "an order may be sent once: " + order.id);
            }
            order.accepted = true;
            world.fly(order);
            world.watch.told(world.scheduler.me(), ringId, SentDecoder.TEMPLATE_ID, order.id, code);
        }
    }

    private void amend() {
        final Order order = pick(Order.State.LIVE);
        if (order == null || order.amending || order.filled >= order.size) {
            return;
        }
        final Line line = lines.get(order.terms.index());
        final long price = price();
        final long size = order.filled + size();
        order.amending = true;
        amendBegun = order;
        final Actor me = world.scheduler.me();
        world.watch.begin(me, ringId);
        world.operations++;
        final int code = line.amend(order.id, price, size);
        amendBegun = null;
        world.say(name, "amend " + order.id + " to " + size + "@" + price + " " + Decision.of(code));
        if (code != 0) {
            world.amendEnded(order);
            return;
        }
        order.newPrice = price;
        order.newSize = size;
        world.bench.changed();
        world.watch.approved(me, ringId, AmendDecoder.TEMPLATE_ID, order, false, world.kind.sideBySide());
        world.venue.flyingAmends.add(order);
    }

    /** Tells a fact that is ready. False if there is none. */
    private boolean tellOne() {
        final Fact fact = world.nextFact();
        if (fact == null) {
            return false;
        }
        telling = fact;
        world.watch.begin(world.scheduler.me(), ringId);
        world.operations++;
        final long finalQuantity = fact.finalQuantity();
        final int code = tell(fact);
        telling = null;
        world.say(name, "tells " + fact + ": " + FactResult.of(code));
        if (code == FactResult.JOURNAL_FULL.code() || code == FactResult.UNCERTAIN.code()) {
            world.tell(fact);
            world.scheduler.idle();
        } else if (fact.isAmend()) {
            world.amendEnded(fact.order());
        } else if (fact.kind() == Fact.Kind.RELEASE && finalQuantity != fact.finalQuantity()) {
            // undone while it was told: what is right now is told last
            world.tell(fact);
        }
        return true;
    }

    private int tell(Fact fact) {
        final long id = fact.order().id;
        return switch (fact.kind()) {
            case ACKED -> lane.acked(id);
            case FILL ->
                lines.get(fact.order().terms.index())
                        .fill(id, fact.execId(), fact.quantity(), fact.cumQuantity(), fact.price(), fact.fee(), 0);
            case BUST -> lane.bust(id, fact.execId());
            case RELEASE -> lane.release(id, fact.finalQuantity(), fact.why());
            case AMEND_ACCEPTED -> lane.amendAccepted(id);
            case AMEND_REFUSED -> lane.amendRefused(id);
        };
    }
}
