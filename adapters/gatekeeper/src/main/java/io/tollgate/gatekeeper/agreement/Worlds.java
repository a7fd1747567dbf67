package io.tollgate.gatekeeper.agreement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The worlds there are, by name, in the order in which they are run. */
final class Worlds {
    private static final Map<String, BiFunction<Mode, SimulatedTime, World>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("kalshi", KalshiWorld::new);
        ALL.put("polymarket-clob", ClobWorld::new);
        ALL.put("privy", PrivyWorld::new);
        ALL.put("polymarket-us-retail", (mode, time) -> new PolymarketUsWorld(mode, time, false));
        ALL.put("polymarket-us-exchange", (mode, time) -> new PolymarketUsWorld(mode, time, true));
    }

    private Worlds() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** How one is made. */
    static BiFunction<Mode, SimulatedTime, World> named(String name) {
        final BiFunction<Mode, SimulatedTime, World> world = ALL.get(name);
        if (world == null) {
            throw new IllegalArgumentException("a venue must be one of " + names() + ": venue=" + name);
        }
        return world;
    }
}
