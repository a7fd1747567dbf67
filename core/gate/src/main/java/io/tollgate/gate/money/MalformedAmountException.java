package io.tollgate.gate.money;

/** Text that is not an amount the gate can hold exactly. Carries the rule broken, the value (cut short) and the cure. */
public final class MalformedAmountException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_VALUE_SHOWN = 40;

    private final String rule;
    private final String value;
    private final String cure;

    MalformedAmountException(String rule, CharSequence value, String cure) {
        super(rule + ": value=\"" + shown(value) + "\"; " + cure);
        this.rule = rule;
        this.value = shown(value);
        this.cure = cure;
    }

    /** The rule that was broken. */
    public String rule() {
        return rule;
    }

    /** The value as it came, at most 40 characters of it; characters that are not printable ASCII are shown as {@code ?}. */
    public String value() {
        return value;
    }

    /** What to do about it. */
    public String cure() {
        return cure;
    }

    /** What comes from a wire goes to a log: short, and without anything that could forge a line. */
    private static String shown(CharSequence value) {
        int length = Math.min(value.length(), LONGEST_VALUE_SHOWN);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.toString();
    }
}
