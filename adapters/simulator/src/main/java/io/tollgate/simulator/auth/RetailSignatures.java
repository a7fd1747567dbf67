package io.tollgate.simulator.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Checks the headers of a retail request: Ed25519 over {@code timestamp + METHOD + path}, the path without its query, the time-stamp in
 * milliseconds and within 30 s. Thread-safe.
 */
public final class RetailSignatures {
    private static final long TOLERANCE_MILLIS = 30_000;

    private final String keyId;
    private final PublicKey key;

    /** For one key. */
    public RetailSignatures(String keyId, PublicKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * Checks one request.
     *
     * @throws RefusedException if a header is missing or wrong
     */
    public void check(
            @Nullable String accessKey,
            @Nullable String timestamp,
            @Nullable String signature,
            String method,
            String pathWithoutQuery,
            long nowMillis)
            throws RefusedException {
        if (accessKey == null || timestamp == null || signature == null) {
            throw new RefusedException("X-PM-Access-Key, X-PM-Timestamp and X-PM-Signature are required");
        }
        if (!keyId.equals(accessKey)) {
            throw new RefusedException("access key is not known");
        }
        long millis;
        try {
            millis = Long.parseLong(timestamp);
        } catch (NumberFormatException malformed) {
            throw new RefusedException("X-PM-Timestamp must be milliseconds since the epoch");
        }
        if (millis < nowMillis - TOLERANCE_MILLIS || millis > nowMillis + TOLERANCE_MILLIS) {
            throw new RefusedException("X-PM-Timestamp must be within 30 s of the venue's clock");
        }
        if (!fits(signature, timestamp + method + pathWithoutQuery)) {
            throw new RefusedException("X-PM-Signature does not fit timestamp + METHOD + path");
        }
    }

    private boolean fits(String signature, String message) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
