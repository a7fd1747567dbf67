package io.tollgate.simulator.fault;

import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.Faults;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The switches. Thread-safe. */
public final class FaultBoard implements Faults {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final class Active {
        final Fault fault;
        final long endNanos;
        int left;

        Active(Fault fault, long endNanos) {
            this.fault = fault;
            this.endNanos = endNanos;
            this.left = fault.count();
        }
    }

    private final LongSupplier nanoClock;
    private final Map<FaultKind, Active> active = new EnumMap<>(FaultKind.class);
    private final List<Consumer<Fault>> listeners = new CopyOnWriteArrayList<>();

    /** With a monotonic clock in nanoseconds. */
    public FaultBoard(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Is told of each fault as it is injected, on the injecting thread. */
    public void onInject(Consumer<Fault> listener) {
        listeners.add(listener);
    }

    @Override
    public void inject(Fault fault) {
        synchronized (active) {
            active.put(fault.kind(), new Active(fault, nanoClock.getAsLong() + fault.forMillis() * NANOS_PER_MILLI));
        }
        listeners.forEach(listener -> listener.accept(fault));
    }

    @Override
    public void clear() {
        synchronized (active) {
            active.clear();
        }
    }

    /** Uses up one of a counted fault; null if none is left. */
    public @Nullable Fault take(FaultKind kind) {
        synchronized (active) {
            Active found = active.get(kind);
            if (found == null || found.left == 0) {
                return null;
            }
            found.left--;
            return found.fault;
        }
    }

    /** A timed fault that still lasts; null if there is none. */
    public @Nullable Fault lasting(FaultKind kind) {
        synchronized (active) {
            Active found = active.get(kind);
            return found == null || found.endNanos - nanoClock.getAsLong() <= 0 ? null : found.fault;
        }
    }
}
