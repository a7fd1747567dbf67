package io.tollgate.gatekeeper.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The demo's last line: {@code demo: key=value key=value ...}.
 *
 * @param values in the order in which they are printed
 */
record ClosingLine(Map<String, Long> values) {

    ClosingLine {
        values = new LinkedHashMap<>(values);
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" ", "demo: ", ""));
    }
}
