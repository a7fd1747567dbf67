package io.tollgate.gatekeeper.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gate may forget, on a real journal with one order that was sent. */
class JudgeTest {
    private static final long KEY = 41;
    private static final long PRICE = 500;
    private static final long SIZE = 100;
    private static final long COST = Terms.worstCost(PRICE, SIZE);

    @TempDir
    Path state;

    private final Timers timers = new Timers(0);
    private final Suspicions suspicions = new Suspicions();
    private final Tally tally = new Tally();
    private final Venue venue = new Venue(1, timers, () -> 1_000_000_000L, (word, values) -> {}, suspicions);
    private long reservation;

    @BeforeEach
    void anOrderIsSent() {
        try (Gatekeeper keeper = Gatekeeper.launch(Terms.config(state))) {
            final Gate gate = keeper.gate();
            final Balance balance = gate.register(Terms.balance(1));
            keeper.attach(balance, new OneRead());
            final Lane lane = gate.lane("router");
            final Line line = lane.bind(balance, Terms.line(0));
            final long deadline = System.nanoTime() + 20_000_000_000L;
            while (line.maxAffordable(PRICE) < SIZE) {
                assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
                Thread.onSpinWait();
            }
            reservation = line.reserve(PRICE, SIZE, KEY);
            assertThat(reservation).isPositive();
            assertThat(line.sent(reservation)).isZero();
        }
        tell(Word.APPROVED, KEY, reservation, COST, 1, 0, PRICE, SIZE);
    }

    private void tell(Word word, long... values) {
        assertThat(venue.take(new Frame(word, values))).isTrue();
    }

    private Tally judge(Frame... rows) {
        venue.disconnected();
        try (Judge judge = new Judge(state, venue, suspicions, tally)) {
            judge.begin();
            for (final Frame row : rows) {
                judge.row(row);
            }
            judge.afterRestart();
        }
        return tally;
    }

    private Frame row(long key, long hold) {
        return new Frame(Word.ROW, reservation, key, RowState.SENT, 0, PRICE, SIZE, 0, hold);
    }

    @Test
    void nothingIsFoundWhereAllIsHeld() {
        tell(Word.ORDER, KEY);

        assertThat(judge(row(KEY, COST)).findings()).isZero();
    }

    @Test
    void anOrderThatIsOpenAtTheVenueMustBeHeld() {
        tell(Word.ORDER, KEY);

        assertThat(judge().lost()).isEqualTo(1);
        assertThat(tally.texts().get(0)).contains("open at the venue and not held");
    }

    @Test
    void anOrderThatIsOpenAtTheVenueMustBeHeldWhole() {
        tell(Word.ORDER, KEY);

        assertThat(judge(row(KEY, COST - 1)).lost()).isEqualTo(1);
    }

    @Test
    void anApprovalThatWasNotSentMustBeHeldOrHaveEndedWithAReason() {
        assertThat(judge().lost()).isEqualTo(1);
        assertThat(tally.texts().get(0)).contains("neither held nor ended with a reason");
    }

    @Test
    void aRowOfAnotherOrderDoesNotHold() {
        assertThat(judge(row(KEY + 1, COST)).lost()).isEqualTo(2);
    }

    @Test
    void whatTheJournalDoesNotHaveIsCounted() {
        tell(Word.APPROVED, KEY + 1, reservation + 1, COST, 1, 0, PRICE, SIZE);
        tell(Word.ORDER, KEY);
        tell(Word.TOLD, KEY, 77);

        assertThat(judge(row(KEY, COST)).unjournaled()).isEqualTo(2);
        assertThat(tally.texts()).anyMatch(text -> text.contains("no fill of execution 77"));
        assertThat(tally.texts()).anyMatch(text -> text.contains("no record names it"));
    }

    @Test
    void moneyApprovedTwiceIsCountedUnlessTheJournalSaysThatTheFirstOneHadExpired() {
        final TruthAccount account = venue.accounts().get(1);
        long key = KEY;
        while (account.approved() <= account.cash()) {
            key++;
            tell(Word.APPROVED, key, reservation + key, Terms.worstCost(999, 2_000), 1, 0, 999, 2_000);
        }
        final long excess = account.approved() - account.cash();
        suspicions.judge(new JournalIndex(), tally::finding);

        assertThat(suspicions.worst()).isEqualTo(excess);
        assertThat(tally.findings()).isEqualTo(1);
    }

    /** An account that has enough, always. */
    private static final class OneRead implements BalanceFeed {
        @Override
        public void start(int balanceId, FeedSink sink) {
            final long now = System.nanoTime();
            sink.snapshot(balanceId, new Snapshot(10 * COST, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {}

        @Override
        public void reopenStream() {}

        @Override
        public void close() {}
    }
}
