package io.tollgate.gatekeeper.config;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a balance through the source that its feed polls, and compares the clocks while it is there. */
final class SourceReader implements BalanceReader {
    private static final Duration ALLOWED_SKEW = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 1024 * 1024;

    private final SnapshotSource source;
    private final FeedEnvironment environment;

    SourceReader(SnapshotSource source, FeedEnvironment environment) {
        this.source = source;
        this.environment = environment;
    }

    @Override
    public Found read(Duration timeout) {
        try (Calls calls = new Calls(
                source.name(), timeout, MOST_BYTES, ALLOWED_SKEW, environment.nanoClock(), environment.wallClock())) {
            final Snapshot snapshot;
            try {
                snapshot = source.read(calls).snapshot();
            } catch (IOException e) {
                return Found.failed("no answer (" + VenueText.clean(e.getMessage()) + ")");
            } catch (MalformedMessageException | RefusedException e) {
                return Found.failed(String.valueOf(e.getMessage()));
            }
            final List<String> hints = new ArrayList<>();
            if (calls.skew().last().abs().compareTo(ALLOWED_SKEW) > 0) {
                hints.add("this machine's clock is " + calls.skew().text() + " the venue's: set it (NTP)");
            }
            return new Found(snapshot, "", null, hints);
        }
    }

    @Override
    public void close() {}
}
