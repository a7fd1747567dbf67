package io.tollgate.gate;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private final JournaledState journaled;
    private final Path directory;
    private final Ring keeperRing;
    /** What is gone or torn, for people. */
    private final List<JournaledState.Loss> losses = new ArrayList<>();

    private final Map<String, Ring> lanes = new LinkedHashMap<>();

    /** @param journaled where the rings of the journal go on */
    LaneFiles(GateConfig config, JournaledState journaled) {
        this.config = config;
        this.journaled = journaled;
        this.directory = config.directory().resolve("lanes");
        final Path keeperPath = directory.resolve("0-bookkeeper.ring");
        setAsideIfBehind(keeperPath, Ring.KEEPER_RING_ID);
        noteIfGone(Ring.KEEPER_RING_ID, Files.exists(keeperPath));
        this.keeperRing = Ring.keeper(keeperPath, config.keeperSlots(), journaled.next(Ring.KEEPER_RING_ID));
        try {
            checkTorn(keeperRing, keeperPath);
            openExisting();
            for (final int ringId : journaled.nextSequences().keySet()) {
                if (ringId != Ring.KEEPER_RING_ID) {
                    noteIfGone(ringId, lanes.values().stream().anyMatch(ring -> ring.ringId() == ringId));
                }
            }
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
            setAsideIfBehind(file, laneId);
            if (!Files.exists(file)) {
                noteIfGone(laneId, false);
            }
            final Ring ring =
                    Ring.lane(file, laneId, config.laneSlots(), config.sizes().rowsPerLane(), journaled.next(laneId));
            lanes.put(name.group(2), ring);
            checkTorn(ring, file);
        }
    }

    private void noteIfGone(int ringId, boolean there) {
        final long next = journaled.next(ringId);
        if (!there && next > 0) {
            losses.add(new JournaledState.Loss(
                    LossKind.RING,
                    ringId,
                    "ring " + ringId + " is gone: what it had not given to the journal before sequence " + next
                            + " was written is lost"));
        }
    }

    private boolean machineDied() {
        return journaled.losses().stream().anyMatch(loss -> loss.kind() == LossKind.MACHINE);
    }

    /** After a machine's death a ring file may be older than what the journal has of it: then it is kept under another name. */
    private void setAsideIfBehind(Path file, int ringId) {
        if (!machineDied() || !Files.exists(file)) {
            return;
        }
        final long end;
        try (Ring ring = ringId == Ring.KEEPER_RING_ID
                ? Ring.keeper(file, config.keeperSlots())
                : Ring.lane(file, ringId, config.laneSlots(), config.sizes().rowsPerLane())) {
            end = ring.producer().sequence();
        }
        if (end >= journaled.next(ringId)) {
            return;
        }
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".lost-" + end),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new StateException("lanes must be writable: path=" + file + " (" + e + "): check owner and mount", e);
        }
    }

    private void checkTorn(Ring ring, Path file) {
        final long torn = ring.tornAt(journaled.next(ring.ringId()));
        if (torn < 0) {
            return;
        }
        if (!machineDied()) {
            throw new StateException("a ring must have all its records: path=" + file + " record " + torn
                    + " is missing or damaged, and there are signs of later ones: restore the file, or move it away; the gate then"
                    + " holds what journal and book know and stays closed until an operator opens it");
        }
        ring.clearTorn(journaled.next(ring.ringId()));
        losses.add(new JournaledState.Loss(
                LossKind.RING,
                ring.ringId(),
                "ring " + ring.ringId() + " is torn: records from " + torn + " on are lost"));
    }

    List<JournaledState.Loss> losses() {
        return List.copyOf(losses);
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
        // the lowest number without a ring: where a ring file was lost, its reservation rows get a lane again
        int laneId = 1;
        while (hasLane(laneId)) {
            laneId++;
        }
        if (laneId > config.sizes().lanes()) {
            throw new IllegalStateException("there must be room for another lane: lanes="
                    + config.sizes().lanes() + " are used: choose larger sizes with an empty state directory");
        }
        final Ring ring = Ring.lane(
                directory.resolve(laneId + "-" + name + ".ring"),
                laneId,
                config.laneSlots(),
                config.sizes().rowsPerLane(),
                journaled.next(laneId));
        lanes.put(name, ring);
        return ring;
    }

    private boolean hasLane(int laneId) {
        return lanes.values().stream().anyMatch(ring -> ring.ringId() == laneId);
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
