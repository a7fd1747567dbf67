package io.tollgate.gatekeeper.config;

import java.util.List;
import java.util.Optional;

/** A venue of the configuration file: which keys its credentials and its balances have, and how a balance is read. */
interface Venue {

    /** The word in the file. */
    String name();

    /** Reads the credentials' keys; empty after a problem. */
    Optional<? extends Credentials> credentials(Section section);

    /** What is needed to read balances of one key of the venue. */
    @FunctionalInterface
    interface Credentials {
        /** Reads a balance's keys; none after a problem. */
        List<ConfiguredBalance> balances(Section section);
    }
}
