package io.tollgate.kalshi;

import io.tollgate.rest.KeyFiles;
import io.tollgate.rest.Rules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/**
 * Who asks: an API key's id and its private key, RSA or Ed25519. {@link #toString} shows no secret. Keys belong to one environment: one of
 * the demo exchange is not known in production.
 *
 * <p>Immutable and thread-safe.
 */
public final class KalshiCredentials {
    /** RSASSA-PSS: as long as the digest, not the longest possible. */
    private static final int SALT_BYTES = 32;

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, 1);

    private final String keyId;
    private final String algorithm;
    private final Signer signer;

    private KalshiCredentials(String keyId, String algorithm, Signer signer) {
        this.keyId = Rules.text("keyId", keyId, "give the API key's id, a UUID");
        this.algorithm = algorithm;
        this.signer = signer;
    }

    private KalshiCredentials(String keyId, PrivateKey key) {
        this(keyId, key.getAlgorithm().equals("RSA") ? "RSA" : "Ed25519", text -> sign(key, text));
    }

    /** Who has a key that does not leave its place: a security module, a signing service. Called by the feed's thread; shows no secret. */
    public interface Signer {

        /**
         * The signature of these bytes: RSASSA-PSS with SHA-256 and a salt of 32 bytes, or Ed25519.
         *
         * @throws GeneralSecurityException if it cannot sign; its text is not shown
         */
        byte[] sign(byte[] text) throws GeneralSecurityException;
    }

    /**
     * With a key that is kept elsewhere.
     *
     * @param algorithm {@code RSA} or {@code Ed25519}
     */
    public static KalshiCredentials signedBy(String keyId, String algorithm, Signer signer) {
        if (!algorithm.equals("RSA") && !algorithm.equals("Ed25519")) {
            throw new IllegalArgumentException("algorithm must be RSA or Ed25519: algorithm=" + algorithm);
        }
        return new KalshiCredentials(keyId, algorithm, signer);
    }

    /**
     * With the key as PEM text: PKCS #8 or PKCS #1.
     *
     * @throws IllegalArgumentException if it is something else; the text never holds it
     */
    public static KalshiCredentials of(String keyId, String privateKeyPem) {
        return new KalshiCredentials(keyId, PrivateKeys.read(privateKeyPem, "privateKey"));
    }

    /**
     * With the key's file, as the venue hands it out.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else; the text never holds its content
     */
    public static KalshiCredentials fromFile(String keyId, Path keyFile) {
        return new KalshiCredentials(keyId, PrivateKeys.read(KeyFiles.text("privateKey", keyFile), "file=" + keyFile));
    }

    /** The API key's id. */
    public String keyId() {
        return keyId;
    }

    /** {@code RSA} or {@code Ed25519}: which algorithm signs. */
    public String algorithm() {
        return algorithm;
    }

    /**
     * Signs a request as the venue asks: standard base64 of the signature over {@code timestamp + METHOD + path}; RSASSA-PSS with SHA-256
     * and a salt of 32 bytes, or Ed25519. Neither query nor body nor host is signed.
     *
     * @param epochMillis time of the request, as sent in {@code KALSHI-ACCESS-TIMESTAMP}
     * @param method HTTP method, upper case
     * @param path whole path of the URL from the host's root, {@code /trade-api/v2} included, without query
     */
    public String sign(long epochMillis, String method, String path) {
        try {
            final byte[] text = (epochMillis + method + path).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(signer.sign(text));
        } catch (GeneralSecurityException e) {
            // the provider's text could name parts of the key
            throw new IllegalStateException("cannot sign with this " + algorithm() + " key: keyId=" + keyId + " ("
                    + e.getClass().getSimpleName() + "); check the JVM's security providers");
        }
    }

    private static byte[] sign(PrivateKey key, byte[] text) throws GeneralSecurityException {
        final boolean isRsa = key.getAlgorithm().equals("RSA");
        final Signature signer = Signature.getInstance(isRsa ? "RSASSA-PSS" : "Ed25519");
        if (isRsa) {
            signer.setParameter(PSS);
        }
        signer.initSign(key);
        signer.update(text);
        return signer.sign();
    }

    @Override
    public String toString() {
        return "KalshiCredentials[keyId=" + keyId + ", algorithm=" + algorithm() + ", privateKey=***]";
    }
}
