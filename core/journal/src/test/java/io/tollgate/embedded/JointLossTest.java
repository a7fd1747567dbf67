package io.tollgate.embedded;

import static io.tollgate.embedded.StateKit.await;
import static io.tollgate.embedded.StateKit.deleteJournal;
import static io.tollgate.embedded.StateKit.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.StateKit.Reads;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.JointLine;
import io.tollgate.gate.Lane;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.OrderSelection;
import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.OrderStatusAnswer;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.Scopes;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.journal.explain.Explainer;
import io.tollgate.journal.explain.Explanation;
import io.tollgate.journal.explain.ExplanationText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders with two limits through a whole gatekeeper: their journal verifies and explains them, and whatever is left of the directory, each order's
 * reservations are found together again.
 */
@org.jspecify.annotations.NullUnmarked
class JointLossTest {
    private static final BalanceRules RULES =
            BalanceRules.CAREFUL.withVisibleAfterNanos(1).withStaleAfterNanos(60_000_000_000L);
    private static final BalanceSpec USD = new BalanceSpec("test", "account", "USD", 6, Scopes.MARKET, RULES);
    private static final BalanceSpec ALLOWANCE = BalanceSpec.allowance("test", "account", "USD", "0xe111", 6, RULES);
    private static final LineSpec YES = new LineSpec("yes", Side.BUY, 2, 0, 99, FeeRule.none()).ofMarket("0xabc");
    private static final LineSpec NO = new LineSpec("no", Side.BUY, 2, 0, 99, FeeRule.none()).ofMarket("0xabc");
    private static final LineSpec ELSEWHERE =
            new LineSpec("yes-2", Side.BUY, 2, 0, 99, FeeRule.none()).ofMarket("0xdef");
    private static final long LEDGER = 20_000_000;
    /** An order of 10 at 0.50 with 2 filled, and one of 8. */
    private static final long HELD = 4_000_000 + 4_000_000;

    private static final long PAID = 1_000_000;
    /** The allowance's beyond the balance. */
    private static final long MORE_ALLOWED = 40_000_000;

    @TempDir
    Path directory;

    private Gatekeeper living;
    private long filled;
    private long open;
    private int copies;

    /** What a session needs. */
    private static final class Session {
        final Gate gate;
        final Balance usd;
        final Balance allowance;
        final Lane lane;
        final Lane otherLane;
        final JointLine yes;
        private final List<Reads> reads = new ArrayList<>();

        Session(Gatekeeper keeper, long ledger) {
            gate = keeper.gate();
            usd = gate.register(USD);
            allowance = gate.register(ALLOWANCE);
            reads.add(new Reads(ledger, true));
            reads.add(new Reads(ledger + MORE_ALLOWED, true));
            keeper.attach(usd, reads.get(0));
            keeper.attach(allowance, reads.get(1));
            lane = gate.lane("router-0");
            otherLane = gate.lane("router-1");
            yes = lane.bindJoint(YES, usd, allowance);
        }

        long held(Balance balance) {
            return gate.view(balance).held();
        }

        /** What is paid is known. */
        boolean hasLimits() {
            reads.forEach(Reads::requestSnapshot);
            return gate.view(usd).limit() == LEDGER - PAID
                    && gate.view(allowance).limit() == LEDGER - PAID + MORE_ALLOWED;
        }
    }

    private static GateConfig config(Path state) {
        return GateConfig.at(state)
                .withSizes(new BookSizes(4, 8, 16, 2, 64, 256))
                .withSlots(64, 256)
                .withTombstoneNanos(1_000_000)
                .withDeadAfterNanos(60_000_000_000L)
                .withReservationTimeoutNanos(3_600_000_000_000L);
    }

    @BeforeEach
    void trade() {
        living = Gatekeeper.launch(config(directory.resolve("living")));
        final Session s = new Session(living, LEDGER);
        await(() -> s.yes.maxAffordable(50) > 0);
        for (int i = 0; i < 100; i++) {
            final long r = reserve(s.yes, 3, i);
            if (i % 2 == 0) {
                s.lane.sent(r);
                assertThat(s.yes.amend(r, 51, 4)).isZero();
                s.lane.amendAccepted(r, 51, 4);
                await(() -> s.yes.amend(r, 52, 4) == 0);
                s.lane.amendAccepted(r, 52, 4);
            }
            s.lane.release(r, 0, ReleaseReason.CANCELLED);
            // the ring is short, so that it wraps: it is emptied before the next order
            await(() -> s.held(s.usd) == 0
                    && s.held(s.allowance) == 0
                    && living.journaler().backlogRecords() == 0);
        }
        filled = reserve(s.yes, 10, 1001);
        open = reserve(s.yes, 8, 1002);
        assertThat(s.lane.sent(filled) + s.lane.sent(open)).isZero();
        s.otherLane.fill(filled, 77, 2, 2, 50, 0, 0);
        // refused by the balance, after the allowance was taken
        assertThat(s.yes.reserve(50, 30, 1003)).isNegative();
        await(() -> s.held(s.usd) == HELD && s.held(s.allowance) == HELD);
        // a copy is of a moment in which nothing moves
        s.reads.forEach(Reads::silence);
        s.gate.operator().encumber(s.usd, 0, "test", "waits for what was told before");
        await(() -> living.journaler().backlogRecords() == 0);
    }

    private static long reserve(JointLine line, long size, long key) {
        final long[] reservation = new long[1];
        await(() -> (reservation[0] = line.reserve(50, size, key)) > 0);
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

    private static OrderStatusAnswer answer(OrderStatus... orders) {
        return new OrderStatusAnswer(OrderSelection.all(), System.nanoTime(), 0, true, List.of(orders));
    }

    /** Two orders on two limits each: an answer about them ends both reservations of an order, or none. */
    private void areHeldAndEndTogether(Path state, boolean loss) {
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            final Session s = new Session(keeper, LEDGER - PAID);
            assertThat(s.gate.isClosedByLoss()).isEqualTo(loss);
            assertThat(s.held(s.usd)).isEqualTo(HELD);
            assertThat(s.held(s.allowance)).isEqualTo(HELD);
            assertThat(s.gate.reservations())
                    .hasSize(4)
                    .extracting(ReservationView::orderReservation)
                    .containsOnly(filled, open);
            await(s::hasLimits);
            if (loss) {
                s.gate.openAfterLoss("test", "compared with the venue");
            }
            // the market's orders of before count for its other instrument, and for no other market
            assertThat(s.lane.bindJoint(NO, s.usd, s.allowance).maxAffordable(50))
                    .isEqualTo((LEDGER - PAID - HELD) / 500_000);
            assertThat(s.lane.bind(s.usd, NO).maxAffordable(50)).isEqualTo((LEDGER - PAID - HELD) / 500_000);
            assertThat(s.lane.bind(s.usd, ELSEWHERE).maxAffordable(50)).isEqualTo((LEDGER - PAID) / 500_000);
            assertThat(s.gate.settle(answer(OrderStatus.open(filled, 2), OrderStatus.open(open, 0)))
                            .settled())
                    .isZero();
            assertThat(s.held(s.allowance)).isEqualTo(HELD);
            // told again by whoever is not sure; then one is over
            s.lane.fill(filled, 77, 2, 2, 50, 0, 0);
            s.gate.settle(answer(OrderStatus.ended(filled, 2), OrderStatus.open(open, 0)));
            await(() -> s.held(s.usd) == 4_000_000 && s.held(s.allowance) == 4_000_000);
            s.lane.release(open, 0, ReleaseReason.CANCELLED);
            await(() -> s.held(s.usd) == 0 && s.held(s.allowance) == 0);
            assertThat(keeper.failure()).isNull();
        }
        verified(state);
        try (Gatekeeper again = Gatekeeper.launch(config(state))) {
            assertThat(again.gate().recoveryNotes()).isEmpty();
            assertThat(again.gate().reservations()).isEmpty();
        }
    }

    @Test
    void aKillLosesNothing() {
        final Path state = copy();
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().recoveryNotes()).isEmpty();
        }
        // second amends too, on each limit
        assertThat(verified(state).unchecked()).isZero();
        areHeldAndEndTogether(state, false);
    }

    @Test
    void theBookIsGone() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        areHeldAndEndTogether(state, true);
    }

    @Test
    void bookAndRingsAreGone() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        StateCopies.files(state, ".ring").forEach(StateCopies::delete);
        areHeldAndEndTogether(state, true);
    }

    @Test
    void theBookIsGoneTwice() {
        final Path state = copy();
        StateCopies.delete(state.resolve("book.dat"));
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isTrue();
        }
        // what the first recovery wrote is all there is now
        StateCopies.delete(state.resolve("book.dat"));
        areHeldAndEndTogether(state, true);
    }

    @Test
    void theJournalIsGoneAndThenTheBook() {
        final Path state = copy();
        deleteJournal(state);
        try (Gatekeeper keeper = Gatekeeper.launch(config(state))) {
            assertThat(keeper.gate().isClosedByLoss()).isTrue();
        }
        // that these are reservations of two orders only the book of before knew; the new journal has it from there
        StateCopies.delete(state.resolve("book.dat"));
        areHeldAndEndTogether(state, true);
    }

    @Test
    void anExplanationNamesAllLimitsOfTheOrder() {
        living.close();
        final Explainer explainer =
                new Explainer(directory.resolve("living"), Integer.MAX_VALUE, (reading, records) -> {});
        final Explanation told = explainer.reservation(filled);
        assertThat(told.orders()).containsValue(filled).hasSize(1);
        final long leg = told.orders().keySet().iterator().next();
        assertThat(told.decisions())
                .extracting(d -> d.decision().reservationId())
                .containsExactly(leg, filled);
        assertThat(told.lives()).extracting(Explanation.Life::reservationId).containsExactlyInAnyOrder(leg, filled);
        assertThat(ExplanationText.of(told))
                .contains("  limits     several must cover the order: reservation " + filled
                        + " names the order, on USD; reservation " + leg + ", on USD for 0xe111")
                .anyMatch(line -> line.contains("by reservations of the instrument's market"));
        // asked for by the other reservation it is the same
        assertThat(explainer.reservation(leg).orders()).isEqualTo(told.orders());
        final Explanation refused = explainer.order(1003);
        assertThat(refused.decisions())
                .extracting(d -> Decision.of(d.decision().code()))
                .containsExactly(Decision.APPROVED, Decision.INSUFFICIENT_FUNDS);
        assertThat(ExplanationText.of(refused)).anyMatch(line -> line.contains("where one refuses"));
    }
}
