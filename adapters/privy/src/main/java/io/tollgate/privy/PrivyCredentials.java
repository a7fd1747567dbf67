package io.tollgate.privy;

import io.tollgate.rest.KeyFiles;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: an app's id and its secret, sent as HTTP Basic together with {@code privy-app-id}. {@link #toString} shows no secret.
 *
 * <p>Immutable and thread-safe.
 */
public final class PrivyCredentials {
    private static final String SECRET_BEGINS = "privy_app_secret_";
    private static final String CURE = "copy the app secret again as the dashboard showed it when it was made";

    private final String appId;
    private final String secret;
    private final String authorization;

    private PrivyCredentials(String appId, String secret) {
        this.appId = Rules.text("appId", appId, "give the app's id from the dashboard");
        if (appId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("appId must have no colon: appId=" + VenueText.clean(appId)
                    + "; give the app's id without the secret");
        }
        this.secret = Rules.text("appSecret", secret, CURE);
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString((appId + ":" + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * With the secret as the dashboard shows it; blanks and line ends around it are taken off.
     *
     * @throws IllegalArgumentException if one of them is missing or cannot go into a header; the text never holds the secret
     */
    public static PrivyCredentials of(String appId, String appSecret) {
        return new PrivyCredentials(appId.strip(), appSecret.strip());
    }

    /**
     * With the secret from a file that holds it and nothing else.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else; the text never holds its content
     */
    public static PrivyCredentials fromFile(String appId, Path secretFile) {
        return of(appId, KeyFiles.text("appSecret", secretFile));
    }

    /** The app's id. */
    public String appId() {
        return appId;
    }

    /** Whether the secret begins as the venue's secrets do; one without was probably copied in part. */
    boolean looksWhole() {
        return secret.startsWith(SECRET_BEGINS);
    }

    /** Adds both headers. Reads need no signature of the request. */
    Request.Builder authenticate(Request.Builder request) {
        return request.header("Authorization", authorization).header("privy-app-id", appId);
    }

    /** Text of the venue, fit to be shown: without our secret in either form. */
    String clean(@Nullable String text) {
        final String withoutHeader =
                text == null ? "" : text.replace(authorization.substring("Basic ".length()), "***");
        return VenueText.clean(withoutHeader, secret);
    }

    @Override
    public String toString() {
        return "PrivyCredentials[appId=" + appId + ", appSecret=***]";
    }
}
