package io.tollgate.gatekeeper.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All venues of the configuration file. */
final class Venues {
    private static final List<Venue> ALL = List.of(
            new PolymarketUsRetail(),
            new PolymarketUsExchange(),
            new PolymarketClob(),
            new KalshiVenue(),
            new PrivyVenue());

    private Venues() {}

    /** By name, in order. */
    static Map<String, Venue> byName() {
        final Map<String, Venue> byName = new LinkedHashMap<>();
        ALL.forEach(venue -> byName.put(venue.name(), venue));
        return byName;
    }
}
