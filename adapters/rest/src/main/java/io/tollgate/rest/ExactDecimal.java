package io.tollgate.rest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Decimal text and JSON numbers to fixed point at an asset's scale, exactly; what the scale cannot show is rounded down (towards
 * negative infinity), so that a balance never looks larger than it is. No {@code double} is involved.
 */
public final class ExactDecimal {
    /** Amounts are below this in size: differences and sums of a few of them stay within a {@code long}. */
    public static final long AMOUNT_LIMIT = 1L << 61;

    private static final int LONGEST_TEXT = 64;
    /** More digits before the point than any amount below 2^61 can have, and more after it than any venue sends. */
    private static final int MOST_DIGITS = 100;

    private static final BigDecimal LIMIT = BigDecimal.valueOf(AMOUNT_LIMIT);
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,24})?");

    private ExactDecimal() {}

    /**
     * Reads plain decimal text such as {@code 96.9636} or {@code -0.5}: no exponent, sign {@code +}, blanks or grouping.
     *
     * @param what the field's name, for the error
     * @throws MalformedMessageException if it is no such text, or out of range at this scale
     */
    public static long fromText(String what, String text, int scale) throws MalformedMessageException {
        if (text.isEmpty()) {
            throw new MalformedMessageException(what + " must be given: " + what + " is absent or empty");
        }
        if (text.length() > LONGEST_TEXT || !PLAIN.matcher(text).matches()) {
            throw new MalformedMessageException(
                    what + " must be plain decimal text: " + what + "='" + VenueText.clean(text) + "'");
        }
        return fromNumber(what, new BigDecimal(text), scale);
    }

    /**
     * Brings an exact number to the asset's scale.
     *
     * @throws MalformedMessageException if it is out of range at this scale
     */
    public static long fromNumber(String what, BigDecimal value, int scale) throws MalformedMessageException {
        // Before any rescaling: 1e999999999 is nine characters of JSON and a gigabyte of digits.
        long digitsBeforePoint = (long) value.precision() - value.scale();
        if (value.signum() != 0 && (digitsBeforePoint > MOST_DIGITS || value.scale() > MOST_DIGITS)) {
            throw outOfRange(what, scale);
        }
        if (value.signum() == 0) {
            return 0;
        }
        BigDecimal scaled = value.movePointRight(scale).setScale(0, RoundingMode.FLOOR);
        if (scaled.abs().compareTo(LIMIT) >= 0) {
            throw outOfRange(what, scale);
        }
        return scaled.longValueExact();
    }

    private static MalformedMessageException outOfRange(String what, int scale) {
        return new MalformedMessageException(
                what + " must be below 2^61 units of 10^-" + scale + ": it is out of range");
    }
}
