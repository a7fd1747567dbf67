package io.tollgate.benchmarks;

import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ring.Ring;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two lanes that reserve on one balance, so that they contend for one word. BookKeeper's turns are between batches, outside of the
 * measured time, by whichever thread comes first.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            Flags.UNSAFE,
            Flags.CHANNELS,
            Flags.REFLECTION,
            Flags.LANG,
            Flags.CLEANER,
            Flags.NATIVE,
            Flags.NO_ANALYTICS,
            Flags.HEAP_LEAST,
            Flags.HEAP_MOST
        })
@Threads(ContendedBenchmark.LANES)
public class ContendedBenchmark {
    static final int LANES = 2;

    /** The gate that both lanes go through. */
    @State(Scope.Benchmark)
    public static class Shared {
        private Scratch scratch;
        private ManualGate gate;
        private int lanes;

        /** Opens the gate. */
        @Setup(Level.Trial)
        public void open() {
            scratch = new Scratch();
            gate = new ManualGate(scratch.directory());
        }

        /** Keeps the balance fresh. */
        @Setup(Level.Iteration)
        public synchronized void tellFunds() {
            gate.tellFunds();
        }

        /** Closes the gate. */
        @TearDown(Level.Trial)
        public void close() {
            gate.close();
            scratch.close();
        }

        synchronized Lane newLane() {
            return gate.lane("router-" + lanes++);
        }

        synchronized Line bind(Lane lane) {
            return gate.bind(lane, Workload.line(Fee.QUADRATIC));
        }

        synchronized void stepUntilFree(Ring ring) {
            gate.stepUntilFree(ring, ReserveBenchmark.BATCH);
        }

        ManualGate gate() {
            return gate;
        }
    }

    /** A thread's own lane. */
    @State(Scope.Thread)
    public static class Router {
        private Shared shared;
        private Ring ring;
        private Line line;
        private Workload affordable;

        /** Opens the lane. */
        @Setup(Level.Trial)
        public void open(Shared gate) {
            shared = gate;
            final Lane lane = gate.newLane();
            ring = gate.gate().ring(lane);
            line = gate.bind(lane);
            affordable = new Workload(1);
        }

        /** BookKeeper's turn. Not measured. */
        @Setup(Level.Invocation)
        public void keepBook() {
            shared.stepUntilFree(ring);
        }
    }

    /** The router's part of a reservation that is given back at once, while another lane does the same. */
    @Benchmark
    @OperationsPerInvocation(ReserveBenchmark.BATCH)
    public void contendedReserveAndRelease(Router router, Allocated allocated) {
        allocated.begin();
        final Workload orders = router.affordable;
        for (int i = 0; i < ReserveBenchmark.BATCH; i++) {
            final int order = orders.next();
            final long reservation =
                    Answers.expectReservation(router.line.reserve(orders.price(order), orders.size(order), order));
            Answers.expectAccepted(router.line.release(reservation, 0, ReleaseReason.CANCELLED));
        }
        allocated.end(ReserveBenchmark.BATCH);
    }
}
