package io.tollgate.gatekeeper.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollgate.rest.KeyFiles;
import io.tollgate.rest.VenueText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a configuration file, read key by key. What is asked for is what is known: {@link #finish} reports every other key. Problems are
 * collected, so that one look at a file finds all of them.
 *
 * <p>Threading: one thread.
 */
public final class Section {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    /** As variables are usually named: secrets are not. */
    private static final Pattern NAME_OF_A_KIND = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private final String place;
    private final JsonNode node;
    private final Surroundings surroundings;
    private final Set<String> known = new LinkedHashSet<>();
    private int problems;

    /** What a section needs from outside: where its file is, the environment, and where problems go. */
    record Surroundings(Path folder, Map<String, String> environment, List<String> problems) {}

    Section(String place, @Nullable JsonNode node, Surroundings surroundings) {
        this.place = place;
        this.surroundings = surroundings;
        this.node = node == null ? MissingNode.getInstance() : node;
        if (node != null && !node.isObject()) {
            problem("must hold keys and values: it is " + what(node));
        }
    }

    /** A file without anything in it. */
    public static Section absent(List<String> problems) {
        return new Section("", null, new Surroundings(Path.of(""), Map.of(), problems));
    }

    /** Where this is in the file. */
    public String place() {
        return place;
    }

    /** Whether a key is there. */
    public boolean has(String key) {
        return !value(key).isMissingNode();
    }

    /** A part of this one; without keys if it is absent. */
    public Section section(String key) {
        final JsonNode value = value(key);
        return new Section(at(key), value.isMissingNode() ? null : value, surroundings);
    }

    /** The parts of a list. */
    public List<Section> sections(String key) {
        final JsonNode list = value(key);
        final List<Section> sections = new ArrayList<>();
        if (list.isMissingNode() || !list.isArray()) {
            problem(key, "must be a list: it is " + what(list));
            return sections;
        }
        for (int i = 0; i < list.size(); i++) {
            sections.add(new Section(at(key) + "[" + i + "]", list.get(i), surroundings));
        }
        return sections;
    }

    /** The keys of this part, whatever they are: for names that the user chooses. */
    public List<String> names() {
        final List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        known.addAll(names);
        return names;
    }

    /** Text that must be there; empty after a problem. */
    public String text(String key, String cure) {
        final Optional<String> text = optionalText(key);
        if (text.isEmpty() && value(key).isMissingNode()) {
            problem(key, "must be given; " + cure);
        }
        return text.orElse("");
    }

    /** Text, if it is there. */
    public Optional<String> optionalText(String key) {
        final JsonNode value = value(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if ((!value.isTextual() && !value.isIntegralNumber()) || value.asText().isBlank()) {
            problem(key, "must be text: it is " + what(value) + "; write it in quotes");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    /** Hands text on, if it is there. */
    public void ifText(String key, Consumer<String> taker) {
        optionalText(key).ifPresent(text -> taken(key, () -> taker.accept(text)));
    }

    /** Hands the path of a file on, if it is there. */
    public void ifPath(String key, Consumer<Path> taker) {
        ifText(key, text -> taker.accept(path(text)));
    }

    private Path path(String text) {
        try {
            return surroundings.folder().resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path: it is none; write one relative to this file", e);
        }
    }

    /** Hands a duration on, if it is there. */
    public void ifDuration(String key, Consumer<Duration> taker) {
        optionalText(key).ifPresent(text -> {
            final Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                problem(
                        key,
                        "must be a number with ms, s, m or h: " + key + "=" + VenueText.clean(text)
                                + "; write for example 2s");
                return;
            }
            final long number = Long.parseLong(matcher.group(1));
            final Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            taken(key, () -> taker.accept(duration));
        });
    }

    /** Hands a whole number on, if it is there. */
    public void ifNumber(String key, Consumer<Integer> taker) {
        final JsonNode value = value(key);
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            problem(key, "must be a whole number: it is " + what(value));
            return;
        }
        taken(key, () -> taker.accept(value.intValue()));
    }

    /** Hands true or false on, if it is there. */
    public void ifBoolean(String key, Consumer<Boolean> taker) {
        final JsonNode value = value(key);
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isBoolean()) {
            problem(key, "must be true or false: it is " + what(value));
            return;
        }
        taken(key, () -> taker.accept(value.booleanValue()));
    }

    /** Hands a list of texts on, if it is there. */
    public void ifTexts(String key, Consumer<List<String>> taker) {
        final JsonNode value = value(key);
        if (value.isMissingNode()) {
            return;
        }
        final List<String> texts = new ArrayList<>();
        for (final JsonNode element : value) {
            texts.add(element.isTextual() ? element.textValue() : "");
        }
        if (!value.isArray() || texts.contains("")) {
            problem(key, "must be a list of texts: it is " + what(value));
            return;
        }
        taken(key, () -> taker.accept(Collections.unmodifiableList(texts)));
    }

    /** Hands one of a few words on, if it is there. */
    public <E extends Enum<E>> void ifWord(String key, Class<E> words, Consumer<E> taker) {
        optionalText(key).ifPresent(text -> word(text, words)
                .ifPresentOrElse(
                        word -> taken(key, () -> taker.accept(word)),
                        () -> problem(
                                key,
                                "must be one of " + String.join(", ", words(words)) + ": " + key + "="
                                        + VenueText.clean(text) + meant(text, words(words)))));
    }

    /** The word that a text is, whatever its case. */
    static <E extends Enum<E>> Optional<E> word(String text, Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.name().equalsIgnoreCase(text))
                .findFirst();
    }

    static <E extends Enum<E>> List<String> words(Class<E> words) {
        return Arrays.stream(words.getEnumConstants()).map(Enum::name).toList();
    }

    /**
     * A secret, from {@code <key>Env} or {@code <key>File}.
     *
     * @return empty after a problem; the problem never holds the secret
     */
    public Optional<String> secret(String key) {
        final Optional<String> file = optionalText(key + "File");
        final Optional<String> variable = optionalText(key + "Env");
        if (inline(key)) {
            return Optional.empty();
        }
        if (file.isPresent() == variable.isPresent()) {
            problem(
                    key + "File",
                    "or " + key
                            + "Env must be given, one of them; give the file or the environment variable that holds it");
            return Optional.empty();
        }
        if (variable.isPresent()) {
            if (!VARIABLE.matcher(variable.get()).matches()) {
                problem(
                        key + "Env",
                        "must be the name of an environment variable: what is given is none, and is not shown, lest it be the secret");
                return Optional.empty();
            }
            final String value = surroundings.environment().get(variable.get());
            if (value == null || value.isBlank()) {
                problem(
                        key + "Env",
                        "must name an environment variable that is set: "
                                + (NAME_OF_A_KIND.matcher(variable.get()).matches()
                                        ? variable.get()
                                        : "what is given (not shown, lest it be the secret)")
                                + " is not; export it");
                return Optional.empty();
            }
            return Optional.of(value.strip());
        }
        return secretFile(key).flatMap(path -> attempt(key + "File", () -> KeyFiles.text(key, path)));
    }

    /** The file of a secret that its reader reads by itself, from {@code <key>File}. */
    public Optional<Path> secretFile(String key) {
        if (inline(key)) {
            return Optional.empty();
        }
        final String name = text(key + "File", "give the path of the file that holds it");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(surroundings.folder().resolve(name));
        } catch (InvalidPathException e) {
            problem(key + "File", "must be a path: it is none");
            return Optional.empty();
        }
    }

    /** Whether a secret is given in any way, right or wrong. */
    public boolean offers(String key) {
        known.add(key + "File");
        known.add(key + "Env");
        return node.has(key) || node.has(key + "File") || node.has(key + "Env");
    }

    private boolean inline(String key) {
        if (node.has(key)) {
            known.add(key);
            problem(
                    key,
                    "must not stand in the file; write it to a file of its own and give " + key
                            + "File, or give the environment variable that holds it as " + key
                            + "Env, and change the secret if others could read this file");
            return true;
        }
        return false;
    }

    /** Makes something out of what was read; a refusal becomes a problem of this part. Empty if the part has a problem already. */
    public <T> Optional<T> made(Supplier<T> maker) {
        if (problems > 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException refused) {
            problem(String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    /** Reports every key that nobody asked for, with the nearest one. */
    public void finish() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                problem(
                        VenueText.clean(key),
                        "is not known" + meant(key, known) + "; known here: " + String.join(", ", known));
            }
        });
    }

    /** Something is wrong with a key. */
    public void problem(String key, String rule) {
        problems++;
        surroundings.problems().add(at(key) + " " + rule);
    }

    private void problem(String rule) {
        problems++;
        surroundings.problems().add((place.isEmpty() ? "the file" : place) + ": " + rule);
    }

    /** What to say of a word that is near one of these; empty if none is. */
    public static String meant(String word, Collection<String> words) {
        return NearestKey.of(word, words)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    private void taken(String key, Runnable take) {
        attempt(key, () -> {
            take.run();
            return Boolean.TRUE;
        });
    }

    private <T> Optional<T> attempt(String key, Supplier<T> attempt) {
        try {
            return Optional.of(attempt.get());
        } catch (IllegalArgumentException refused) {
            problem(key, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private JsonNode value(String key) {
        known.add(key);
        final JsonNode value = node.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private static String what(JsonNode value) {
        return value.isMissingNode() ? "absent" : "of type " + value.getNodeType();
    }
}
