package io.tollgate.gatekeeper.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tollgate.gatekeeper.config.Section.Surroundings;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads a configuration file. Any thread. */
public final class ConfigFile {
    private static final long LARGEST_FILE_BYTES = 1024 * 1024;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ConfigFile() {}

    /**
     * Reads and checks a file, its secrets included.
     *
     * @param environment where variables of secrets are looked up
     * @throws ConfigException with everything that is wrong
     */
    public static List<ConfiguredBalance> read(Path file, Map<String, String> environment) {
        return read(file, environment, ConfigFile::read);
    }

    /**
     * Reads another kind of file by the same rules.
     *
     * @param reader takes what it knows from the whole file, which is finished after it, and adds problems of its own to the list
     * @throws ConfigException with everything that is wrong
     */
    public static <T> T read(Path file, Map<String, String> environment, BiFunction<Section, List<String>, T> reader) {
        final JsonNode yaml = parsed(file);
        final List<String> problems = new ArrayList<>();
        final Path folder = file.toAbsolutePath().getParent();
        final Section top = new Section(
                "", yaml, new Surroundings(folder == null ? file.toAbsolutePath() : folder, environment, problems));
        final T read = reader.apply(top, problems);
        top.finish();
        if (!problems.isEmpty()) {
            throw new ConfigException(file.toString(), problems);
        }
        return read;
    }

    private static List<ConfiguredBalance> read(Section top, List<String> problems) {
        final Map<String, Optional<? extends Venue.Credentials>> credentials = new LinkedHashMap<>();
        final Section all = top.section("credentials");
        for (final String name : all.names()) {
            final Section section = all.section(name);
            credentials.put(name, venue(section).flatMap(venue -> venue.credentials(section)));
            if (credentials.get(name).isPresent()
                    || section.optionalText("venue").isPresent()) {
                section.finish();
            }
        }
        final List<ConfiguredBalance> balances = new ArrayList<>();
        final Set<List<String>> seen = new HashSet<>();
        for (final Section section : top.sections("balances")) {
            final String name = section.text("credentials", "give one of the names under credentials");
            final Optional<? extends Venue.Credentials> of = credentials.getOrDefault(name, Optional.empty());
            if (!name.isEmpty() && !credentials.containsKey(name)) {
                section.problem(
                        "credentials",
                        "must be one of the names under credentials: credentials=" + VenueText.clean(name)
                                + Section.meant(name, credentials.keySet()));
            }
            of.ifPresent(found -> {
                for (final ConfiguredBalance balance : found.balances(section)) {
                    if (!seen.add(List.of(balance.venue(), balance.account(), balance.asset()))) {
                        section.problem(
                                "account",
                                "must differ from the balances before: " + balance.venue() + " " + balance.account()
                                        + " " + balance.asset() + " comes twice");
                    }
                    balances.add(balance);
                }
                section.finish();
            });
        }
        if (balances.isEmpty() && problems.isEmpty()) {
            problems.add("balances must list at least one balance: it is empty");
        }
        return balances;
    }

    private static Optional<Venue> venue(Section section) {
        final Map<String, Venue> known = Venues.byName();
        final String name = section.text("venue", "give one of " + String.join(", ", known.keySet()));
        if (!name.isEmpty() && !known.containsKey(name)) {
            section.problem(
                    "venue",
                    "must be one of " + String.join(", ", known.keySet()) + ": venue=" + VenueText.clean(name)
                            + Section.meant(name, known.keySet()));
        }
        return Optional.ofNullable(known.get(name));
    }

    private static JsonNode parsed(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new ConfigException(
                        file.toString(), List.of("the file must be at most 1 MiB; give the configuration file"));
            }
            return YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            // the parser's own text quotes the file, and a secret may stand there against all advice
            final var location = e.getLocation();
            throw new ConfigException(
                    file.toString(),
                    List.of("the file must be YAML with each key once: "
                            + (location == null
                                    ? "it is not"
                                    : "line " + location.getLineNr() + " column " + location.getColumnNr() + " is not")
                            + "; blanks at the beginning of a line count, and tabs are not allowed there"));
        } catch (IOException e) {
            throw new ConfigException(
                    file.toString(),
                    List.of("the file must be readable (" + e.getClass().getSimpleName()
                            + "); check the path and its permissions"));
        }
    }
}
