package io.tollgate.simulator.venue;

import io.tollgate.simulator.SimulatorException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The venue's thread: runs commands in order of arrival and delayed steps when they are due.
 *
 * <p>Commands from outside are bounded: beyond {@value #MOST_WAITING} waiting ones a command is refused. A step that throws stops the
 * venue: its truth may be half changed, so every later command fails with the first failure.
 */
public final class VenueLoop implements Timers, AutoCloseable {
    /** Most commands waiting for the venue's thread. */
    public static final int MOST_WAITING = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(VenueLoop.class);
    private static final long LONGEST_ANSWER_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Too many commands are waiting. */
    public static final class OverloadedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverloadedException() {
            super("the simulator is behind by " + MOST_WAITING + " commands: send fewer");
        }
    }

    /** Starts the thread. */
    public VenueLoop() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "simulator-venue");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a command.
     *
     * @throws OverloadedException if too many are waiting
     */
    public <T> CompletableFuture<T> submit(Callable<T> command) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            throw new OverloadedException();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                waiting.decrementAndGet();
                complete(command, answer);
            });
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
            answer.completeExceptionally(new SimulatorException("the simulator is closed", closed));
        }
        return answer;
    }

    private <T> void complete(Callable<T> command, CompletableFuture<T> answer) {
        Throwable earlier = failure.get();
        if (earlier != null) {
            answer.completeExceptionally(new SimulatorException("the simulator has failed: " + earlier, earlier));
            return;
        }
        try {
            answer.complete(command.call());
        } catch (Operations.Refused refused) {
            answer.completeExceptionally(refused);
        } catch (Exception | Error thrown) {
            fail(thrown);
            answer.completeExceptionally(new SimulatorException("the simulator has failed: " + thrown, thrown));
        }
    }

    /** Runs a command and waits for its answer, ten seconds at most. Not to be called on the venue's thread. */
    public <T> T ask(Callable<T> command) {
        try {
            return submit(command).get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Operations.Refused refused) {
                throw new SimulatorException(String.valueOf(refused.getMessage()), refused);
            }
            if (failed.getCause() instanceof SimulatorException known) {
                throw known;
            }
            throw new SimulatorException("the simulator has failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new SimulatorException(
                    "the simulator did not answer within " + LONGEST_ANSWER_SECONDS + " s: is the machine overloaded?",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SimulatorException("interrupted while waiting for the simulator", interrupted);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the task reports its own failure
    public void after(long delayMicros, Runnable task) {
        Runnable guarded = () -> {
            if (failure.get() == null) {
                try {
                    task.run();
                } catch (RuntimeException | Error thrown) {
                    fail(thrown);
                }
            }
        };
        try {
            if (delayMicros <= 0) {
                executor.execute(guarded);
            } else {
                executor.schedule(guarded, delayMicros, TimeUnit.MICROSECONDS);
            }
        } catch (RejectedExecutionException closed) {
            LOG.debug("step dropped: the simulator is closed");
        }
    }

    private void fail(Throwable thrown) {
        if (failure.compareAndSet(null, thrown)) {
            LOG.error("the simulator has failed and answers nothing any more", thrown);
        }
    }

    /** Ends the thread after what it is doing now. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("the venue's thread did not end within {} s", LONGEST_ANSWER_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
