package io.tollgate.stress;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;

/** Outcomes as words, so that a report can be read. All are constants: an actor allocates nothing. */
public final class Words {
    /** An order may leave. */
    public static final String APPROVED = "approved";
    /** An order is refused for lack of funds. */
    public static final String REFUSED = "refused";

    private Words() {}

    /** For what {@code reserve} returned. */
    public static String ofReserve(long reservation) {
        return reservation > 0 ? APPROVED : ofDecision((int) -reservation);
    }

    /** For what {@code canAfford} and {@code amend} returned. */
    public static String ofDecision(int code) {
        if (code == 0) {
            return APPROVED;
        }
        return code == Decision.INSUFFICIENT_FUNDS.code()
                ? REFUSED
                : Decision.of(code).name();
    }

    /** For what {@code sent} returned. */
    public static String ofSent(int code) {
        return code == FactResult.ACCEPTED.code() ? "sent" : FactResult.of(code).name();
    }

    /** For what a fact returned. */
    public static String ofFact(int code) {
        return FactResult.of(code).name();
    }

    /** Whole dollars of an amount. */
    public static String dollars(long amount) {
        return DOLLARS[(int) (amount / StressGate.DOLLAR) & 31];
    }

    private static final String[] DOLLARS = new String[32];

    static {
        for (int i = 0; i < DOLLARS.length; i++) {
            DOLLARS[i] = "$" + i;
        }
    }
}
