package io.tollgate.gatekeeper.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all feeds of one credential have in common, made at its first use. Any thread. */
final class Shared<T> {
    private @Nullable T made;

    synchronized T orMade(Supplier<T> maker) {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
