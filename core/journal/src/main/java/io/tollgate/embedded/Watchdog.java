package io.tollgate.embedded;

import io.tollgate.gate.Gate;
import io.tollgate.journal.Journaler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Halts the lanes of this process while BookKeeper's heartbeat is too old, and tells BookKeeper when the disk is below its mark.
 *
 * <p>Threading: a thread of its own, because it must run when the others do not.
 */
final class Watchdog implements Agent {
    private final Gate gate;
    private final Journaler journaler;
    private final NanoClock clock;
    private final long deadAfterNanos;
    private boolean dead;

    Watchdog(Gate gate, Journaler journaler, NanoClock clock, long deadAfterNanos) {
        this.gate = gate;
        this.journaler = journaler;
        this.clock = clock;
        this.deadAfterNanos = deadAfterNanos;
    }

    @Override
    public int doWork() {
        gate.bookKeeper().diskLow(journaler.diskLow());
        final boolean isDead = clock.nanoTime() - gate.heartbeatNanos() > deadAfterNanos;
        if (isDead != dead) {
            dead = isDead;
            gate.watchdog(isDead);
            return 1;
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "tollgate-watchdog";
    }
}
