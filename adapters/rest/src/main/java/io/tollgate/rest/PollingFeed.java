package io.tollgate.rest;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.PositionsRead;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A balance that is polled, at whatever venue the {@link SnapshotSource} reads.
 *
 * <p>A read happens every period (with jitter), and as soon as it is asked for, but never closer to the one before than the least
 * spacing, never beyond the budget, and never within a pause that the venue asked for. A failed read is reported as failed and tried again
 * with back-off. Two refusals in a row end the feed if the venue has never accepted our credentials; if it has, they are tried again,
 * seldom ({@link AuthenticationRuns}).
 *
 * <p>Threading: one thread of its own, which also does the HTTP calls.
 */
public final class PollingFeed implements BalanceFeed {
    private static final Logger LOG = LoggerFactory.getLogger(PollingFeed.class);

    private final SnapshotSource source;
    private final PollingConfig config;
    private final FeedEnvironment environment;
    private final FeedWorker worker;
    private final Calls calls;
    private final Backoff backoff;
    private final @Nullable RequestBudget budget;
    private final AuthenticationRuns refusals = new AuthenticationRuns();
    private final AtomicBoolean asked = new AtomicBoolean();

    // The feed's thread only; clock readings.
    private @Nullable Runnable pendingRead;
    private long dueNanos;
    private long notBeforeNanos;

    /**
     * @param budget the credential's, shared with its other feeds; null if the venue has no limit worth keeping
     * @param environment clocks and chance
     */
    public PollingFeed(
            SnapshotSource source, PollingConfig config, @Nullable RequestBudget budget, FeedEnvironment environment) {
        this(source, config, budget, environment, FeedWorker::singleThread);
    }

    /** With a scheduler of the caller's, for tests in which time is an argument. */
    public PollingFeed(
            SnapshotSource source,
            PollingConfig config,
            @Nullable RequestBudget budget,
            FeedEnvironment environment,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.source = source;
        this.config = config;
        this.budget = budget;
        this.environment = environment;
        this.worker = new FeedWorker(source.name(), environment.nanoClock(), schedulers, () -> {});
        this.calls = new Calls(
                source.name(),
                config.callTimeout(),
                config.maxBodyBytes(),
                config.allowedSkew(),
                environment.nanoClock(),
                environment.wallClock());
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        notBeforeNanos = worker.nowNanos();
        worker.execute(this::read);
    }

    @Override
    public FeedKind kind() {
        return FeedKind.SNAPSHOTS;
    }

    @Override
    public void requestSnapshot() {
        if (asked.compareAndSet(false, true)) {
            worker.execute(() -> {
                // A read that began in between has served the wish already.
                if (asked.get() && dueNanos - notBeforeNanos > 0) {
                    readAt(notBeforeNanos);
                }
            });
        }
    }

    /** Ignored: this feed has no stream. */
    @Override
    public void reopenStream() {}

    @Override
    public void close() {
        worker.close(List.of(calls::close));
    }

    private void readAt(long whenNanos) {
        if (pendingRead != null) {
            pendingRead.run();
        }
        dueNanos = whenNanos;
        pendingRead = worker.schedule(this::read, whenNanos - worker.nowNanos());
    }

    private void read() {
        pendingRead = null;
        final long requestNanos = worker.nowNanos();
        final long waitNanos = budget == null ? 0 : budget.take(source.tokens(), requestNanos);
        if (waitNanos > 0) {
            // the wish, if there is one, stays
            notBeforeNanos = requestNanos + waitNanos;
            readAt(notBeforeNanos);
            return;
        }
        // From here on a wish is for a later read: this one may miss what the asker has in mind.
        asked.set(false);
        notBeforeNanos = requestNanos + config.minSpacing().toNanos();
        try {
            final SnapshotSource.Reading reading = readingOf(requestNanos);
            if (reading == null) {
                return;
            }
            refusals.reset();
            backoff.reset();
            worker.tell((sink, balanceId) -> sink.snapshot(balanceId, reading.snapshot()));
            final PositionsRead positions = reading.positions();
            if (positions != null) {
                worker.tell((sink, balanceId) -> sink.positions(balanceId, positions));
            }
            readAt(later(notBeforeNanos, requestNanos + jitteredPeriodNanos()));
        } catch (IOException e) {
            failed("no answer (" + VenueText.clean(e.getMessage()) + ")", requestNanos);
        } catch (MalformedMessageException e) {
            failed(String.valueOf(e.getMessage()), requestNanos);
        } catch (RefusedException e) {
            refused(e, requestNanos);
        }
    }

    /** Null if the source failed at an answer that it should have called malformed: then this read counts for nothing, and the next may. */
    private SnapshotSource.@Nullable Reading readingOf(long requestNanos)
            throws IOException, MalformedMessageException, RefusedException {
        try {
            return source.read(calls);
        } catch (RuntimeException e) {
            if (worker.isRunning()) {
                LOG.error("{}: an answer could not be read for a fault of ours; report it", source.name(), e);
                failed("an answer could not be read (" + e.getClass().getSimpleName() + ")", requestNanos);
            }
            return null;
        }
    }

    private void refused(RefusedException refusal, long requestNanos) {
        final String reason = String.valueOf(refusal.getMessage());
        switch (refusal.action()) {
            case RETRY -> failed(reason, requestNanos);
            case SLOW_DOWN -> {
                final long pauseNanos = Math.max(
                        refusal.pause().toNanos(), config.minRateLimitPause().toNanos());
                notBeforeNanos = later(notBeforeNanos, worker.nowNanos() + pauseNanos);
                if (budget != null) {
                    budget.emptyUntil(notBeforeNanos);
                }
                failed(reason, requestNanos);
            }
            case REAUTHENTICATE -> {
                if (refusals.again()) {
                    worker.stop(reason + " (twice in a row)");
                } else {
                    source.reauthenticate();
                    if (refusals.isRepeated()) {
                        LOG.error(
                                "{}: {}; the venue had accepted them before: tried again, seldom",
                                source.name(),
                                reason);
                        failed(reason, requestNanos, backoff.longestNanos());
                    } else {
                        failed(reason, requestNanos);
                    }
                }
            }
            case STOP -> worker.stop(reason);
        }
    }

    private void failed(String reason, long requestNanos) {
        failed(reason, requestNanos, backoff.nextNanos());
    }

    private void failed(String reason, long requestNanos, long backoffNanos) {
        final long arrivalNanos = worker.nowNanos();
        worker.tell((sink, balanceId) -> sink.snapshotFailed(balanceId, reason, requestNanos, arrivalNanos));
        final long retryNanos = later(notBeforeNanos, worker.nowNanos() + backoffNanos);
        // Someone who asks meanwhile does not shorten the back-off: the venue has trouble.
        notBeforeNanos = retryNanos;
        readAt(retryNanos);
    }

    private long jitteredPeriodNanos() {
        final long periodNanos = config.period().toNanos();
        final long most = periodNanos / 1000 * config.jitterPermille();
        return periodNanos - most + environment.random().nextLong(2 * most + 1);
    }

    private static long later(long aNanos, long bNanos) {
        return aNanos - bNanos > 0 ? aNanos : bNanos;
    }
}
