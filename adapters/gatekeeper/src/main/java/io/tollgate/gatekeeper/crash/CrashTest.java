package io.tollgate.gatekeeper.crash;

import io.tollgate.gatekeeper.crash.KillMoment.After;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import io.tollgate.journal.VerificationReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Starts a gate, kills it, starts it again, as often as asked for, and lets the last one come to rest. Threading: one thread, which is the
 * venue, the judge and the killer.
 */
final class CrashTest {
    /** A gate that says nothing new for so long is stuck. */
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static final long MOST_WAIT_NANOS = 20_000_000L;
    /** 128 and the number of SIGKILL. */
    private static final int KILLED_STATUS = 137;

    /** Making an archive of classes takes as long as a few starts without one. */
    private static final int KILLS_WORTH_AN_ARCHIVE = 10;

    private static final long MILLI = 1_000_000L;
    private static final long FIRST_START_NANOS = 500 * MILLI;
    private static final long FIRST_RECOVERY_NANOS = 300 * MILLI;

    /** What a run found. */
    record Result(
            int kills,
            long approvals,
            long lost,
            long unjournaled,
            long doubleSpent,
            long slowestRecoveryMillis,
            long findings) {
        boolean good() {
            return findings == 0 && lost == 0 && unjournaled == 0 && doubleSpent == 0;
        }

        /** The last line. */
        String line() {
            return "crash-test: kills=" + kills + " approvals=" + approvals + " lost=" + lost + " unjournaled="
                    + unjournaled + " double_spent=" + doubleSpent + " slowest_recovery_ms=" + slowestRecoveryMillis;
        }
    }

    private final CrashOptions options;
    private final Path folder;
    private final Path state;
    private final Path log;
    private final PrintStream out;
    private final SplittableRandom random;
    private final KillPlan plan;
    private final EpochNanoClock epochClock = new SystemEpochNanoClock();
    private final Timers timers = new Timers(System.nanoTime());
    private final Suspicions suspicions = new Suspicions();
    private final Tally tally = new Tally();
    private final Venue venue;
    private final Judge judge;

    private @Nullable GateProcess gate;
    private List<String> flags = List.of();
    private long startNanos = FIRST_START_NANOS;
    private long recoveryNanos = FIRST_RECOVERY_NANOS;
    private long slowestRecoveryNanos;
    private int kills;
    private int recoveries;
    private long unheard;

    CrashTest(CrashOptions options, Path directory, PrintStream out) {
        this.options = options;
        this.folder = directory;
        this.state = directory.resolve("state");
        this.log = directory.resolve("gate.log");
        this.out = out;
        this.random = new SplittableRandom(options.seed());
        this.plan = new KillPlan(options.seed());
        this.venue = new Venue(random.nextLong(), timers, epochClock::nanoTime, this::report, suspicions);
        this.judge = new Judge(state, venue, suspicions, tally);
    }

    private void report(Word word, long... values) {
        final GateProcess connected = gate;
        if (connected != null) {
            connected.say(word, values);
        }
    }

    /** Runs it. */
    Result run() {
        flags = options.kills() < KILLS_WORTH_AN_ARCHIVE ? List.of() : ClassArchive.make(folder, log);
        try (judge) {
            boolean alive = true;
            while (alive && kills < options.kills()) {
                alive = session(Optional.of(plan.next(startNanos, recoveryNanos)));
            }
            if (alive && session(Optional.empty())) {
                out.println("crash-test: reading the whole journal again");
                final VerificationReport report = judge.atEnd();
                out.println("crash-test: journal: " + report.decisions() + " decisions, " + report.verified()
                        + " verified, " + report.fills() + " fills, "
                        + report.sessions().size() + " sessions");
            }
        }
        out.println("crash-test: " + recoveries + " recoveries judged; venue: " + venue.summary() + ", " + unheard
                + " reports that met a dead gate");
        tally.texts().forEach(text -> out.println("crash-test: FOUND " + text));
        return new Result(
                kills,
                venue.orders().size(),
                tally.lost(),
                tally.unjournaled(),
                suspicions.worst(),
                (slowestRecoveryNanos + MILLI - 1) / MILLI,
                tally.findings());
    }

    /** One life of a gate. Returns false if it did not end as it was to. */
    private boolean session(Optional<KillMoment> moment) {
        final int number = kills + 1;
        final Session session = new Session(moment);
        try (GateProcess child = GateProcess.start(state, log, flags, number, random.nextLong())) {
            gate = child;
            session.killAfter(child, After.START);
            final long begun = System.nanoTime();
            long heardNanos = begun;
            while (true) {
                final long now = System.nanoTime();
                timers.run(now);
                final Frame frame = child.hear(timers.untilNext(now, MOST_WAIT_NANOS));
                if (frame == null) {
                    if (System.nanoTime() - heardNanos > PATIENCE_NANOS) {
                        tally.finding("the gate of session " + number + " is stuck: it has said nothing for "
                                + PATIENCE_NANOS / 1_000_000_000L + " s; its log ends with\n" + child.logTail());
                        return false;
                    }
                } else if (frame == GateProcess.END) {
                    return ended(session, child);
                } else {
                    heardNanos = System.nanoTime();
                    take(session, child, frame, heardNanos - begun);
                }
            }
        } finally {
            gate = null;
            venue.disconnected();
        }
    }

    private boolean ended(Session session, GateProcess child) {
        final int status = child.status();
        unheard += child.unheard();
        if (session.moment.isPresent() && child.wasKilled() && status == KILLED_STATUS) {
            kills++;
            out.printf(
                    Locale.ROOT,
                    "kill %d/%d %s: %s; approvals=%d (+%d) lost=%d unjournaled=%d double_spent=%d%n",
                    kills,
                    options.kills(),
                    session.moment.get(),
                    session.recovered,
                    venue.orders().size(),
                    venue.orders().size() - session.approvalsBefore,
                    tally.lost(),
                    tally.unjournaled(),
                    suspicions.worst());
            out.flush();
            return true;
        }
        if (session.closed && status == 0) {
            return true;
        }
        tally.finding("a gate that nobody killed ended: status=" + status + "; its log ends with\n" + child.logTail());
        return false;
    }

    private void take(Session session, GateProcess child, Frame frame, long sinceStartNanos) {
        if (venue.take(frame)) {
            if (frame.word() == Word.APPROVED && session.killAtNextApproval(System.nanoTime())) {
                child.kill();
            }
            return;
        }
        switch (frame.word()) {
            case HELLO -> judge.begin();
            case OPENING -> {
                startNanos = Math.max(startNanos / 2, sinceStartNanos);
                session.killAfter(child, After.OPENING);
            }
            case OPEN -> {
                recoveryNanos = Math.max(recoveryNanos / 2, frame.value(0));
                session.recoveryNanos = frame.value(0);
                slowestRecoveryNanos = Math.max(slowestRecoveryNanos, frame.value(0));
                session.killAfter(child, After.OPEN);
            }
            case ROW -> judge.row(frame);
            case ROWS_END -> {
                judge.afterRestart();
                recoveries++;
                session.recovered = String.format(
                        Locale.ROOT,
                        "%d rows held, recovered in %d ms, %d ms after its start",
                        judge.heldRows(),
                        session.recoveryNanos / MILLI,
                        sinceStartNanos / MILLI);
                begin(session, child);
            }
            case QUIET -> judge.quiet(frame);
            case CLOSED -> session.closed = true;
            default ->
                throw new CrashTestException("a gate says what a gate says: " + frame.word() + " is the venue's word");
        }
    }

    private void begin(Session session, GateProcess child) {
        if (session.moment.isEmpty()) {
            venue.settle();
            child.say(Word.SETTLE);
            return;
        }
        child.say(Word.GO);
        session.killAfter(child, After.TRADING);
        session.arm(System.nanoTime());
    }

    /** What is known of one life. */
    private final class Session {
        private final Optional<KillMoment> moment;
        private final int approvalsBefore = venue.orders().size();
        private String recovered = "killed before it had told its rows";
        private long recoveryNanos;
        private boolean closed;
        private boolean armed;
        private long armedAtNanos;

        Session(Optional<KillMoment> moment) {
            this.moment = moment;
        }

        void killAfter(GateProcess child, After after) {
            moment.filter(it -> it.after() == after).ifPresent(it -> child.killIn(it.nanos()));
        }

        void arm(long nowNanos) {
            moment.filter(it -> it.after() == After.APPROVAL).ifPresent(it -> {
                armed = true;
                armedAtNanos = nowNanos + it.nanos();
            });
        }

        boolean killAtNextApproval(long nowNanos) {
            return armed && nowNanos - armedAtNanos >= 0;
        }
    }
}
