package io.tollgate.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from its seed, which actor makes the next access and when a thread or the process dies.
 *
 * <p>A run alternates between phases: in some an actor makes hundreds of accesses in a row, in others the baton moves at nearly each of them;
 * in each phase some actors are slow, and some stand still.
 *
 * <p>Threading: the director (the thread that calls {@link #run}) and the actors, one at a time.
 */
public final class Scheduler {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int IDLE_TICKS = 40;
    private static final int LONGEST_HOLD_TICKS = 600;

    /** Looks at shared memory after each access. */
    public interface Watcher {
        /**
         * Looks.
         *
         * @param actor who made the last access; it is quiet while this runs
         */
        void look(Actor actor);
    }

    private final SplittableRandom random;
    private final Trace trace;
    private final IntPredicate ordered;
    private final Thread director = Thread.currentThread();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Object> opened = new ArrayList<>();
    private volatile @Nullable Actor holder;
    private volatile boolean dead;
    private @Nullable Watcher watcher;
    private @Nullable Violation violation;
    private long steps;
    private long turns;
    private long crashAt = NEVER;
    private long turnLimit = NEVER;
    private long phaseEnds;
    private long switchAt;
    private int longestRun = 1;
    /** In some phases the baton moves before one of so many ordered accesses, and only there; 0 in the others. */
    private int sharp;

    private int[] weights = {};

    /**
     * Starts with nobody.
     *
     * @param trace where the steps are noted
     * @param ordered whether the access at a site is one that others rely on
     */
    public Scheduler(SplittableRandom random, Trace trace, IntPredicate ordered) {
        this.ordered = ordered;
        this.random = random;
        this.trace = trace;
    }

    /** Steps so far. */
    public long steps() {
        return steps;
    }

    /** The run's only source of chance. */
    public SplittableRandom random() {
        return random;
    }

    /** What happened lately. */
    public Trace trace() {
        return trace;
    }

    /** Who looks at shared memory after each access from now on. */
    public void watcher(Watcher next) {
        watcher = next;
    }

    /** What went wrong, if something has. */
    public @Nullable Violation violation() {
        return violation;
    }

    /** Adds a thread to the generation that is to run. */
    public Actor actor(String name, Runnable body) {
        final Actor actor = new Actor(this, actors.size(), name, body);
        actors.add(actor);
        return actor;
    }

    /**
     * Runs a generation, first actor first, until all its threads have ended.
     *
     * @param stepsToCrash the process dies at this step from now, or never if negative
     * @param mostTurns how often the baton may be handed on before the run counts as stuck
     * @return whether the process died
     */
    public boolean run(long stepsToCrash, long mostTurns) {
        dead = false;
        turnLimit = turns + mostTurns;
        crashAt = stepsToCrash < 0 ? NEVER : steps + stepsToCrash;
        trace.names(actors.stream().map(Thread::getName).toArray(String[]::new));
        actors.forEach(Thread::start);
        newPhase();
        pass(actors.get(0));
        while (holder != null) {
            LockSupport.park(this);
        }
        for (final Actor actor : actors) {
            join(actor);
        }
        actors.clear();
        return dead;
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Nullable
    Actor holder() {
        return holder;
    }

    void opened(Object made) {
        opened.add(made);
    }

    /** What was opened since the last call: what a dead process leaves to the operating system. The list is emptied. */
    public List<Object> takeOpened() {
        final List<Object> all = List.copyOf(opened);
        opened.clear();
        return all;
    }

    /** The latest object of a class that was opened and not taken, or null. */
    public <T> @Nullable T latest(Class<T> kind) {
        for (int i = opened.size() - 1; i >= 0; i--) {
            if (kind.isInstance(opened.get(i))) {
                return kind.cast(opened.get(i));
            }
        }
        return null;
    }

    void requireAlive(Actor actor) {
        if (dead || actor.killed) {
            throw new Crashed();
        }
    }

    void step(Actor actor, int site) {
        requireAlive(actor);
        look(actor);
        steps++;
        trace.step(actor.index(), site);
        if (steps >= crashAt) {
            crash();
        }
        if (sharp > 0) {
            if (ordered.test(site) && random.nextInt(actor.pressed ? 2 : sharp) == 0) {
                // held just before an access that matters, for as long as others need to do something
                actor.restsUntil = ticks() + 1 + random.nextInt(LONGEST_HOLD_TICKS);
                handOn(actor, true);
            }
        } else if (steps >= switchAt) {
            handOn(actor, false);
        }
        requireAlive(actor);
    }

    /** Lets the judge look at what this actor's last access did. */
    public void look(Actor actor) {
        if (watcher != null) {
            final boolean before = actor.quiet(true);
            try {
                watcher.look(actor);
            } catch (final Violation e) {
                fail(e);
                throw new Crashed();
            } finally {
                actor.quiet(before);
            }
        }
    }

    /** The present actor has nothing to do now: somebody else runs first. */
    public void idle() {
        final Actor actor = me();
        requireAlive(actor);
        look(actor);
        actor.restsUntil = ticks() + 1 + random.nextInt(IDLE_TICKS);
        handOn(actor, true);
        requireAlive(actor);
    }

    /** The actor that runs now. */
    public Actor me() {
        return (Actor) Thread.currentThread();
    }

    /** The process dies now: no actor makes another access. */
    public void crash() {
        dead = true;
        throw new Crashed();
    }

    /** The present actor alone dies at one of its next accesses. */
    public void killSoon(Actor actor) {
        actor.killed = true;
    }

    /** Something happened that must not: the run ends. */
    public void fail(Violation what) {
        if (violation == null) {
            violation = what;
        }
        dead = true;
    }

    void finished(Actor actor) {
        final Actor next = dead ? anyUnfinished() : choose(actor);
        pass(next);
    }

    private @Nullable Actor anyUnfinished() {
        for (final Actor other : actors) {
            if (!other.finished) {
                return other;
            }
        }
        return null;
    }

    private void handOn(Actor actor, boolean mustSwitch) {
        if (++turns > turnLimit) {
            fail(new Violation(
                    Violation.Kind.INEXACT,
                    "the run must come to its end, and is still going after " + turns + " changes of thread in all"));
            throw new Crashed();
        }
        if (ticks() >= phaseEnds) {
            newPhase();
        }
        final Actor next = choose(mustSwitch ? actor : null);
        switchAt = steps + 1 + random.nextInt(longestRun);
        if (next != null && next != actor) {
            pass(next);
            actor.awaitBaton();
        }
    }

    /** Goes on also while nobody makes an access. */
    private long ticks() {
        return steps + turns;
    }

    /** A phase has its own grain of switching, its own favourites, and actors that stand still. */
    private void newPhase() {
        sharp = random.nextInt(3) == 0 ? random.nextInt(2, 20) : 0;
        longestRun = switch (random.nextInt(8)) {
            case 0 -> 2;
            case 1 -> 5;
            case 2, 3 -> 30;
            default -> 300;
        };
        phaseEnds = ticks() + random.nextInt(20, longestRun < 10 ? 200 : 1_500);
        switchAt = steps + 1 + random.nextInt(longestRun);
        weights = new int[actors.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(4) * random.nextInt(4);
        }
    }

    /** Another actor by weight; those at rest only if nobody else is left. Null if all have ended but {@code except}. */
    private @Nullable Actor choose(@Nullable Actor except) {
        for (int pass = 0; pass < 3; pass++) {
            int sum = 0;
            for (final Actor actor : actors) {
                sum += weight(actor, except, pass);
            }
            if (sum > 0) {
                int dice = random.nextInt(sum);
                for (final Actor actor : actors) {
                    dice -= weight(actor, except, pass);
                    if (dice < 0) {
                        return actor;
                    }
                }
            }
        }
        return null;
    }

    private int weight(Actor actor, @Nullable Actor except, int pass) {
        if (actor.finished || actor == except) {
            return 0;
        }
        if (pass == 0) {
            return actor.restsUntil > ticks() ? 0 : weights[actor.index()];
        }
        return pass == 1 ? weights[actor.index()] : 1;
    }

    private void pass(@Nullable Actor next) {
        holder = next;
        LockSupport.unpark(next == null ? director : next);
    }
}
