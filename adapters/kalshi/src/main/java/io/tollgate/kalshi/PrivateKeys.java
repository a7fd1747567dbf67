package io.tollgate.kalshi;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The venue's private keys from PEM text: RSA or Ed25519, in PKCS #8 or (RSA only) PKCS #1 form. What is inside decides, not the block's
 * title: keys with the wrong title are in use. Errors never quote the key. Any thread.
 */
final class PrivateKeys {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LARGEST_PEM = 64 * 1024;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*");

    /** id-Ed25519, RFC 8410. */
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private static final String CURE =
            "give the .key file that the venue handed out when the API key was made: unencrypted PEM with an RSA (2048 bits or more) or"
                    + " Ed25519 private key";

    private PrivateKeys() {}

    /**
     * Reads the key.
     *
     * @param where names the source in errors, such as {@code file=kalshi.key}
     * @throws IllegalArgumentException if there is no such key in it
     */
    static PrivateKey read(String pemText, String where) {
        if (pemText.length() > LARGEST_PEM) {
            throw new IllegalArgumentException(
                    "private key must be at most " + LARGEST_PEM + " characters: " + where + " has more; " + CURE);
        }
        Matcher pem = PEM.matcher(pemText);
        if (!pem.find()) {
            throw new IllegalArgumentException("private key must be PEM: " + where + " holds no PEM block; " + CURE);
        }
        String title = pem.group(1);
        String content = pem.group(2);
        if (title.startsWith("ENCRYPTED") || content.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("private key must not be encrypted: " + where
                    + " is; decrypt it with: openssl pkey -in FILE -out NEW");
        }
        if (!BASE64.matcher(content).matches()) {
            throw unreadable(title, where);
        }
        byte[] der = new byte[0];
        try {
            der = decoded(content);
            PrivateKey key = key(der);
            if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                throw new IllegalArgumentException("RSA key must have at least " + LEAST_RSA_BITS + " bits: bits="
                        + rsa.getModulus().bitLength() + " in " + where + "; make a new API key at the venue");
            }
            return key;
        } catch (GeneralSecurityException | IOException e) {
            // Neither cause nor text of the parser: they may quote the key.
            throw unreadable(title, where);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("no base64");
        }
    }

    private static IllegalArgumentException unreadable(String title, String where) {
        return new IllegalArgumentException("private key must be RSA or Ed25519, PKCS #8 or PKCS #1: " + where
                + " holds a PEM block '" + title + "' that cannot be read as such; " + CURE);
    }

    private static PrivateKey key(byte[] der) throws GeneralSecurityException, IOException {
        PrivateKeyInfo info = info(der);
        String algorithm;
        if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            algorithm = "RSA";
        } else if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(ED25519)) {
            algorithm = "Ed25519";
        } else {
            throw new IOException("neither RSA nor Ed25519");
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    /** As PKCS #8, or PKCS #1 wrapped into it, which is what the JDK reads. */
    private static PrivateKeyInfo info(byte[] der) throws IOException {
        try {
            return PrivateKeyInfo.getInstance(der);
        } catch (RuntimeException notPkcs8) {
            try {
                return new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(der));
            } catch (RuntimeException notPkcs1) {
                throw new IOException("neither PKCS #8 nor PKCS #1");
            }
        }
    }
}
