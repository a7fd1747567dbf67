package io.tollgate.benchmarks;

import io.tollgate.gate.money.FeeRule;

/** Taker fees of the workload's line: what a check's arithmetic depends on. */
public enum Fee {
    /** No fee: the least arithmetic, so the floor that is hardest to come near to. */
    NONE,
    /** 6.95 % of size × p × (1 − p), rounded up to cents: products of 128 bits. */
    QUADRATIC;

    FeeRule rule() {
        return this == NONE ? FeeRule.none() : FeeRule.quadratic(69_500, 10_000, 10_000);
    }
}
