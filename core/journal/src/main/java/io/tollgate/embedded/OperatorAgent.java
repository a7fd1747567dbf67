package io.tollgate.embedded;

import io.tollgate.gate.operator.OperatorServer;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Looks for operators' commands on the watchdog's thread. Its file is written by other processes: if it turns out to be broken, commands
 * end until the next start, and trading does not.
 */
final class OperatorAgent implements Agent {
    private final OperatorServer server;
    private volatile @Nullable RuntimeException failure;

    OperatorAgent(OperatorServer server) {
        this.server = server;
    }

    @Override
    public int doWork() {
        if (failure != null) {
            return 0;
        }
        try {
            return server.poll();
        } catch (final RuntimeException e) {
            failure = e;
            return 1;
        }
    }

    /** What ended the taking of commands, or null. Any thread. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void onClose() {
        server.close();
    }

    @Override
    public String roleName() {
        return "tollgate-operator";
    }
}
