package io.tollgate.gatekeeper.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.admin.AdminServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The venues of a scenario, running, with what is written for their clients. {@link #close} may be called by any thread, any number of times. */
final class Simulation implements AutoCloseable {
    /** Of the port file. */
    static final int FORMAT_VERSION = 1;

    static final String CONFIGURATION = "tollgate.yaml";
    private static final String TOKEN = "admin.token";
    private static final String VARIABLES = "simulator.env";
    private static final int TOKEN_BYTES = 24;
    private static final JsonMapper JSON = new JsonMapper();

    private final PrivateFolder folder;
    private final List<Running> venues = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Path portFile;
    private final List<Path> signs = new ArrayList<>();
    private @Nullable AdminServer admin;
    private Path configuration = Path.of("");

    private Simulation(PrivateFolder folder, @Nullable Path portFile) {
        this.folder = folder;
        this.portFile =
                (portFile == null ? folder.path().resolve("ports.json") : portFile.toAbsolutePath()).normalize();
    }

    /**
     * Starts all venues and writes the files; the port file last, so that whoever sees it may begin.
     *
     * @param portFile null for one in the folder
     * @throws SimulatorException if a port is in use or a file cannot be written; nothing runs then
     */
    static Simulation start(Scenario scenario, PrivateFolder folder, @Nullable Path portFile) {
        final Simulation simulation = new Simulation(folder, portFile);
        try {
            simulation.open(scenario);
            return simulation;
        } catch (RuntimeException failure) {
            simulation.close();
            throw failure;
        }
    }

    private void open(Scenario scenario) {
        for (final SimulatedVenue venue : SimulatedVenue.ALL) {
            final SimulatedVenue.Plan plan = scenario.plans().get(venue.name());
            if (plan != null) {
                venues.add(plan.start(folder));
            }
        }
        final byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        final String token = HexFormat.of().formatHex(random);
        final AdminServer server = AdminServer.start(
                scenario.adminPort(), token, venues.stream().map(Running::admin).toList());
        admin = server;
        final Path tokenFile = folder.write(TOKEN, token + "\n");
        signs.add(tokenFile);
        configuration = folder.write(CONFIGURATION, Yaml.configuration(venues));

        signs.add(folder.write(VARIABLES, variables(server.url(), tokenFile)));
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("formatVersion", FORMAT_VERSION);
        all.put("pid", ProcessHandle.current().pid());
        all.put("adminUrl", server.url());
        all.put("adminTokenFile", tokenFile.toString());
        all.put("configuration", configuration.toString());
        final Map<String, Object> each = new LinkedHashMap<>();
        venues.forEach(venue -> each.put(venue.admin().name(), venue.endpoints()));
        all.put("venues", each);
        try {
            signs.add(portFile);
            folder.write(portFile, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new SimulatorException("the port file cannot be written: " + impossible, impossible);
        }
    }

    /** The port file's content for a shell: names in capitals, values in quotes. */
    private String variables(String adminUrl, Path tokenFile) {
        final StringBuilder text = new StringBuilder("# for a shell: . " + VARIABLES + "\n");
        variable(text, "ADMIN_URL", adminUrl);
        variable(text, "ADMIN_TOKEN_FILE", tokenFile);
        variable(text, "CONFIGURATION", configuration);
        for (final Running venue : venues) {
            final String prefix = capitals(venue.admin().name()) + "_";
            venue.endpoints().forEach((key, value) -> variable(text, prefix + capitals(key), value));
        }
        return text.toString();
    }

    private static void variable(StringBuilder text, String name, Object value) {
        text.append(name)
                .append("='")
                .append(String.valueOf(value).replace("'", "'\\''"))
                .append("'\n");
    }

    /** {@code apiSecretFile} as {@code API_SECRET_FILE}. */
    private static String capitals(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Where the port file is. */
    Path portFile() {
        return portFile;
    }

    /** The configuration for {@code tollgate balances}. */
    Path configuration() {
        return configuration;
    }

    /** What runs. */
    List<Running> venues() {
        return List.copyOf(venues);
    }

    /** Where the admin interface is. */
    String adminUrl() {
        final AdminServer server = admin;
        return server == null ? "" : server.url();
    }

    /** Carries out an event. */
    ObjectNode apply(Scenario.Event event) {
        for (final Running venue : venues) {
            if (venue.admin().name().equals(event.venue())) {
                return venue.admin().apply(event.operation(), event.body().deepCopy());
            }
        }
        throw new IllegalArgumentException("venue must run: venue=" + event.venue());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // the signs first: nobody is sent to venues that are about to go
        folder.end(signs);
        final AdminServer server = admin;
        if (server != null) {
            server.close();
        }
        for (int i = venues.size() - 1; i >= 0; i--) {
            venues.get(i).stop().run();
        }
    }
}
