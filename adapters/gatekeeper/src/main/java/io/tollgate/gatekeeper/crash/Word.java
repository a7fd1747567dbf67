package io.tollgate.gatekeeper.crash;

/** What a frame between gate and venue says. All values are longs; {@code account} is 0 or 1. */
enum Word {
    // child to parent, in the order of a session
    /** The JVM runs. */
    HELLO(0, 0),
    /** The gate is about to be opened. */
    OPENING(1, 0),
    /** The gate is open: nanoseconds that recovery took. */
    OPEN(2, 1),
    /** A row that holds money: id, key, number of its state, 1 if uncertain, price, size, filled, hold. */
    ROW(3, 8),
    /** No more rows. The child waits for GO or SETTLE. */
    ROWS_END(4, 0),
    /** An approval, before its order goes: key, id, cost, account, instrument, price, size. */
    APPROVED(5, 7),
    /** The approved order goes to the venue: key. */
    ORDER(6, 1),
    /** The approved order will never go: key. */
    DROPPED(7, 1),
    /** An approved amend, before its request goes: key, price, size. */
    AMENDING(8, 3),
    /** The amend's request goes to the venue: key, price, size. */
    AMEND(9, 3),
    /** key. */
    CANCEL(10, 1),
    /** What became of this order: key. */
    STATUS(11, 1),
    /** The gate has accepted a fill: key, execution. */
    TOLD(12, 2),
    /** Opens the ledger stream: account, venue time of the last applied entry or {@link Long#MIN_VALUE}. */
    STREAM(13, 2),
    /** Asks for a snapshot: account, the asker's clock. */
    READ(14, 2),
    /** All is quiet: account, ledger, limit, held, in transit. */
    QUIET(15, 5),
    /** The gate was closed. */
    CLOSED(16, 0),

    // parent to child
    /** Trade. */
    GO(17, 0),
    /** Settle what is open, place nothing new, and close. */
    SETTLE(18, 0),
    /** key. */
    ACKED(19, 1),
    /** key. */
    REJECTED(20, 1),
    /** key, execution, quantity, filled so far, price, fee, venue time, 1 if the order has ended with it. */
    FILL(21, 8),
    /** key, filled in all. */
    CANCELLED(22, 2),
    /** key. */
    AMENDED(23, 1),
    /** key. */
    AMEND_REFUSED(24, 1),
    /** The venue never saw the order: key. */
    STATUS_UNKNOWN(25, 1),
    /** After the order's fills: key, 1 if it is open, filled so far. */
    STATUS_IS(26, 3),
    /** account, venue time from which entries follow or {@link Long#MIN_VALUE}. */
    STREAM_OPENED(27, 2),
    /** account, number, kind, balance before, balance after, venue time, instrument. */
    ENTRY(28, 7),
    /** account, the asker's clock, ledger, venue time. */
    SNAPSHOT(29, 4);

    private static final Word[] ALL = values();

    private final int number;
    private final int length;

    Word(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /** What a frame begins with; the position in the order above. */
    int number() {
        return number;
    }

    /** How many values follow. */
    int length() {
        return length;
    }

    /**
     * The word with this number.
     *
     * @throws CrashTestException if there is none
     */
    static Word of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new CrashTestException("a frame begins with the number of a word, 0 to " + (ALL.length - 1)
                    + ": number=" + number + ": something else writes to the pipe");
        }
        return ALL[number];
    }
}
