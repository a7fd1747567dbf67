package io.tollgate.polymarketus;

import io.tollgate.rest.KeyFiles;
import io.tollgate.rest.Rules;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Optional;

/**
 * Who asks the exchange stack: a client id and the RSA key that its token requests are signed with (RS256). {@link #toString} shows
 * neither key nor anything derived from it.
 *
 * <p>Immutable.
 */
public final class ExchangeCredentials {
    private static final int LEAST_KEY_BITS = 2048;

    private final String clientId;
    private final PrivateKey key;
    private final Optional<String> keyId;

    private ExchangeCredentials(String clientId, PrivateKey key, Optional<String> keyId) {
        this.clientId = Rules.text("clientId", clientId, "give the client id that the venue assigned");
        this.key = Rules.given("key", key, "give the RSA private key whose public half the venue holds");
        this.keyId = keyId;
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw new IllegalArgumentException("key must be an RSA private key: algorithm=" + key.getAlgorithm()
                    + "; the venue accepts RS256 only");
        }
        if (rsa.getModulus().bitLength() < LEAST_KEY_BITS) {
            throw new IllegalArgumentException("key must have at least " + LEAST_KEY_BITS + " bits: bits="
                    + rsa.getModulus().bitLength() + "; make a longer one and register it with the venue");
        }
    }

    /** With a key that is already loaded. */
    public static ExchangeCredentials of(String clientId, PrivateKey key) {
        return new ExchangeCredentials(clientId, key, Optional.empty());
    }

    /**
     * With a key from a PEM file: PKCS #8 ({@code BEGIN PRIVATE KEY}) or PKCS #1 ({@code BEGIN RSA PRIVATE KEY}), not encrypted.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else; the text never holds its content
     */
    public static ExchangeCredentials fromPemFile(String clientId, Path pem) {
        return of(clientId, KeyFiles.rsaPrivateKey(pem));
    }

    /** The same with a {@code kid} header in the assertion, for a client with several registered keys. */
    public ExchangeCredentials withKeyId(String newKeyId) {
        return new ExchangeCredentials(
                clientId,
                key,
                Optional.of(Rules.text("keyId", newKeyId, "give the id under which the key is registered")));
    }

    /** The client id. */
    public String clientId() {
        return clientId;
    }

    Optional<String> keyId() {
        return keyId;
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "ExchangeCredentials[clientId=" + clientId + ", key=***]";
    }
}
