package io.tollgate.benchmarks;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;

/** Looks at answers: an unexpected one ends the benchmark, and with it the run. */
final class Answers {
    private Answers() {}

    static int expect(Decision expected, int code) {
        if (code != expected.code()) {
            throw new IllegalStateException(
                    "the answer must be " + expected + " and was " + Decision.of(code) + ": what was measured is void");
        }
        return code;
    }

    static long expectReservation(long reservation) {
        if (reservation <= 0) {
            throw new IllegalStateException("a reservation must be approved and was "
                    + Decision.ofReservation(reservation) + ": what was measured is void");
        }
        return reservation;
    }

    static long expectRefused(Decision expected, long reservation) {
        if (reservation != -expected.code()) {
            throw new IllegalStateException("a reservation must be refused with " + expected + " and returned "
                    + reservation + ": what was measured is void");
        }
        return reservation;
    }

    static void expectAccepted(int code) {
        if (code != FactResult.ACCEPTED.code()) {
            throw new IllegalStateException(
                    "a fact must be ACCEPTED and the answer was number " + code + ": what was measured is void");
        }
    }
}
