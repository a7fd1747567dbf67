package io.tollgate.polymarketus;

import io.tollgate.rest.KeyFiles;
import io.tollgate.rest.Rules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Who asks the retail stack: an API key id and its Ed25519 secret. {@link #toString} shows no secret.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetailCredentials {
    private static final int SEED_BYTES = 32;
    private static final int SEED_AND_PUBLIC_BYTES = 64;

    private final String keyId;
    private final UnaryOperator<byte[]> signer;

    private RetailCredentials(String keyId, UnaryOperator<byte[]> signer) {
        this.keyId = Rules.text("keyId", keyId, "give the API key's id, a UUID");
        this.signer = signer;
    }

    private RetailCredentials(String keyId, Ed25519PrivateKeyParameters key) {
        this(keyId, text -> sign(key, text));
    }

    /**
     * With a key that does not leave its place: a security module, a signing service.
     *
     * @param signer makes the Ed25519 signature of the bytes it is given; called by the feed's thread
     */
    public static RetailCredentials signedBy(String keyId, UnaryOperator<byte[]> signer) {
        return new RetailCredentials(keyId, signer);
    }

    /**
     * With the secret as the venue hands it out: standard base64 of a 32-byte seed, or of 64 bytes, seed and public key.
     *
     * @throws IllegalArgumentException if it is something else; the text never holds it
     */
    public static RetailCredentials of(String keyId, String secretBase64) {
        String cure = "copy the secret key again as the venue showed it when the API key was made";
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(secretBase64.strip());
        } catch (IllegalArgumentException e) {
            // The decoder's own text would name a character of the secret.
            throw new IllegalArgumentException("secretKey must be standard base64: it is not; " + cure);
        }
        try {
            if (secret.length != SEED_BYTES && secret.length != SEED_AND_PUBLIC_BYTES) {
                throw new IllegalArgumentException("secretKey must be base64 of " + SEED_BYTES + " or "
                        + SEED_AND_PUBLIC_BYTES + " bytes: bytes=" + secret.length + "; " + cure);
            }
            Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(secret, 0);
            if (secret.length == SEED_AND_PUBLIC_BYTES
                    && !Arrays.equals(
                            key.generatePublicKey().getEncoded(),
                            Arrays.copyOfRange(secret, SEED_BYTES, SEED_AND_PUBLIC_BYTES))) {
                throw new IllegalArgumentException(
                        "secretKey of 64 bytes must be a seed and its public key: its halves do not belong together; "
                                + cure);
            }
            return new RetailCredentials(keyId, key);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * With the secret from a file that holds its base64 text and nothing else.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else; the text never holds its content
     */
    public static RetailCredentials fromFile(String keyId, Path secretFile) {
        return of(keyId, KeyFiles.text("secretKey", secretFile));
    }

    /** The API key's id. */
    public String keyId() {
        return keyId;
    }

    /**
     * Signs a request as the venue asks: standard base64 of Ed25519 over {@code timestamp + METHOD + path}. Neither query nor body
     * nor host is signed.
     *
     * @param epochMillis time of the request, as sent in {@code X-PM-Timestamp}
     * @param method HTTP method, upper case
     * @param path path of the URL, without query
     */
    public String sign(long epochMillis, String method, String path) {
        byte[] message = (epochMillis + method + path).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(signer.apply(message));
    }

    private static byte[] sign(Ed25519PrivateKeyParameters key, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "RetailCredentials[keyId=" + keyId + ", secretKey=***]";
    }
}
