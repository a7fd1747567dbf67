package io.tollgate.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tollgate.simulator.rest.Http;
import io.tollgate.simulator.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code simulator.json}: where a running simulator is to be found. Written (mode 0600, at one stroke) when it is ready, removed
 * when it ends in order.
 *
 * @param formatVersion of this file
 * @param pid the simulator's process
 * @param endpoints where it listens
 * @param restUrl base of the retail REST API
 * @param clientId of the exchange stack
 * @param privateKeyFile PKCS#8 PEM, mode 0600
 * @param retailKeyId X-PM-Access-Key
 * @param retailSeedFile base64 of the Ed25519 seed, mode 0600
 * @param controlToken opens {@code /simulator/…} of this run
 */
record SimulatorFile(
        int formatVersion,
        long pid,
        VenueEndpoints endpoints,
        String restUrl,
        String clientId,
        String privateKeyFile,
        String retailKeyId,
        String retailSeedFile,
        String controlToken) {

    static final int FORMAT_VERSION = 1;
    private static final String NAME = "simulator.json";

    static Path in(Path directory) {
        return directory.resolve(NAME);
    }

    void write(Path directory) {
        try {
            PrivateFiles.write(
                    in(directory), Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException failure) {
            throw new SimulatorException(
                    "cannot write " + NAME + ": directory=" + directory + " cause=" + failure, failure);
        }
    }

    static SimulatorFile read(Path directory) {
        Path file = in(directory);
        try {
            SimulatorFile found =
                    Http.JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), SimulatorFile.class);
            if (found.formatVersion != FORMAT_VERSION) {
                throw new SimulatorException("simulator file is of another version: file=" + file + " formatVersion="
                        + found.formatVersion + " expected=" + FORMAT_VERSION);
            }
            return found;
        } catch (JsonProcessingException malformed) {
            throw new SimulatorException("simulator file is damaged: file=" + file, malformed);
        } catch (IOException failure) {
            throw new SimulatorException(
                    "no simulator is running on this directory: file=" + file + " cause=" + failure, failure);
        }
    }

    /** Masks the token. */
    @Override
    public String toString() {
        return "SimulatorFile[pid=" + pid + ", endpoints=" + endpoints + ", controlToken=***]";
    }
}
