package io.tollgate.journal;

/** A document of the queue that is not a batch of this format, or not whole. */
public final class JournalCorruptException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long queueIndex;
    private final int record;

    JournalCorruptException(String problem, long queueIndex, int record) {
        super(message(problem, queueIndex, record));
        this.queueIndex = queueIndex;
        this.record = record;
    }

    JournalCorruptException(String problem, long queueIndex, int record, Throwable cause) {
        super(message(problem, queueIndex, record), cause);
        this.queueIndex = queueIndex;
        this.record = record;
    }

    private static String message(String problem, long queueIndex, int record) {
        return "a document of the journal must be a whole batch of format " + JournalFormat.VERSION + ": " + problem
                + " at queue index 0x" + Long.toHexString(queueIndex) + " record " + record
                + ": keep a copy of the directory; read it with the Tollgate version that wrote it, or restore it";
    }

    /** Chronicle's index of the document. */
    public long queueIndex() {
        return queueIndex;
    }

    /** Which record of the batch, from 0; −1 for the batch's header. */
    public int record() {
        return record;
    }
}
