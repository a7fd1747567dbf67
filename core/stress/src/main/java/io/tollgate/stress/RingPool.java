package io.tollgate.stress;

/** Rings that are used again; see {@link Pool}. Threading: any thread. */
public final class RingPool {
    private static final Pool<StressRing> POOL = new Pool<>(StressRing::new);

    private RingPool() {}

    /** An empty ring. */
    public static StressRing take() {
        final StressRing ring = POOL.take();
        ring.begin();
        return ring;
    }

    /** The use has ended. */
    public static void give(StressRing ring) {
        POOL.give(ring);
    }
}
