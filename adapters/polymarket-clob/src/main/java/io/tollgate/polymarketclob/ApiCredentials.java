package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.rest.Rules;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * API credentials of the venue ("L2"): key, secret, passphrase. {@link #toString} shows the key and no secret.
 *
 * <p>Immutable; any thread.
 */
public final class ApiCredentials {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String CURE =
            "give key, secret and passphrase as the venue answered them when the API key was made, or derive them from the wallet's key";

    private final String key;
    private final SecretKeySpec secret;
    private final String given;
    private final String passphrase;

    private ApiCredentials(String key, SecretKeySpec secret, String given, String passphrase) {
        this.key = key;
        this.secret = secret;
        this.given = given;
        this.passphrase = passphrase;
    }

    /**
     * As the venue hands them out.
     *
     * @param key the API key's name, a UUID
     * @param secret base64; the URL-safe alphabet or the standard one, padded or not
     * @param passphrase any printable text
     * @throws IllegalArgumentException naming what is wrong; the text never holds a secret
     */
    public static ApiCredentials of(String key, String secret, String passphrase) {
        Rules.text("apiKey", key, CURE);
        secretText("secret", secret);
        secretText("passphrase", passphrase);
        final byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder()
                    .decode(secret.strip().replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            // the decoder's own text would name a character of the secret
            throw new IllegalArgumentException("secret must be base64: it is not; " + CURE);
        }
        if (bytes.length == 0) {
            throw new IllegalArgumentException("secret must be base64 of a key: it is empty; " + CURE);
        }
        try {
            return new ApiCredentials(key, new SecretKeySpec(bytes, ALGORITHM), secret.strip(), passphrase.strip());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** As {@link Rules#text}, without showing the value. */
    private static void secretText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must be given: it is empty; " + CURE);
        }
        if (!value.strip().chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            throw new IllegalArgumentException(name + " must be printable ASCII: it is not; " + CURE);
        }
    }

    /** The API key's name. */
    public String key() {
        return key;
    }

    /** Goes into a header; never into a log. */
    String passphrase() {
        return passphrase;
    }

    /** The first frame of the user channel holds them as they are; never into a log. */
    ObjectNode frame() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiKey", key)
                .put("secret", given)
                .put("passphrase", passphrase);
    }

    /**
     * Signs a request: URL-safe base64 of HMAC-SHA256 over {@code timestamp + METHOD + path + body}. Neither host nor query is signed.
     *
     * @param epochSeconds as sent in {@code POLY_TIMESTAMP}
     * @param method HTTP method, upper case
     * @param path path of the URL, without query
     * @param body exactly what is sent; empty for none
     */
    public String sign(long epochSeconds, String method, String path, String body) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            final byte[] signature =
                    mac.doFinal((epochSeconds + method + path + body).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM + ": this one does not", e);
        }
    }

    @Override
    public String toString() {
        return "ApiCredentials[key=" + key + ", secret=***, passphrase=***]";
    }
}
