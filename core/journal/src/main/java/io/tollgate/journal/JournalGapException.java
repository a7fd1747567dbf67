package io.tollgate.journal;

/**
 * A ring and the queue do not continue each other: records were lost from one of them between two sessions. Journaler does not
 * take such a ring; what to do about it is an operator's decision.
 */
public final class JournalGapException extends JournalException {
    private static final long serialVersionUID = 1L;

    /** Which of the two is behind. */
    public enum Kind {
        /** The ring gave slots back for records that the queue does not hold: the queue was cut, replaced or not flushed. */
        QUEUE_LOST_RECORDS,
        /** The queue holds records that the ring never had: the ring file was replaced by a new or an older one. */
        RING_LOST_RECORDS
    }

    private final Kind kind;
    private final int ringId;
    private final long queueNext;
    private final long ringNext;

    JournalGapException(Kind kind, int ringId, long queueNext, long ringNext) {
        super("ring and journal must continue each other: ring=" + ringId + " next sequence in the journal=" + queueNext
                + ", in the ring=" + ringNext
                + (kind == Kind.QUEUE_LOST_RECORDS
                        ? ": the journal lost records, as if some of its files were gone. Restore its folder; or move the folder away"
                                + " as a whole: the gate then begins a new journal with what book and rings hold, and stays"
                                + " closed until an operator opens it"
                        : ": the ring file is not the one this journal was written from. Restore it; or move it away: the gate then"
                                + " makes its book anew from the journal, holds what is open, and stays closed until an operator"
                                + " opens it"));
        this.kind = kind;
        this.ringId = ringId;
        this.queueNext = queueNext;
        this.ringNext = ringNext;
    }

    /** Which of the two is behind. */
    public Kind kind() {
        return kind;
    }

    /** The ring. */
    public int ringId() {
        return ringId;
    }

    /** Sequence that the queue expects next. */
    public long queueNext() {
        return queueNext;
    }

    /** Sequence at which the ring continues, or ends. */
    public long ringNext() {
        return ringNext;
    }
}
