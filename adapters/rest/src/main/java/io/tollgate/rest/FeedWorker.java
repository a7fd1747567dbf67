package io.tollgate.rest;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.FeedSink.InboxClosedException;
import io.tollgate.gate.feed.ResumePoint;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a feed, its life (new, running, stopped, closed) and its way to the sink. Everything a feed does happens on
 * this thread, so that a feed's own state needs no lock and the sink hears a feed in order.
 *
 * <p>Nothing reaches the sink after {@link #stop} or {@link #close}.
 */
public final class FeedWorker {
    private static final Logger LOG = LoggerFactory.getLogger(BalanceFeed.class);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private enum Phase {
        NEW,
        RUNNING,
        STOPPED,
        CLOSED
    }

    private record Target(int balanceId, FeedSink sink) {}

    private final String name;
    private final NanoClock nanoClock;
    private final ScheduledExecutorService scheduler;
    private final Runnable disconnect;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private volatile @Nullable Target target;
    private volatile @Nullable Thread thread;

    /**
     * @param name of the thread; holds no secret
     * @param schedulers makes the feed's scheduler
     * @param disconnect ends what is under way; called on the feed's thread when the feed stops, must not call the sink
     */
    public FeedWorker(
            String name,
            NanoClock nanoClock,
            Function<ThreadFactory, ScheduledExecutorService> schedulers,
            Runnable disconnect) {
        this.name = name;
        this.nanoClock = nanoClock;
        this.disconnect = disconnect;
        this.scheduler = schedulers.apply(task -> {
            Thread t = new Thread(task, name);
            t.setDaemon(true);
            thread = t;
            return t;
        });
    }

    /** One thread; drops what is handed to it after the end, and forgets cancelled tasks. */
    public static ScheduledExecutorService singleThread(ThreadFactory factory) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, factory, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Begins to run. Once. */
    public void start(int balanceId, FeedSink sink) {
        if (!phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
            throw new IllegalStateException(
                    "a feed must be started once: feed=" + name + " phase=" + phase.get() + "; make a new feed");
        }
        target = new Target(balanceId, sink);
    }

    /** Whether the feed still runs: neither stopped nor closed. */
    public boolean isRunning() {
        return phase.get() == Phase.RUNNING;
    }

    /** The feed's monotonic clock. */
    public long nowNanos() {
        return nanoClock.nanoTime();
    }

    /** The feed's thread, for callbacks of libraries; what is handed over must use {@link #guarded}. */
    public ExecutorService executor() {
        return scheduler;
    }

    /** Runs a task of the feed on its thread. */
    public void execute(Runnable task) {
        scheduler.execute(() -> guarded(task));
    }

    /** Runs a task later; the returned handle cancels it. */
    public Runnable schedule(Runnable task, long delayNanos) {
        var future = scheduler.schedule(() -> guarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Runs a task again and again, a period apart. */
    public void every(long periodNanos, Runnable task) {
        var unused =
                scheduler.scheduleWithFixedDelay(() -> guarded(task), periodNanos, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a task of the feed; a closed gate ends the feed, a fault of the feed stops it with an error instead of silence. */
    public void guarded(Runnable task) {
        if (!isRunning()) {
            return;
        }
        try {
            task.run();
        } catch (InboxClosedException e) {
            LOG.debug("{}: the gate is closed, the feed ends", name);
            end(Phase.STOPPED);
        } catch (RuntimeException e) {
            if (!isRunning()) {
                LOG.debug("{}: interrupted by the feed's end", name, e);
                return;
            }
            LOG.error("{}: unexpected fault", name, e);
            stop("unexpected fault in the feed (" + e.getClass().getSimpleName() + "); see the log, and report it");
        }
    }

    /** Tells the sink something, if the feed still runs. */
    public void tell(Message message) {
        if (isRunning()) {
            Target to = target();
            message.to(to.sink(), to.balanceId());
        }
    }

    /** Where the stream of this feed is to resume. */
    public ResumePoint resumePoint() {
        Target to = target();
        return to.sink().resumePoint(to.balanceId());
    }

    /** Something for the sink. */
    @FunctionalInterface
    public interface Message {
        /** Tells it. */
        void to(FeedSink sink, int balanceId);
    }

    private Target target() {
        Target to = target;
        if (to == null) {
            throw new IllegalStateException("a feed must be started before it speaks: feed=" + name + "; call start");
        }
        return to;
    }

    /** Ends the feed for good and says why. */
    public void stop(String reason) {
        LOG.error("{}: stopped: {}", name, reason);
        Target to = target;
        if (end(Phase.STOPPED) && to != null) {
            try {
                to.sink().feedStopped(to.balanceId(), reason, nowNanos());
            } catch (InboxClosedException e) {
                LOG.debug("{}: the gate is closed, nobody hears that the feed stopped", name);
            }
        }
    }

    private boolean end(Phase last) {
        if (!phase.compareAndSet(Phase.RUNNING, last)) {
            return false;
        }
        disconnect.run();
        return true;
    }

    /** Ends the thread; waits for it unless called by it. {@code release} frees connections and is called once, in any phase. */
    public void close(List<Runnable> release) {
        Phase before = phase.getAndSet(Phase.CLOSED);
        if (before == Phase.CLOSED) {
            return;
        }
        release.forEach(Runnable::run);
        scheduler.shutdownNow();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + CLOSE_NANOS;
        while (true) {
            try {
                if (!scheduler.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn(
                            "{}: the feed's thread did not end within {} s: the sink holds it",
                            name,
                            CLOSE_NANOS / 1_000_000_000L);
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
