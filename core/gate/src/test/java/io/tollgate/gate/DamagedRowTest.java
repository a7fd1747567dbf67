package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that cannot be is written anew as the journal knows it: a fill that waited in it to be charged is charged all the same, and once. */
@org.jspecify.annotations.NullUnmarked
class DamagedRowTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long r;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, 5);
        r = h.buy.reserve(50, 10, 7);
        h.buy.sent(r);
        h.step();
    }

    @AfterEach
    void close() {
        h.close();
    }

    private void startAgainWith(long hold, JournaledFill... fills) {
        h.drain();
        final Map<Integer, Long> next = new HashMap<>();
        for (final Ring ring : h.rings) {
            next.put(ring.ringId(), ring.producer().sequence());
        }
        final JournaledOrder order = new JournaledOrder(
                r,
                7,
                h.buy.lineId(),
                0,
                50,
                10,
                0,
                0,
                false,
                false,
                hold,
                -1,
                0,
                true,
                false,
                false,
                0,
                List.of(fills));
        h.journaled = new JournaledState(
                true, List.of(), next, List.of(), List.of(), List.of(), List.of(order), Map.of((int) r, 1), 1, false);
        h.crash();
        h.step();
        h.pass(20 * MILLI);
    }

    @Test
    void aFillThatWaitedInADamagedRowIsCharged() {
        h.buy.fill(r, 77, 4, 4, 50, 0, 0);
        h.gate.book().reservations().holdRelease((int) r, -1);
        startAgainWith(5_000_000, new JournaledFill(77, 4, 50, 0));
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.gate.recoveryNotes()).anyMatch(note -> note.contains("a fill of it was not charged"));
        // told again it counts once
        h.buy.fill(r, 77, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        h.buy.release(r, 4, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.gate.book().reservations().stateOf(r)).isEqualTo(RowState.ENDED);
    }

    @Test
    void aFillThatWasChargedIsNotChargedAgain() {
        h.buy.fill(r, 77, 4, 4, 50, 0, 0);
        h.step();
        h.gate.book().reservations().holdRelease((int) r, -1);
        startAgainWith(3_000_000, new JournaledFill(77, 4, 50, 0));
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.held()).isEqualTo(3_000_000);
    }

    @Test
    void fillsBeyondTheRowsSlotsStayHeld() {
        final JournaledFill[] fills = new JournaledFill[ReservationTable.FACT_SLOTS + 2];
        for (int i = 0; i < fills.length; i++) {
            fills[i] = new JournaledFill(100 + i, 1, 50, 0);
        }
        h.gate.book().reservations().holdRelease((int) r, -1);
        startAgainWith(5_000_000, fills);
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(4_000_000);
        assertThat(h.held()).isEqualTo(5_000_000);
        h.buy.release(r, 10, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isEqualTo(1_000_000);
    }
}
