package io.tollgate.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the files of a queue safe against the death of the machine, from a thread of its own and without Chronicle: an fsync writes what
 * any mapping of the file has changed. One thread.
 */
final class DeviceSync {
    private static final boolean SYNCS_DIRECTORIES = java.io.File.separatorChar == '/';

    private final Path directory;
    /** The file that was written at the last sync: older ones cannot change any more. */
    private String current = "";

    private int files;

    DeviceSync(Path directory) {
        this.directory = directory;
    }

    /** @throws UncheckedIOException if the device does not say that everything is there */
    void sync() {
        try {
            final List<Path> queueFiles = queueFiles(directory);
            for (final Path file : queueFiles) {
                if (name(file).compareTo(current) >= 0) {
                    force(file);
                }
            }
            force(directory.resolve(JournalFormat.QUEUE_METADATA_FILE));
            if (files != queueFiles.size()) {
                forceDirectory(directory);
                files = queueFiles.size();
            }
            if (!queueFiles.isEmpty()) {
                current = name(queueFiles.get(queueFiles.size() - 1));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The queue's files, oldest first. */
    static List<Path> queueFiles(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> name(file).endsWith(JournalFormat.QUEUE_FILE_SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The names of new files. */
    static void forceDirectory(Path folder) throws IOException {
        if (SYNCS_DIRECTORIES) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
