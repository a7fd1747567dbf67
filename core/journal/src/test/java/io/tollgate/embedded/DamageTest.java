package io.tollgate.embedded;

import static io.tollgate.embedded.StateKit.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Balance;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** State directories in which bytes are others: at least what was open is held, or the gate does not open and says why. */
@org.jspecify.annotations.NullUnmarked
class DamageTest extends TradedState {
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
}
