package io.tollgate.gate.modelcheck;

import org.jspecify.annotations.Nullable;

/** Hears of every access of the traced classes to a mapped word, just before it is made. One thread. */
public final class Accesses {
    /** Hears of one access. */
    public interface Listener {
        /**
         * An access is about to be made.
         *
         * @param operation method of Agrona that makes it
         * @param address of the word
         */
        void before(String operation, long address);
    }

    private static @Nullable Listener listener;

    private Accesses() {}

    /** From now on this one hears; null: nobody. */
    public static void listener(@Nullable Listener next) {
        listener = next;
    }

    /** Called by the traced classes. What the listener itself does is not heard. */
    public static void before(String operation, long address) {
        final Listener heard = listener;
        if (heard != null) {
            listener = null;
            heard.before(operation, address);
            if (listener == null) {
                listener = heard;
            }
        }
    }
}
