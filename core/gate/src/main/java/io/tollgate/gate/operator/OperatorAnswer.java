package io.tollgate.gate.operator;

import io.tollgate.gate.FactResult;

/**
 * What a gate made of an operator's command.
 *
 * @param result ACCEPTED if it was done
 * @param text what it did, or why not, for people
 */
public record OperatorAnswer(FactResult result, String text) {
    /** Whether it was done. */
    public boolean accepted() {
        return result == FactResult.ACCEPTED;
    }
}
