package io.tollgate.gatekeeper.config;

import java.util.List;

/** What is wrong with a configuration file: everything that was found, each with its place and its cure. Holds no secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    ConfigException(String file, List<String> problems) {
        super(file + ": " + String.join("; ", problems));
        this.problems = problems.toArray(new String[0]);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return List.of(problems);
    }
}
