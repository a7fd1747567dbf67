package io.tollgate.embedded;

import io.tollgate.gate.Balance;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.JvmFlags;
import io.tollgate.gate.Lane;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.operator.OperatorServer;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateException;
import io.tollgate.gate.state.StateLock;
import io.tollgate.journal.Housekeeper;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalRenewal;
import io.tollgate.journal.Journaler;
import io.tollgate.journal.JournalerOptions;
import io.tollgate.journal.SyncPoint;
import io.tollgate.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A gate with the threads that keep it, in the caller's process.
 *
 * <p>Threading: opened and closed by one thread; everything else may be called by any.
 *
 * <p>If BookKeeper or Journaler fails, the gate is shut for good: every decision is a refusal, {@link #failure()} says why, and a
 * restart recovers from the mapped files.
 */
public final class Gatekeeper implements AutoCloseable {
    /** The journal's folder in a state directory. */
    public static final String JOURNAL_FOLDER = "journal";

    private static final long MIN_PARK_NANOS = 10_000;
    private static final long MAX_PARK_NANOS = 200_000;
    private static final long WATCHDOG_SLEEP_NANOS = 5_000_000;
    private static final long HOUSEKEEPER_SLEEP_NANOS = 500_000;
    private static final long WAIT_NANOS = 100_000;

    private final Gate gate;
    private final Journaler journaler;
    private final OperatorAgent operator;
    private final SessionMark mark;
    private final Housekeeper housekeeper;
    private final JournalerOptions options;
    private final NanoClock nanoClock;
    private final AgentRunner keeperRunner;
    private final AgentRunner journalerRunner;
    private final AgentRunner watchdogRunner;
    private final AgentRunner housekeeperRunner;
    private volatile @Nullable Throwable failure;
    private boolean closed;

    private Gatekeeper(GateConfig config, JournalerOptions options, NanoClock nanoClock, EpochNanoClock epochClock) {
        JvmFlags.requireForGatekeeper();
        // Chronicle's analytics are excluded from the build; this keeps a copy on the host's class path quiet too
        System.setProperty("chronicle.analytics.disable", "true");
        final Path journal = config.directory().resolve(JOURNAL_FOLDER);
        final Host host = new Host(config, options, epochClock, journal);
        this.gate = host.open(nanoClock, epochClock);
        this.journaler = host.journaler;
        this.mark = host.mark;
        mark.open();
        this.operator = operatorOf(config, epochClock);
        this.options = options;
        this.nanoClock = nanoClock;
        this.housekeeper = new Housekeeper(journaler, journal, options, nanoClock, epochClock, gate::force);
        this.keeperRunner = runner(gate.bookKeeper(), backoff());
        this.journalerRunner = runner(journaler, backoff());
        this.watchdogRunner = runner(
                new CompositeAgent(new Watchdog(gate, journaler, nanoClock, config.deadAfterNanos()), operator),
                new SleepingIdleStrategy(WATCHDOG_SLEEP_NANOS));
        this.housekeeperRunner = runner(housekeeper, new SleepingIdleStrategy(HOUSEKEEPER_SLEEP_NANOS));
        for (final AgentRunner runner :
                new AgentRunner[] {keeperRunner, journalerRunner, watchdogRunner, housekeeperRunner}) {
            AgentRunner.startOnThread(runner, this::daemon);
        }
    }

    /** Closes what is open if the command file cannot be made. */
    private OperatorAgent operatorOf(GateConfig config, EpochNanoClock epochClock) {
        try {
            return new OperatorAgent(new OperatorServer(gate, config.directory(), epochClock));
        } catch (final RuntimeException e) {
            gate.close();
            journaler.onClose();
            throw e;
        }
    }

    /**
     * Opens the state directory and starts the threads.
     *
     * @throws IllegalStateException naming a JVM flag that is missing
     * @throws StateException if the directory cannot be used
     * @throws JournalException if its journal cannot be used
     */
    public static Gatekeeper launch(GateConfig config) {
        return launch(config, JournalerOptions.defaults(), SystemNanoClock.INSTANCE, new SystemEpochNanoClock());
    }

    /** {@link #launch(GateConfig)} with other sizes of the Journaler and other clocks. */
    public static Gatekeeper launch(
            GateConfig config, JournalerOptions options, NanoClock nanoClock, EpochNanoClock epochClock) {
        return new Gatekeeper(config, options, nanoClock, epochClock);
    }

    private Thread daemon(Runnable work) {
        final Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    private static IdleStrategy backoff() {
        return new BackoffIdleStrategy(1, 1, MIN_PARK_NANOS, MAX_PARK_NANOS);
    }

    private AgentRunner runner(Agent agent, IdleStrategy idle) {
        return new AgentRunner(idle, this::onFailure, null, new GuardedAgent(agent, this::onFailure));
    }

    private void onFailure(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        gate.shut();
    }

    /** The gate. */
    public Gate gate() {
        return gate;
    }

    /** The Journaler, for its counters. */
    public Journaler journaler() {
        return journaler;
    }

    /** Who syncs, for its counters. */
    public Housekeeper housekeeper() {
        return housekeeper;
    }

    /** How far the journal is on the device, ring by ring. Any thread. */
    public SyncPoint synced() {
        return housekeeper.synced();
    }

    /** The first record of a lane that may not be on the device yet: compare with {@link Lane#recorded}. Any thread. */
    public long syncedUpTo(Lane lane) {
        return housekeeper.synced().next(lane.laneId());
    }

    /**
     * Waits until everything that a lane has decided and told so far is in the journal on the device; with a policy that syncs on demand
     * this asks for it. Never on the hot path: it takes as long as the device does. The lane's thread.
     *
     * @param timeoutNanos how long to wait at most
     * @return false if it took longer, or the gate has failed
     * @throws IllegalStateException if the policy is never to sync
     */
    public boolean awaitSynced(Lane lane, long timeoutNanos) {
        return awaitSynced(lane.laneId(), lane.recorded(), timeoutNanos);
    }

    /** {@link #awaitSynced(Lane, long)} for another thread than the lane's: up to a place that {@link Lane#recorded} gave. */
    public boolean awaitSynced(int ringId, long recorded, long timeoutNanos) {
        if (options.sync().kind() == SyncPolicy.Kind.NEVER) {
            throw new IllegalStateException("waiting for a sync needs a policy that syncs: policy=NEVER: launch with"
                    + " JournalerOptions.withSync(SyncPolicy.onDemand()) or every(...)");
        }
        final long deadline = nanoClock.nanoTime() + timeoutNanos;
        while (housekeeper.synced().next(ringId) < recorded) {
            if (failure != null || nanoClock.nanoTime() - deadline >= 0) {
                return false;
            }
            // a sync that began before the record was journaled does not count: ask again until one does
            if (housekeeper.isAnswered() && journaler.appended().next(ringId) >= recorded) {
                housekeeper.request();
            }
            LockSupport.parkNanos(WAIT_NANOS);
        }
        return true;
    }

    /** The journal's folder. */
    public Path journalDirectory() {
        return gate.config().directory().resolve(JOURNAL_FOLDER);
    }

    /**
     * What is wrong with the journal or with an agent now, for an operator: the rule, the value, the cure. Null if nothing is. To be
     * looked at by whoever watches the gate; any thread.
     */
    public @Nullable String trouble() {
        final Throwable ended = failure;
        return ended == null
                ? journaler.trouble()
                : "the gate's agents must run, and the gate is shut: " + ended + ": cure the cause and start it again";
    }

    /** What ended BookKeeper, Journaler or watchdog, or null while all are well. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** What ended the taking of operators' commands from other processes, or null: the gate goes on without them. */
    public @Nullable Throwable operatorFailure() {
        return operator.failure();
    }

    /** Starts feeds for a balance. */
    public void attach(Balance balance, BalanceFeed... feeds) {
        for (final BalanceFeed feed : feeds) {
            gate.attach(balance, feed);
        }
    }

    /**
     * Ends feeds, BookKeeper and Journaler in this order, so that the queue holds every record, and closes the files.
     *
     * @throws IllegalStateException if something failed while closing: a feed, or the last records, which then stay in their rings until
     *     the next start. A failure from before is told by {@link #failure()} alone
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        final Throwable before = failure;
        gate.shut();
        try {
            gate.closeFeeds();
        } catch (final RuntimeException e) {
            // told at the end: a feed that cannot close must not keep the records in their rings
            onFailure(e);
        }
        watchdogRunner.close();
        keeperRunner.close();
        housekeeperRunner.close();
        journalerRunner.close();
        if (failure == null) {
            try {
                // whatever the policy: what was closed is on the device
                housekeeper.sync();
                mark.closed();
            } catch (final JournalException | StateException e) {
                onFailure(e);
            }
        }
        gate.close();
        final Throwable now = failure;
        if (before == null && now != null) {
            throw new IllegalStateException("the gate must close whole: " + now.getMessage(), now);
        }
    }

    /** Opens the journal before the gate: recovery needs room in the rings. */
    private static final class Host implements GateHost {
        private final GateConfig config;
        private final Journaler journaler;
        private final SessionMark mark;

        Host(GateConfig config, JournalerOptions options, EpochNanoClock epochClock, Path journal) {
            this.config = config;
            try {
                Files.createDirectories(journal);
            } catch (final IOException e) {
                throw new StateException(
                        "state directory must be writable: path=" + journal + " (" + e + "): check owner and mount", e);
            }
            this.mark = SessionMark.of(config.directory());
            JournalRenewal.finish(journal);
            List<Loss> losses = List.of();
            final Loss gone = goneJournal(config.directory(), journal);
            if (gone != null) {
                mark.lost();
            } else if (mark.machineDied(Files.exists(config.directory().resolve("lanes")))) {
                losses = renewed(journal, epochClock, options);
            }
            this.journaler = Journaler.open(journal, epochClock, Journaler.usableBytes(journal), options);
            journaler.lost(losses);
            if (gone != null) {
                journaler.begunAnew(gone);
            }
        }

        /** The folder has no records, and a ring had given it some. */
        private static @Nullable Loss goneJournal(Path directory, Path journal) {
            final Path lanes = directory.resolve("lanes");
            if (!Files.isDirectory(lanes) || Journaler.hasRecords(journal)) {
                return null;
            }
            try (DirectoryStream<Path> rings = Files.newDirectoryStream(lanes, "*.ring")) {
                for (final Path ring : rings) {
                    final long given = Ring.journaledUpTo(ring);
                    if (given > 0) {
                        return new Loss(
                                LossKind.JOURNAL,
                                -1,
                                "the journal is gone: path=" + journal + " has no records, and " + ring.getFileName()
                                        + " had given it " + given
                                        + "; a new one begins, and what the old one proved is lost");
                    }
                }
                return null;
            } catch (final IOException e) {
                throw new StateException(
                        "lanes must be readable: path=" + lanes + " (" + e + "): check owner and mount", e);
            }
        }

        /** Only one process may do this at a time. */
        private static List<Loss> renewed(Path journal, EpochNanoClock clock, JournalerOptions options) {
            try (StateLock lock = StateLock.acquire(journal.resolve("journaler.lock"), "Journaler")) {
                assert lock != null;
                return JournalRenewal.renew(journal, clock, options);
            }
        }

        @Override
        public JournaledState journaled() {
            return journaler.state();
        }

        Gate open(NanoClock nanoClock, EpochNanoClock epochClock) {
            return Gate.open(config, nanoClock, epochClock, new SecureRandom().nextLong(), this);
        }

        @Override
        public void beforeAbandon() {
            journaler.onClose();
        }

        @Override
        public void onRing(Ring ring) {
            journaler.addRing(ring);
        }

        @Override
        public void beforeRecovery() {
            journaler.begin();
            if (!journaler.drainAll()) {
                throw new JournalException(
                        "what an earlier session left in the rings must be journaled first: records left="
                                + journaler.backlogRecords() + " diskLow=" + journaler.diskLow() + " last failure="
                                + journaler.lastFailure() + ": free disk space and start again");
            }
        }

        @Override
        public void whileWaiting(Gate gate) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }
}
