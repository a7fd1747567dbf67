package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.JournalerOptions;
import io.tollgate.journal.VerificationReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate with its real threads on a real small disk that fills up, where the machine lets a test mount one. {@code DiskTroubleTest} shows
 * the same without a mount.
 */
@EnabledOnOs(OS.LINUX)
class SmallDiskTest {
    private static final int DISK_MIB = 48;
    private static final long MARK = 8 << 20;

    @TempDir
    private Path directory;

    private boolean mounted;
    private final Map<Decision, Long> answers = new EnumMap<>(Decision.class);
    private long decisions;

    private static boolean run(String... command) {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path disk(String access) {
        final String options = access + ",size=" + DISK_MIB + "m";
        mounted = run("mount", "-t", "tmpfs", "-o", options, "tollgate-test", directory.toString());
        assumeTrue(mounted, "this machine lets nobody mount here");
        return directory.resolve("state");
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            assertThat(run("umount", directory.toString()) || run("umount", "-l", directory.toString()))
                    .isTrue();
        }
    }

    private Path fill() throws IOException {
        final Path file = directory.resolve("somebody-elses");
        final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                bytes.clear();
                channel.write(bytes);
            }
        } catch (final IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return file;
    }

    private static Gatekeeper launch(Path state, long mark) {
        return Gatekeeper.launch(
                GateConfig.at(state)
                        .withSizes(new BookSizes(2, 8, 16, 2, 1024, 2048))
                        .withSlots(1024, 4096)
                        .withTombstoneNanos(20_000_000),
                JournalerOptions.defaults().withMinUsableBytes(mark),
                SystemNanoClock.INSTANCE,
                new SystemEpochNanoClock());
    }

    /** Trades until the last answers are as wanted. */
    private void trade(Line line, Account account, Predicate<Decision> enough) {
        final long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Decision answer;
        do {
            assertThat(System.nanoTime()).as("answers so far: " + answers).isLessThan(deadline);
            account.read();
            final long reservation = line.reserve(50, 100, ++decisions);
            answer = Decision.ofReservation(reservation);
            answers.merge(answer, 1L, Long::sum);
            if (reservation > 0 && line.sent(reservation) == 0) {
                line.release(reservation, 0, ReleaseReason.CANCELLED);
            }
        } while (!enough.test(answer));
    }

    /** With a mark, and with nothing but what the disk itself says: a quota. */
    @ParameterizedTest
    @ValueSource(longs = {MARK, 0})
    void aDiskThatFillsUpRefusesAndServesAgainOnceThereIsRoom(long mark) throws IOException {
        final Path state = disk("rw");
        try (Gatekeeper keeper = launch(state, mark)) {
            final Balance usd =
                    keeper.gate().register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
            final Account account = new Account();
            keeper.attach(usd, account);
            final Line line =
                    keeper.gate().lane("router").bind(usd, new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.none()));
            trade(line, account, answer -> answers.getOrDefault(Decision.APPROVED, 0L) >= 3_000);
            assertThat(keeper.trouble()).isNull();

            final Path filler = fill();
            trade(line, account, answer -> answer == Decision.JOURNAL_FULL && keeper.trouble() != null);
            assertThat(keeper.trouble()).contains("free", "records waiting=");
            assertThat(keeper.failure()).isNull();
            Files.delete(filler);

            trade(line, account, answer -> keeper.trouble() == null);
            answers.clear();
            trade(line, account, answer -> answers.getOrDefault(Decision.APPROVED, 0L) >= 3_000);
            assertThat(keeper.failure()).isNull();
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.mismatches()).as(report.toString()).isZero();
        assertThat(report.decisions() + report.unrecorded()).isEqualTo(decisions);
    }

    @Test
    void aFullDiskAtTheStartIsAMessageAndNotASignal() throws IOException {
        final Path state = disk("rw");
        final Path filler = fill();
        assertThatThrownBy(() -> launch(state, 0))
                .isInstanceOfAny(JournalException.class, StateException.class)
                .hasMessageContaining("room");
        assertThatThrownBy(() -> launch(state, MARK))
                .isInstanceOfAny(JournalException.class, StateException.class)
                .hasMessageContaining("free");
        Files.delete(filler);
        launch(state, MARK).close();
    }

    @Test
    void aReadOnlyDiskIsSaidAtTheStart() {
        final Path state = disk("ro");
        assertThatThrownBy(() -> launch(state, MARK))
                .isInstanceOfAny(JournalException.class, StateException.class)
                .hasMessageContaining("writable")
                .hasMessageContaining("check owner and mount");
        assertThat(run("mount", "-o", "remount,rw", directory.toString())).isTrue();
        launch(state, MARK).close();
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsSaidAtTheStart() {
        assertThatThrownBy(() -> launch(Path.of("/proc/tollgate-state"), MARK))
                .isInstanceOfAny(JournalException.class, StateException.class)
                .hasMessageContaining("/proc/tollgate-state")
                .hasMessageContaining("must be writable")
                .hasMessageContaining("check owner and mount");
    }

    /** A venue that is asked whenever the test likes. */
    private static final class Account implements BalanceFeed {
        private FeedSink sink;
        private int balanceId;
        private long readAtNanos;

        @SuppressWarnings("NullAway.Init")
        Account() {
            readAtNanos = System.nanoTime() - 1_000_000_000L;
        }

        void read() {
            final long now = System.nanoTime();
            if (now - readAtNanos > 50_000_000L) {
                readAtNanos = now;
                sink.snapshot(
                        balanceId, new Snapshot(1_000_000_000_000L, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
            }
        }

        @Override
        public void start(int id, FeedSink where) {
            balanceId = id;
            sink = where;
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
