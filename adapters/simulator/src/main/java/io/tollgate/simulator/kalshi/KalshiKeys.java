package io.tollgate.simulator.kalshi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. The signature is checked over {@code timestamp + METHOD + path}, the path from the host's root and without query: RSASSA-PSS
 * with SHA-256 and a salt of exactly 32 bytes, or Ed25519, by the key's own kind. Thread-safe.
 */
final class KalshiKeys {
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final long toleranceMillis;
    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

    KalshiKeys(long toleranceMillis) {
        this.toleranceMillis = toleranceMillis;
    }

    void add(String keyId, PublicKey key) {
        if (!key.getAlgorithm().equals("RSA") && !key.getAlgorithm().startsWith("Ed")) {
            throw new IllegalArgumentException(
                    "key must be RSA or Ed25519: algorithm=" + key.getAlgorithm() + "; make one of these");
        }
        keys.put(keyId, key);
    }

    /** The key's id, if all is well. */
    String check(
            @Nullable String keyId,
            @Nullable String timestamp,
            @Nullable String signature,
            String method,
            String path,
            long nowMillis)
            throws KalshiRefusal {
        if (keyId == null || timestamp == null || signature == null) {
            throw KalshiRefusal.nested(401, "signature_is_missing_from_headers", "");
        }
        final PublicKey key = keys.get(keyId);
        if (key == null) {
            throw KalshiRefusal.nested(401, "authentication_error", "NOT_FOUND");
        }
        final long millis;
        try {
            millis = Long.parseLong(timestamp);
        } catch (NumberFormatException malformed) {
            throw KalshiRefusal.nested(401, "header_timestamp_expired", "not a number");
        }
        if (Math.abs(Math.subtractExact(millis, nowMillis)) > toleranceMillis) {
            throw KalshiRefusal.nested(401, "header_timestamp_expired", "");
        }
        if (!fits(key, signature, timestamp + method + path)) {
            throw KalshiRefusal.nested(
                    401,
                    "authentication_error",
                    "rpc error: code = Unauthenticated desc = INCORRECT_API_KEY_SIGNATURE");
        }
        return keyId;
    }

    private static boolean fits(PublicKey key, String signature, String text) {
        try {
            final Signature verifier;
            if (key.getAlgorithm().equals("RSA")) {
                verifier = Signature.getInstance("RSASSA-PSS");
                verifier.setParameter(PSS);
            } else {
                verifier = Signature.getInstance("Ed25519");
            }
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
