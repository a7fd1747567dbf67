package io.tollgate.stress;

/** Gates that are used again; see {@link Pool}. Threading: any thread. */
public final class GatePool {
    private static final Pool<StressGate> POOL = new Pool<>(StressGate::new);

    private GatePool() {}

    /** A gate at rest. */
    public static StressGate take() {
        final StressGate gate = POOL.take();
        gate.begin();
        return gate;
    }

    /** The use has ended. */
    public static void give(StressGate gate) {
        POOL.give(gate);
    }
}
