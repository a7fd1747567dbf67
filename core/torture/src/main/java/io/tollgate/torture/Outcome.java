package io.tollgate.torture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One seed's run.
 *
 * @param seed which
 * @param violation what went wrong, or null
 * @param trace the last events and accesses; empty if nothing went wrong
 * @param hash the same for two runs only if they were the same
 * @param totals of this run
 */
public record Outcome(long seed, @Nullable Violation violation, List<String> trace, long hash, Totals totals) {}
