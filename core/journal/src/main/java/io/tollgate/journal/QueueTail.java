package io.tollgate.journal;

import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.StateBeginDecoder;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of a queue: backwards to its last checkpoint, which says where the last whole state checkpoint begins; then forwards from
 * there. So a start reads a bounded piece of the queue, however long it is.
 */
final class QueueTail {
    private final JournalState state;
    private final long stateIndex;
    private final long recordsAtState;
    private final @Nullable JournalCorruptException tornAt;

    private QueueTail(
            JournalState state, long stateIndex, long recordsAtState, @Nullable JournalCorruptException tornAt) {
        this.state = state;
        this.stateIndex = stateIndex;
        this.recordsAtState = recordsAtState;
        this.tornAt = tornAt;
    }

    /** The end of a queue that does not exist yet, which begins with what another one said. */
    static QueueTail of(JournalState state) {
        return new QueueTail(state, 0, state.records, null);
    }

    /** What the queue says in all. */
    JournalState state() {
        return state;
    }

    /** Queue index at which the last whole state checkpoint begins, or 0. */
    long stateIndex() {
        return stateIndex;
    }

    /** Records that the state checkpoint held; those after it were read. */
    long recordsAtState() {
        return recordsAtState;
    }

    /** Where reading ended before the end of the queue, if it did. */
    @Nullable
    JournalCorruptException tornAt() {
        return tornAt;
    }

    /** @throws JournalCorruptException if what stands there is not a journal */
    static QueueTail read(ChronicleQueue queue) {
        final QueueTail tail = forwards(queue, lastState(queue));
        if (tail.tornAt != null) {
            throw tail.tornAt;
        }
        return tail;
    }

    /**
     * As {@link #read}, of a queue whose machine died: what can be read counts, and the rest is named. Goes through the whole queue,
     * because checkpoints at its end may be torn as well.
     */
    static QueueTail readTorn(ChronicleQueue queue) {
        return forwards(queue, 0);
    }

    private static long lastState(ChronicleQueue queue) {
        final LastCheckpoint last = new LastCheckpoint();
        try (ExcerptTailer tailer =
                        queue.createTailer().direction(TailerDirection.BACKWARD).toEnd();
                DocumentReader reader = new DocumentReader()) {
            boolean more = true;
            while (more && !last.found) {
                try (DocumentContext document = tailer.readingDocument()) {
                    more = document.isPresent();
                    if (more) {
                        reader.read(document, last);
                    }
                }
            }
        }
        return last.stateIndex;
    }

    private static QueueTail forwards(ChronicleQueue queue, long from) {
        try (ExcerptTailer tailer = queue.createTailer();
                DocumentReader reader = new DocumentReader()) {
            if (from == 0) {
                tailer.toStart();
            } else if (!tailer.moveToIndex(from)) {
                throw new JournalCorruptException(
                        "the state checkpoint that should begin here, by the last checkpoint, is not there", from, -1);
            }
            final Fold fold = new Fold(reader);
            JournalCorruptException torn = null;
            try {
                boolean more = true;
                while (more) {
                    try (DocumentContext document = tailer.readingDocument()) {
                        more = document.isPresent();
                        if (more) {
                            reader.read(document, fold);
                        }
                    }
                }
            } catch (final JournalCorruptException e) {
                torn = e;
            } catch (final Exception e) {
                // Chronicle throws checked ones too, undeclared
                torn = new JournalCorruptException(e.toString(), tailer.index(), -1, e);
            }
            if (from != 0 && torn == null && fold.stateIndex == 0) {
                torn = new JournalCorruptException("the state checkpoint that begins here is not whole", from, -1);
            }
            return new QueueTail(fold.state, fold.stateIndex, fold.recordsAtState, torn);
        }
    }

    /** Looks for a checkpoint. */
    private static final class LastCheckpoint implements DocumentReader.Handler {
        private boolean found;
        private long stateIndex;

        @Override
        public void onRecord(JournalFormat.Header document, int i, int templateId, UnsafeBuffer record, int length) {
            // not yet
        }

        @Override
        public void onCheckpoint(RingPositions positions, long index) {
            found = true;
            stateIndex = index;
        }
    }

    /** Puts documents together. */
    private static final class Fold implements DocumentReader.Handler {
        private final DocumentReader reader;
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final GapDecoder gap = new GapDecoder();
        private final StateReader stateReader = new StateReader();
        private JournalState state = new JournalState();
        private long beginIndex;
        private long stateIndex;
        private long recordsAtState;

        Fold(DocumentReader reader) {
            this.reader = reader;
        }

        @Override
        public void onRecord(JournalFormat.Header document, int i, int templateId, UnsafeBuffer record, int length) {
            switch (document.ringId) {
                case JournalFormat.STATE -> onState(templateId, record);
                case JournalFormat.JOURNALER_RING -> {
                    stateReader.interrupted();
                    gap.wrapAndApplyHeader(record, 0, header);
                    state.positions.of(gap.ringId()).gaps += gap.count();
                }
                default -> {
                    stateReader.interrupted();
                    final long sequence = document.first + i;
                    state.onRecord(document.ringId, sequence, templateId, record, 0, length, document.nanos);
                    state.positions.of(document.ringId).next = sequence + 1;
                }
            }
        }

        private void onState(int templateId, UnsafeBuffer record) {
            if (templateId == StateBeginDecoder.TEMPLATE_ID) {
                beginIndex = reader.index();
            }
            final JournalState whole;
            try {
                whole = stateReader.next(record, 0);
            } catch (final IllegalArgumentException e) {
                throw new JournalCorruptException(String.valueOf(e.getMessage()), reader.index(), -1, e);
            }
            if (whole == null) {
                return;
            }
            stateIndex = beginIndex;
            recordsAtState = whole.records;
            if (state.isEmpty()) {
                state = whole;
                state.renewed = false;
            } else {
                // it says what is known already
                state.checkpoints = whole.checkpoints;
            }
        }
    }
}
