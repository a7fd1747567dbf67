package io.tollgate.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Decision;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.ring.Ring;
import io.tollgate.rest.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A gate with one balance whose BookKeeper runs when the test says so, on a clock that the test moves. One thread at a time. */
public final class SteppedGate implements AutoCloseable {
    private final List<Ring> rings = new ArrayList<>();
    private final Gate gate;
    private final Balance balance;
    private final Line line;

    public SteppedGate(Path directory, TestClock clock, BalanceSpec spec) {
        final GateConfig config = GateConfig.at(directory)
                .withSizes(new BookSizes(4, 8, 16, 2, 64, 256))
                .withSlots(64, 1024);
        this.gate = Gate.open(
                config, clock, () -> TestClock.START.toEpochMilli() * 1_000_000 + clock.nanoTime(), 1, new Host());
        this.balance = gate.register(spec);
        // one unit of the asset for each contract and price unit: an order of price 1 and size 1 costs the least there
        // is
        this.line = gate.lane("router").bind(balance, new LineSpec("any", Side.BUY, 3, 3, 999, FeeRule.none()));
    }

    public void attach(BalanceFeed feed) {
        gate.attach(balance, feed);
    }

    /** One cycle of BookKeeper and of what stands for Journaler. */
    public void step() {
        gate.bookKeeper().doWork();
        for (final Ring ring : rings) {
            while (ring.journalReader().poll() >= 0) {
                ring.journalReader().advance();
            }
            ring.journalReader().publish();
        }
    }

    public BalanceView view() {
        return gate.view(balance);
    }

    /** Whether the balance is open, as published. */
    public boolean isOpen() {
        return view().limit() >= 0;
    }

    /** An open balance decides by its funds; a closed one refuses with a code that says why. The thread that made this. */
    public void checkDecision() {
        final Decision decision = Decision.of(line.canAfford(1, 1));
        final BalanceView view = view();
        if (view.limit() < 0) {
            assertThat(decision)
                    .as("a closed balance refuses and says why: %s", view)
                    .isIn(
                            Decision.UNKNOWN_BALANCE,
                            Decision.STALE,
                            Decision.RECONCILING,
                            Decision.FEED_STOPPED,
                            Decision.CLOSED);
        } else {
            assertThat(decision)
                    .as("an open balance decides by its funds: %s", view)
                    .isEqualTo(view.available() > 0 ? Decision.APPROVED : Decision.INSUFFICIENT_FUNDS);
        }
    }

    /** Why it is closed, for a failing test. */
    public String why() {
        return gate.statusText(balance);
    }

    @Override
    public void close() {
        gate.close();
    }

    /** Runs everything on the thread that asks. */
    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            rings.add(ring);
        }

        @Override
        public void beforeRecovery() {}

        @Override
        public void whileWaiting(Gate waitedFor) {
            waitedFor.bookKeeper().doWork();
        }
    }
}
