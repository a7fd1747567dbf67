package io.tollgate.benchmarks;

import io.tollgate.gate.Decision;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ring.Ring;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Checks beside their floor.
 *
 * <p>The consumer only advances, and it does so inline, once in {@link #CHECKS_PER_ADVANCE} checks, instead of on a thread of its own: on
 * two shared cores such a thread is put aside now and then for longer than any ring lasts, and what is measured then is a full ring. The
 * ring has its default length and is written from end to end, so its cache misses are in the figure; what a reader on another core costs
 * the writer is not, and is part of {@link OpenLoop}.
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
public class CheckBenchmark {
    private static final int CHECKS_PER_ADVANCE = 1024;

    /** Taker fee of the line. */
    @Param
    public Fee fee = Fee.QUADRATIC;

    private Scratch scratch;
    private ManualGate gate;
    private Ring ring;
    private Line line;
    private Floor floor;
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
        ManualGate.skipAll(ring);
        floor = new Floor(scratch.directory(), ManualGate.SIZES, line.lineId());
        affordable = new Workload(1);
        tooMuch = new Workload(Workload.TOO_MUCH);
    }

    /** Closes the gate. */
    @TearDown(Level.Trial)
    public void close() {
        floor.close();
        gate.close();
        scratch.close();
    }

    /** What a check cannot do without. */
    @Benchmark
    public int floor() {
        final int order = affordable.next();
        return Answers.expect(Decision.APPROVED, floor.check(affordable.price(order), affordable.size(order)));
    }

    /** The check without a record. */
    @Benchmark
    public int bareCheck() {
        final int order = affordable.next();
        return Answers.expect(Decision.APPROVED, line.preview(affordable.price(order), affordable.size(order)));
    }

    /** The check with its record. */
    @Benchmark
    public int journaledCheckConsumerOnlyAdvances() {
        final int order = affordable.next();
        if (order % CHECKS_PER_ADVANCE == 0) {
            ManualGate.skipAll(ring);
        }
        return Answers.expect(Decision.APPROVED, line.canAfford(affordable.price(order), affordable.size(order)));
    }

    /** A refusal with its record. */
    @Benchmark
    public int refusedCheckConsumerOnlyAdvances() {
        final int order = tooMuch.next();
        if (order % CHECKS_PER_ADVANCE == 0) {
            ManualGate.skipAll(ring);
        }
        return Answers.expect(Decision.INSUFFICIENT_FUNDS, line.canAfford(tooMuch.price(order), tooMuch.size(order)));
    }

    ManualGate gate() {
        return gate;
    }

    Floor floorItself() {
        return floor;
    }

    Line line() {
        return line;
    }
}
