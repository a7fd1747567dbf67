package io.tollgate.torture.world;

import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The venue: takes orders, fills and ends them, and writes its ledger. Nothing here touches the gate. */
final class Venue {
    private final World world;
    final List<LedgerEntry> ledger = new ArrayList<>();
    /** Orders and replacements on their way to the venue. */
    final List<Order> flying = new ArrayList<>();

    final List<Order> flyingAmends = new ArrayList<>();
    private final BitSet corrections = new BitSet();
    private long nextExec = 1;
    // 0 is no time: a read at it would be taken for one that has none
    private long timeNanos = 1_000_000_000L;

    Venue(World world) {
        this.world = world;
        change(Kind.OTHER, BigInteger.ZERO, "");
    }

    /** Something happens at the venue. */
    void act() {
        final int dice = world.random.nextInt(100);
        if (dice < 30) {
            arrive();
        } else if (dice < 70) {
            execute();
        } else if (dice < 85) {
            cancel();
        } else if (dice < 88) {
            deposit();
        } else if (dice < 91) {
            correct();
        } else {
            answerAmend();
        }
    }

    /** What is on its way arrives, or is answered. True if something was. */
    boolean arrive() {
        if (flying.isEmpty()) {
            return answerAmend();
        }
        final Order order = flying.remove(world.random.nextInt(flying.size()));
        world.truth.mustPay(order);
        if (world.random.nextInt(20) == 0) {
            end(order, ReleaseReason.REJECTED);
            return true;
        }
        order.state = Order.State.LIVE;
        world.say("venue", "accepts " + order.id);
        if (world.random.nextBoolean()) {
            world.tell(Fact.acked(order));
        }
        return true;
    }

    private boolean answerAmend() {
        if (flyingAmends.isEmpty()) {
            return false;
        }
        final Order order = flyingAmends.remove(world.random.nextInt(flyingAmends.size()));
        final boolean accepted =
                order.state == Order.State.LIVE && order.newSize > order.filled && world.random.nextInt(4) > 0;
        world.say("venue", (accepted ? "replaces " : "does not replace ") + order.id);
        if (accepted) {
            order.price = order.newPrice;
            order.size = order.newSize;
        } else {
            order.newPrice = order.price;
            order.newSize = order.size;
        }
        world.truth.changed();
        world.tell(Fact.amend(order, accepted));
        return true;
    }

    private Order pick() {
        final List<Order> live = new ArrayList<>();
        for (final Order order : world.truth.open()) {
            if (order.state == Order.State.LIVE) {
                live.add(order);
            }
        }
        return live.isEmpty() ? World.NOBODY : live.get(world.random.nextInt(live.size()));
    }

    private void execute() {
        final Order order = pick();
        final long rest = order.size - order.filled;
        if (rest <= 0) {
            return;
        }
        final long quantity = world.random.nextBoolean() ? rest : world.random.nextLong(1, rest + 1);
        final long price = world.random.nextInt(3) == 0 ? world.random.nextLong(1, order.price + 1) : order.price;
        final BigInteger principal = order.terms.principal(price, quantity);
        final BigInteger fee = order.terms.fee(price, quantity);
        tick();
        if (world.random.nextBoolean()) {
            change(Kind.EXECUTION, principal.add(fee).negate(), order.terms.instrument());
        } else {
            change(Kind.EXECUTION, principal.negate(), order.terms.instrument());
            if (fee.signum() != 0) {
                change(Kind.COMMISSION, fee.negate(), order.terms.instrument());
            }
        }
        order.filled += quantity;
        if (order.filled >= order.size && !order.amending) {
            order.state = Order.State.OVER;
        }
        world.truth.changed();
        final long told = world.random.nextInt(8) == 0 ? io.tollgate.gate.Lane.UNKNOWN_FEE : fee.longValueExact();
        final Fact fill = Fact.fill(order, nextExec++, quantity, price, told);
        world.say("venue", "executes " + fill);
        world.tell(fill);
        if (world.random.nextInt(6) == 0) {
            world.tell(fill);
        }
    }

    private void cancel() {
        final Order order = pick();
        if (order.state == Order.State.LIVE) {
            end(order, ReleaseReason.CANCELLED);
        }
    }

    /** The venue takes no more for it. */
    void end(Order order, ReleaseReason why) {
        world.say("venue", "ends " + order.id + " after " + order.filled + ": " + why);
        order.state = Order.State.OVER;
        world.truth.changed();
        world.tell(Fact.release(order, order.filled, why));
    }

    /** The venue books money in and out again by mistake: one message, never seen in halves. */
    private void correct() {
        tick();
        final long amount = 2 * world.random.nextLong(1, 10_000_000);
        world.say("venue", "books " + amount + " and takes it back");
        corrections.set(ledger.size());
        ledger.add(entry(Kind.OTHER, world.truth.cash(), BigInteger.valueOf(amount), ""));
        ledger.add(
                entry(Kind.OTHER, world.truth.cash().add(BigInteger.valueOf(amount)), BigInteger.valueOf(-amount), ""));
    }

    /** Where a message may end: at this entry or the next after it that is not the first half of a correction. */
    int endOfMessage(int entries) {
        return entries > 0 && entries < ledger.size() && corrections.get(entries - 1) ? entries + 1 : entries;
    }

    private void deposit() {
        tick();
        final long amount = 2 * world.random.nextLong(1, 2_000_000);
        world.say("venue", "deposit of " + amount);
        change(Kind.OTHER, BigInteger.valueOf(amount), "");
    }

    /** Money leaves by the operator's hand. Returns the entry's id. */
    String withdraw(long amount) {
        tick();
        world.say("venue", "withdrawal of " + amount);
        change(Kind.OTHER, BigInteger.valueOf(-amount), "");
        return ledger.get(ledger.size() - 1).id();
    }

    private void tick() {
        if (world.random.nextInt(3) > 0) {
            timeNanos = Math.max(timeNanos + 1, world.nowNanos);
        }
    }

    private void change(Kind kind, BigInteger by, String instrument) {
        ledger.add(entry(kind, world.truth.cash(), by, instrument));
        world.truth.move(by);
    }

    private LedgerEntry entry(Kind kind, BigInteger before, BigInteger by, String instrument) {
        return new LedgerEntry(
                "entry-" + ledger.size(),
                kind,
                1,
                before.longValueExact(),
                before.add(by).longValueExact(),
                timeNanos,
                instrument);
    }
}
