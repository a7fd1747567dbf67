package io.tollgate.gate.modelcheck;

/** The traced classes, for tests of other packages. */
public final class TracingClasses {
    private TracingClasses() {}

    /** Loads a class of the gate, and all it uses, with {@link Accesses} told of each access. */
    public static Class<?> load(String name) throws ClassNotFoundException {
        return new TracingLoader().loadClass(name);
    }
}
