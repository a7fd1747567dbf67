package io.tollgate.benchmarks;

/**
 * JVM flags of the forks. JMH starts them with a class path, so what the jar's manifest opens does not reach them. The first ones are those
 * of {@code core/jvm.args}; a test compares.
 */
final class Flags {
    static final String UNSAFE = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    static final String CHANNELS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String REFLECTION = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    static final String CLEANER = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    static final String NO_ANALYTICS = "-Dchronicle.analytics.disable=true";

    /** Mapped memory is not in the heap, so a small one does; of one size, so that it does not grow while it is measured. */
    static final String HEAP_LEAST = "-Xms512m";

    static final String HEAP_MOST = "-Xmx512m";

    /** The embedder's choice, off by default: no bounds checks in Agrona's buffers. */
    static final String NO_BOUNDS_CHECKS = "-Dagrona.disable.bounds.checks=true";

    private Flags() {}
}
