package io.tollgate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one run, gone afterwards. {@code -Dtollgate.benchmarks.dir} says where; by default where temporary files go. */
final class Scratch implements AutoCloseable {
    static final String PROPERTY = "tollgate.benchmarks.dir";

    private final Path directory;

    Scratch() {
        try {
            final Path parent = Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir")));
            this.directory = Files.createTempDirectory(Files.createDirectories(parent), "tollgate-benchmark-");
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    "benchmarks need a folder they may write to: give -D" + PROPERTY + "=DIR", e);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(directory)) {
            final List<Path> deepestFirst =
                    tree.sorted(Comparator.reverseOrder()).toList();
            for (final Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("a benchmark's folder must be deletable: path=" + directory, e);
        }
    }
}
