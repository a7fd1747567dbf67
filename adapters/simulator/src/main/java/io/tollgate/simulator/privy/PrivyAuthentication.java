package io.tollgate.simulator.privy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP Basic and the app's id on every request; a signature over the canonical request on transfers, where a key is configured. */
final class PrivyAuthentication {
    private final PrivySimulatorConfig config;
    private final byte[] basic;

    PrivyAuthentication(PrivySimulatorConfig config) {
        this.config = config;
        final byte[] credentials = (config.appId() + ":" + config.appSecret()).getBytes(StandardCharsets.UTF_8);
        this.basic = ("Basic " + Base64.getEncoder().encodeToString(credentials)).getBytes(StandardCharsets.UTF_8);
    }

    void check(Headers headers) {
        final String appId = headers.getFirst("privy-app-id");
        if (appId == null || !appId.equals(config.appId())) {
            throw new PrivyRefusal(400, "missing_or_invalid_privy_app_id", "Missing or invalid Privy app ID.");
        }
        final String authorization = headers.getFirst("Authorization");
        if (authorization == null || !MessageDigest.isEqual(basic, authorization.getBytes(StandardCharsets.UTF_8))) {
            throw new PrivyRefusal(401, "", "Invalid app ID or app secret.");
        }
    }

    void checkSignature(String method, String url, JsonNode body, Headers headers, long nowMillis) {
        final PublicKey key = config.authorizationKey();
        if (key == null) {
            return;
        }
        final String given = headers.getFirst("privy-authorization-signature");
        if (given == null || given.isEmpty()) {
            throw new PrivyRefusal(401, "", "Missing privy-authorization-signature header.");
        }
        final JsonNodeFactory json = JsonNodeFactory.instance;
        final ObjectNode signedHeaders = json.objectNode();
        for (final String name : List.of("privy-app-id", "privy-idempotency-key", "privy-request-expiry")) {
            final String value = headers.getFirst(name);
            if (value != null) {
                signedHeaders.put(name, value);
            }
        }
        expiry(headers.getFirst("privy-request-expiry"), nowMillis);
        final ObjectNode request = json.objectNode();
        request.put("version", 1);
        request.put("method", method);
        request.put("url", url);
        request.set("body", body);
        request.set("headers", signedHeaders);
        final byte[] canonical = canonical(request).getBytes(StandardCharsets.UTF_8);
        for (final String signature : given.split(",", -1)) {
            if (fits(key, canonical, signature)) {
                return;
            }
        }
        throw new PrivyRefusal(401, "", "No valid authorization signatures were provided.");
    }

    private static void expiry(@Nullable String header, long nowMillis) {
        if (header != null && (!header.matches("[0-9]{1,15}") || Long.parseLong(header) < nowMillis)) {
            throw new PrivyRefusal(400, "invalid_data", "Request has expired.");
        }
    }

    private static boolean fits(PublicKey key, byte[] canonical, String signature) {
        try {
            final Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(canonical);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    /** RFC 8785 for what requests hold: objects by sorted names, no blanks, text as JSON escapes it, whole numbers. */
    static String canonical(JsonNode node) {
        if (node.isObject()) {
            final List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.sort(names);
            final List<String> members = new ArrayList<>();
            for (final String name : names) {
                members.add(JsonNodeFactory.instance.textNode(name) + ":" + canonical(node.path(name)));
            }
            return "{" + String.join(",", members) + "}";
        }
        if (node.isArray()) {
            final List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(canonical(element)));
            return "[" + String.join(",", elements) + "]";
        }
        return node.toString();
    }
}
