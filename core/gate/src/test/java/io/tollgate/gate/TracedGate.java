package io.tollgate.gate;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.modelcheck.Accesses;
import java.nio.file.Path;

/** What the tests of the models do with the traced classes; loaded by their loader, called by name. */
@org.jspecify.annotations.NullUnmarked
public final class TracedGate {
    private final GateHarness h;
    private final Lane otherLane;

    private TracedGate(Path directory) {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(6_000_000, Snapshot.NO_TIME);
        otherLane = h.gate.lane("router-1");
    }

    /** Each of 6 units: an order of 2 is open; one of 4 is asked for; a withdrawal of 1 before access {@code first}, the fill before {@code second}. */
    private String withdrawalAndFillBeside(int first, int second) {
        final long open = h.buy.reserve(50, 4, 1);
        h.buy.sent(open);
        h.step();
        final long taken = addressOf(() -> h.gate.book().scopes().taken(0));
        final int[] seen = {0, -1};
        Accesses.listener((operation, address) -> {
            if (!isOrdered(operation)) {
                return;
            }
            if (address == taken && operation.startsWith("compareAndSet")) {
                seen[1] = seen[0];
            }
            if (seen[0] == first) {
                h.gate.encumber(h.usd, 1_000_000, "test", "withdrawal");
            }
            if (seen[0] == second) {
                otherLane.fill(open, 7, 4, 4, 50, 0, 0);
                h.step();
            }
            seen[0]++;
        });
        final long asked = h.buy.reserve(50, 8, 2);
        Accesses.listener(null);
        return "accesses=" + seen[0] + " cas=" + seen[1] + " approved=" + (asked > 0);
    }

    /** See {@link #withdrawalAndFillBeside}. */
    public static String withdrawalAndFill(Path directory, int first, int second) {
        final TracedGate traced = new TracedGate(directory);
        try {
            return traced.withdrawalAndFillBeside(first, second);
        } finally {
            traced.h.close();
        }
    }

    /** Plain accesses are not seen by others until an ordered one follows. */
    private static boolean isOrdered(String operation) {
        return operation.startsWith("compareAnd")
                || operation.endsWith("Acquire")
                || operation.endsWith("Release")
                || operation.endsWith("Volatile");
    }

    private static long addressOf(Runnable access) {
        final long[] address = {0};
        Accesses.listener((operation, at) -> address[0] = at);
        access.run();
        Accesses.listener(null);
        return address[0];
    }
}
