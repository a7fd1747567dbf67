package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests of a whole gatekeeper and of copies of its state directory share. */
@org.jspecify.annotations.NullUnmarked
final class StateKit {
    private StateKit() {}

    static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    static VerificationReport verified(Path state) {
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.mismatches()).isZero();
        return report;
    }

    static void deleteJournal(Path state) {
        final Path journal = state.resolve(Gatekeeper.JOURNAL_FOLDER);
        StateCopies.files(journal, "").stream().filter(Files::isRegularFile).forEach(StateCopies::delete);
    }

    /** A venue that says what the test tells it. */
    static final class Reads implements BalanceFeed {
        private volatile boolean answersWhenAsked;
        private volatile long amount;
        private volatile @Nullable FeedSink sink;
        private volatile int balance;

        /** Answers only when the test says so: a copy is of a moment in which nothing moves. */
        Reads(long amount) {
            this(amount, false);
        }

        Reads(long amount, boolean answersWhenAsked) {
            this.amount = amount;
            this.answersWhenAsked = answersWhenAsked;
        }

        /** From now on it answers nothing. */
        void silence() {
            answersWhenAsked = false;
        }

        void tell(long ledger) {
            amount = ledger;
            answer();
        }

        @Override
        public void start(int balanceId, FeedSink feedSink) {
            balance = balanceId;
            sink = feedSink;
            answer();
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {
            if (answersWhenAsked) {
                answer();
            }
        }

        private void answer() {
            final long now = System.nanoTime();
            final FeedSink to = sink;
            if (to != null && amount >= 0) {
                to.snapshot(balance, new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
            }
        }

        @Override
        public void reopenStream() {}

        @Override
        public void close() {
            sink = null;
        }
    }
}
