package io.tollgate.embedded;

import static io.tollgate.embedded.StateKit.await;
import static io.tollgate.embedded.StateKit.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.StateKit.Reads;
import io.tollgate.gate.Balance;
import io.tollgate.gate.Decision;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The machine died, so that each file is as the device has it: whatever is left, at least what was open at the last sync is held, and the gate is closed. */
@org.jspecify.annotations.NullUnmarked
class MachineDeathTest extends TradedState {
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
}
