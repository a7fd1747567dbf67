package io.tollgate.embedded;

import static io.tollgate.embedded.StateKit.await;
import static io.tollgate.embedded.StateKit.deleteJournal;
import static io.tollgate.embedded.StateKit.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.embedded.StateKit.Reads;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.journal.JournalGapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** State directories that lost files: whatever is left, at least what was open is held, or the gate does not open and says why. */
@org.jspecify.annotations.NullUnmarked
class LossTest extends TradedState {
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

    /** A journal from before the last records, as if a file of it were gone. */
    @Test
    void someOfTheJournalIsGone() {
        final Path state = copy();
        final Balance usd = living.gate().register(USD);
        final Line other = living.gate().lane("router-1").bind(usd, BUY);
        for (int i = 0; i < 150; i++) {
            other.release(reserve(other, 50, i), 0, ReleaseReason.NOT_SENT);
            await(() ->
                    living.gate().view(usd).held() == HELD && living.journaler().backlogRecords() == 0);
        }
        final Path later = copy();
        deleteJournal(later);
        StateCopies.files(state.resolve(Gatekeeper.JOURNAL_FOLDER), "").stream()
                .filter(Files::isRegularFile)
                .forEach(file -> copyInto(file, later.resolve(Gatekeeper.JOURNAL_FOLDER)));
        assertThatThrownBy(() -> Gatekeeper.launch(config(later)))
                .isInstanceOf(JournalGapException.class)
                .hasMessageContaining("the journal lost records")
                .hasMessageContaining("move the folder away as a whole");
        // the cure
        deleteJournal(later);
        closedUntilOpened(later);
        verified(later);
    }

    private static void copyInto(Path file, Path folder) {
        try {
            Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
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
}
