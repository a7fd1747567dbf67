package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tollgate.gate.state.StateLock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that cannot be written now and then, and what Journaler leaves on the heap. */
class JournalerFailureTest {
    private enum Failure {
        NONE,
        BEFORE,
        AFTER
    }

    @TempDir
    private Path state;

    private final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);
    private Failure failure = Failure.NONE;

    /** A real queue behind a seam that fails when told to. */
    private final class FailingSink implements BatchSink {
        private final ChronicleSink queue;

        FailingSink(Path directory) {
            this.queue = new ChronicleSink(directory, clock.get(), 500);
        }

        private void fail(Failure when) {
            if (failure == when) {
                throw new IllegalStateException("disk says no");
            }
        }

        @Override
        public void append(Batch batch, long nanos) {
            fail(Failure.BEFORE);
            queue.append(batch, nanos);
            if (failure == Failure.AFTER) {
                queue.doubtLast();
            }
            fail(Failure.AFTER);
        }

        @Override
        public void append(RingPositions positions, long stateIndex, long nanos) {
            fail(Failure.BEFORE);
            queue.append(positions, stateIndex, nanos);
        }

        @Override
        public long lastIndex() {
            return queue.lastIndex();
        }

        @Override
        public int cycle(long nanos) {
            return queue.cycle(nanos);
        }

        @Override
        public void filesRetired() {
            queue.filesRetired();
        }

        @Override
        public void sync() {
            fail(Failure.BEFORE);
            queue.sync();
        }

        @Override
        public void release() {
            queue.release();
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private Journaler open(TestGate gate, JournalerOptions options) {
        final Journaler journaler = new Journaler(
                StateLock.acquire(gate.journal().resolve("journaler.lock"), "Journaler"),
                new FailingSink(gate.journal()),
                QueueTail.of(new JournalState()),
                clock::incrementAndGet,
                () -> Long.MAX_VALUE,
                options);
        gate.addTo(journaler);
        return journaler;
    }

    private List<String> read() {
        final List<String> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.readAll(
                    (ring, sequence, template, buffer, offset, length, nanos) -> found.add(ring + ":" + sequence));
        }
        return found;
    }

    @Test
    void aFailedAppendIsCountedAndTriedAgainLaterWithTheSameRecords() {
        final JournalerOptions options = JournalerOptions.defaults().withRetryNanos(1_000_000);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            gate.publish(1);
            gate.lane(1).acks(3);
            failure = Failure.BEFORE;
            assertThat(journaler.doWork()).isZero();
            assertThat(journaler.appendFailures()).isEqualTo(1);
            assertThat(journaler.lastFailure()).hasMessage("disk says no");
            assertThat(gate.lane(1).ring.journalReader().position()).isZero();
            failure = Failure.NONE;
            assertThat(journaler.doWork()).as("waits before it tries again").isZero();
            clock.addAndGet(1_000_000);
            gate.publish(2);
            gate.lane(1).acks(1);
            assertThat(journaler.doWork()).isEqualTo(6);
            assertThat(journaler.backlogRecords()).isZero();
            journaler.onClose();
        }
        assertThat(read()).containsExactly("0:0", "0:1", "1:0", "1:1", "1:2", "1:3");
    }

    @Test
    void aLanesBatchThatFailedStillFollowsWhatBookKeeperCommittedBefore() {
        final JournalerOptions options = JournalerOptions.defaults().withRetryNanos(0);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            gate.lane(1).acks(1);
            failure = Failure.BEFORE;
            journaler.doWork();
            gate.publish(1);
            failure = Failure.NONE;
            assertThat(journaler.doWork()).isEqualTo(2);
            journaler.onClose();
        }
        assertThat(read()).containsExactly("0:0", "1:0");
    }

    @Test
    void anAppendThatFailedAfterItWasCompleteIsNotRepeated() {
        final JournalerOptions options = JournalerOptions.defaults().withRetryNanos(0);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            gate.lane(1).acks(3);
            failure = Failure.AFTER;
            assertThat(journaler.doWork()).isZero();
            failure = Failure.NONE;
            gate.lane(1).acks(1);
            assertThat(journaler.drainAll()).isTrue();
            journaler.onClose();
        }
        assertThat(read()).containsExactly("1:0", "1:1", "1:2", "1:3");
    }

    @Test
    void aGapRecordIsTriedAgainToo() {
        final JournalerOptions options = JournalerOptions.defaults().withRetryNanos(0);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            gate.lane(1).ring.producer().countUnrecorded();
            failure = Failure.BEFORE;
            journaler.doWork();
            assertThat(journaler.gapRefusals()).isZero();
            gate.lane(1).ring.producer().countUnrecorded();
            failure = Failure.NONE;
            journaler.doWork();
            assertThat(journaler.gapRefusals()).isEqualTo(2);
            assertThat(gate.lane(1).ring.unrecordedWritten()).isEqualTo(2);
            journaler.onClose();
        }
    }

    @Test
    void closingAndFlushingSayWhatFailed() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, JournalerOptions.defaults());
            failure = Failure.BEFORE;
            assertThatThrownBy(journaler::sync)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("disk says no");
            failure = Failure.NONE;
            journaler.sync();
            gate.lane(1).acks(1);
            failure = Failure.BEFORE;
            assertThat(journaler.drainAll()).isFalse();
            assertThatThrownBy(journaler::onClose)
                    .hasMessageContaining("records left=1")
                    .hasMessageContaining("disk says no");
        }
    }

    @Test
    void leavesNothingOnTheHeapOfItsOwn() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        final int rounds = 4_000;
        try (TestGate gate = new TestGate(state, 0, 256)) {
            final Journaler journaler = open(gate, JournalerOptions.defaults());
            for (int i = 0; i < rounds; i++) {
                gate.lane(1).acks(20);
                journaler.doWork();
            }
            final long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < rounds; i++) {
                gate.lane(1).again(20);
                journaler.doWork();
            }
            final long perBatch = (threads.getThreadAllocatedBytes(self) - before) / rounds;

            // Chronicle allocates when it maps the next piece of a file; a batch object would show as more
            assertThat(perBatch).isLessThan(16);
            journaler.onClose();
        }
    }
}
