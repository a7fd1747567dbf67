package io.tollgate.simulator;

/** Makes the simulator misbehave, each time within a bound. Thread-safe. */
public interface Faults {

    /** Starts a fault. */
    void inject(Fault fault);

    /** Ends all faults at once. */
    void clear();

    /** Ends all ledger streams; new ones are refused for so long (0: not at all). */
    default void dropLedgerStream(long refuseForMillis) {
        inject(new Fault(FaultKind.DROP_LEDGER_STREAM, 0, refuseForMillis, 0));
    }

    /** Ends all order streams; new ones are refused for so long (0: not at all). */
    default void dropOrderStream(long refuseForMillis) {
        inject(new Fault(FaultKind.DROP_ORDER_STREAM, 0, refuseForMillis, 0));
    }

    /** Sends the last entries once more. */
    default void repeatEntries(int count) {
        inject(new Fault(FaultKind.REPEAT_ENTRIES, count, 0, 0));
    }

    /** Sends entries late, for a time. */
    default void delayLedgerStream(long delayMillis, long forMillis) {
        inject(new Fault(FaultKind.DELAY_LEDGER_STREAM, 0, forMillis, delayMillis));
    }

    /** Keeps ledger streams open and silent, for a time. */
    default void silenceLedgerStream(long forMillis) {
        inject(new Fault(FaultKind.SILENCE_LEDGER_STREAM, 0, forMillis, 0));
    }

    /** Sends garbage on the ledger streams; the kind is one of the three GARBAGE kinds. */
    default void sendGarbage(FaultKind garbage, int count) {
        inject(new Fault(garbage, count, 0, 0));
    }

    /** Answers the next retail requests with 401, 429 or 500. */
    default void answerRest(int status, int count) {
        FaultKind kind =
                switch (status) {
                    case 401 -> FaultKind.REST_401;
                    case 429 -> FaultKind.REST_429;
                    case 500 -> FaultKind.REST_500;
                    default -> throw new IllegalArgumentException("status must be 401, 429 or 500: status=" + status);
                };
        inject(new Fault(kind, count, 0, status == 429 ? 1 : 0));
    }

    /** Makes the next retail snapshots wrong by this much; a cent is 10,000. */
    default void lieInRetail(long micros, int count) {
        inject(new Fault(FaultKind.LIE_RETAIL, count, 0, micros));
    }

    /** Denies the next token requests. */
    default void denyTokens(int count) {
        inject(new Fault(FaultKind.DENY_TOKENS, count, 0, 0));
    }
}
