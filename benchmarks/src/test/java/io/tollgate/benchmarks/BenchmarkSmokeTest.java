package io.tollgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Decision;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Benchmark;

/** Every benchmark runs and gets the answers that it is about; each looks at its own answers and throws. */
class BenchmarkSmokeTest {
    /** More than a ring holds: the consumer must have advanced. */
    private static final int CALLS = 40_000;

    private static final int BATCHES = 40;

    @TempDir
    static Path temporary;

    @BeforeAll
    static void writeIntoTheTestsFolder() {
        System.setProperty(Scratch.PROPERTY, temporary.toString());
    }

    @ParameterizedTest
    @EnumSource(Fee.class)
    void checksApproveAndRefuseAsTheirNamesSay(Fee fee) {
        final CheckBenchmark benchmark = new CheckBenchmark();
        benchmark.fee = fee;
        benchmark.open();
        try {
            for (int i = 0; i < CALLS; i++) {
                assertThat(benchmark.floor()).isZero();
                assertThat(benchmark.bareCheck()).isZero();
                assertThat(benchmark.journaledCheckConsumerOnlyAdvances()).isZero();
                assertThat(benchmark.refusedCheckConsumerOnlyAdvances()).isEqualTo(Decision.INSUFFICIENT_FUNDS.code());
            }
        } finally {
            benchmark.close();
        }
    }

    /** The floor reads the words of the book by itself: it must see what the gate sees. */
    @ParameterizedTest
    @EnumSource(Fee.class)
    void theFloorAnswersAsTheGateDoes(Fee fee) {
        final CheckBenchmark benchmark = new CheckBenchmark();
        benchmark.fee = fee;
        benchmark.open();
        try {
            compare(benchmark, 50, 100, true);
            compare(benchmark, 0, 100, false);
            compare(benchmark, 50, 0, false);
            compare(benchmark, 99, Workload.FUNDS, false);
            final long most = benchmark.line().maxAffordable(50);
            compare(benchmark, 50, most, true);
            compare(benchmark, 50, most + 1, false);
            assertThat(benchmark.line().reserve(50, most, 1)).isPositive();
            compare(benchmark, 50, 1_000_000, false);
            benchmark.gate().encumber();
            compare(benchmark, 1, 1, false);
            benchmark.gate().gate().halt();
            compare(benchmark, 50, 1, false);
        } finally {
            benchmark.close();
        }
    }

    private static void compare(CheckBenchmark benchmark, long price, long size, boolean affordable) {
        assertThat(benchmark.line().preview(price, size) == 0)
                .as("gate, price %s size %s", price, size)
                .isEqualTo(affordable);
        assertThat(benchmark.floorItself().check(price, size) == 0)
                .as("floor, price %s size %s", price, size)
                .isEqualTo(affordable);
    }

    @Test
    void aRetiredLineIsRefusedByTheFloorToo() {
        final CheckBenchmark benchmark = new CheckBenchmark();
        benchmark.fee = Fee.NONE;
        benchmark.open();
        try {
            benchmark.gate().gate().retire(benchmark.line());
            compare(benchmark, 50, 1, false);
            assertThatThrownBy(benchmark::bareCheck)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LINE_RETIRED");
        } finally {
            benchmark.close();
        }
    }

    @Test
    void reservationsComeAndGoWithoutRunningOutOfRows() {
        final ReserveBenchmark benchmark = new ReserveBenchmark();
        final Allocated allocated = new Allocated();
        benchmark.fee = Fee.QUADRATIC;
        benchmark.open();
        try {
            benchmark.tellFunds();
            for (int i = 0; i < BATCHES; i++) {
                benchmark.keepBook();
                benchmark.reserveAndRelease(allocated);
                benchmark.keepBook();
                benchmark.reserveAndReleaseWithBookKeeper(allocated);
                benchmark.keepBook();
                benchmark.reserveRefused(allocated);
            }
            benchmark.keepBook();
            assertThat(benchmark.gate().gate().view(benchmark.gate().balance()).available())
                    .isEqualTo(Workload.FUNDS);
            assertThat(allocated.laneOperations).isEqualTo(3L * BATCHES * ReserveBenchmark.BATCH);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void twoLanesReserveOnOneBalance() throws Exception {
        final ContendedBenchmark.Shared shared = new ContendedBenchmark.Shared();
        shared.open();
        final ExecutorService threads = Executors.newFixedThreadPool(ContendedBenchmark.LANES);
        try {
            shared.tellFunds();
            final List<Future<?>> runs = new ArrayList<>();
            for (int lane = 0; lane < ContendedBenchmark.LANES; lane++) {
                runs.add(threads.submit(() -> {
                    final ContendedBenchmark.Router router = new ContendedBenchmark.Router();
                    router.open(shared);
                    for (int i = 0; i < BATCHES; i++) {
                        router.keepBook();
                        new ContendedBenchmark().contendedReserveAndRelease(router, new Allocated());
                    }
                    router.keepBook();
                }));
            }
            for (final Future<?> run : runs) {
                run.get();
            }
            assertThat(shared.gate().gate().view(shared.gate().balance()).available())
                    .isEqualTo(Workload.FUNDS);
        } finally {
            threads.shutdownNow();
            shared.close();
        }
    }

    @Test
    void theDirectAppendFillsAQueue() {
        final DirectAppendBenchmark benchmark = new DirectAppendBenchmark();
        benchmark.open();
        for (int i = 0; i < 1000; i++) {
            benchmark.directChronicleAppend();
        }
        benchmark.close();
    }

    @Test
    void everyBenchmarkIsCalledHere() {
        assertThat(benchmarksOf(
                        CheckBenchmark.class,
                        ReserveBenchmark.class,
                        ContendedBenchmark.class,
                        DirectAppendBenchmark.class))
                .containsExactlyInAnyOrder(
                        Targets.FLOOR,
                        Targets.BARE,
                        Targets.JOURNALED,
                        "refusedCheckConsumerOnlyAdvances",
                        "reserveAndRelease",
                        "reserveAndReleaseWithBookKeeper",
                        "reserveRefused",
                        "contendedReserveAndRelease",
                        Targets.DIRECT);
    }

    private static List<String> benchmarksOf(Class<?>... classes) {
        return Arrays.stream(classes)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName)
                .toList();
    }
}
