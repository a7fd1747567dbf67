package io.tollgate.embedded;

import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/** An agent that ends at its first failure, after it was told: half-done work is not gone on with. */
final class GuardedAgent implements Agent {
    private final Agent agent;
    private final Consumer<Throwable> onFailure;

    GuardedAgent(Agent agent, Consumer<Throwable> onFailure) {
        this.agent = agent;
        this.onFailure = onFailure;
    }

    @Override
    public void onStart() {
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        try {
            return agent.doWork();
        } catch (final RuntimeException | Error e) {
            onFailure.accept(e);
            throw new AgentTerminationException(e);
        }
    }

    @Override
    public void onClose() {
        agent.onClose();
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
