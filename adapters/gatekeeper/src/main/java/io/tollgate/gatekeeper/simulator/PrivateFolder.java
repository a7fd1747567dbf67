package io.tollgate.gatekeeper.simulator;

import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A folder that only its owner may enter (mode 0700) where it is made here, and files in it that only their owner may read (0600). One thread. */
final class PrivateFolder {
    private final Path folder;
    private final boolean temporary;
    private final List<Path> written = new ArrayList<>();

    private PrivateFolder(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** A folder of a given name, made if it is not there. */
    static PrivateFolder at(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            return new PrivateFolder(folder.toAbsolutePath().normalize(), false);
        } catch (IOException | UnsupportedOperationException failure) {
            throw new SimulatorException(
                    "a folder for credentials must be there and ours: folder=" + folder + " cause=" + failure
                            + "; give another one with --files",
                    failure);
        }
    }

    /** A new one among the system's temporary files, which goes when the simulator stops. */
    static PrivateFolder temporary() {
        try {
            return new PrivateFolder(Files.createTempDirectory("tollgate-simulator-"), true);
        } catch (IOException failure) {
            throw new SimulatorException("no temporary folder can be made: cause=" + failure, failure);
        }
    }

    Path path() {
        return folder;
    }

    /** Writes a file at one stroke. Returns its whole path. */
    Path write(String name, String text) {
        return write(folder.resolve(name), text);
    }

    /** Likewise elsewhere. */
    Path write(Path file, String text) {
        try {
            PrivateFiles.write(file, text);
            written.add(file);
            return file;
        } catch (IOException | UnsupportedOperationException failure) {
            throw new SimulatorException("cannot write: file=" + file + " cause=" + failure, failure);
        }
    }

    /** Removes a file that says that something runs; and all of them, if the folder is a temporary one. */
    void end(List<Path> signs) {
        try {
            for (final Path file : temporary ? Collections.unmodifiableList(written) : signs) {
                Files.deleteIfExists(file);
            }
            if (temporary) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException failure) {
            throw new SimulatorException("cannot remove: folder=" + folder + " cause=" + failure, failure);
        }
    }
}
