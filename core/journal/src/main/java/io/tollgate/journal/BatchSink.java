package io.tollgate.journal;

/** Where batches go: the queue. A seam, so that a test can make an append fail. One thread. */
interface BatchSink extends AutoCloseable {
    /**
     * Appends one document, or throws and has then appended it or not: the same batch is given again until it returns. A sink
     * recognises a batch that is already there.
     */
    void append(Batch batch, long nanos);

    /**
     * Appends a checkpoint.
     *
     * @param stateIndex queue index at which the last whole state checkpoint begins, or 0 if there is none
     */
    void append(RingPositions positions, long stateIndex, long nanos);

    /** Queue index of the document last appended; 0 before the first. */
    long lastIndex();

    /** Number of the file into which a document of this time goes. */
    int cycle(long nanos);

    /** Older files are gone. */
    void filesRetired();

    /** Makes what was appended safe against the death of the machine. */
    void sync();

    /** Gives up what belongs to this thread; another one may go on. */
    void release();

    @Override
    void close();
}
