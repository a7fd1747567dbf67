package io.tollgate.simulator.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that may be done to a venue.
 *
 * @param name the word in the path and in a scenario
 * @param required keys that must be given
 * @param optional keys that may be given
 * @param meaning for people
 */
public record AdminOperation(String name, List<String> required, List<String> optional, String meaning) {
    /** The fault that every venue knows. */
    public static final String FAULT = "fault";
    /** Ends all faults. */
    public static final String CLEAR_FAULTS = "clear-faults";

    private static final String ACCOUNT = "account";
    private static final String ASSET = "asset";
    private static final String AMOUNT = "amount";

    /** Keeps copies. */
    public AdminOperation {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }

    /** All keys. */
    public List<String> keys() {
        final List<String> keys = new ArrayList<>(required);
        keys.addAll(optional);
        return keys;
    }

    /**
     * What every venue can do, and more.
     *
     * @param fillKeys further keys of a fill
     * @param more what only this venue can do
     */
    public static List<AdminOperation> common(List<String> fillKeys, AdminOperation... more) {
        final List<AdminOperation> all = new ArrayList<>();
        final List<String> whose = List.of(ACCOUNT, ASSET);
        all.add(new AdminOperation("set-balance", List.of(AMOUNT), whose, "sets the true balance"));
        all.add(new AdminOperation("deposit", List.of(AMOUNT), whose, "brings money in"));
        all.add(new AdminOperation("withdraw", List.of(AMOUNT), whose, "takes money out, as another client would"));
        all.add(new AdminOperation(
                "fill", List.of("order"), fillKeys, "fills an open order; without a size, all of it"));
        all.add(new AdminOperation("cancel", List.of("order"), List.of(), "cancels an open order, unasked"));
        all.add(new AdminOperation(
                FAULT,
                List.of("kind"),
                List.of("count", "millis", AMOUNT),
                "plants a fault: 401, 429, 500, delay, drip, lie, garbage, or one of the venue's own kinds"));
        all.add(new AdminOperation(CLEAR_FAULTS, List.of(), List.of(), "ends all faults"));
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
