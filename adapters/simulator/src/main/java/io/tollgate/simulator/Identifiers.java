package io.tollgate.simulator;

/** Names that clients choose: they reach logs and the truth log, so their form is narrow. */
public final class Identifiers {

    /** The longest name. */
    public static final int MAX_LENGTH = 64;

    private Identifiers() {}

    /** Whether the text is 1 to 64 printable ASCII characters without blanks. */
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
