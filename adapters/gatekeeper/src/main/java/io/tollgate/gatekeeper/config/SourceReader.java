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
import java.util.Map;

/** Reads a balance through the source that its feed polls, and compares the clocks while it is there. */
final class SourceReader implements BalanceReader {
    private static final Duration ALLOWED_SKEW = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 1024 * 1024;

    private final SnapshotSource source;
    private final FeedEnvironment environment;
    private final String hintAtZero;

    SourceReader(SnapshotSource source, FeedEnvironment environment) {
        this(source, environment, "");
    }

    /** @param hintAtZero what may be wrong if nothing is there; empty for nothing */
    SourceReader(SnapshotSource source, FeedEnvironment environment, String hintAtZero) {
        this.source = source;
        this.environment = environment;
        this.hintAtZero = hintAtZero;
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
            if (snapshot.ledger() == 0 && !hintAtZero.isEmpty()) {
                hints.add(hintAtZero);
            }
            hints.addAll(clockHints(calls, ALLOWED_SKEW));
            return new Found(snapshot, "", Map.of(), hints);
        }
    }

    /** What the answers' times say of this machine's clock. */
    static List<String> clockHints(Calls calls, Duration allowed) {
        return calls.skew().last().abs().compareTo(allowed) > 0
                ? List.of("this machine's clock is " + calls.skew().text() + " the venue's: set it (NTP)")
                : List.of();
    }

    @Override
    public void close() {}
}
