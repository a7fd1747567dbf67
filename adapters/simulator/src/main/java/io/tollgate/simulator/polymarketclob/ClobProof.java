package io.tollgate.simulator.polymarketclob;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Who asks: HMAC of an API key, or the wallet's own signature. Any thread. */
final class ClobProof {
    private static final long TOLERANCE_SECONDS = 60;

    /** An API key of the account. */
    record Key(String apiKey, String secret, String passphrase) {}

    private final ClobAccount account;
    private final InstantSource clock;
    private final Map<String, Key> byNonce = new HashMap<>();

    ClobProof(ClobAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
        byNonce.put("0", new Key(account.apiKey(), account.secret(), account.passphrase()));
    }

    /** What is wrong with a request in the name of an API key; empty if it may pass. */
    synchronized String refusal(Headers headers, String method, String pathWithoutQuery, String body) {
        final String timestamp = header(headers, "POLY_TIMESTAMP");
        final String apiKey = header(headers, "POLY_API_KEY");
        final Key key = byNonce.values().stream()
                .filter(each -> each.apiKey().equals(apiKey))
                .findFirst()
                .orElse(null);
        if (key == null
                || !header(headers, "POLY_ADDRESS").toLowerCase(Locale.ROOT).equals(account.owner())
                || !equal(header(headers, "POLY_PASSPHRASE"), key.passphrase())
                || !isNow(timestamp)) {
            return "Unauthorized/Invalid api key";
        }
        final String message = timestamp + method + pathWithoutQuery + body;
        return equal(header(headers, "POLY_SIGNATURE"), hmac(key.secret(), message))
                ? ""
                : "Unauthorized/Invalid api key";
    }

    /** The nonce of a request in the name of the wallet; null if the signature is not its owner's. */
    @Nullable
    String walletNonce(Headers headers) {
        final String timestamp = header(headers, "POLY_TIMESTAMP");
        final String nonce = header(headers, "POLY_NONCE");
        final String address = header(headers, "POLY_ADDRESS").toLowerCase(Locale.ROOT);
        if (!nonce.matches("[0-9]{1,18}") || !address.equals(account.owner()) || !isNow(timestamp)) {
            return null;
        }
        final byte[] digest = TypedData.auth(account.chainId(), address, timestamp, nonce);
        return address.equals(Secp256k1.signer(digest, header(headers, "POLY_SIGNATURE"))) ? nonce : null;
    }

    /** The key of a nonce, if it was made. */
    synchronized @Nullable Key key(String nonce) {
        return byNonce.get(nonce);
    }

    /** Makes the key of a nonce; null if it was made before. */
    synchronized @Nullable Key create(String nonce) {
        if (byNonce.containsKey(nonce)) {
            return null;
        }
        final String end = "0".repeat(12 - Math.min(12, nonce.length())) + nonce;
        final Key key = new Key(
                "5f0c8f5e-0000-4000-8000-" + end.substring(end.length() - 12),
                Base64.getUrlEncoder().encodeToString(("made-for-nonce-" + nonce).getBytes(StandardCharsets.UTF_8)),
                "passphrase-" + nonce);
        byNonce.put(nonce, key);
        return key;
    }

    private boolean isNow(String timestamp) {
        return timestamp.matches("[0-9]{1,12}")
                && Math.abs(Long.parseLong(timestamp) - clock.instant().getEpochSecond()) <= TOLERANCE_SECONDS;
    }

    private static String header(Headers headers, String name) {
        final String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String secret, String message) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getUrlDecoder().decode(secret.replace('+', '-').replace('/', '_')), "HmacSHA256"));
            return Base64.getUrlEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 must be there", e);
        }
    }
}
