package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Room ahead of the journal's end, on real files. */
class JournalSpaceTest {
    /** A device whose writes fail as on a full disk. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path directory;

    static boolean hasFullDevice() {
        return Files.isWritable(FULL);
    }

    @Test
    void aNewFileAppearsWithItsRoomAndNothingElseIsLeft() throws IOException {
        final Path file = directory.resolve("a.cq4");
        try (JournalSpace space = new JournalSpace()) {
            space.ensure(file, 0, 5_000);
            assertThat(Files.size(file)).isGreaterThan(5_000);
            assertThat(Files.readAllBytes(file)).containsOnly(0);
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void whatTheFileHoldsStaysAsItIsWhereverTheEndIsSaidToBe() throws IOException {
        final byte[] content = new byte[300_001];
        new Random(4).nextBytes(content);
        for (final long end : new long[] {0, 1, 4_095, 4_096, 100_000, 300_001}) {
            final Path file = directory.resolve("b" + end + ".cq4");
            Files.write(file, content);
            try (JournalSpace space = new JournalSpace()) {
                space.ensure(file, end, 10_000);
            }
            final byte[] after = Files.readAllBytes(file);
            assertThat(after.length).isGreaterThan(310_000);
            assertThat(Arrays.copyOf(after, content.length)).isEqualTo(content);
            assertThat(Arrays.copyOfRange(after, content.length, after.length)).containsOnly(0);
        }
    }

    @Test
    void aSparseFileGetsRealBlocksAhead() throws IOException {
        final Path file = directory.resolve("c.cq4");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }
        try (JournalSpace space = new JournalSpace()) {
            space.ensure(file, 1 << 20, 1 << 20);
        }
        assertThat(Files.size(file)).isEqualTo(64 << 20);
    }

    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskIsAnErrorAndNotASignal() {
        try (JournalSpace space = new JournalSpace()) {
            assertThatThrownBy(() -> space.ensure(FULL, 0, 100))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("free space");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnError() {
        final Path nowhere = directory.resolve("missing").resolve("a.cq4");
        try (JournalSpace space = new JournalSpace()) {
            assertThatThrownBy(() -> space.ensure(nowhere, 0, 100))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(nowhere.toString());
        }
    }

    @Test
    void toOpenAJournalTheDiskMustHaveWhatTheMarkAsksFor() throws IOException {
        assertThatThrownBy(() -> JournalSpace.require(directory, () -> 999, 1_000))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("must have 1000 bytes free")
                .hasMessageContaining("usable=999")
                .hasMessageContaining("free disk space");
        JournalSpace.require(directory, () -> 1_000, 1_000);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
