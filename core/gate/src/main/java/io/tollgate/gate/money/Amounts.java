package io.tollgate.gate.money;

import java.math.BigDecimal;

/**
 * Amounts of money and positions: a {@code long} in the asset's own unit, 10<sup>−scale</sup>, between −{@link #MAX_AMOUNT} and
 * {@link #MAX_AMOUNT}. Three amounts can be added without wrapping.
 *
 * <p>Parsing is exact and goes from the text of a decimal number straight to the {@code long}; no binary floating point is
 * touched. The caller chooses the direction of rounding: {@link #parseFloor balances down}, {@link #parseCeil costs up}.
 *
 * <p>Stateless; any thread. Only failures and {@link #format} allocate.
 */
public final class Amounts {
    /** The largest amount there is. */
    public static final long MAX_AMOUNT = (1L << 61) - 1;

    /** An allowance of this much or more is no limit at all. Not an amount. */
    public static final long UNLIMITED = 1L << 61;

    /** The largest scale of a {@code long}. */
    public static final int MAX_SCALE = 18;

    /** An exponent beyond every text's length: such a number is zero or out of range, whatever its digits. */
    private static final long FAR_EXPONENT = 1L << 40;

    private static final long[] POWERS_OF_TEN = new long[MAX_SCALE + 1];

    static {
        long power = 1;
        for (int exponent = 0; exponent <= MAX_SCALE; exponent++) {
            POWERS_OF_TEN[exponent] = power;
            power *= exponent < MAX_SCALE ? 10 : 1;
        }
    }

    private enum Rounding {
        FLOOR,
        CEIL,
        EXACT
    }

    private Amounts() {}

    /** Whether {@code value} is in the range of amounts: |value| &lt; 2⁶¹. */
    public static boolean isAmount(long value) {
        return value >= -MAX_AMOUNT && value <= MAX_AMOUNT;
    }

    /**
     * 10 to the power of {@code exponent}.
     *
     * @param exponent 0 to 18
     * @throws IllegalArgumentException outside of that
     */
    public static long pow10(int exponent) {
        return POWERS_OF_TEN[checkScale("exponent", exponent, MAX_SCALE)];
    }

    /**
     * The largest amount that is not more than the number: for what is owned.
     *
     * @param decimal decimal text: optional sign, digits, optionally a point and digits, optionally an exponent (as in JSON)
     * @param scale decimal places of the asset's unit, 0 to 18
     * @throws MalformedAmountException if the text is not such a number or |amount| is 2⁶¹ or more
     */
    public static long parseFloor(CharSequence decimal, int scale) {
        return parse(decimal, scale, Rounding.FLOOR);
    }

    /** The smallest amount that is not less than the number: for what is owed. Otherwise as {@link #parseFloor}. */
    public static long parseCeil(CharSequence decimal, int scale) {
        return parse(decimal, scale, Rounding.CEIL);
    }

    /** The amount that is the number, refused if there is none at this scale. Otherwise as {@link #parseFloor}. */
    public static long parseExact(CharSequence decimal, int scale) {
        return parse(decimal, scale, Rounding.EXACT);
    }

    /**
     * The amount as plain decimal text with exactly {@code scale} places, such as {@code 96.963600}; reads back by {@link
     * #parseExact}.
     *
     * @param amount any {@code long}
     * @param scale 0 to 18
     */
    public static String format(long amount, int scale) {
        return BigDecimal.valueOf(amount, checkScale("scale", scale, MAX_SCALE)).toPlainString();
    }

    static int checkScale(String name, int scale, int max) {
        if (scale < 0 || scale > max) {
            throw new IllegalArgumentException(name + " must be 0 to " + max + ": " + name + "=" + scale
                    + "; use the number of decimal places that the venue publishes");
        }
        return scale;
    }

    private static long parse(CharSequence text, int scale, Rounding rounding) {
        checkScale("scale", scale, MAX_SCALE);
        int length = text.length();
        int start = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        boolean negative = start == 1 && text.charAt(0) == '-';

        int point = endOfDigits(text, start);
        int end = point;
        if (end < length && text.charAt(end) == '.') {
            end = endOfDigits(text, point + 1);
        }
        long exponent = 0;
        int stop = end;
        if (end < length && (text.charAt(end) | 0x20) == 'e') {
            int sign = end + 1;
            int first = sign < length && (text.charAt(sign) == '-' || text.charAt(sign) == '+') ? sign + 1 : sign;
            stop = endOfDigits(text, first);
            exponent = exponent(text, first, stop);
            exponent = text.charAt(sign) == '-' ? -exponent : exponent;
        }
        if (stop != length) {
            throw notDecimal(text);
        }
        return round(text, start, point, end, exponent + scale, negative, rounding);
    }

    /** Digits before {@code point} + {@code shift} are kept, the rest only says whether something was cut off. */
    private static long round(
            CharSequence text, int start, int point, int end, long shift, boolean negative, Rounding rounding) {
        long kept = point - start + shift;
        long magnitude = 0;
        boolean cut = false;
        long seen = 0;
        for (int i = start; i < end; i++) {
            if (i == point) {
                continue;
            }
            int digit = text.charAt(i) - '0';
            if (seen++ < kept) {
                magnitude = appendDigit(magnitude, digit, text);
            } else {
                cut |= digit != 0;
            }
        }
        // a non-zero magnitude leaves the range within 19 steps
        for (; seen < kept && magnitude != 0; seen++) {
            magnitude = appendDigit(magnitude, 0, text);
        }
        if (cut && rounding == Rounding.EXACT) {
            throw new MalformedAmountException(
                    "a number must not have more decimal places than the asset's unit",
                    text,
                    "use the asset's scale, or choose a direction of rounding");
        }
        if (cut && (rounding == Rounding.CEIL) != negative) {
            magnitude++;
            if (magnitude > MAX_AMOUNT) {
                throw outOfRange(text);
            }
        }
        return negative ? -magnitude : magnitude;
    }

    private static long appendDigit(long magnitude, int digit, CharSequence text) {
        if (magnitude > (MAX_AMOUNT - digit) / 10) {
            throw outOfRange(text);
        }
        return magnitude * 10 + digit;
    }

    /** The index after at least one digit from {@code start} on. */
    private static int endOfDigits(CharSequence text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        if (i == start) {
            throw notDecimal(text);
        }
        return i;
    }

    private static long exponent(CharSequence text, int first, int stop) {
        long exponent = 0;
        for (int i = first; i < stop; i++) {
            exponent = Math.min(FAR_EXPONENT, exponent * 10 + (text.charAt(i) - '0'));
        }
        return exponent;
    }

    private static MalformedAmountException notDecimal(CharSequence text) {
        return new MalformedAmountException(
                "a number must be [+-]digits[.digits][e[+-]digits]", text, "send plain decimal text without spaces");
    }

    private static MalformedAmountException outOfRange(CharSequence text) {
        return new MalformedAmountException(
                "an amount must be below 2^61 units of the asset, either sign",
                text,
                "check the asset's scale; the gate cannot hold more");
    }
}
