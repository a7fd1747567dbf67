package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.ModelVenue.Fill;
import io.tollgate.gate.ModelVenue.Order;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The router's half: orders, facts, crashes, and the checks after each step. */
@org.jspecify.annotations.NullUnmarked
final class ModelRun extends ModelFeeds implements AutoCloseable {
    private static final int STEPS = 400;
    private static final long PAUSE_AFTER_REFUSALS = 9_000 * MILLI;

    private final List<Runnable> untold = new ArrayList<>();
    private final List<Fill> told = new ArrayList<>();
    /** Orders with executions after their end: the quantity that was told as final may be another one's. */
    private final Set<Order> surprises = new HashSet<>();

    private Line other;
    private Lane second;
    private long approvals;

    ModelRun(Path directory, long seed) {
        super(directory, seed);
        bind();
        venue.change(Kind.OTHER, BigInteger.ZERO, "");
        openStream();
    }

    private void bind() {
        second = h.gate.lane("router-1");
        other = h.lane.bind(h.usd, new LineSpec("sym-b", Side.BUY, 2, 0, 99, FeeRule.basisPoints(20_000, 1, 0)));
    }

    void all() {
        for (step = 0; step < STEPS; step++) {
            act();
            check();
        }
        quiet();
        assertThat(approvals).isPositive();
    }

    private void act() {
        final int dice = random.nextInt(100);
        if (dice < 16) {
            reserve();
        } else if (dice < 28) {
            send();
        } else if (dice < 40) {
            execute();
        } else if (dice < 46) {
            cancel();
        } else if (dice < 52) {
            amend();
        } else if (dice < 62) {
            tell();
        } else if (dice < 64) {
            bust();
        } else if (dice < 68) {
            moveMoney();
        } else if (dice < 78) {
            deliver();
        } else if (dice < 82) {
            ask();
        } else if (dice < 86) {
            answer();
        } else if (dice < 88) {
            loseStream();
        } else if (dice < 89) {
            crash();
        } else if (dice < 95) {
            h.cycle();
        } else {
            final long nanos = random.nextLong(1, 8 * MILLI);
            say("pass " + nanos);
            venue.timeNanos += nanos;
            h.pass(nanos);
        }
        if (random.nextInt(3) == 0) {
            h.step();
        }
    }

    private void reserve() {
        final boolean first = random.nextBoolean();
        final Line line = first ? h.buy : other;
        final long price = random.nextInt(1, 99);
        final long size = random.nextInt(1, 40);
        final long before = h.available();
        final long id = line.reserve(price, size, step);
        say("reserve " + size + "@" + price + " -> " + (id > 0 ? id : Decision.ofReservation(id)));
        if (id > 0) {
            approvals++;
            venue.orders.add(new Order(id, line, first ? "sym-a" : "sym-b", price, size));
            assertThat(line.rule().cost(price, size)).as("S1").isLessThanOrEqualTo(before);
        }
    }

    private Order pick(boolean sent) {
        final List<Order> some =
                venue.orders.stream().filter(o -> !o.over && o.sent == sent).toList();
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    private Lane anyLane() {
        return random.nextBoolean() ? h.lane : second;
    }

    private void send() {
        final Order order = pick(false);
        if (order == null) {
            return;
        }
        if (random.nextInt(8) == 0) {
            say("not sent " + order.id);
            order.over = true;
            h.lane.release(order.id, 0, ReleaseReason.NOT_SENT);
            return;
        }
        final int code = anyLane().sent(order.id);
        say("sent " + order.id + " -> " + FactResult.of(code));
        if (code != 0) {
            order.over = true;
        } else if (venue.cash.compareTo(venue.open()) < 0) {
            order.over = true;
            say("the venue refuses it for lack of funds");
            untold.add(() -> h.lane.release(order.id, 0, ReleaseReason.REFUSED_FOR_FUNDS));
        } else {
            order.sent = true;
            if (random.nextBoolean()) {
                untold.add(() -> anyLane().acked(order.id));
            }
        }
    }

    private void execute() {
        final Order order = pick(true);
        if (order == null || order.filled >= order.size) {
            return;
        }
        final long rest = order.size - order.filled;
        final long quantity = random.nextBoolean() ? rest : random.nextLong(1, rest + 1);
        final long price = random.nextInt(3) == 0 ? random.nextLong(1, order.price + 1) : order.price;
        venue.timeNanos += random.nextInt(3) == 0 ? 0 : random.nextLong(1, MILLI);
        final Fill fill = venue.execute(order, quantity, price, random.nextBoolean());
        say("execute " + order.id + " " + quantity + "@" + price + " exec " + fill.execId);
        tellLater(fill);
        if (order.filled >= order.size && !order.amending) {
            order.over = true;
        }
    }

    private void tellLater(Fill fill) {
        fill.order.fills.add(fill);
        untold.add(() -> tellFill(fill));
        if (random.nextInt(6) == 0) {
            untold.add(() -> tellFill(fill));
        }
    }

    private void tellFill(Fill fill) {
        final Order order = fill.order;
        final long fee = random.nextInt(8) == 0 ? Lane.UNKNOWN_FEE : fill.fee;
        final int code = random.nextBoolean() || order.line.lane() != h.lane
                ? h.buy.fill(order.id, fill.execId, fill.quantity, fill.cum, fill.price, fee, 0)
                : lineOf(order).fill(order.id, fill.execId, fill.quantity, fill.cum, fill.price, fee, 0);
        say("fill " + order.id + " exec " + fill.execId + " -> " + FactResult.of(code));
        if (code == FactResult.JOURNAL_FULL.code()) {
            untold.add(() -> tellFill(fill));
        } else if (code == FactResult.UNCERTAIN.code()) {
            order.uncertain = true;
            untold.add(() -> tellFill(fill));
        } else {
            told.add(fill);
            fill.toldInCycle = h.cycles;
        }
    }

    private Line lineOf(Order order) {
        return order.symbol.equals("sym-a") ? h.buy : other;
    }

    private void cancel() {
        final Order order = pick(true);
        if (order == null) {
            return;
        }
        order.over = true;
        final long cum = order.filled;
        say("cancelled " + order.id + " after " + cum);
        untold.add(() -> tellRelease(order, cum));
        if (random.nextInt(6) == 0) {
            // the venue executes a part after it said that the order was over
            final Fill late = venue.execute(order, random.nextInt(1, 5), order.price, true);
            say("late execution " + late.execId);
            surprises.add(order);
            tellLater(late);
        }
    }

    private void tellRelease(Order order, long atItsEnd) {
        final long cum = order.busted ? order.filled : atItsEnd;
        final int code = anyLane().release(order.id, cum, ReleaseReason.CANCELLED);
        say("release " + order.id + " final " + cum + " -> " + FactResult.of(code));
        if (code == FactResult.JOURNAL_FULL.code() || code == FactResult.UNCERTAIN.code()) {
            untold.add(() -> tellRelease(order, cum));
        }
        order.releaseTold = true;
    }

    private void amend() {
        final Order order = pick(true);
        if (order == null || order.amending || order.filled >= order.size) {
            return;
        }
        final long price = random.nextInt(1, 99);
        final long size = order.filled + random.nextInt(1, 40);
        final int code = lineOf(order).amend(order.id, price, size);
        say("amend " + order.id + " to " + size + "@" + price + " -> " + Decision.of(code));
        if (code != 0) {
            return;
        }
        order.amending = true;
        if (random.nextInt(3) > 0) {
            order.price = price;
            order.size = size;
            untold.add(() -> tellAmend(order, true, price, size));
        } else {
            untold.add(() -> tellAmend(order, false, price, size));
        }
    }

    private void tellAmend(Order order, boolean accepted, long price, long size) {
        // what was executed at the old price is told before the answer that ends that price, as the venue tells it
        order.fills.stream().filter(fill -> fill.toldInCycle > h.cycles).forEach(this::tellFill);
        if (order.fills.stream().anyMatch(fill -> fill.toldInCycle > h.cycles)) {
            untold.add(() -> tellAmend(order, accepted, price, size));
            return;
        }
        final int code = accepted
                ? h.lane.amendAccepted(order.id, price, size)
                : random.nextBoolean() ? second.amendRefused(order.id) : second.amendRefused(order.id, price, size);
        say("amend of " + order.id + " accepted=" + accepted + " -> " + FactResult.of(code));
        if (code == FactResult.JOURNAL_FULL.code() || code == FactResult.UNCERTAIN.code()) {
            untold.add(() -> tellAmend(order, accepted, price, size));
            return;
        }
        order.amending = false;
        if (order.filled >= order.size) {
            order.over = true;
        }
    }

    private void tell() {
        if (!untold.isEmpty()) {
            untold.remove(random.nextInt(untold.size())).run();
        }
    }

    /** The venue undoes an execution that was told: the cash comes back, the order does not. */
    private void bust() {
        if (told.isEmpty()) {
            return;
        }
        final Fill fill = told.get(random.nextInt(told.size()));
        if (fill.busted || !fill.order.over) {
            return;
        }
        fill.busted = true;
        fill.order.busted = true;
        fill.order.filled -= fill.quantity;
        say("bust of exec " + fill.execId);
        venue.change(Kind.EXECUTION, fill.cash, fill.order.symbol);
        untold.add(() -> tellBust(fill));
    }

    private void tellBust(Fill fill) {
        final int code = second.bust(fill.order.id, fill.execId);
        say("bust told, exec " + fill.execId + " -> " + FactResult.of(code));
        if (code == FactResult.JOURNAL_FULL.code() || code == FactResult.UNCERTAIN.code()) {
            untold.add(() -> tellBust(fill));
            return;
        }
        // what was filled in all is less now, whatever was told before
        untold.add(() -> tellRelease(fill.order, fill.order.filled));
    }

    private void crash() {
        say("crash");
        if (random.nextBoolean()) {
            die();
        }
        answers.clear();
        settleKnown();
        knownNext = known;
        h.crash();
        bind();
        streamUp = false;
    }

    /** The lane dies after its CAS and before its record, or before its CAS. */
    private void die() {
        final var ring = h.rings.get(1);
        final int row = ring.freeRows().peek();
        if (row < 0) {
            return;
        }
        final var book = h.gate.book();
        final long taken = book.scopes().taken(0);
        book.reservations()
                .begin(row, h.buy.lineId(), 0, 500_000, taken, ring.producer().sequence(), 9, 50, 1, h.nowNanos);
        if (random.nextBoolean()) {
            book.lineWords(h.buy.lineId()).compareAndSetTaken(taken, taken + 500_000);
        }
        say("a lane dies");
    }

    /** Available is never above the truth at any moment of the ledger that the gate may have reached, less what is open. */
    private void check() {
        for (final Order order : venue.orders) {
            if (!order.sent && !order.over) {
                order.over = h.gate.book().reservations().stateOf(order.id) != RowState.RESERVED;
            }
        }
        final BalanceView view = h.gate.view(h.usd);
        if (view.limit() < 0) {
            return;
        }
        settleKnown();
        BigInteger unknown = BigInteger.ZERO;
        for (int entry = known; entry <= venue.ledger.size(); entry++) {
            unknown = unknown.max(venue.movedByOthersFrom(entry).negate());
        }
        final BigInteger surprise = surprises.stream()
                .flatMap(order -> order.fills.stream())
                .filter(f -> h.cycles <= f.toldInCycle)
                .map(f -> f.cash)
                .reduce(BigInteger.ZERO, BigInteger::add);
        final BigInteger bound =
                venue.cash.subtract(venue.open()).add(unknown).add(surprise).max(BigInteger.ZERO);
        assertThat(BigInteger.valueOf(view.available()))
                .as(
                        "available against cash=%s open=%s unknown=%s surprise=%s; %s",
                        venue.cash, venue.open(), unknown, surprise, view)
                .isLessThanOrEqualTo(bound);
    }

    private void quiet() {
        say("quiet");
        for (final Order order : venue.orders) {
            if (!order.over && (!order.sent || order.uncertain)) {
                order.over = true;
                final long cum = order.filled;
                untold.add(() -> tellRelease(order, cum));
            }
        }
        for (int round = 0; round < 12; round++) {
            while (!untold.isEmpty()) {
                untold.remove(0).run();
                h.step();
            }
            if (!streamUp) {
                openStream();
            }
            deliver();
            while (delivered < venue.ledger.size()) {
                deliver();
            }
            // what the venue refused without a reason that anybody could see stays held back for a pause
            h.pass(round == 10 ? PAUSE_AFTER_REFUSALS : 40 * MILLI);
            answers.clear();
            cold = true;
            ask();
            answer();
            h.step();
        }
        final BalanceView view = h.gate.view(h.usd);
        assertThat(view.status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(BigInteger.valueOf(view.held())).as("held").isEqualTo(venue.open());
        assertThat(BigInteger.valueOf(view.limit())).as("limit; %s", view).isEqualTo(venue.cash);
        h.assertTiled();
        h.journal.assertNoOverspend();
    }

    @Override
    public void close() {
        h.close();
    }
}
