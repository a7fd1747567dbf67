package io.tollgate.rest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text that came from outside fit for a log line or an error: bounded, on one line, and without anything that looks like a
 * token or a key. A venue that answers an error by repeating our request must not put our credentials into our log.
 */
public final class VenueText {
    private static final int LONGEST = 240;
    /** Signed tokens, bearer credentials and long base64 runs: signatures, seeds, opaque tokens. */
    private static final Pattern SECRET =
            Pattern.compile("(?i:bearer)\\s+\\S+|eyJ[A-Za-z0-9_=-]{8,}(\\.[A-Za-z0-9_=-]*)*"
                    + "|(?<![A-Za-z0-9+/_-])(?!firms/)[A-Za-z0-9+/_-]{40,}={0,2}");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

    private VenueText() {}

    /** The text, fit to be shown; empty for none. */
    public static String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String bounded = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String oneLine = CONTROL.matcher(bounded).replaceAll(" ").strip();
        String harmless = SECRET.matcher(oneLine).replaceAll("***");
        return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + "…" : harmless;
    }

    /** As {@link #clean(String)}, and besides without this very secret. */
    public static String clean(@Nullable String text, String secret) {
        if (text == null || secret.isEmpty()) {
            return clean(text);
        }
        return clean(text.replace(secret, "***"));
    }
}
