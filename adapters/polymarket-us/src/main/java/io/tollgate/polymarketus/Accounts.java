package io.tollgate.polymarketus;

import io.tollgate.rest.VenueText;
import java.util.regex.Pattern;

/** Full names of accounts: {@code firms/{firm}/accounts/{id}}. */
final class Accounts {
    private static final Pattern NAME = Pattern.compile("firms/[^/\\s]{1,100}/accounts/[^/\\s]{1,100}");

    private Accounts() {}

    static String checked(String value) {
        if (!isName(value)) {
            throw new IllegalArgumentException("account must be a full name: account=" + VenueText.clean(value)
                    + "; give it as firms/{firm}/accounts/{id}");
        }
        return value;
    }

    /** The last part of an account's full name: for thread names. */
    static String shortName(String account) {
        return account.substring(account.lastIndexOf('/') + 1);
    }

    static boolean isName(String value) {
        return NAME.matcher(value).matches();
    }
}
