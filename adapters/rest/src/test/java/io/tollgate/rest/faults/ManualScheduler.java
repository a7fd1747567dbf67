package io.tollgate.rest.faults;

import io.tollgate.rest.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A feed's scheduler whose tasks run on the test's thread, at the times of a {@link TestClock}: an hour of waiting takes no time. Tasks may be
 * handed over by any thread.
 */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final TestClock clock;
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
    private long sequence;
    private boolean shutdown;

    public ManualScheduler(TestClock clock) {
        this.clock = clock;
    }

    /** When the next task is due, or the given time if none is before it. */
    public synchronized long nextNanos(long latestNanos) {
        final Task<?> first = tasks.peek();
        return first == null || first.dueNanos - latestNanos > 0 ? latestNanos : first.dueNanos;
    }

    /** Whether a task waits that is not run again and again. */
    public synchronized boolean hasOneShot() {
        return tasks.stream().anyMatch(task -> task.periodNanos == 0);
    }

    /** Runs the first task that is due; whether there was one. */
    public boolean runOne() {
        final Task<?> task;
        synchronized (this) {
            final Task<?> first = tasks.peek();
            if (first == null || first.dueNanos - clock.nanoTime() > 0) {
                return false;
            }
            task = first;
            tasks.remove();
        }
        task.runOnce();
        return true;
    }

    /** Waits in real time until a task is due; false if none comes. */
    public synchronized boolean awaitDue(long realMillis) {
        final long deadline = System.nanoTime() + realMillis * 1_000_000;
        while (true) {
            final Task<?> first = tasks.peek();
            if (first != null && first.dueNanos - clock.nanoTime() <= 0) {
                return true;
            }
            final long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private synchronized <T> Task<T> add(Task<T> task) {
        if (!shutdown) {
            task.sequence = sequence++;
            tasks.add(task);
            notifyAll();
        }
        return task;
    }

    private synchronized void remove(Task<?> task) {
        tasks.remove(task);
    }

    private long at(long delay, TimeUnit unit) {
        return clock.nanoTime() + Math.max(0, unit.toNanos(delay));
    }

    @Override
    public void execute(Runnable command) {
        var unused = add(new Task<@Nullable Void>(command, at(0, TimeUnit.NANOSECONDS), 0));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task<@Nullable Void>(command, at(delay, unit), 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, at(delay, unit)));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return add(new Task<@Nullable Void>(command, at(initialDelay, unit), unit.toNanos(delay)));
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
        tasks.clear();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        final List<Runnable> left = new ArrayList<>(tasks);
        shutdown();
        return left;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }

    /** One task, run once or again and again. */
    private final class Task<T extends @Nullable Object> extends FutureTask<T> implements ScheduledFuture<T> {
        private final long periodNanos;
        private long dueNanos;
        private long sequence;

        @SuppressWarnings("NullAway") // a runnable has no result
        Task(Runnable work, long dueNanos, long periodNanos) {
            super(work, null);
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
        }

        Task(Callable<T> work, long dueNanos) {
            super(work);
            this.dueNanos = dueNanos;
            this.periodNanos = 0;
        }

        void runOnce() {
            if (periodNanos == 0) {
                run();
            } else if (runAndReset()) {
                dueNanos = clock.nanoTime() + periodNanos;
                var unused = add(this);
            }
        }

        @Override
        protected void setException(Throwable t) {
            throw new AssertionError("a task of a feed must not throw", t);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            remove(this);
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.ofNanos(dueNanos - clock.nanoTime()));
        }

        @Override
        public int compareTo(Delayed other) {
            final Task<?> that = (Task<?>) other;
            return dueNanos == that.dueNanos
                    ? Long.compare(sequence, that.sequence)
                    : Long.compare(dueNanos, that.dueNanos);
        }
    }
}
