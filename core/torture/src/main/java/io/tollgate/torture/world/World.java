package io.tollgate.torture.world;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.MappedFile;
import io.tollgate.gate.state.StateException;
import io.tollgate.gate.state.StateLock;
import io.tollgate.torture.Actor;
import io.tollgate.torture.Episode;
import io.tollgate.torture.Scheduler;
import io.tollgate.torture.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seed: a gate in a process that dies again and again, and everything around it that does not: venue, messages, clock, journal, truth.
 */
public final class World implements Episode {
    /** Where nobody was found. */
    static final Order NOBODY = new Order(0, Terms.BUYS.get(0), 0, 0);

    private static final long MILLI = 1_000_000L;
    private static final long MOST_TURNS = 400_000;
    private static final int LANES = 3;
    private static final long DEAD_AFTER_NANOS = 200 * MILLI;

    Kind kind = Kind.of(new SplittableRandom(0));
    Scheduler scheduler;
    SplittableRandom random;
    Bench bench;
    Watch watch;
    Venue venue;
    boolean draining;
    long nowNanos = 1_000_000_000L;
    long operations;

    private final List<Fact> untold = new ArrayList<>();
    private final Map<Long, Order> orders = new LinkedHashMap<>();
    private final List<Router> routers = new ArrayList<>();
    private JournalQueue journal;
    private Operator operator;
    private Feeds feeds;
    private @Nullable Gate gate;
    private @Nullable Balance usd;
    private GateConfig config;
    private Support support;
    private final List<Actor> laneThreads = new ArrayList<>();
    private int lanesKilled;
    private boolean ready;
    private boolean done;
    private long crashes;
    private long cycles;

    /** Made by its loader, by name. */
    @SuppressWarnings("NullAway.Init")
    public World() {}

    @Override
    public long operations() {
        return operations;
    }

    @Override
    public long crashes() {
        return crashes;
    }

    @Override
    public void run(Scheduler by, Path directory, long seed) {
        scheduler = by;
        random = by.random();
        bench = new Bench(2 * random.nextLong(2_500_000, 25_000_000));
        watch = new Watch(scheduler, bench, this::expired);
        journal = new JournalQueue(watch.records());
        venue = new Venue(this);
        operator = new Operator(this);
        kind = Kind.of(random);
        config = GateConfig.at(directory)
                .withSizes(new BookSizes(kind.balances(), 8, 8, LANES, 8, kind.smallTables() ? 8 : 64))
                .withSlots(64, 256)
                .withDeadAfterNanos(DEAD_AFTER_NANOS)
                .withReservationTimeoutNanos(40 * MILLI)
                .withTombstoneNanos(20 * MILLI);
        scheduler.watcher(watch);
        final int generations = random.nextInt(6, 14);
        for (int i = 0; i < generations && scheduler.violation() == null; i++) {
            final boolean last = i == generations - 1;
            generation(last ? -1 : random.nextInt(5) == 0 ? random.nextInt(1, 2_500) : random.nextInt(1, 9_000), last);
        }
    }

    private void generation(long stepsToCrash, boolean last) {
        ready = false;
        done = false;
        draining = false;
        cycles = 0;
        gate = null;
        routers.clear();
        laneThreads.clear();
        support = new Support(this);
        lanesKilled = 0;
        feeds = new Feeds(this, kind.withStream());
        final Feeds mine = feeds;
        scheduler.actor("bookkeeper", this::keepBook);
        scheduler.actor("journaler", this::journal);
        scheduler.actor("feeds", () -> whenReady(mine));
        scheduler.actor("outside", () -> whenReady(new Outside(this, last)));
        scheduler.actor("operator", () -> whenReady(operator));
        if (kind.answersStatus()) {
            scheduler.actor("support", () -> whenReady(support));
        }
        if (kind.watchdog()) {
            scheduler.actor("watchdog", () -> whenReady(this::watchHeartbeat));
        }
        for (int i = 0; i < LANES; i++) {
            final int lane = i;
            laneThreads.add(scheduler.actor(
                    "lane-" + lane, () -> whenReady(() -> routers.get(lane).run())));
        }
        if (scheduler.run(stepsToCrash, MOST_TURNS)) {
            crashes++;
        }
        afterDeath();
    }

    private void whenReady(Runnable body) {
        while (!ready) {
            scheduler.idle();
        }
        body.run();
    }

    /** What the operating system does with a process that is gone, and what its router did not get to hear. */
    private void afterDeath() {
        watch.processDied();
        journal.processDied();
        for (final Object left : scheduler.takeOpened()) {
            if (left instanceof MappedFile file) {
                file.close();
            } else if (left instanceof StateLock lock) {
                release(lock);
            }
        }
        for (final Router router : routers) {
            interrupted(router);
        }
        for (final Order order : List.copyOf(bench.open())) {
            if (order.state == Order.State.NEW) {
                // the router that could have sent it is gone
                giveUp(order, ReleaseReason.STATUS_ANSWER);
            }
        }
    }

    private void release(StateLock lock) {
        try {
            lock.close();
        } catch (final StateException e) {
            say("system", "the gate has let go of its lock itself: " + e.getMessage());
        }
    }

    /** What a router was about when it died is told again, or told to have come to nothing. */
    void interrupted(Router router) {
        router.acting = false;
        final Fact fact = router.telling;
        if (fact != null) {
            untold.add(fact);
            router.telling = null;
        }
        final Order amended = router.amendBegun;
        if (amended != null) {
            untold.add(Fact.amend(amended, false));
            router.amendBegun = null;
        }
        final Order unsent = router.sending;
        if (unsent != null) {
            router.sending = null;
            unsent.asking--;
            if (unsent.state == Order.State.NEW && unsent.asking == 0) {
                giveUp(unsent, ReleaseReason.STATUS_ANSWER);
            }
        }
    }

    /** One of the lanes dies at its next access, wherever it is; the last one goes on. */
    void killALane() {
        if (lanesKilled < LANES - 1) {
            final Actor lane = laneThreads.get(lanesKilled++);
            say("system", lane.getName() + " dies");
            scheduler.killSoon(lane);
        }
    }

    private void watchHeartbeat() {
        boolean dead = false;
        while (running()) {
            final boolean isDead = nowNanos - gate().heartbeatNanos() > DEAD_AFTER_NANOS;
            if (isDead != dead) {
                dead = isDead;
                say("watchdog", isDead ? "BookKeeper is dead" : "BookKeeper lives");
                gate().watchdog(isDead);
            }
            scheduler.idle();
        }
    }

    boolean running() {
        return !done;
    }

    void say(String who, String what) {
        scheduler.trace().say(who, what);
    }

    void tell(Fact fact) {
        untold.add(fact);
    }

    @Nullable
    Order order(long id) {
        return orders.get(id);
    }

    void approved(Order order) {
        orders.put(order.id, order);
        bench.approved(order);
    }

    /** The gate ended it because it was not sent in time: it will not let it be sent. */
    private void expired(long id) {
        final Order order = orders.get(id);
        if (order != null && order.state == Order.State.NEW) {
            order.state = Order.State.OVER;
            bench.changed();
        }
    }

    /** It is not going to be sent. */
    void giveUp(Order order, ReleaseReason why) {
        order.state = Order.State.OVER;
        bench.changed();
        untold.add(Fact.release(order, 0, why));
    }

    /** The gate let it go out. */
    void fly(Order order) {
        order.state = Order.State.FLYING;
        if (!bench.open().contains(order)) {
            bench.approved(order);
        }
        bench.changed();
        venue.flying.add(order);
    }

    /** Its amend was refused, or its answer was told. */
    void amendEnded(Order order) {
        order.amending = false;
        if (order.state == Order.State.LIVE && order.filled >= order.size) {
            order.state = Order.State.OVER;
        }
        bench.changed();
    }

    /** A fact that may be told now: the answer to an amend only after the fills before it. */
    @Nullable
    Fact nextFact() {
        for (int tries = 0; tries < 4 && !untold.isEmpty(); tries++) {
            final int at = random.nextInt(untold.size());
            final Fact fact = untold.get(at);
            if (!fact.comesAfterFills() || !hasFillUntold(fact.order())) {
                return untold.remove(at);
            }
        }
        return null;
    }

    private boolean hasFillUntold(Order order) {
        for (final Router router : routers) {
            final Fact told = router.telling;
            if (told != null && told.order() == order && told.kind() == Fact.Kind.FILL) {
                return true;
            }
        }
        return untold.stream().anyMatch(fact -> fact.order() == order && fact.kind() == Fact.Kind.FILL);
    }

    /** Whether nobody is in the middle of anything but telling facts. */
    boolean isAtRest() {
        return operator.isAtRest() && support.isAtRest() && routers.stream().noneMatch(router -> router.acting);
    }

    boolean allTold() {
        return untold.isEmpty() && routers.stream().allMatch(router -> router.telling == null);
    }

    Gate gate() {
        if (gate == null) {
            throw new IllegalStateException("the gate must be open");
        }
        return gate;
    }

    Balance usd() {
        if (usd == null) {
            throw new IllegalStateException("the balance must be registered");
        }
        return usd;
    }

    Feeds feeds() {
        return feeds;
    }

    Support support() {
        return support;
    }

    Collection<Order> orders() {
        return orders.values();
    }

    /** Cycles of BookKeeper in this generation. */
    long cycles() {
        return cycles;
    }

    private void journal() {
        while (running()) {
            if (journal.drain() == 0 || random.nextInt(4) == 0) {
                scheduler.idle();
            }
        }
    }

    /** Opens the gate and everything on it, then keeps the book. */
    private void keepBook() {
        gate = Gate.open(config, () -> nowNanos, () -> nowNanos, 1, new Host());
        watch.recovered();
        final List<Balance> balances = register(gate);
        usd = balances.get(Terms.CASH);
        lostNothing();
        for (int i = 0; i < LANES; i++) {
            final Lane lane = gate.lane("lane-" + i);
            final List<Line> lines = new ArrayList<>();
            for (final Terms each : kind.terms()) {
                lines.add(
                        each.closes()
                                ? lane.bindClosing(balances.get(each.balance()), usd, each.spec())
                                : lane.bind(usd, each.spec()));
            }
            routers.add(new Router(this, lane, lines));
        }
        for (final BalanceFeed feed : feeds.all()) {
            gate.attach(usd, feed);
        }
        ready = true;
        while (running()) {
            if (cycle() == 0 || random.nextInt(4) == 0) {
                scheduler.idle();
            }
        }
    }

    private List<Balance> register(Gate by) {
        final List<Balance> balances = new ArrayList<>();
        balances.add(by.register(new BalanceSpec("venue", "account", "USD", 6, kind.sideBySide(), kind.rules())));
        if (kind.allSides()) {
            balances.add(by.register(BalanceSpec.position("venue", "account", Terms.OF_HELD, false, 0, kind.rules())));
            balances.add(by.register(BalanceSpec.position("venue", "account", Terms.OF_OWED, true, 0, kind.rules())));
        }
        return balances;
    }

    private int cycle() {
        final int work = gate().bookKeeper().doWork();
        cycles++;
        feeds.cycled();
        return work;
    }

    /** S5: what was approved and may be at the venue is there after every restart; what no router knows is given up. */
    private void lostNothing() {
        final Map<Long, ReservationView> found = new HashMap<>();
        for (final ReservationView view : gate().reservations()) {
            found.put(view.id(), view);
            if (!orders.containsKey(view.id())) {
                say("router", "does not know of " + view.id());
                final Order unknown = new Order(view.id(), kind.terms().get(view.lineId()), view.price(), view.size());
                orders.put(view.id(), unknown);
                giveUp(unknown, ReleaseReason.STATUS_ANSWER);
            }
        }
        for (final Order order : bench.open()) {
            if (order.open().signum() > 0 && !found.containsKey(order.id)) {
                throw new Violation(
                        Violation.Kind.OVERSPEND, "S5: an approved order must outlive the process: " + order.id);
            }
        }
    }

    /** All is quiet: S4. */
    void judgeExactness() {
        gate().reservations().forEach(view -> say("gate", view.toString()));
        bench.open().forEach(order -> say("venue", "has " + order.id + " " + order.state + " open " + order.open()));
        watch.records().allTakesTold("when all is quiet");
        for (int balance = 0; balance < kind.balances(); balance++) {
            bench.isExactly(balance, gate().statusText(usd()), watch.limit(balance), watch.held(balance));
        }
        done = true;
    }

    /** The thread that keeps the book waits by working; any other lets it. */
    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            watch.ring(ring);
            journal.ring(ring);
        }

        @Override
        public void beforeRecovery() {
            journal.drainAll();
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            if (scheduler.me().getName().equals("bookkeeper")) {
                waitedFor.bookKeeper().doWork();
            } else {
                scheduler.idle();
            }
        }
    }
}
