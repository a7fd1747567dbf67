package io.tollgate.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Reads keys from files. Errors name the file and what was found in it, never its content. */
public final class KeyFiles {
    private static final long LARGEST_FILE_BYTES = 64 * 1024;
    /** A longer name without a dot may be a secret. */
    private static final int LONGEST_PLAIN_NAME = 16;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----", Pattern.DOTALL);

    private static final String RSA_CURE =
            "give an unencrypted PEM file with an RSA private key, as written by: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048";

    private KeyFiles() {}

    /** The file's text, stripped of surrounding blanks. */
    public static String text(String what, Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new IllegalArgumentException(what + " file must be a key, at most " + LARGEST_FILE_BYTES
                        + " bytes: file=" + file + " bytes=" + Files.size(file) + "; give the path of the key's file");
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        what + " file must hold a key: file=" + file + " is empty; write the key into it");
            }
            return text;
        } catch (IOException e) {
            // without the cause: its text is the path
            throw new IllegalArgumentException(what + " file must be readable: file=" + shown(file) + " ("
                    + e.getClass().getSimpleName() + "); check the path and its permissions");
        }
    }

    /** A path that does not exist may be the secret itself, given where its file should be: what looks like one is not shown. */
    private static String shown(Path file) {
        Path whole = file.toAbsolutePath();
        Path there = whole.getParent();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return file.toString();
        }
        Path rest = there.relativize(whole);
        for (Path part : rest) {
            String name = part.toString();
            if (name.length() >= LONGEST_PLAIN_NAME && name.indexOf('.') < 0) {
                return there.resolve("…") + " (" + rest.toString().length()
                        + " characters, not shown, lest they be the secret: give the path of its file)";
            }
        }
        return file.toString();
    }

    public static PrivateKey rsaPrivateKey(Path file) {
        Matcher pem = PEM.matcher(text("key", file));
        if (!pem.find()) {
            throw new IllegalArgumentException(
                    "key file must be PEM: file=" + file + " holds no PEM block; " + RSA_CURE);
        }
        String type = pem.group(1);
        switch (type) {
            case "PRIVATE KEY", "RSA PRIVATE KEY" -> {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
                    return pkcs8(type.equals("PRIVATE KEY") ? der : wrapped(der));
                } catch (GeneralSecurityException | IOException | RuntimeException e) {
                    // Neither cause nor text of the parser: they may quote the key.
                    throw new IllegalArgumentException("key file must hold a valid RSA private key: file=" + file
                            + " cannot be read as one; " + RSA_CURE);
                }
            }
            case "ENCRYPTED PRIVATE KEY" ->
                throw new IllegalArgumentException("key file must not be encrypted: file=" + file
                        + "; decrypt it with: openssl pkey -in FILE -out NEW");
            default ->
                throw new IllegalArgumentException("key file must hold a private key: file=" + file
                        + " holds a PEM block of type '" + type + "'; " + RSA_CURE);
        }
    }

    /** PKCS #1 as PKCS #8, which the JDK reads. */
    private static byte[] wrapped(byte[] pkcs1) throws IOException {
        AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return new PrivateKeyInfo(rsa, RSAPrivateKey.getInstance(pkcs1)).getEncoded();
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
