package io.tollgate.rest;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks of configuration values. Every failure is an {@link IllegalArgumentException} of the form "rule: name=value; cure".
 */
public final class Rules {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9]{2,10}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*]?");

    private Rules() {}

    /** The value, which must be there. */
    public static <T> T given(String name, @Nullable T value, String cure) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must be given: " + name + "=null; " + cure);
        }
        return value;
    }

    /** Text that is there and may go into a header: printable ASCII. */
    public static String text(String name, @Nullable String value, String cure) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be given: " + name + "=" + value + "; " + cure);
        }
        // These go into HTTP and gRPC headers.
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                throw new IllegalArgumentException(
                        name + " must be printable ASCII: character " + i + " is not; " + cure);
            }
        }
        return value;
    }

    /** A host name or address alone. */
    public static String host(String name, @Nullable String value, String cure) {
        String host = text(name, value, cure);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(name + " must be a host name or address alone: " + name + "="
                    + VenueText.clean(host) + "; " + cure);
        }
        return host;
    }

    /** An upper-case code of 2 to 10 letters or digits. */
    public static String currency(String value) {
        if (!isCurrency(value)) {
            throw new IllegalArgumentException(
                    "currency must be an upper-case code of 2 to 10 letters or digits: currency="
                            + VenueText.clean(value) + "; give for example USD");
        }
        return value;
    }

    /** Whether it is such a code. */
    public static boolean isCurrency(String value) {
        return CURRENCY.matcher(value).matches();
    }

    /** A number within bounds, both included. */
    public static int range(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ": " + name + "="
                    + value + "; give a value in this range");
        }
        return value;
    }

    /** A duration within bounds, both included. */
    public static Duration range(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ": " + name + "="
                    + value + "; give a duration in this range");
        }
        return value;
    }

    /** Two durations in their order. */
    public static void notLonger(String shorterName, Duration shorter, String longerName, Duration longer) {
        if (shorter.compareTo(longer) > 0) {
            throw new IllegalArgumentException(
                    shorterName + " must not be longer than " + longerName + ": " + shorterName + "=" + shorter + " "
                            + longerName + "=" + longer + "; lower the first or raise the second");
        }
    }

    /** Whether a connection to this host cannot leave the machine. Decided by the text alone: names are not looked up. */
    public static boolean isLoopback(String host) {
        String h = host.toLowerCase(Locale.ROOT);
        return h.equals("localhost") || h.equals("::1") || h.equals("[::1]") || h.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** No plaintext that leaves this machine. */
    public static void plaintextOnlyOnLoopback(String host, boolean plaintext) {
        if (plaintext && !isLoopback(host)) {
            throw new IllegalArgumentException("plaintext must stay on this machine: host=" + host
                    + "; leave TLS on, or use 127.0.0.1, ::1 or localhost");
        }
    }

    /** An absolute URL: https, or http if it is on loopback; without user, query and fragment. */
    public static HttpUrl url(String name, String value) {
        HttpUrl url = HttpUrl.parse(value);
        if (url == null) {
            throw new IllegalArgumentException(name + " must be an absolute URL: " + name + "=" + VenueText.clean(value)
                    + "; give https://host/path");
        }
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            throw new IllegalArgumentException(
                    name + " must not hold a user or password: " + name + "=***@" + url.host() + "; take them out");
        }
        if (url.encodedQuery() != null || url.encodedFragment() != null) {
            throw new IllegalArgumentException(name + " must have neither query nor fragment: " + name + "="
                    + url.host() + url.encodedPath() + "?…; take them off");
        }
        if (!url.isHttps() && !isLoopback(url.host())) {
            throw new IllegalArgumentException(name + " must use TLS: " + name + "=" + VenueText.clean(value)
                    + "; give an https URL (http is for loopback only)");
        }
        return url;
    }
}
