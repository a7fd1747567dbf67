package io.tollgate.journal;

/** What verification can find wrong. */
public enum MismatchKind {
    /** Sequences of a ring that are not in the journal. */
    SEQUENCE_HOLE("records are missing"),
    /** A sequence that was there before. */
    SEQUENCE_REPEATED("the record was there before"),
    /** The sequence inside the record is not that of its place. */
    SEQUENCE_DIFFERS("the record is out of its place"),
    /** A message that this version does not know. */
    UNKNOWN_RECORD("the message is not known"),
    /** A decision number that is none. */
    UNKNOWN_CODE("the code is none"),
    /** A record of a line that was not registered before. */
    UNKNOWN_LINE("the line was not registered"),
    /** A record of a scope that no line has. */
    UNKNOWN_SCOPE("the scope was not registered"),
    /** A line that cannot be compiled into a cost rule, or of an unknown balance. */
    INVALID_LINE("the line cannot be"),
    /** A decision whose scope is not its line's. */
    SCOPE_DIFFERS("the scope is not the line's"),
    /** The cost is not that of price and size. */
    COST("the cost is wrong"),
    /** Refused or not refused for price, size or overflow against the line's rule. */
    PRICE_OR_SIZE("price and size were judged wrongly"),
    /** The increment of an amend is not that of its prices and sizes. */
    DELTA("the increment is wrong"),
    /** More was given back than ever taken. */
    HELD_NEGATIVE("held money is negative"),
    /** Approved with held + cost above the limit seen. */
    APPROVED_OVER_LIMIT("approved over the limit"),
    /** Refused for funds with held + cost within the limit seen. */
    REFUSED_WITHIN_LIMIT("refused within the limit"),
    /** The code and the limit seen contradict each other: closed and yet decided, or open and yet closed. */
    CLOSED_DIFFERS("the code does not fit the limit seen"),
    /** The limit seen was not published, or not then. */
    LIMIT_NOT_PUBLISHED("the limit seen was never published"),
    /** Versions of a balance's limit went back. */
    LIMIT_VERSION_FELL("the version of a limit fell"),
    /** The back seen was not published. */
    BACK_NOT_PUBLISHED("the back seen was never published"),
    /** Back went back. */
    BACK_FELL("back fell"),
    /** A tile where none may be, or none where one must be. */
    TILE_FLAG("the tile flag is wrong"),
    /** Part of taken that no record covers. */
    TILE_HOLE("taken is not covered"),
    /** Part of taken that two records cover. */
    TILE_OVERLAP("taken is covered twice"),
    /** An id that two approved reservations have. */
    RESERVATION_REPEATED("two open reservations have one id"),
    /** A state checkpoint that says other than the records before it. */
    CHECKPOINT_DIFFERS("the checkpoint differs from the records"),
    /** A fact of a reservation that was never approved. */
    UNKNOWN_RESERVATION("the reservation was never approved");

    private final String text;

    MismatchKind(String text) {
        this.text = text;
    }

    /** One line for people. */
    public String text() {
        return text;
    }
}
