package io.tollgate.gatekeeper.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the configuration file: two levels of maps, text in quotes. */
final class Yaml {
    private Yaml() {}

    /** Keys and values in turn, in order. */
    static Map<String, Object> map(Object... keysAndValues) {
        final Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    /** The file. */
    static String configuration(List<Running> venues) {
        final StringBuilder text = new StringBuilder(
                "# Written by tollgate simulator: its venues, ready for tollgate balances --config. Holds no secret itself.\n");
        text.append("credentials:\n");
        for (final Running venue : venues) {
            venue.credentials().forEach((name, keys) -> {
                text.append("  ").append(name).append(":\n");
                keys.forEach((key, value) -> line(text.append("    "), key, value));
            });
        }
        text.append("balances:\n");
        for (final Running venue : venues) {
            for (final Map<String, Object> balance : venue.balances()) {
                String indent = "  - ";
                for (final Map.Entry<String, Object> entry : balance.entrySet()) {
                    line(text.append(indent), entry.getKey(), entry.getValue());
                    indent = "    ";
                }
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(": ");
        if (value instanceof List<?> list) {
            text.append('[')
                    .append(String.join(", ", list.stream().map(String::valueOf).toList()))
                    .append(']');
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            text.append('\'').append(String.valueOf(value).replace("'", "''")).append('\'');
        }
        text.append('\n');
    }
}
