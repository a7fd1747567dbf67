package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.Section;
import io.tollgate.simulator.admin.AdminOperation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A venue that can be simulated: what its part of a scenario may say, and how it is started. */
interface SimulatedVenue {
    /** All of them, in the order in which they are started. */
    List<SimulatedVenue> ALL =
            List.of(new SimulatedUs(), new SimulatedClob(), new SimulatedKalshi(), new SimulatedPrivy());

    /** The word in scenarios, port files and paths. */
    String name();

    /** What events may do. */
    List<AdminOperation> operations();

    /** Which faults events may plant, besides the common ones. */
    List<String> ownFaults();

    /** Reads the venue's part, which may be empty: then all is by default. Empty after a problem. */
    Optional<Plan> read(Section section);

    /** A venue as a scenario wants it. */
    @FunctionalInterface
    interface Plan {
        /**
         * Starts it.
         *
         * @throws io.tollgate.simulator.SimulatorException if a port is in use
         */
        Running start(PrivateFolder folder);
    }

    /** Hands an amount on in its smallest units, if it is there. */
    static void ifUnits(Section section, String key, int scale, LongConsumer taker) {
        section.ifText(key, text -> taker.accept(units(key, text, scale)));
    }

    /** An exact amount of 0 or more in its smallest units. */
    static long units(String key, String text, int scale) {
        try {
            final BigDecimal amount = new BigDecimal(text.length() > 40 ? "x" : text);
            if (amount.signum() >= 0) {
                return amount.movePointRight(scale).longValueExact();
            }
        } catch (NumberFormatException | ArithmeticException inexact) {
            throw new IllegalArgumentException(
                    "must be a decimal number with at most " + scale + " decimals: " + key + "=" + text, inexact);
        }
        throw new IllegalArgumentException("must be 0 or more: " + key + "=" + text);
    }

    /** The parts of a list; none if it is absent. */
    static List<Section> parts(Section section, String key) {
        return section.has(key) ? section.sections(key) : List.of();
    }
}
