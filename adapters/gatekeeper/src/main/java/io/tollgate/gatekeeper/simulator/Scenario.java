package io.tollgate.gatekeeper.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gatekeeper.config.ConfigFile;
import io.tollgate.gatekeeper.config.Section;
import io.tollgate.gatekeeper.simulator.SimulatedVenue.Plan;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.admin.AdminVenue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scenario file says.
 *
 * @param plans the venues that are to run, by name
 * @param adminPort 0 for a free one
 * @param events what happens by itself, in the order of time
 */
record Scenario(Map<String, Plan> plans, int adminPort, List<Event> events) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Something that happens by itself.
     *
     * @param at after the start
     * @param venue where
     * @param operation as over the admin interface
     * @param body likewise
     */
    record Event(Duration at, String venue, String operation, ObjectNode body) {}

    /** Everything by default. */
    static Scenario standard(List<String> venues) {
        // the same code with nothing to read
        return read(Section.absent(new ArrayList<>()), venues);
    }

    /**
     * Reads a file.
     *
     * @param venues the venues that are to run; empty for what the file says, or all
     * @throws io.tollgate.gatekeeper.config.ConfigException with everything that is wrong
     */
    static Scenario read(Path file, List<String> venues) {
        return ConfigFile.read(file, Map.of(), (top, problems) -> read(top, venues));
    }

    private static Scenario read(Section top, List<String> venues) {
        final List<String> wanted = new ArrayList<>(venues);
        top.ifTexts("venues", texts -> {
            for (final String text : texts) {
                if (!names().contains(text)) {
                    throw new IllegalArgumentException("must name venues of " + String.join(", ", names()) + ": " + text
                            + Section.meant(text, names()));
                }
            }
            if (venues.isEmpty()) {
                wanted.addAll(texts);
            }
        });
        final Map<String, Plan> plans = new LinkedHashMap<>();
        for (final SimulatedVenue venue : SimulatedVenue.ALL) {
            final Section section = top.section(venue.name());
            final Optional<Plan> plan = venue.read(section);
            section.finish();
            if (wanted.isEmpty() || wanted.contains(venue.name())) {
                plan.ifPresent(known -> plans.put(venue.name(), known));
            }
        }
        final int[] port = {0};
        final Section admin = top.section("admin");
        admin.ifNumber("port", given -> {
            if (given < 0 || given > HIGHEST_PORT) {
                throw new IllegalArgumentException("must be 0 to " + HIGHEST_PORT + ": port=" + given);
            }
            port[0] = given;
        });
        admin.finish();
        final List<Event> events = new ArrayList<>();
        for (final Section section : SimulatedVenue.parts(top, "events")) {
            event(section, events).ifPresent(events::add);
        }
        final List<Event> running = events.stream()
                .filter(event -> wanted.isEmpty() || wanted.contains(event.venue()))
                .toList();
        return new Scenario(Map.copyOf(plans), port[0], running);
    }

    static List<String> names() {
        return SimulatedVenue.ALL.stream().map(SimulatedVenue::name).toList();
    }

    private static Optional<Event> event(Section section, List<Event> before) {
        final Duration last =
                before.isEmpty() ? Duration.ZERO : before.get(before.size() - 1).at();
        final Duration[] at = {last};
        section.ifDuration("at", time -> {
            if (time.compareTo(last) < 0) {
                throw new IllegalArgumentException("must not be before the event above it: at=" + time.toMillis()
                        + "ms, above " + last.toMillis() + "ms; put the events in the order of time");
            }
            at[0] = time;
        });
        final String name = section.text("venue", "give one of " + String.join(", ", names()));
        final String operation = section.text("do", "give an operation of the venue");
        final Optional<SimulatedVenue> venue = SimulatedVenue.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (venue.isEmpty()) {
            if (!name.isEmpty()) {
                section.problem(
                        "venue",
                        "must be one of " + String.join(", ", names()) + ": venue=" + name
                                + Section.meant(name, names()));
            }
            section.names();
            return Optional.empty();
        }
        final List<String> words =
                venue.get().operations().stream().map(AdminOperation::name).toList();
        final Optional<AdminOperation> known = venue.get().operations().stream()
                .filter(each -> each.name().equals(operation))
                .findFirst();
        if (known.isEmpty()) {
            if (!operation.isEmpty()) {
                section.problem(
                        "do",
                        "must be one of " + String.join(", ", words) + ": do=" + operation
                                + Section.meant(operation, words));
            }
            section.names();
            return Optional.empty();
        }
        final ObjectNode body = body(section, known.get());
        kind(section, venue.get(), body);
        section.finish();
        return section.made(() -> new Event(at[0], name, operation, body));
    }

    private static ObjectNode body(Section section, AdminOperation operation) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (final String key : operation.required()) {
            final String text = section.text(key, operation.name() + " needs it: it " + operation.meaning());
            body.put(key, text);
        }
        for (final String key : operation.optional()) {
            section.ifText(key, text -> body.put(key, text));
        }
        return body;
    }

    private static void kind(Section section, SimulatedVenue venue, ObjectNode body) {
        if (!body.has("kind")) {
            return;
        }
        final List<String> kinds = new ArrayList<>(AdminVenue.FAULTS);
        kinds.addAll(venue.ownFaults());
        final String kind = body.path("kind").textValue();
        if (kinds.stream().noneMatch(each -> each.equalsIgnoreCase(kind))) {
            section.problem(
                    "kind",
                    "must be one of " + String.join(", ", kinds) + ": kind=" + kind + Section.meant(kind, kinds));
        }
    }
}
