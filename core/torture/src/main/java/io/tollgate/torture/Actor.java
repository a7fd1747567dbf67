package io.tollgate.torture;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread of the tortured process. It runs only while it holds the scheduler's baton.
 *
 * <p>Threading: everything but the waiting is done by the holder of the baton.
 */
public final class Actor extends Thread {
    private final Scheduler scheduler;
    private final int index;
    private final Runnable body;
    private boolean quiet;
    boolean finished;
    /** This thread alone has died. */
    boolean killed;
    /** In the middle of something that others can upset. */
    boolean pressed;
    /** Tick until which it is not let run, unless nobody else can. */
    long restsUntil;

    Actor(Scheduler scheduler, int index, String name, Runnable body) {
        super(name);
        this.scheduler = scheduler;
        this.index = index;
        this.body = body;
        setDaemon(true);
    }

    /** Its place among the actors of its generation. */
    public int index() {
        return index;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Accesses made from now on are the judge's own: no steps. Returns what it was before. */
    public boolean quiet(boolean on) {
        final boolean before = quiet;
        quiet = on;
        return before;
    }

    /** Says that this thread is in the middle of something that others can upset, or that it is over. */
    public void press(boolean on) {
        pressed = on;
    }

    void step(int site) {
        if (!quiet) {
            scheduler.step(this, site);
        }
    }

    void awaitBaton() {
        while (scheduler.holder() != this) {
            LockSupport.park(scheduler);
        }
    }

    @Override
    public void run() {
        awaitBaton();
        try {
            scheduler.requireAlive(this);
            body.run();
        } catch (final Crashed e) {
            killed = true;
        } catch (final Violation e) {
            scheduler.fail(e);
        } catch (final Throwable e) {
            scheduler.fail(new Violation(Violation.Kind.INEXACT, getName() + " threw what nobody expects: " + e, e));
        }
        finished = true;
        scheduler.finished(this);
    }
}
