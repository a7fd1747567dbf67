package io.tollgate.gate;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ring files of a state directory: {@code lanes/0-bookkeeper.ring}, {@code lanes/1-NAME.ring}, ... */
final class LaneFiles implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,48}");
    private static final Pattern FILE = Pattern.compile("(\\d+)-([A-Za-z0-9._-]{1,48})\\.ring");

    private final GateConfig config;
    private final Path directory;
    private final Ring keeperRing;
    private final Map<String, Ring> lanes = new LinkedHashMap<>();

    LaneFiles(GateConfig config) {
        this.config = config;
        this.directory = config.directory().resolve("lanes");
        this.keeperRing = Ring.keeper(directory.resolve("0-bookkeeper.ring"), config.keeperSlots());
        try {
            openExisting();
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openExisting() {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.ring")) {
            found.forEach(files::add);
        } catch (final IOException e) {
            throw new StateException(
                    "lanes must be readable: path=" + directory + " (" + e + "): check owner and mount", e);
        }
        for (final Path file : files) {
            final Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
            if (!name.matches()) {
                throw new StateException("lanes must hold only ring files: path=" + file + ": move it away");
            }
            final int laneId = Integer.parseInt(name.group(1));
            if (laneId == Ring.KEEPER_RING_ID) {
                continue;
            }
            if (laneId > config.sizes().lanes()) {
                throw new StateException("a lane's number must be at most the configured lanes: path=" + file
                        + " lanes=" + config.sizes().lanes() + ": use the sizes the directory was made with");
            }
            lanes.put(
                    name.group(2),
                    Ring.lane(file, laneId, config.laneSlots(), config.sizes().rowsPerLane()));
        }
    }

    Ring keeperRing() {
        return keeperRing;
    }

    List<Ring> existing() {
        return List.copyOf(lanes.values());
    }

    @Nullable
    Ring find(String name) {
        return lanes.get(name);
    }

    synchronized Ring create(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a lane's name must be 1 to 48 letters, digits, dots, dashes or underscores: name=" + name);
        }
        final int laneId = lanes.size() + 1;
        if (laneId > config.sizes().lanes()) {
            throw new IllegalStateException("there must be room for another lane: lanes="
                    + config.sizes().lanes() + " are used: choose larger sizes with an empty state directory");
        }
        final Ring ring = Ring.lane(
                directory.resolve(laneId + "-" + name + ".ring"),
                laneId,
                config.laneSlots(),
                config.sizes().rowsPerLane());
        lanes.put(name, ring);
        return ring;
    }

    /** Writes changed pages to the device. */
    synchronized void force() {
        keeperRing.force();
        lanes.values().forEach(Ring::force);
    }

    @Override
    public void close() {
        lanes.values().forEach(Ring::close);
        keeperRing.close();
    }
}
