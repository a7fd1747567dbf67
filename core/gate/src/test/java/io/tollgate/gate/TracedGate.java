package io.tollgate.gate;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.modelcheck.Accesses;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tests of the models do with the traced classes; loaded by their loader, called by name. */
@org.jspecify.annotations.NullUnmarked
public final class TracedGate {
    private final GateHarness h;
    private final Lane otherLane;
    private final Map<Long, String> names = new HashMap<>();
    private final List<String> heard = new ArrayList<>();

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

    /** The accesses of one way through the shipped classes, in the models' names: "read back", "write taken". */
    public static List<String> trace(Path directory, String way) {
        final TracedGate traced = new TracedGate(directory);
        try {
            traced.run(way);
            return traced.heard;
        } finally {
            Accesses.listener(null);
            traced.h.close();
        }
    }

    private void run(String way) {
        final int row = h.rings.get(1).freeRows().peek();
        if (way.equals("reserve approved") || way.equals("reserve refused") || way.equals("reserve, limit lowered")) {
            name(row);
            listen(way.endsWith("lowered") ? 1_000_000 : 0);
            h.buy.reserve(50, way.endsWith("refused") ? 1_000 : 11, 1);
            return;
        }
        if (way.equals("check")) {
            name(row);
            listen(0);
            h.buy.canAfford(50, 4);
            return;
        }
        final long open = h.buy.reserve(50, 4, 1);
        if (!way.equals("sent")) {
            h.buy.sent(open);
        }
        h.step();
        if (way.equals("fill")) {
            otherLane.fill(open, 7, 2, 2, 50, 0, 0);
        }
        name(row);
        listen(0);
        switch (way) {
            case "sent" -> h.buy.sent(open);
            case "fill" -> h.cycle();
            case "amend" -> h.buy.amend(open, 50, 6);
            case "publish" -> h.gate.encumber(h.usd, 1_000_000, "test", "withdrawal");
            default -> throw new IllegalArgumentException("a way must be known: " + way);
        }
    }

    /** Finds the addresses of the words by asking the shipped classes for them. */
    private void name(int row) {
        final Book book = h.gate.book();
        name("halt", book::haltVolatile);
        name("back", () -> book.scopes().back(0));
        name("taken", () -> book.scopes().taken(0));
        name("version", () -> book.balances().version(h.usd.id()));
        name("limit", () -> book.balances().limit(h.usd.id()));
        name("row state", () -> book.reservations().stateVolatile(row));
        name("row hold", () -> book.reservations().holdAcquire(row));
        name("row filled", () -> book.reservations().filledAcquire(row));
        name("amend", () -> book.reservations().amendState(row));
        name("amend delta", () -> book.reservations().amendDelta(row));
        name("fill slot", () -> book.reservations().factWordAcquire(row, 0));
        for (int transit = 0; transit < book.transit().rowCount(); transit++) {
            final int each = transit;
            name("in transit", () -> book.transit().state(each));
        }
        for (final Ring ring : h.rings) {
            final RingReader reader = ring.journalReader();
            for (int next = 0; next < 8; next++) {
                final long sequence = reader.next() + next;
                name("record", () -> reader.find(sequence));
            }
        }
    }

    private void name(String name, Runnable access) {
        names.put(addressOf(access), name);
    }

    /** @param withdrawn just before the take, or 0 */
    private void listen(long withdrawn) {
        final boolean[] done = {withdrawn == 0};
        Accesses.listener((operation, address) -> {
            final String name = names.get(address);
            if (name == null) {
                return;
            }
            if (!done[0] && name.equals("taken") && operation.startsWith("compareAndSet")) {
                done[0] = true;
                h.gate.encumber(h.usd, withdrawn, "test", "withdrawal");
            }
            final String said = (operation.startsWith("get") ? "read " : "write ") + name;
            if (heard.isEmpty() || !heard.get(heard.size() - 1).equals(said)) {
                heard.add(said);
            }
        });
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
