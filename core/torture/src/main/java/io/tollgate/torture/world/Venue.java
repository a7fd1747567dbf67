package io.tollgate.torture.world;

import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.torture.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** An execution that the venue may undo. */
record Execution(Order order, long execId, long quantity, BigInteger cash) {}

/** The venue: takes orders, fills and ends them, and writes its ledger. Nothing here touches the gate. */
final class Venue {
    private final World world;
    final List<LedgerEntry> ledger = new ArrayList<>();
    /** Orders and replacements on their way to the venue. */
    final List<Order> flying = new ArrayList<>();

    final List<Order> flyingAmends = new ArrayList<>();
    private final BitSet corrections = new BitSet();
    /** What may be undone yet. */
    private final List<Execution> executions = new ArrayList<>();

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
        } else if (dice < 68) {
            execute();
        } else if (dice < 70) {
            undo();
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
        arrive(flying.remove(world.random.nextInt(flying.size())));
        return true;
    }

    /** Orders that were asked about by then are there when the venue says what it has. */
    void arriveThoseSentBy(long nanos) {
        for (final Order order : List.copyOf(flying)) {
            if (order.askedNanos - nanos <= 0) {
                flying.remove(order);
                arrive(order);
            }
        }
    }

    private void arrive(Order order) {
        final boolean canPay = world.bench.canPay(order, world.kind.sideBySide());
        if (!canPay && !world.kind.sideBySide()) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "the venue must be able to pay an approved order: has="
                            + world.bench.has(order.terms.balance()) + " order=" + order.id + " costs "
                            + order.worst());
        }
        final int dice = world.random.nextInt(20);
        if (dice == 0 || !canPay) {
            order.arrived = true;
            end(order, ReleaseReason.REJECTED);
            return;
        }
        if (dice == 1 && world.kind.answersStatus()) {
            // nobody will say a word of it, but the answer to a question
            world.say("venue", "never got " + order.id);
            order.state = Order.State.OVER;
            world.bench.changed();
            return;
        }
        order.arrived = true;
        order.state = Order.State.LIVE;
        world.say("venue", "accepts " + order.id);
        if (world.random.nextBoolean()) {
            world.tell(Fact.acked(order));
        }
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
        world.bench.changed();
        world.tell(Fact.amend(order, accepted));
        return true;
    }

    private Order pick() {
        final List<Order> live = new ArrayList<>();
        for (final Order order : world.bench.open()) {
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
        final long price = order.terms.sells() ? priceFrom(order.price) : priceUpTo(order.price);
        final BigInteger principal = order.terms.cashOf(price, quantity);
        final BigInteger fee = order.terms.fee(price, quantity);
        final BigInteger takes = principal.subtract(fee).negate().add(order.terms.marginOf(quantity));
        if (takes.compareTo(world.bench.has(Terms.CASH)) > 0 && world.kind.sideBySide()) {
            // another side of the account has spent it
            end(order, ReleaseReason.CANCELLED);
            return;
        }
        tick();
        if (world.random.nextBoolean()) {
            change(Kind.EXECUTION, principal.subtract(fee), order.terms.instrument());
        } else {
            change(Kind.EXECUTION, principal, order.terms.instrument());
            if (fee.signum() != 0) {
                change(Kind.COMMISSION, fee.negate(), order.terms.instrument());
            }
        }
        world.bench.execute(order, quantity);
        final long execId = nextExec++;
        if (order.terms.instrument().equals("sym-b")) {
            executions.add(new Execution(order, execId, quantity, principal.subtract(fee)));
        }
        if (order.filled >= order.size && !order.amending) {
            order.state = Order.State.OVER;
        }
        world.bench.changed();
        final long told = world.random.nextInt(8) == 0 ? io.tollgate.gate.Lane.UNKNOWN_FEE : fee.longValueExact();
        final Fact fill = Fact.fill(order, execId, quantity, price, told);
        world.say("venue", "executes " + fill);
        order.fills.add(fill);
        world.tell(fill);
        if (world.random.nextInt(6) == 0) {
            world.tell(fill);
        }
    }

    private long priceUpTo(long limit) {
        return world.random.nextInt(3) == 0 ? world.random.nextLong(1, limit + 1) : limit;
    }

    private long priceFrom(long limit) {
        return world.random.nextInt(3) == 0 ? world.random.nextLong(limit, Terms.MOST_CENTS + 1) : limit;
    }

    /** An execution is undone, and with it ends its order. Its cash comes back; nobody has counted on the contracts. */
    private void undo() {
        if (executions.isEmpty()) {
            return;
        }
        final Execution what = executions.remove(world.random.nextInt(executions.size()));
        final Order order = what.order();
        if (order.amending) {
            return;
        }
        order.fills.removeIf(fill -> fill.execId() == what.execId());
        world.say("venue", "undoes " + what.execId() + " of " + order.id);
        order.undone = true;
        order.state = Order.State.OVER;
        tick();
        change(Kind.EXECUTION, what.cash().negate(), order.terms.instrument());
        world.bench.execute(order, -what.quantity());
        world.tell(Fact.bust(order, what.execId()));
        // what was filled in all is less now, whatever was told before
        world.tell(Fact.release(order, order.filled, ReleaseReason.CANCELLED));
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
        world.bench.changed();
        world.tell(Fact.release(order, order.filled, why));
    }

    /** The venue books money in and out again by mistake: one message, never seen in halves. */
    private void correct() {
        tick();
        final long amount = 2 * world.random.nextLong(1, 10_000_000);
        world.say("venue", "books " + amount + " and takes it back");
        corrections.set(ledger.size());
        ledger.add(entry(Kind.OTHER, world.bench.assets().ledger(), BigInteger.valueOf(amount), ""));
        ledger.add(entry(
                Kind.OTHER,
                world.bench.assets().ledger().add(BigInteger.valueOf(amount)),
                BigInteger.valueOf(-amount),
                ""));
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
        ledger.add(entry(kind, world.bench.assets().ledger(), by, instrument));
        world.bench.moveCash(by);
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
