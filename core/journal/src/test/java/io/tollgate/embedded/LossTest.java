package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State directories that lost something or were damaged: whatever is left, at least what was open is held, or the gate does not open and
 * says why.
 */
@org.jspecify.annotations.NullUnmarked
class LossTest {
    private static final BookSizes SIZES = new BookSizes(2, 8, 16, 2, 64, 256);
    private static final BalanceSpec USD = BalanceSpec.careful(
            "test",
            "account",
            "USD",
            6,
            BalanceRules.CAREFUL.withVisibleAfterNanos(1).withStaleAfterNanos(60_000_000_000L));
    private static final LineSpec BUY = new LineSpec("sym", Side.BUY, 2, 0, 99, FeeRule.none());
    private static final long LEDGER = 100_000_000;
    /** What the three open orders hold: 5, 4 of them after a fill of 2 in 10 at 0.50, and 6. */
    private static final long HELD = 5_000_000 + 4_000_000 + 6_000_000;

    @TempDir
    Path directory;

    private Gatekeeper living;
    private long unsent;
    private long filled;
    private long acked;
    private int copies;

    private GateConfig config(Path state) {
        return GateConfig.at(state)
                .withSizes(SIZES)
                .withSlots(64, 256)
                .withTombstoneNanos(1_000_000)
                .withDeadAfterNanos(60_000_000_000L)
                .withReservationTimeoutNanos(3_600_000_000_000L);
    }

    @BeforeEach
    void trade() {
        living = Gatekeeper.launch(config(directory.resolve("living")));
        final Balance usd = living.gate().register(USD);
        living.attach(usd, new Reads(LEDGER));
        final Lane lane = living.gate().lane("router-0");
        final Line buy = lane.bind(usd, BUY);
        await(() -> buy.maxAffordable(50) > 0);
        for (int i = 0; i < 200; i++) {
            buy.release(reserve(buy, 50, i), 0, ReleaseReason.NOT_SENT);
            await(() -> living.gate().view(usd).held() == 0);
        }
        unsent = reserve(buy, 50, 1001);
        filled = reserve(buy, 50, 1002);
        acked = reserve(buy, 60, 1003);
        assertThat(buy.sent(filled) + buy.sent(acked)).isZero();
        lane.acked(acked);
        lane.fill(filled, 77, 2, 2, 50, 0, 0);
        await(() -> living.gate().view(usd).held() == HELD && living.journaler().backlogRecords() == 0);
    }

    /** Waits for a free row where all are tombstones. */
    private static long reserve(Line buy, long price, long key) {
        final long[] reservation = new long[1];
        await(() -> (reservation[0] = buy.reserve(price, 10, key)) > 0);
        return reservation[0];
    }

    @AfterEach
    void close() {
        living.close();
    }

    private Path copy() {
        final Path copy = directory.resolve("copy-" + copies++);
        StateCopies.copy(directory.resolve("living"), copy);
        return copy;
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static VerificationReport verified(Path state) {
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.mismatches()).isZero();
        return report;
    }

    /** After any loss: closed, everything open is held under its id, and facts about it are understood; opened, it trades again. */
    private void closedUntilOpened(Path state) {
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isTrue();
            assertThat(keeper.gate().recoveryNotes()).isNotEmpty();
            assertThat(keeper.gate().reservations())
                    .extracting(ReservationView::id)
                    .containsExactlyInAnyOrder(unsent, filled, acked);
            assertThat(keeper.gate().reservations()).allMatch(ReservationView::uncertain);
            final Balance usd = keeper.gate().register(USD);
            assertThat(keeper.gate().view(usd).held()).isEqualTo(HELD);
            final Lane lane = keeper.gate().lane("router-0");
            final Line buy = lane.bind(usd, BUY);
            assertThat(Decision.of(buy.canAfford(50, 1))).isEqualTo(Decision.HALTED);
            // a venue that reads nothing yet
            final Reads reads = new Reads(-1);
            keeper.attach(usd, reads);
            assertThatThrownBy(() -> keeper.gate().openAfterLoss("test", "too early"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not yet read");
            // the fill is in it: 2 of 10 at 0.50
            reads.tell(LEDGER - 1_000_000);
            await(() -> keeper.gate().view(usd).limit() == LEDGER - 1_000_000);
            assertThat(Decision.of(buy.canAfford(50, 1))).isEqualTo(Decision.HALTED);
            keeper.gate().openAfterLoss("test", "compared with the venue");
            assertThat(keeper.gate().view(usd).available()).isEqualTo(LEDGER - 1_000_000 - HELD);
            final long next = buy.reserve(50, 10, 2000);
            assertThat(next).isPositive().isNotIn(unsent, filled, acked);
            // told again it is the same fill
            lane.fill(filled, 77, 2, 2, 50, 0, 0);
            lane.release(filled, 2, ReleaseReason.STATUS_ANSWER);
            lane.release(unsent, 0, ReleaseReason.STATUS_ANSWER);
            lane.release(acked, 0, ReleaseReason.CANCELLED);
            lane.release(next, 0, ReleaseReason.NOT_SENT);
            await(() -> keeper.gate().reservations().isEmpty());
            await(() -> keeper.gate().view(usd).available() == LEDGER - 1_000_000);
            assertThat(keeper.failure()).isNull();
        }
        try (Gatekeeper again = Gatekeeper.launch(config(state))) {
            assertThat(again.gate().isClosedByLoss()).isFalse();
            assertThat(again.gate().recoveryNotes()).isEmpty();
            assertThat(again.gate().reservations()).isEmpty();
        }
    }

    @Test
    void nothingIsLostByAKill() {
        final Path state = copy();
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isFalse();
            assertThat(keeper.gate().recoveryNotes()).isEmpty();
            assertThat(keeper.gate().view(keeper.gate().register(USD)).held()).isEqualTo(HELD);
        }
        assertThat(verified(state).coverage().losses()).isZero();
    }

    @Test
    void theBookIsGone() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        closedUntilOpened(state);
        assertThat(verified(state).coverage().losses()).isEqualTo(1);
    }

    /** Found again as the same line only if all of it is known; from records, then from a checkpoint. */
    @Test
    void theJournalAloneKnowsWhatCashAClosingLineMoves() {
        final FeeRule fee = FeeRule.quadratic(69_500, 10_000, 10_000);
        final LineSpec close = new LineSpec("sym", Side.BUY_TO_CLOSE, 2, 0, 99, fee);
        final BalanceSpec shorts = BalanceSpec.position("test", "account", "sym", true, 0, BalanceRules.CAREFUL);
        final Path state = directory.resolve("closing");
        final int lineId;
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            final Balance usd = keeper.gate().register(USD);
            final Balance owed = keeper.gate().register(shorts);
            lineId =
                    keeper.gate().lane("router-0").bindClosing(owed, usd, close).lineId();
        }
        for (int start = 0; start < 2; start++) {
            StateCopies.delete(state.resolve("book.dat"));
            try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
                assertThat(keeper.gate().isClosedByLoss()).isTrue();
                final Balance usd = keeper.gate().register(USD);
                final Balance owed = keeper.gate().register(shorts);
                final Lane lane = keeper.gate().lane("router-0");
                assertThat(lane.bindClosing(owed, usd, close).lineId()).isEqualTo(lineId);
            }
        }
        assertThat(verified(state).coverage().losses()).isPositive();
    }

    @Test
    void bookAndRingsAreGone() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        StateCopies.files(state, ".ring").forEach(StateCopies::delete);
        closedUntilOpened(state);
        assertThat(verified(state).coverage().losses()).isEqualTo(3);
    }

    @Test
    void aLanesRingIsGone() {
        final Path state = copy();
        StateCopies.delete(state.resolve("lanes/1-router-0.ring"));
        closedUntilOpened(state);
        verified(state);
    }

    private static void deleteJournal(Path state) {
        final Path journal = state.resolve(Gatekeeper.JOURNAL_FOLDER);
        StateCopies.files(journal, "").stream().filter(Files::isRegularFile).forEach(StateCopies::delete);
    }

    @Test
    void theJournalIsGone() {
        final Path state = copy();
        deleteJournal(state);
        closedUntilOpened(state);
        assertThat(verified(state).coverage().losses()).isEqualTo(1);
    }

    @Test
    void theFolderOfTheJournalIsGone() {
        final Path state = copy();
        deleteJournal(state);
        StateCopies.delete(state.resolve(Gatekeeper.JOURNAL_FOLDER));
        closedUntilOpened(state);
        verified(state);
    }

    /** Killed once the new journal had begun, and before the new book was whole. */
    @Test
    void theJournalIsGoneAndTheStartThatMetItWasKilled() throws IOException {
        final Path state = copy();
        deleteJournal(state);
        final Path later = directory.resolve("later");
        StateCopies.copy(state, later);
        Gatekeeper.launch(config(later)).close();
        // the files of the new journal are there and the mark is, and everything else is as it was
        StateCopies.files(later.resolve(Gatekeeper.JOURNAL_FOLDER), "").stream()
                .filter(Files::isRegularFile)
                .forEach(file -> copyInto(file, state.resolve(Gatekeeper.JOURNAL_FOLDER)));
        Files.writeString(state.resolve(SessionMark.FILE), "open before-a-loss-was-met\n");
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isTrue();
            assertThat(keeper.gate().view(keeper.gate().register(USD)).held()).isGreaterThanOrEqualTo(HELD);
        }
    }

    private static void copyInto(Path file, Path folder) {
        try {
            Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theMachineDied() throws IOException {
        final Path state = copy();
        Files.writeString(state.resolve(SessionMark.FILE), "open another-start\n");
        closedUntilOpened(state);
        assertThat(state.resolve("journal-before-loss-1")).isDirectory();
        assertThat(verified(state).coverage().fromCheckpoint()).isTrue();
        verified(state.resolve("journal-before-loss-1"));
    }

    @Test
    void theMachineDiedAndTheDeviceHasOldPagesOfSomeFiles() throws IOException {
        final Path state = copy();
        Files.writeString(state.resolve(SessionMark.FILE), "open another-start\n");
        // a ring that is behind the journal, and a book from before anything was traded
        StateCopies.delete(state.resolve("lanes/1-router-0.ring"));
        StateCopies.delete(state.resolve("book.dat"));
        final Path fresh = directory.resolve("fresh");
        try (Gatekeeper keeper = Gatekeeper.launch(config(fresh))) {
            keeper.gate().register(USD);
            keeper.gate().lane("router-0");
        }
        Files.copy(fresh.resolve("book.dat"), state.resolve("book.dat"));
        Files.copy(fresh.resolve("lanes/1-router-0.ring"), state.resolve("lanes/1-router-0.ring"));
        closedUntilOpened(state);
        verified(state);
    }

    /**
     * Power is lost: the device has each page as it was at the last sync, or as it was at any time later. What was open at the sync is held,
     * whatever pages those are.
     */
    @Test
    void theMachineDiedAndTheDeviceHasPagesOfTwoMoments() throws IOException {
        final Random random = new Random(4_711);
        final Path synced = copy();
        final Balance usd = living.gate().register(USD);
        final Line other = living.gate().lane("router-1").bind(usd, BUY);
        for (int i = 0; i < 150; i++) {
            other.release(reserve(other, 50, i), 0, ReleaseReason.NOT_SENT);
            await(() -> living.gate().view(usd).held() == HELD);
        }
        assertThat(reserve(other, 50, 5000)).isPositive();
        final Path later = copy();
        int opened = 0;
        for (int round = 0; round < 8; round++) {
            final Path state = directory.resolve("power-" + round);
            StateCopies.mix(synced, later, state, random);
            Files.writeString(state.resolve(SessionMark.FILE), "open another-start\n");
            try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
                assertThat(keeper.gate().isClosedByLoss()).isTrue();
                assertThat(keeper.gate().reservations())
                        .extracting(ReservationView::id)
                        .contains(unsent, filled, acked);
                assertThat(keeper.gate().view(keeper.gate().register(USD)).held())
                        .isGreaterThanOrEqualTo(HELD);
                final Line line =
                        keeper.gate().lane("router-0").bind(keeper.gate().register(USD), BUY);
                assertThat(Decision.of(line.canAfford(50, 1))).isEqualTo(Decision.HALTED);
                opened++;
            } catch (final StateException | JournalException e) {
                assertThat(e.getMessage()).contains(": ");
            }
        }
        assertThat(opened).isGreaterThan(4);
    }

    /** Rows may have had other uses in the moments that are lost, and the router may still tell of those. */
    @Test
    void aRowThatWasHeldOverALossGoesOnBeyondTheIdsThatItMayHaveHad() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        try (Gatekeeper keeper = Gatekeeper.launch(config(state).withOpensAfterLoss(true))) {
            final Balance usd = keeper.gate().register(USD);
            keeper.attach(usd, new Reads(LEDGER - 1_000_000));
            await(() -> !keeper.gate().isClosedByLoss());
            final Lane lane = keeper.gate().lane("router-0");
            final Line buy = lane.bind(usd, BUY);
            lane.release(filled, 2, ReleaseReason.STATUS_ANSWER);
            lane.release(unsent, 0, ReleaseReason.STATUS_ANSWER);
            lane.release(acked, 0, ReleaseReason.CANCELLED);
            await(() -> keeper.gate().reservations().isEmpty());
            final Set<Integer> rows = new HashSet<>();
            for (int i = 0; i < 4 * 64; i++) {
                final long id = reserve(buy, 50, i);
                rows.add((int) id);
                assertThat(id >>> 32).isGreaterThan(1 << 20);
                lane.release(id, 0, ReleaseReason.NOT_SENT);
                await(() -> keeper.gate().view(usd).held() == 0);
            }
            assertThat(rows).contains((int) unsent, (int) filled, (int) acked);
        }
    }

    @Test
    void aGateThatWasHaltedStaysHaltedWithoutItsBook() {
        living.gate().halt();
        await(() -> living.journaler().backlogRecords() == 0);
        living.gate().operator().encumber(living.gate().register(USD), 0, "test", "waits for what was told before");
        await(() -> living.journaler().backlogRecords() == 0);
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        for (int start = 0; start < 2; start++) {
            try (Gatekeeper keeper = Gatekeeper.launch(config(state).withOpensAfterLoss(true))) {
                final Balance usd = keeper.gate().register(USD);
                keeper.attach(usd, new Reads(LEDGER));
                await(() -> !keeper.gate().isClosedByLoss());
                assertThat(keeper.gate().isHalted()).isTrue();
            }
            // the second time from a checkpoint
            StateCopies.delete(state.resolve("book.dat"));
        }
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isHalted()).isTrue();
        }
    }

    @Test
    void aSettingOpensOnceEverythingWasRead() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        try (Gatekeeper keeper = Gatekeeper.launch(config(state).withOpensAfterLoss(true))) {
            final Balance usd = keeper.gate().register(USD);
            final Reads reads = new Reads(-1);
            keeper.attach(usd, reads);
            assertThat(keeper.gate().isClosedByLoss()).isTrue();
            reads.tell(LEDGER);
            await(() -> !keeper.gate().isClosedByLoss());
            assertThat(keeper.gate().view(usd).held()).isEqualTo(HELD);
        }
    }

    @Test
    void whereBookAndJournalDifferTheMoreCarefulWinsAndSaysSo() {
        final Path state = copy();
        // the hold of the acknowledged order: 6.0 is made 2.x by clearing a high byte
        changeRow(state, acked, 64 + 2, 0xff);
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isFalse();
            final Balance usd = keeper.gate().register(USD);
            assertThat(keeper.gate().view(usd).held()).isGreaterThanOrEqualTo(HELD);
            assertThat(keeper.gate().recoveryNotes())
                    .anyMatch(note -> note.contains("DIFFERS") && note.contains("reservation=" + acked));
        }
        assertThat(verified(state).ofType("RecoveryNote")).isPositive();
    }

    @Test
    void anEndedRowThatTheJournalKnowsAsOpenIsHeldAgain() {
        final Path state = copy();
        // ACKED becomes ENDED
        changeRow(state, acked, 0, 4 ^ 5);
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            final Balance usd = keeper.gate().register(USD);
            assertThat(keeper.gate().view(usd).held()).isEqualTo(HELD);
            assertThat(keeper.gate().reservations()).hasSize(3);
            assertThat(keeper.gate().recoveryNotes()).hasSize(1);
        }
        verified(state);
    }

    private void changeRow(Path state, long id, int offset, int bits) {
        final long rows = 4096 + 2 * 8192L + 8 * 256L + 16 * 256L;
        StateCopies.flip(state.resolve("book.dat"), rows + (int) id * 768L + offset, bits);
    }

    @Test
    void aRingWithAHoleIsRefusedByItsPlace() {
        final Path state = copy();
        final Path ring = state.resolve("lanes/1-router-0.ring");
        final Consumer<Integer> slot = s -> StateCopies.flip(ring, 4096 + 4096 + s * 128L, 0x11);
        // a commit word of the lap that is in the journal already says nothing; one far ahead does
        living.close();
        for (int s = 0; s < 64; s++) {
            slot.accept(s);
        }
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().view(keeper.gate().register(USD)).held()).isEqualTo(HELD);
        } catch (final StateException | JournalException e) {
            assertThat(e.getMessage()).contains("ring").contains("router-0");
        }
    }

    /** The heart of it: any byte of any file. */
    @Test
    void whateverByteChangesWhatWasOpenIsHeldOrTheGateSaysWhyItDoesNotOpen() {
        final Random random = new Random(20_261_121);
        final Path original = copy();
        int opened = 0;
        int refused = 0;
        for (final String ending : List.of("book.dat", ".ring", ".cq4")) {
            final List<Path> files = StateCopies.files(original, ending);
            for (int round = 0; round < 14; round++) {
                final Path file = files.get(random.nextInt(files.size()));
                final long[] places = StateCopies.written(file);
                final long at = places[random.nextInt(places.length)];
                final int bits = 1 + random.nextInt(255);
                final Path state = directory.resolve("flipped-" + ending + round);
                StateCopies.copy(original, state);
                StateCopies.flip(state.resolve(original.relativize(file).toString()), at, bits);
                final String what = file.getFileName() + " at " + at + " by " + bits;
                try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
                    final Balance usd = keeper.gate().register(USD);
                    assertThat(keeper.gate().view(usd).held()).as(what).isGreaterThanOrEqualTo(HELD);
                    assertThat(keeper.gate().reservations())
                            .as(what)
                            .extracting(ReservationView::id)
                            .contains(unsent, filled, acked);
                    opened++;
                } catch (final StateException | JournalException | IllegalArgumentException e) {
                    assertThat(e.getMessage()).as(what).isNotBlank();
                    refused++;
                }
            }
        }
        assertThat(opened).isPositive();
        assertThat(refused).isPositive();
    }

    /** A venue that says what the test tells it. */
    private static final class Reads implements BalanceFeed {
        private volatile long amount;
        private volatile @Nullable FeedSink sink;
        private volatile int balance;

        Reads(long amount) {
            this.amount = amount;
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

        /** Answers only when the test says so: a copy is of a moment in which nothing moves. */
        @Override
        public void requestSnapshot() {}

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
        public void close() {}
    }
}
