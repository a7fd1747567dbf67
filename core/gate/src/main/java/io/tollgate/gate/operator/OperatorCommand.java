package io.tollgate.gate.operator;

import io.tollgate.gate.Lane;
import io.tollgate.gate.money.Amounts;
import io.tollgate.sbe.OperatorAction;

/**
 * One thing that a person wants of a gate, with who and why. Immutable.
 *
 * @param commandId number of the command in its channel; 0 where the program itself asks
 * @param action what is to be done
 * @param balanceId balance of an ENCUMBER, else −1
 * @param reservationId reservation of a RELEASE or CHARGE, else 0
 * @param execId key of a CHARGE's execution; the same as the router's if it may tell of it too, so that it is charged once
 * @param quantity CHARGE: executed; RELEASE: filled in all; in the line's size scale
 * @param price CHARGE: execution price in the line's price scale
 * @param amount ENCUMBER: what is set aside, in the asset's unit; CHARGE: the fee, negative for a rebate, or {@link Lane#UNKNOWN_FEE}
 * @param who the person, 1 to 64 characters of printable ASCII
 * @param why the reason, 1 to 160 characters of printable ASCII
 */
public record OperatorCommand(
        long commandId,
        OperatorAction action,
        int balanceId,
        long reservationId,
        long execId,
        long quantity,
        long price,
        long amount,
        String who,
        String why) {
    /** Longest name of a person. */
    public static final int WHO_LENGTH = 64;
    /** Longest reason. */
    public static final int WHY_LENGTH = 160;

    private static final int NO_BALANCE = -1;

    /**
     * Checks what can be checked without the book.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    public OperatorCommand {
        text("who", who, WHO_LENGTH);
        text("why", why, WHY_LENGTH);
        switch (action) {
            case ENCUMBER ->
                range("an amount set aside", amount, 0, "in the asset's unit, 0 gives back what was set aside before");
            case RELEASE -> range("a final quantity", quantity, 0, "what the venue says was filled in all");
            case CHARGE -> {
                range("an executed quantity", quantity, 1, "what this execution filled");
                range("a price", price, 1, "what it was executed at");
                if (amount != Lane.UNKNOWN_FEE && !Amounts.isAmount(amount)) {
                    throw new IllegalArgumentException("a fee must be between -2^61 and 2^61: fee=" + amount);
                }
            }
            case HALT, RESUME, OPEN -> {}
            default -> throw new IllegalArgumentException("an operator's action must be known: action=" + action);
        }
    }

    private static void range(String name, long value, long least, String cure) {
        if (value < least || value > Amounts.MAX_AMOUNT) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " and below 2^61: " + value + "; give " + cure);
        }
    }

    private static void text(String name, String value, int longest) {
        boolean printable = !value.isBlank() && value.length() <= longest;
        for (int i = 0; i < value.length(); i++) {
            printable &= value.charAt(i) >= ' ' && value.charAt(i) < 0x7f;
        }
        if (!printable) {
            throw new IllegalArgumentException(
                    name + " goes into the journal and must be 1 to " + longest + " characters of ASCII: " + name + "="
                            + (value.length() > longest ? value.length() + " characters" : value));
        }
    }

    private static OperatorCommand plain(OperatorAction action, String who, String why) {
        return new OperatorCommand(0, action, NO_BALANCE, 0, 0, 0, 0, 0, who, why);
    }

    /** Stops all approvals. */
    public static OperatorCommand halt(String who, String why) {
        return plain(OperatorAction.HALT, who, why);
    }

    /** Ends {@link #halt}. */
    public static OperatorCommand resume(String who, String why) {
        return plain(OperatorAction.RESUME, who, why);
    }

    /** Lets a gate approve again whose files were lost. */
    public static OperatorCommand open(String who, String why) {
        return plain(OperatorAction.OPEN, who, why);
    }

    /** Sets money of a balance aside, instead of what was set aside before. */
    public static OperatorCommand encumber(int balanceId, long amount, String who, String why) {
        return new OperatorCommand(0, OperatorAction.ENCUMBER, balanceId, 0, 0, 0, 0, amount, who, why);
    }

    /** The order has ended, with so much filled in all. */
    public static OperatorCommand release(long reservationId, long finalQuantity, String who, String why) {
        return new OperatorCommand(
                0, OperatorAction.RELEASE, NO_BALANCE, reservationId, 0, finalQuantity, 0, 0, who, why);
    }

    /** The order was executed in part or whole. */
    public static OperatorCommand charge(
            long reservationId, long execId, long quantity, long price, long fee, String who, String why) {
        return new OperatorCommand(
                0, OperatorAction.CHARGE, NO_BALANCE, reservationId, execId, quantity, price, fee, who, why);
    }

    /** The same with a number. */
    public OperatorCommand withId(long id) {
        return new OperatorCommand(id, action, balanceId, reservationId, execId, quantity, price, amount, who, why);
    }
}
