package io.tollgate.gatekeeper.config;

import io.tollgate.gate.feed.Snapshot;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a balance once. One thread. */
interface BalanceReader extends AutoCloseable {

    /**
     * What a read found.
     *
     * @param snapshot the balance; null if it could not be read
     * @param failure why it could not be read; empty if it could
     * @param allowance how much of it may be drawn, in the asset's unit; null where the venue knows none
     * @param hints what looks like a known mistake
     */
    record Found(
            @Nullable Snapshot snapshot,
            String failure,
            @Nullable Long allowance,
            List<String> hints) {
        static Found failed(String why) {
            return new Found(null, why, null, List.of());
        }
    }

    /** Reads it, or says why not within the time. */
    Found read(Duration timeout);

    @Override
    void close();
}
