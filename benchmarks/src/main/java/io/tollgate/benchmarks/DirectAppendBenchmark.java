package io.tollgate.benchmarks;

import io.tollgate.sbe.CheckEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What journaling on the hot path itself would cost: as many bytes as the record of a check, ready made, appended to a Chronicle Queue by
 * its quickest call. One document for each record, as a check that appends must. Every iteration writes a new queue, which is deleted
 * afterwards: half a gigabyte at a time.
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
public class DirectAppendBenchmark {
    static final int RECORD_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + CheckEncoder.BLOCK_LENGTH;

    private final Bytes<Void> record = Bytes.allocateDirect(RECORD_BYTES);
    private Scratch scratch;
    private SingleChronicleQueue queue;
    private ExcerptAppender appender;
    private long sequence;

    /** Opens a queue. */
    @Setup(Level.Iteration)
    public void open() {
        scratch = new Scratch();
        queue = ChronicleQueue.singleBuilder(scratch.directory()).build();
        appender = queue.createAppender();
        record.clear();
        while (record.readRemaining() < RECORD_BYTES) {
            record.writeByte((byte) record.readRemaining());
        }
        sequence = 0;
        // the first append makes the file
        directChronicleAppend();
    }

    /** Deletes the queue, after a look whether all is in it. */
    @TearDown(Level.Iteration)
    public void close() {
        final long appended = queue.countExcerpts(queue.firstIndex(), appender.lastIndexAppended()) + 1;
        appender.close();
        queue.close();
        scratch.close();
        if (appended != sequence) {
            throw new IllegalStateException("the queue must hold every record: appended=" + sequence + " in the queue="
                    + appended + ": what was measured is void");
        }
    }

    /** One record, one document. */
    @Benchmark
    public void directChronicleAppend() {
        record.writeLong(MessageHeaderEncoder.ENCODED_LENGTH, sequence++);
        appender.writeBytes(record);
    }
}
