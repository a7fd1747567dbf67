package io.tollgate.kalshi;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Keys of both algorithms, made once for each run of the tests, and their PEM forms. */
final class TestKeys {
    static final String KEY_ID = "7d1c0f52-0000-4000-8000-3f6a9d2b1e11";
    static final KeyPair RSA = pair("RSA", 2048);
    static final KeyPair ED25519 = pair("Ed25519", 255);

    private TestKeys() {}

    static KeyPair pair(String algorithm, int bits) {
        try {
            final KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String title, byte[] der) {
        return "-----BEGIN " + title + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + title + "-----\n";
    }

    static String pkcs8(KeyPair keys) {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    static byte[] pkcs1Der(KeyPair rsa) {
        try {
            return PrivateKeyInfo.getInstance(rsa.getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static String pkcs1(KeyPair rsa) {
        return pem("RSA PRIVATE KEY", pkcs1Der(rsa));
    }

    static KalshiCredentials credentials() {
        return KalshiCredentials.of(KEY_ID, pkcs8(ED25519));
    }
}
