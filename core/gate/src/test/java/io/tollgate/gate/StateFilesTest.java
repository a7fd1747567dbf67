package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.state.MappedFile;
import io.tollgate.gate.state.StateException;
import io.tollgate.gate.state.StateLock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State directories that cannot be used, and names and flags that are wrong: rule, value and cure in the message. */
@org.jspecify.annotations.NullUnmarked
class StateFilesTest {
    @TempDir
    Path directory;

    private void once() {
        new GateHarness(directory).close();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> new GateHarness(directory))
                .isInstanceOf(StateException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(directory.toString());
        // nothing is left locked behind
        StateLock.acquire(directory.resolve("gatekeeper.lock"), "test").close();
    }

    @Test
    void aForeignBook() throws IOException {
        Files.write(directory.resolve("book.dat"), new byte[100]);
        assertRefused("configured size", "bytes=100");
        Files.write(directory.resolve("book.dat"), new byte[7]);
        assertRefused("must hold a header", "move it away");
    }

    @Test
    void aBookOfTheRightSizeWithAnotherMagic() throws IOException {
        once();
        poke("book.dat", 0, 0x4242);
        assertRefused("magic does not match", "choose another");
    }

    @Test
    void anotherLayoutVersion() throws IOException {
        once();
        poke("book.dat", 8, 99);
        assertRefused("version=99", "expected=1", "use the Tollgate version that wrote it");
    }

    @Test
    void aBookThatWasCut() throws IOException {
        once();
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("book.dat").toFile(), "rw")) {
            file.setLength(file.length() - 4096);
        }
        assertRefused("configured size");
    }

    @Test
    void otherSizesThanItWasMadeWith() {
        once();
        assertThatThrownBy(() -> new GateHarness(GateConfig.at(directory)
                        .withSizes(new BookSizes(4, 16, 32, 2, 128, 256))
                        .withSlots(64, 256)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("start with the table sizes it was made with");
        assertThatThrownBy(() -> new GateHarness(
                        GateConfig.at(directory).withSizes(GateHarness.SMALL).withSlots(128, 256)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("router-0.ring");
    }

    @Test
    void sizesThatCannotBe() {
        assertThatThrownBy(() -> new BookSizes(4, 16, 32, 2, 100, 256))
                .isInstanceOf(StateException.class)
                .hasMessage("rowsPerLane must be a power of two: rowsPerLane=100");
        assertThatThrownBy(() -> new BookSizes(4, 2, 32, 2, 64, 256))
                .hasMessage("scopes must be from 4 to 65536: scopes=2");
        assertThatThrownBy(() -> new BookSizes(4, 16, 32, 64, 65_536, 256)).hasMessageContaining("1 GiB");
        assertThatThrownBy(() -> new GateHarness(
                        GateConfig.at(directory).withSizes(GateHarness.SMALL).withSlots(100, 256)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("power of two");
        assertThatThrownBy(() -> GateConfig.at(directory).withSlots(1, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("laneSlots must be from 64 to 4194304: laneSlots=1");
    }

    @Test
    void aSecondGatekeeper() {
        try (GateHarness first = new GateHarness(directory)) {
            assertThatThrownBy(() -> new GateHarness(directory))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("only one gatekeeper may use a state directory")
                    .hasMessageContaining("stop the other one");
            // the first one is not disturbed
            first.withSnapshots().snapshot(10_000_000, 5);
            assertThat(first.available()).isEqualTo(10_000_000);
        }
        once();
    }

    @Test
    void aDirectoryThatMayNotBeWritten() throws IOException {
        final Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locked), "this user may write everywhere (root)");
        assertThatThrownBy(() -> new GateHarness(locked))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("state directory must be writable")
                .hasMessageContaining("check owner and mount");
    }

    @Test
    void aFileWhereTheDirectoryShouldBe() throws IOException {
        final Path file = Files.write(directory.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> new GateHarness(file))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aDiskWithoutRoom() {
        assertThatThrownBy(() -> MappedFile.openOrCreate(directory.resolve("huge"), 1, 1, 1L << 60))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("disk must have room")
                .hasMessageContaining("free space or choose smaller tables");
        assertThat(directory.resolve("huge")).doesNotExist();
        assertThat(directory.resolve("huge.new")).doesNotExist();
    }

    @Test
    void aFileThatIsNotARingAmongTheLanes() throws IOException {
        once();
        Files.write(directory.resolve("lanes/notes.ring"), new byte[1]);
        assertRefused("lanes must hold only ring files", "move it away");
    }

    @Test
    void aFileThatWasLeftHalfMadeIsMadeAnew() throws IOException {
        Files.write(directory.resolve("book.dat.new"), new byte[10]);
        once();
        assertThat(directory.resolve("book.dat.new")).doesNotExist();
    }

    @Test
    void aNewFileSaysFromItsFirstMomentWhatItIsMadeFor() throws IOException {
        // a process that dies right after the rename must leave a file that the next one can use
        MappedFile.openOrCreate(directory.resolve("shaped"), 1, 1, 4_096, 7, 8).close();
        final byte[] head = Files.readAllBytes(directory.resolve("shaped"));
        assertThat(head[MappedFile.SHAPE_OFFSET]).isEqualTo((byte) 7);
        assertThat(head[MappedFile.SHAPE_OFFSET + 4]).isEqualTo((byte) 8);
    }

    @Test
    void laneNames() {
        try (GateHarness h = new GateHarness(directory)) {
            for (final String name : List.of("", "a b", "../x", "x".repeat(49), "ä")) {
                assertThatThrownBy(() -> h.gate.lane(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("1 to 48 letters");
            }
            assertThatThrownBy(() -> h.gate.lane("router-0"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("router-0 is in use");
            h.gate.lane("router-1");
            assertThatThrownBy(() -> h.gate.lane("router-2"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lanes=2 are used");
            // and is not taken for being in use the second time
            assertThatThrownBy(() -> h.gate.lane("router-2")).hasMessageContaining("lanes=2 are used");
        }
    }

    @Test
    void lanesAreFoundAgainByTheirNamesWithAllTheirRows() {
        try (GateHarness h = new GateHarness(directory).withSnapshots()) {
            final Lane second = h.gate.lane("router-1");
            h.snapshot(100_000_000, 5);
            final int id = second.laneId();
            h.gate.close();
            h.open();
            h.withSnapshots();
            final Lane again = h.gate.lane("router-1");
            assertThat(again.laneId()).isEqualTo(id);
            assertThat(h.lane.laneId()).isEqualTo(1);
            h.snapshot(100_000_000, 6);
            final Line line = again.bind(h.usd, GateHarness.buySpec("sym-a"));
            for (int i = 0; i < 64; i++) {
                assertThat(line.reserve(1, 1, i)).isPositive();
                h.step();
            }
            assertThat(Decision.ofReservation(line.reserve(1, 1, 65))).isEqualTo(Decision.TABLE_FULL);
        }
    }

    @Test
    void balancesAndLinesKeepWhatTheyWereRegisteredWith() {
        try (GateHarness h = new GateHarness(directory)) {
            assertThatThrownBy(() -> h.gate.register(
                            BalanceSpec.careful("polymarket-us", "firms/F/accounts/a", "USD", 5, BalanceRules.CAREFUL)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("assetScale=6");
            assertThatThrownBy(() ->
                            h.gate.register(BalanceSpec.careful("v".repeat(33), "a", "USD", 6, BalanceRules.CAREFUL)))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("venue");
            assertThat(h.lane.bind(h.usd, GateHarness.buySpec("sym-a")).lineId())
                    .isEqualTo(h.buy.lineId());
            for (int i = 0; i < 3; i++) {
                h.gate.register(BalanceSpec.careful("kalshi", "a" + i, "USD", 6, BalanceRules.CAREFUL));
            }
            assertThatThrownBy(
                            () -> h.gate.register(BalanceSpec.careful("kalshi", "a4", "USD", 6, BalanceRules.CAREFUL)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("balances=4");
            for (int i = 0; i < 31; i++) {
                h.lane.bind(h.usd, GateHarness.buySpec("m-" + i));
            }
            assertThatThrownBy(() -> h.lane.bind(h.usd, GateHarness.buySpec("m-31")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lines=32");
        }
    }

    @Test
    void missingFlagsAreNamed() {
        final Module base = Object.class.getModule();
        assertThat(JvmFlags.missing(List.of("jdk.internal.misc"), base, JvmFlags.class.getModule()))
                .isEmpty();
        assertThat(JvmFlags.missing(List.of("sun.security.x509"), base, JvmFlags.class.getModule()))
                .containsExactly("--add-opens=java.base/sun.security.x509=ALL-UNNAMED");
        JvmFlags.requireForGate();
    }

    private void poke(String file, long offset, int value) throws IOException {
        try (RandomAccessFile open =
                new RandomAccessFile(directory.resolve(file).toFile(), "rw")) {
            open.seek(offset);
            open.writeInt(Integer.reverseBytes(value));
        }
    }
}
