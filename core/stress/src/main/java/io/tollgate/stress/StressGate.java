package io.tollgate.stress;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.BookAccess;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole gate, as it ships, without a thread of its own: three lanes with one line each on one balance of {@link #FUNDS}, a BookKeeper
 * whose cycle is an actor's step, and a clock that stands still unless it is moved.
 *
 * <p>It lives on from one use to the next: {@link #begin} ends what the last one left, through the gate's own operations, so that a use
 * costs a few microseconds and no file. Amounts are in dollars of 10^-6; an order of {@code n} dollars is {@code 2 n} at 50 cents.
 *
 * <p>Threading: lane {@code i} by one actor, {@link #cycle} by one actor; everything else before they start or after they ended.
 */
public final class StressGate {
    /** Micro-dollars of a dollar. */
    public static final long DOLLAR = 1_000_000;
    /** What the account holds at the start of a use. */
    public static final long FUNDS = 10 * DOLLAR;
    /** Price of all orders, in cents. */
    public static final long PRICE = 50;

    private static final int LANES = 3;
    private static final int ROWS = 8;
    private static final long TIMEOUT_NANOS = 1_000_000_000L;
    private static final long STALE_NANOS = 3_600_000_000_000L;
    private static final int MOST_CYCLES = 64;

    private final List<Ring> rings = new ArrayList<>();
    private final Taken journal = new Taken();
    private final Gate gate;
    private final Book book;
    private final ReservationTable rows;
    private final ScopeTable scopes;
    private final Balance usd;
    private final Lane[] lanes = new Lane[LANES];
    private final Line[] lines = new Line[LANES];
    private final long tombstoneNanos;
    private final Money feed = new Money();
    private long nowNanos = 1_000_000_000_000L;
    private long takenAtStart;

    /** In an empty directory. */
    public StressGate(Path directory) {
        this(directory, 64, 256, 1_000_000L);
    }

    /** In an empty directory, with rings of so many slots for each lane and for BookKeeper, and tombstones kept for so long. */
    public StressGate(Path directory, int laneSlots, int keeperSlots, long tombstoneNanos) {
        this.tombstoneNanos = tombstoneNanos;
        final GateConfig config = GateConfig.at(directory)
                .withSizes(new BookSizes(1, 1, LANES, LANES, ROWS, 64))
                .withSlots(laneSlots, keeperSlots)
                .withReservationTimeoutNanos(TIMEOUT_NANOS)
                .withTombstoneNanos(tombstoneNanos);
        gate = Gate.open(config, () -> nowNanos, () -> nowNanos, 1, new Host());
        book = BookAccess.of(gate);
        rows = book.reservations();
        scopes = book.scopes();
        usd = gate.register(BalanceSpec.careful(
                "stress",
                "a",
                "USD",
                6,
                BalanceRules.CAREFUL.withStaleAfterNanos(STALE_NANOS).withVisibleAfterNanos(1)));
        gate.attach(usd, feed);
        for (int i = 0; i < LANES; i++) {
            lanes[i] = gate.lane("router-" + i);
            lines[i] = lanes[i].bind(usd, new LineSpec("stress", Side.BUY, 2, 0, 99, FeeRule.none()));
        }
    }

    /** Ends what the last use left and starts the next one: nothing held, {@link #FUNDS} to spend, every row free. */
    public void begin() {
        gate.resume();
        // a use that ends without holding anything still leaves its refusals in the rings, and enough of those fill one
        rest();
        for (int i = 0; i < MOST_CYCLES; i++) {
            if (isFresh()) {
                journal.forget();
                takenAtStart = scopes.taken(0);
                return;
            }
            endOpenOrders();
            cycle();
            nowNanos += tombstoneNanos;
            if (book.balances().operatorEncumbered(usd.id()) != 0) {
                encumberNext(0);
            }
            feed.tell(usd.id(), FUNDS, nowNanos);
            cycle();
            drain();
        }
        throw new IllegalStateException("a gate must come to rest when all its orders have ended: " + figures());
    }

    private boolean isFresh() {
        if (gate.view(usd).limit() != FUNDS || held() != 0) {
            return false;
        }
        for (final Ring ring : rings) {
            if (ring.ringId() != Ring.KEEPER_RING_ID && ring.freeRows().available() != ROWS) {
                return false;
            }
        }
        return true;
    }

    private void endOpenOrders() {
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (state == RowState.RESERVED || state == RowState.SENT || state == RowState.ACKED) {
                final long id = ReservationTable.id(row, (int) (word >>> 32));
                lanes[0].release(id, rows.filledAcquire(row), ReleaseReason.STATUS_ANSWER);
            }
        }
    }

    /** One cycle of BookKeeper. */
    public void cycle() {
        gate.bookKeeper().doWork();
    }

    /** Lane {@code i}, from 0. */
    public Lane lane(int i) {
        return lanes[i];
    }

    /** Line of lane {@code i}. */
    public Line line(int i) {
        return lines[i];
    }

    /** The gate. */
    public Gate gate() {
        return gate;
    }

    /** Its book. */
    public Book book() {
        return book;
    }

    /** Reserves so many dollars on lane {@code i}: an id, or minus a decision. */
    public long reserve(int i, long dollars) {
        return lines[i].reserve(PRICE, 2 * dollars, 1);
    }

    /** An order of so many dollars made on lane {@code i}, known to BookKeeper and not sent. Before the actors start. */
    public long reserved(int i, long dollars) {
        final long id = reserve(i, dollars);
        if (id <= 0) {
            throw new IllegalStateException("an order of the set-up must be approved: code=" + id + " " + figures());
        }
        cycle();
        return id;
    }

    /** An order of so many dollars made on lane {@code i}, sent and known to BookKeeper as such. Before the actors start. */
    public long sent(int i, long dollars) {
        final long id = reserved(i, dollars);
        told(lanes[i].sent(id));
        cycle();
        return id;
    }

    /** For facts of the set-up, none of which may be refused. */
    public static void told(int code) {
        if (code != 0) {
            throw new IllegalStateException("a fact of the set-up must be accepted: code=" + code);
        }
    }

    /** BookKeeper is to set so many dollars aside in its next cycle. */
    public void encumberNext(long dollars) {
        gate.bookKeeper()
                .offer(k -> k.execute(OperatorCommand.encumber(usd.id(), dollars * DOLLAR, "stress", "actor")));
    }

    /** The time to send is over for every reservation made so far. */
    public void passTimeout() {
        nowNanos += TIMEOUT_NANOS;
    }

    /** What is known of the balance is too old, and the time to send is over for every reservation made so far. */
    public void passStaleness() {
        nowNanos += STALE_NANOS + 1;
    }

    /** The tombstones of orders ended so far are old. */
    public void passTombstones() {
        nowNanos += tombstoneNanos;
    }

    /** Money held now. */
    public long held() {
        final long back = scopes.back(0);
        return scopes.taken(0) - back;
    }

    /** Money ever taken, since this use began. */
    public long taken() {
        return scopes.taken(0) - takenAtStart;
    }

    /** Published limit. */
    public long limit() {
        return book.balances().limit(usd.id());
    }

    /** Version of the published limit. */
    public long version() {
        return book.balances().version(usd.id());
    }

    /** What records told since this use began; complete after {@link #rest}. */
    Taken journal() {
        return journal;
    }

    /** BookKeeper takes all there is to take, and all records are read. After the actors ended. */
    public void rest() {
        cycle();
        cycle();
        drain();
    }

    private void drain() {
        for (final Ring ring : rings) {
            journal.drain(ring);
        }
    }

    /**
     * Brings the gate to rest and compares: {@code exact} if limit and held are what is expected in dollars, every take has its record and
     * no record approves against its own figures; else what is wrong.
     */
    public String books(long limitDollars, long heldDollars) {
        rest();
        final String wrong = wrongRecords();
        if (wrong != null) {
            return wrong;
        }
        if (limit() != limitDollars * DOLLAR) {
            return limit() > limitDollars * DOLLAR ? "limit too high" : "limit too low";
        }
        if (held() != heldDollars * DOLLAR) {
            return held() > heldDollars * DOLLAR ? "held too much" : "held too little";
        }
        return "exact";
    }

    /** What the records of this use do not agree with, or null; complete after {@link #rest}. */
    public @Nullable String wrongRecords() {
        if (journal.told != taken()) {
            return "a take without its record";
        }
        return journal.wrongApprovals > 0 ? "an approval against its own record" : null;
    }

    /** Whether BookKeeper had to take by force in this use; complete after {@link #rest}. */
    public boolean forced() {
        return journal.forcedTakes > 0;
    }

    /**
     * How the limit of the last journaled check stands to its version, where each version from {@code first} on lowered the limit by a
     * dollar: {@code of its version}, {@code newer}, {@code just before} (of
     * the version before), {@code older} or {@code torn}; or that the decision does not follow from it.
     */
    public String seenByCheck(long first) {
        final long age = journal.checkVersion - first;
        final long newest = version() - first;
        final long dollars = journal.checkLimit / DOLLAR;
        if (journal.checkLimit % DOLLAR != 0 || age < 0 || age > newest || dollars < 10 - newest) {
            return "torn";
        }
        final String wrong = wrongRecords();
        if (wrong != null) {
            return wrong;
        }
        if (journal.checkHeld != 0 || (journal.checkCode == 0) != (dollars >= 9)) {
            return "wrong decision";
        }
        if (dollars == 10 - age) {
            return "of its version";
        }
        if (dollars == 11 - age) {
            return "just before";
        }
        return dollars < 10 - age ? "newer" : "older";
    }

    private String figures() {
        return "limit=" + limit() + " held=" + held() + " status="
                + gate.view(usd).status();
    }

    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            rings.add(ring);
        }

        @Override
        public void beforeRecovery() {
            drain();
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            waitedFor.bookKeeper().doWork();
            drain();
        }
    }

    /** A venue that answers every read at once. */
    private static final class Money implements BalanceFeed {
        private @Nullable FeedSink sink;

        void tell(int balanceId, long amount, long nowNanos) {
            if (sink != null) {
                sink.snapshot(
                        balanceId, new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, nowNanos, nowNanos));
            }
        }

        @Override
        public void start(int balanceId, FeedSink feedSink) {
            sink = feedSink;
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {
            // the next begin() reads anyway
        }

        @Override
        public void reopenStream() {
            throw new IllegalStateException("a feed of snapshots has no stream");
        }

        @Override
        public void close() {
            sink = null;
        }
    }
}
