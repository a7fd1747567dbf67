package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed while a tombstone was being recycled: its row is FREE for a moment, before BookKeeper looks whether a lane still uses it. */
@org.jspecify.annotations.NullUnmarked
class TombstoneRecoveryTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private ReservationTable rows;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(100_000_000, 5);
        rows = h.gate.book().reservations();
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void crash() {
        h.crash();
        rows = h.gate.book().reservations();
        h.step();
    }

    private long sent() {
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.sent(r);
        h.step();
        return r;
    }

    @Test
    void aLateFillThatWasAcceptedIsCharged() {
        final long r = sent();
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.buy.fill(r, 7, 2, 2, 50, 0, 0)).isZero();
        rows.stateVolatile(r, RowState.FREE);
        crash();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_000_000);
        h.pass(60 * MILLI);
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
    }

    @Test
    void anIncrementThatWasTakenIsTold() {
        final long r = sent();
        rows.compareAndSetAmend(r, AmendState.NONE, AmendState.PENDING);
        final long at = h.gate.book().scopes().taken(0);
        rows.amend((int) r, 60, 10, 1_000_000, at, 1, h.rings.get(1).producer().sequence());
        assertThat(h.gate.book().lineWords(h.buy.lineId()).compareAndSetTaken(at, at + 1_000_000))
                .isTrue();
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        rows.stateVolatile(r, RowState.FREE);
        crash();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isZero();
    }
}
