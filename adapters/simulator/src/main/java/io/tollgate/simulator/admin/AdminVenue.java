package io.tollgate.simulator.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.rest.WireFaults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A simulated venue as the admin interface sees it. Thread-safe. */
public abstract class AdminVenue {
    /** Faults that every venue has. */
    public static final List<String> FAULTS = List.of("401", "429", "500", "delay", "drip", "lie", "garbage");

    /** Makes answers. */
    protected static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final int DELAY_MILLIS = 1000;
    private static final int DRIP_MILLIS = 100;

    private final String name;
    private final List<AdminOperation> operations;
    private final WireFaults wire;

    /**
     * @param name the venue's name in paths and files
     * @param operations what may be done
     * @param wire faults of its HTTP
     */
    protected AdminVenue(String name, List<AdminOperation> operations, WireFaults wire) {
        this.name = name;
        this.operations = operations;
        this.wire = wire;
    }

    /** The venue's name. */
    public final String name() {
        return name;
    }

    /** What may be done. */
    public final List<AdminOperation> operations() {
        return operations;
    }

    /** Names of all faults, the venue's own included. */
    public final List<String> faultKinds() {
        final List<String> all = new ArrayList<>(FAULTS);
        all.addAll(ownFaults());
        return all;
    }

    /** The truth: balances, open orders, the newest fills. */
    public abstract ObjectNode truth();

    /** Names of the faults that only this venue has. */
    protected abstract List<String> ownFaults();

    /**
     * Plants 401, 429, 500, a lie, or one of the venue's own faults.
     *
     * @param kind in lower case for the common ones, as {@link #ownFaults} has it for the others
     */
    protected abstract void fault(String kind, int count, AdminRequest request);

    /** Ends the venue's own faults. */
    protected abstract void clearOwnFaults();

    /** Does something else than faults. Returns what is to be told of it. */
    protected abstract ObjectNode carryOut(String operation, AdminRequest request);

    /**
     * Does what is asked.
     *
     * @throws IllegalArgumentException if it cannot be understood
     * @throws io.tollgate.simulator.SimulatorException if the venue refuses
     */
    public final ObjectNode apply(String operation, ObjectNode body) {
        final AdminOperation known = operations.stream()
                .filter(each -> each.name().equals(operation))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no operation " + operation + "; known are "
                        + String.join(
                                ", ",
                                operations.stream().map(AdminOperation::name).toList())));
        final AdminRequest request = AdminRequest.checked(known, body);
        switch (operation) {
            case AdminOperation.FAULT -> plant(request);
            case AdminOperation.CLEAR_FAULTS -> {
                wire.clear();
                clearOwnFaults();
            }
            default -> {
                return carryOut(operation, request);
            }
        }
        return JSON.objectNode().put("status", "ok");
    }

    private void plant(AdminRequest request) {
        final String given = request.text("kind");
        final String kind = faultKinds().stream()
                .filter(each -> each.equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no fault " + given.toLowerCase(Locale.ROOT)
                        + "; known are " + String.join(", ", faultKinds())));
        final int count = request.number("count", 1);
        switch (kind) {
            case "delay" -> wire.delay(count, request.number("millis", DELAY_MILLIS));
            case "drip" -> wire.drip(count, request.number("millis", DRIP_MILLIS));
            case "garbage" -> wire.garbage(count);
            default -> fault(kind, count, request);
        }
    }

    /** An amount of the smallest units as decimal text. */
    protected static String decimal(long units, int scale) {
        return BigDecimal.valueOf(units, scale).toPlainString();
    }

    /** The beginning of {@link #truth}: lists that are to be filled. */
    protected final ObjectNode emptyTruth() {
        final ObjectNode truth = JSON.objectNode().put("venue", name);
        for (final String list : List.of("balances", "orders", "fills")) {
            truth.putArray(list);
        }
        return truth;
    }

    /** Another row of one of the lists. */
    protected static ObjectNode row(ObjectNode truth, String list) {
        return ((ArrayNode) truth.get(list)).addObject();
    }

    /** What an operation tells. */
    protected static ObjectNode told(String key, String value) {
        return JSON.objectNode().put("status", "ok").put(key, value);
    }

    /** Nothing besides that it was done. */
    protected static ObjectNode done() {
        return JSON.objectNode().put("status", "ok");
    }

    /** The only account there is, whatever it is called in the request. */
    protected static void only(AdminRequest request, String key, String one) {
        if (!request.text(key, one).equals(one)) {
            throw new IllegalArgumentException(
                    key + " must be " + one + ", the only one here: " + key + "=" + request.text(key));
        }
    }
}
