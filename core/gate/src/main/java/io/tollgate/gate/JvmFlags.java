package io.tollgate.gate;

import java.util.ArrayList;
import java.util.List;

/** The JVM flags a process must be started with; {@code core/jvm.args} holds them all. */
public final class JvmFlags {
    private static final List<String> GATE = List.of("jdk.internal.misc");
    private static final List<String> GATEKEEPER = List.of("jdk.internal.misc", "sun.nio.ch", "java.lang.reflect");

    private JvmFlags() {}

    /**
     * Checks what lanes need: mapped buffers.
     *
     * @throws IllegalStateException naming the flags that are missing
     */
    public static void requireForGate() {
        require(GATE);
    }

    /**
     * Checks what a gatekeeper needs: mapped buffers and Chronicle Queue.
     *
     * @throws IllegalStateException naming the flags that are missing
     */
    public static void requireForGatekeeper() {
        require(GATEKEEPER);
    }

    private static void require(List<String> packages) {
        final List<String> missing = missing(packages, Object.class.getModule(), JvmFlags.class.getModule());
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the JVM must be started with " + String.join(" ", missing)
                    + ": add it to the command line, or start with java @core/jvm.args ...");
        }
    }

    static List<String> missing(List<String> packages, Module owner, Module user) {
        final List<String> missing = new ArrayList<>();
        for (final String name : packages) {
            if (!owner.isOpen(name, user)) {
                missing.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
            }
        }
        return missing;
    }
}
