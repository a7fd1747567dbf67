package io.tollgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How runs are judged. */
class RunsTest {
    @TempDir
    Path temporary;

    @Test
    void ratiosAreOfMediansAndAllocationIsOfTheWorstIteration() {
        final Measured measured = new Measured();
        for (final double floor : new double[] {2, 2, 50}) {
            measured.add(Targets.name(Targets.FLOOR, Fee.NONE), floor, 0);
        }
        measured.add(Targets.name(Targets.BARE, Fee.NONE), 4, 0.009);
        measured.add(Targets.name(Targets.JOURNALED, Fee.NONE), 21, 0);
        measured.add(Targets.name(Targets.JOURNALED, Fee.NONE), 21, 16);
        measured.add(Targets.name(Targets.JOURNALED, Fee.NONE), 21, 0);
        measured.add(Targets.DIRECT, 200, 64);

        assertThat(Targets.judge(measured))
                .extracting(Targets.Verdict::toString)
                .containsExactly(
                        "pass  bareCheck fee=NONE / floor fee=NONE = 2.000, at most 2.0",
                        "FAIL  journaledCheckConsumerOnlyAdvances fee=NONE / directChronicleAppend = 0.105, at most 0.1",
                        "pass  bareCheck fee=NONE allocates 0 B/op: 0.00900, at most 0.01",
                        "pass  floor fee=NONE allocates 0 B/op: 0.00000, at most 0.01",
                        "FAIL  journaledCheckConsumerOnlyAdvances fee=NONE allocates 0 B/op: 16.00000, at most 0.01");
    }

    @Test
    void forksGetTheFlagsThatEmbeddersAreTold() throws IOException {
        final List<String> told = Files.readAllLines(Path.of("..", "core", "jvm.args")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        assertThat(List.of(
                        Flags.UNSAFE,
                        Flags.CHANNELS,
                        Flags.REFLECTION,
                        Flags.LANG,
                        Flags.CLEANER,
                        Flags.NATIVE,
                        Flags.NO_ANALYTICS))
                .isEqualTo(told);
    }

    @Test
    void anOpenLoopRunFindsEveryCheckInTheQueue() {
        System.setProperty(Scratch.PROPERTY, temporary.toString());
        assertThat(new CommandLine(new BenchmarkMain())
                        .execute("open-loop", "--rates", "20000", "--seconds", "1", "--warm-up", "0"))
                .isZero();
    }

    @Test
    void aRunInWhichTheJournalIsFullFails() {
        System.setProperty(Scratch.PROPERTY, temporary.toString());
        // a ring of 64 records at ten million checks a second
        assertThat(new CommandLine(new OpenLoop())
                        .execute("--rates", "10000000", "--seconds", "1", "--warm-up", "0", "--slots", "64"))
                .isEqualTo(1);
    }
}
