package io.tollgate.gatekeeper.config;

import io.tollgate.gate.feed.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a balance once. One thread. */
interface BalanceReader extends AutoCloseable {

    /**
     * What a read found.
     *
     * @param snapshot the balance; null if it could not be read
     * @param failure why it could not be read; empty if it could
     * @param allowances how much of it each spender may draw, in the asset's unit; empty where the venue knows none
     * @param hints what looks like a known mistake
     */
    record Found(@Nullable Snapshot snapshot, String failure, Map<String, Long> allowances, List<String> hints) {
        static Found failed(String why) {
            return new Found(null, why, Map.of(), List.of());
        }
    }

    /** Reads it, or says why not within the time. */
    Found read(Duration timeout);

    @Override
    void close();
}
