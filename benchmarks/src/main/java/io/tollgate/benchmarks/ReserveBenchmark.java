package io.tollgate.benchmarks;

import io.tollgate.gate.Decision;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Setting money aside and giving it back. Journaler's reader only advances.
 *
 * <p>BookKeeper is run by the benchmark's own thread: between batches of {@link #BATCH} operations, outside of the measured time, where the
 * router's part is measured, and in small portions within it where the whole is.
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
@State(Scope.Thread)
public class ReserveBenchmark {
    /** Reservations between two turns of BookKeeper; their rows and records fit in the lane. */
    static final int BATCH = 1024;

    private static final int OPERATIONS_PER_CYCLE = 128;

    /** Taker fee of the line. */
    @Param("QUADRATIC")
    public Fee fee = Fee.QUADRATIC;

    private Scratch scratch;
    private ManualGate gate;
    private Ring ring;
    private Line line;
    private Workload affordable;
    private Workload tooMuch;

    /** Opens the gate. */
    @Setup(Level.Trial)
    public void open() {
        scratch = new Scratch();
        gate = new ManualGate(scratch.directory());
        final Lane lane = gate.lane("router-0");
        ring = gate.ring(lane);
        line = gate.bind(lane, Workload.line(fee));
        affordable = new Workload(1);
        tooMuch = new Workload(Workload.TOO_MUCH);
    }

    /** Keeps the balance fresh. */
    @Setup(Level.Iteration)
    public void tellFunds() {
        gate.tellFunds();
    }

    /** BookKeeper's turn: takes what the last batch left, and hands its rows back. Not measured. */
    @Setup(Level.Invocation)
    public void keepBook() {
        gate.stepUntilFree(ring, BATCH);
    }

    /** Closes the gate. */
    @TearDown(Level.Trial)
    public void close() {
        gate.close();
        scratch.close();
    }

    /** The router's part of a reservation that is given back at once. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void reserveAndRelease(Allocated allocated) {
        allocated.begin();
        for (int i = 0; i < BATCH; i++) {
            reserveAndReleaseOne();
        }
        allocated.end(BATCH);
    }

    /** The same, and what it makes BookKeeper do. The time is of both; the bytes counted are the lane's. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void reserveAndReleaseWithBookKeeper(Allocated allocated) {
        for (int cycle = 0; cycle < BATCH / OPERATIONS_PER_CYCLE; cycle++) {
            allocated.begin();
            for (int i = 0; i < OPERATIONS_PER_CYCLE; i++) {
                reserveAndReleaseOne();
            }
            allocated.end(OPERATIONS_PER_CYCLE);
            ManualGate.skipJournal(ring);
            gate.step();
        }
    }

    private void reserveAndReleaseOne() {
        final int order = affordable.next();
        final long reservation =
                Answers.expectReservation(line.reserve(affordable.price(order), affordable.size(order), order));
        Answers.expectAccepted(line.release(reservation, 0, ReleaseReason.CANCELLED));
    }

    /** A reservation that is refused for lack of funds. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void reserveRefused(Allocated allocated) {
        allocated.begin();
        for (int i = 0; i < BATCH; i++) {
            final int order = tooMuch.next();
            Answers.expectRefused(
                    Decision.INSUFFICIENT_FUNDS, line.reserve(tooMuch.price(order), tooMuch.size(order), order));
        }
        allocated.end(BATCH);
    }

    ManualGate gate() {
        return gate;
    }
}
