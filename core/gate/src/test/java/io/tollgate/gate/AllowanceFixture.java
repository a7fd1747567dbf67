package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;

import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gate with a balance of 10.00 and a spender's allowance beside it; amounts in micro-dollars, prices in cents. */
@org.jspecify.annotations.NullUnmarked
abstract class AllowanceFixture {
    @TempDir
    Path directory;

    GateHarness h;
    Balance exchange;
    JointLine joint;

    @BeforeEach
    void open() {
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(GateHarness.SMALL)
                        .withSlots(256, 1_024)
                        .withTombstoneNanos(50 * MILLI))
                .withSnapshots();
        bind();
        read(h.usd, 10_000_000);
    }

    /** Also after a restart. */
    void bind() {
        exchange = allowance("0xe111");
        joint = h.lane.bindJoint(GateHarness.buySpec("sym-a"), h.usd, exchange);
    }

    Balance allowance(String spender) {
        final Balance balance = h.gate.register(
                BalanceSpec.allowance(h.usd.venue(), h.usd.account(), h.usd.asset(), spender, 6, h.rules));
        h.gate.attach(balance, new GateHarness.TestFeed(FeedKind.SNAPSHOTS));
        return balance;
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.journal.assertNoOverspend();
        h.close();
    }

    void read(Balance balance, long amount) {
        h.snapshots
                .sink()
                .snapshot(
                        balance.id(),
                        new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, h.nowNanos, h.nowNanos));
        h.step();
    }
}
