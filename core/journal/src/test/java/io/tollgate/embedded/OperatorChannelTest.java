package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
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
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorClient;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.operator.StateView;
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalReader;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.Messages;
import io.tollgate.journal.RecordPrinter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands through the files of a state directory to a gatekeeper that runs on its own threads. */
class OperatorChannelTest {
    private static final long WAIT_NANOS = 20_000_000_000L;
    private static final long TEN = 10_000_000L;

    @TempDir
    private Path directory;

    private long nextId = 1;

    private OperatorAnswer give(OperatorCommand command) {
        return give(command, WAIT_NANOS);
    }

    private OperatorAnswer give(OperatorCommand command, long timeoutNanos) {
        try (OperatorClient client =
                new OperatorClient(directory, new SystemEpochNanoClock(), new YieldingIdleStrategy())) {
            return client.execute(command.withId(nextId++), timeoutNanos);
        }
    }

    private Gatekeeper launch() {
        return Gatekeeper.launch(GateConfig.at(directory)
                .withSizes(new BookSizes(2, 8, 16, 2, 256, 1024))
                .withSlots(1024, 4096));
    }

    @Test
    void drivesARunningGatekeeperAndTheJournalSaysWhoAndWhy() {
        final long order;
        try (Gatekeeper keeper = launch()) {
            final Balance usd =
                    keeper.gate().register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
            keeper.attach(usd, new OneRead(TEN));
            final Lane lane = keeper.gate().lane("router-0");
            final Line line = lane.bind(usd, new LineSpec("sym", Side.BUY, 2, 0, 99, FeeRule.none()));
            await(() -> line.maxAffordable(50) > 0);
            order = line.reserve(50, 10, 1);
            assertThat(lane.sent(order)).isZero();

            assertThat(give(OperatorCommand.halt("ann", "something smells")).accepted())
                    .isTrue();
            assertThat(line.canAfford(50, 1)).isEqualTo(Decision.HALTED.code());
            assertThat(give(OperatorCommand.resume("ann", "false alarm")).accepted())
                    .isTrue();
            assertThat(line.canAfford(50, 1)).isZero();

            assertThat(give(OperatorCommand.encumber(0, 4_000_000, "bob", "another desk needs it"))
                            .accepted())
                    .isTrue();
            await(() -> line.canAfford(50, 10) == Decision.INSUFFICIENT_FUNDS.code());

            final OperatorAnswer charged = give(OperatorCommand.charge(order, 5, 4, 40, 0, "bob", "seen at the venue"));
            assertThat(charged.text()).contains("filled=4 held=3.000000");
            final OperatorAnswer released = give(OperatorCommand.release(order, 4, "bob", "cancelled by phone"));
            assertThat(released.text()).contains("is ENDED filled=4 held=0.000000");
            assertThat(keeper.gate().view(usd).held()).isZero();
            assertThat(keeper.gate().view(usd).available()).isEqualTo(TEN - 4_000_000 - 1_600_000);

            assertThat(give(OperatorCommand.release(order + (1L << 32), 0, "bob", "wrong number"))
                            .result())
                    .isEqualTo(FactResult.UNKNOWN_RESERVATION);
            assertThat(give(OperatorCommand.encumber(9, 1, "bob", "wrong number"))
                            .result())
                    .isEqualTo(FactResult.INVALID);
            try (StateView state = StateView.open(directory)) {
                assertThat(state.reservations()).isEmpty();
                assertThat(state.operatorEncumbered(0)).isEqualTo(4_000_000);
                assertThat(state.isHaltedByOperator()).isFalse();
            }
            assertThat(keeper.failure()).isNull();
            assertThat(keeper.operatorFailure()).isNull();
        }
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
        assertThat(printed("OperatorCommand"))
                .hasSize(7)
                .anyMatch(line -> line.contains("action=HALT code=0 result=ACCEPTED who=ann why=\"something smells\""))
                .anyMatch(line -> line.contains("action=ENCUMBER") && line.contains("amount=4.000000"))
                .anyMatch(line -> line.contains("action=CHARGE code=0 result=ACCEPTED who=bob")
                        && line.contains("reservationId=" + order)
                        && line.contains("quantity=4 price=0.40 amount=0.000000"))
                .anyMatch(line -> line.contains("action=RELEASE code=2 result=UNKNOWN_RESERVATION"));
        assertThat(printed("Fill")).singleElement().asString().contains(" 0:", "reservationId=" + order);
        assertThat(printed("Release")).singleElement().asString().contains(" 0:", "why=7");
    }

    private List<String> printed(String type) {
        final List<String> lines = new ArrayList<>();
        final RecordPrinter printer = new RecordPrinter();
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.readAll((ringId, sequence, templateId, buffer, offset, length, batchTimeNanos) -> {
                printer.take(ringId, sequence, templateId, buffer, offset, batchTimeNanos);
                if (Messages.name(templateId).equals(type)) {
                    lines.add(printer.line());
                }
            });
        }
        return lines;
    }

    @Test
    void saysThatNobodyIsThere() {
        assertThatThrownBy(() -> give(OperatorCommand.halt("ann", "test")))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("start the gatekeeper");
        launch().close();
        assertThatThrownBy(() -> give(OperatorCommand.halt("ann", "test"), 50_000_000))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("is it running? last heartbeat ");
    }

    @Test
    void aCommandThatNobodyWaitsForAnyMoreIsNotCarriedOut() {
        try (Gatekeeper keeper = launch()) {
            // its deadline is over before anybody can take it
            assertThatThrownBy(() -> give(OperatorCommand.halt("ann", "test"), -1_000_000_000))
                    .isInstanceOf(StateException.class);
            assertThat(give(OperatorCommand.resume("ann", "comes after it")).accepted())
                    .isTrue();
            assertThat(keeper.gate().isHalted()).isFalse();
        }
        assertThat(printed("OperatorCommand")).hasSize(1);
    }

    @Test
    void rubbishInTheFileIsPassedOver() throws IOException {
        try (Gatekeeper keeper = launch();
                FileChannel file = FileChannel.open(
                        directory.resolve("commands.dat"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final UnsafeBuffer mapped = new UnsafeBuffer(file.map(FileChannel.MapMode.READ_WRITE, 0, file.size()));
            final ManyToOneRingBuffer commands = new ManyToOneRingBuffer(
                    new UnsafeBuffer(mapped, 4096, 64 * 1024 + RingBufferDescriptor.TRAILER_LENGTH));
            final UnsafeBuffer rubbish = new UnsafeBuffer(new byte[512]);
            rubbish.setMemory(0, 512, (byte) 0x7f);
            for (int length = 0; length < 512; length += 7) {
                assertThat(commands.write(1 + length % 2, rubbish, 0, length)).isTrue();
            }
            // and one whose process died before it was whole
            assertThat(commands.tryClaim(1, 100)).isPositive();
            assertThat(give(OperatorCommand.halt("ann", "comes after it")).accepted())
                    .isTrue();
            assertThat(keeper.gate().isHalted()).isTrue();
            assertThat(keeper.failure()).isNull();
            assertThat(keeper.operatorFailure()).isNull();
            IoUtil.unmap(mapped.byteBuffer());
        }
        assertThat(printed("OperatorCommand")).hasSize(1);
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
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
