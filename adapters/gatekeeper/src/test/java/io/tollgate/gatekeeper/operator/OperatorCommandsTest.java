package io.tollgate.gatekeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.journal.JournalVerifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OperatorCommandsTest {
    private static final String[] REASON = {"--who", "jane", "--why", "the venue's desk said so", "--wait", "20"};

    @TempDir
    private Path state;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new OperatorCommands())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int give(String... arguments) {
        final String[] all = new String[arguments.length + REASON.length + 2];
        all[0] = "--dir";
        all[1] = state.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        System.arraycopy(REASON, 0, all, 2 + arguments.length, REASON.length);
        return run(all);
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void drivesARunningGatekeeper() {
        final GateConfig config = GateConfig.at(state)
                .withSizes(new BookSizes(2, 8, 16, 2, 256, 1024))
                .withSlots(1024, 4096);
        final long order;
        try (Gatekeeper keeper = Gatekeeper.launch(config)) {
            final Balance usd = keeper.gate()
                    .register(BalanceSpec.careful("polymarket-us", "acct", "USD", 6, BalanceRules.CAREFUL));
            keeper.attach(usd, new OneRead(100_000_000));
            final Lane lane = keeper.gate().lane("router-0");
            final Line line = lane.bind(usd, new LineSpec("PRES-28", Side.BUY, 3, 2, 999, FeeRule.none()));
            await(() -> line.maxAffordable(500) > 0);
            order = line.reserve(500, 2_000, 42);
            assertThat(lane.sent(order)).isZero();
            final String id = Long.toString(order);

            assertThat(run("list", "--dir", state.toString())).isZero();
            assertThat(out.toString())
                    .contains("gatekeeper: ", "halted: no", "balance 0 polymarket-us acct USD OPEN limit=100.000000")
                    .contains("reservation " + id
                            + " SENT order=42 BUY PRES-28 price=0.500 size=20.00 filled=0.00 held=10.000000 balance=0")
                    .endsWith("operator: action=LIST balances=1 reservations=1 uncertain=0\n");

            assertThat(give("halt")).isZero();
            assertThat(out.toString()).startsWith("operator: action=HALT result=ACCEPTED code=0 again=no (");
            assertThat(keeper.gate().isHalted()).isTrue();
            assertThat(run("list", "--dir", state.toString())).isZero();
            assertThat(out.toString()).contains("halted: by an operator");
            assertThat(give("resume")).isZero();
            assertThat(give("open")).isZero();
            assertThat(give("encumber", "--balance", "0", "--amount", "12.5")).isZero();
            assertThat(keeper.gate().view(usd).encumbered()).isEqualTo(12_500_000);
            assertThat(give("charge", "--reservation", id, "--quantity", "5", "--price", "0.49", "--fee", "0.01"))
                    .isZero();
            assertThat(out.toString()).contains("is SENT filled=5.00 held=7.500000");
            assertThat(give("charge", "--reservation", id, "--quantity", "1", "--price", "7"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("result=INVALID", "price=7.000", "highest price is 1.000");
            assertThat(give("release", "--reservation", id, "--filled", "5")).isZero();
            assertThat(out.toString()).contains("is ENDED filled=5.00 held=0.000000");
            assertThat(keeper.gate().view(usd).available()).isEqualTo(100_000_000 - 12_500_000 - 2_460_000);
        }
        assertThat(JournalVerifier.verify(state).good()).isTrue();

        assertThat(run("list", "--dir", state.toString())).isZero();
        assertThat(out.toString()).contains("halted: because the gatekeeper is closed", "by_operator=12.500000");
        assertThat(run("resume", "--dir", state.toString(), "--who", "jane", "--why", "test", "--wait", "1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is it running? last heartbeat", "BookKeeper: ", "last cycle");
    }

    @Test
    void saysWhatIsWrongWithTheArguments(@TempDir Path empty) {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("list, release, charge, encumber, open, halt or resume");
        assertThat(run("list")).isEqualTo(2);
        assertThat(err.toString()).contains("operator needs --dir");
        assertThat(run("--dir", empty.toString(), "list")).isEqualTo(2);
        assertThat(err.toString()).contains("book.dat", "give the state directory of a gatekeeper");
        assertThat(run("--dir", empty.toString(), "halt")).isEqualTo(2);
        assertThat(err.toString()).contains("--who", "--why");
        assertThat(run("--dir", empty.toString(), "halt", "--who", "", "--why", "x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("who goes into the journal");
        assertThat(give("encumber", "--balance", "0", "--amount", "1")).isEqualTo(2);
    }

    /** A venue that always says the same. */
    private record OneRead(long amount) implements BalanceFeed {
        @Override
        public void start(int balanceId, FeedSink sink) {
            final long now = System.nanoTime();
            sink.snapshot(balanceId, new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {}

        @Override
        public void reopenStream() {}

        @Override
        public void close() {}
    }
}
