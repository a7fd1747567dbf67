package io.tollgate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sink that keeps what it hears, in order, and can be made to hold the feed's thread or to be closed. */
public final class RecordingSink implements FeedSink {
    public static final int BALANCE = 7;
    public static final long DEADLINE_SECONDS = 20;

    public sealed interface Event {}

    public record Opened(ResumePoint from, long arrivalNanos) implements Event {}

    public record Entries(List<LedgerEntry> entries, long arrivalNanos) implements Event {}

    public record Backfilled(List<LedgerEntry> entries, boolean last, long arrivalNanos) implements Event {}

    public record Heartbeat(long arrivalNanos) implements Event {}

    public record Lost(String reason) implements Event {}

    public record Read(Snapshot snapshot) implements Event {}

    public record Positions(PositionsRead read) implements Event {}

    public record Failed(String reason, long requestNanos, long arrivalNanos) implements Event {}

    public record Stopped(String reason) implements Event {}

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Object gate = new Object();
    private boolean held;
    private boolean closed;
    private volatile ResumePoint resumePoint = ResumePoint.NONE;
    private volatile boolean resumeFromLastEntry = true;

    /** The next event, which must be of this type. */
    public <T extends Event> T next(Class<T> type) {
        Event event = poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("next event").isInstanceOf(type);
        return Objects.requireNonNull(type.cast(event));
    }

    /** The next event of this type; others before it are dropped. */
    public <T extends Event> T skipTo(Class<T> type) {
        while (true) {
            Event event = poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event of type " + type.getSimpleName()).isNotNull();
            if (type.isInstance(event)) {
                return Objects.requireNonNull(type.cast(event));
            }
        }
    }

    public @Nullable Event poll(long time, TimeUnit unit) {
        try {
            return events.poll(time, unit);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int waiting() {
        return events.size();
    }

    public void resumeFrom(ResumePoint point) {
        resumeFromLastEntry = false;
        resumePoint = point;
    }

    /** Makes calls wait, as a full inbox does. */
    public void hold() {
        synchronized (gate) {
            held = true;
        }
    }

    public void letGo() {
        synchronized (gate) {
            held = false;
            gate.notifyAll();
        }
    }

    public void closeGate() {
        synchronized (gate) {
            closed = true;
            gate.notifyAll();
        }
    }

    private void hear(int balanceId, Event event) {
        synchronized (gate) {
            while (held && !closed) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InboxClosedException();
                }
            }
            if (closed) {
                throw new InboxClosedException();
            }
        }
        assertThat(balanceId).isEqualTo(BALANCE);
        events.add(event);
    }

    @Override
    public ResumePoint resumePoint(int balanceId) {
        return resumePoint;
    }

    @Override
    public void streamOpened(int balanceId, ResumePoint from, long arrivalNanos) {
        hear(balanceId, new Opened(from, arrivalNanos));
    }

    @Override
    public void ledgerEntries(int balanceId, List<LedgerEntry> entries, long arrivalNanos) {
        if (resumeFromLastEntry) {
            resumePoint = new ResumePoint(entries.get(entries.size() - 1).updateTimeNanos());
        }
        hear(balanceId, new Entries(List.copyOf(entries), arrivalNanos));
    }

    @Override
    public void backfilled(int balanceId, List<LedgerEntry> entries, boolean last, long arrivalNanos) {
        hear(balanceId, new Backfilled(List.copyOf(entries), last, arrivalNanos));
    }

    @Override
    public void heartbeat(int balanceId, long arrivalNanos) {
        hear(balanceId, new Heartbeat(arrivalNanos));
    }

    @Override
    public void streamLost(int balanceId, String reason, long arrivalNanos) {
        hear(balanceId, new Lost(reason));
    }

    @Override
    public void snapshot(int balanceId, Snapshot snapshot) {
        hear(balanceId, new Read(snapshot));
    }

    @Override
    public void positions(int balanceId, PositionsRead read) {
        hear(balanceId, new Positions(read));
    }

    @Override
    public void snapshotFailed(int balanceId, String reason, long requestNanos, long arrivalNanos) {
        hear(balanceId, new Failed(reason, requestNanos, arrivalNanos));
    }

    @Override
    public void feedStopped(int balanceId, String reason, long arrivalNanos) {
        hear(balanceId, new Stopped(reason));
    }
}
