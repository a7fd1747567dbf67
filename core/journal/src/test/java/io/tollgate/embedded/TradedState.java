package io.tollgate.embedded;

import static io.tollgate.embedded.StateKit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.embedded.StateKit.Reads;
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
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gatekeeper that has traded and lives, for copies of its state directory: three orders are open, and one of them is filled in part. */
@org.jspecify.annotations.NullUnmarked
abstract class TradedState {
    static final BookSizes SIZES = new BookSizes(2, 8, 16, 2, 64, 256);
    static final BalanceSpec USD = BalanceSpec.careful(
            "test",
            "account",
            "USD",
            6,
            BalanceRules.CAREFUL.withVisibleAfterNanos(1).withStaleAfterNanos(60_000_000_000L));
    static final LineSpec BUY = new LineSpec("sym", Side.BUY, 2, 0, 99, FeeRule.none());
    static final long LEDGER = 100_000_000;
    /** What the three open orders hold: 5, 4 of them after a fill of 2 in 10 at 0.50, and 6. */
    static final long HELD = 5_000_000 + 4_000_000 + 6_000_000;

    @TempDir
    Path directory;

    Gatekeeper living;
    long unsent;
    long filled;
    long acked;
    private int copies;

    static GateConfig config(Path state) {
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
    static long reserve(Line buy, long price, long key) {
        final long[] reservation = new long[1];
        await(() -> (reservation[0] = buy.reserve(price, 10, key)) > 0);
        return reservation[0];
    }

    @AfterEach
    void close() {
        living.close();
    }

    Path copy() {
        final Path copy = directory.resolve("copy-" + copies++);
        StateCopies.copy(directory.resolve("living"), copy);
        return copy;
    }

    /** After any loss: closed, everything open is held under its id, and facts about it are understood; opened, it trades again. */
    void closedUntilOpened(Path state) {
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
}
