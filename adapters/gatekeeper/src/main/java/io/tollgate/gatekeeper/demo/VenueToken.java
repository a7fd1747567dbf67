package io.tollgate.gatekeeper.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.tollgate.simulator.VenueCredentials;
import io.tollgate.simulator.VenueEndpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * The router's own bearer token: asked for with a signed client assertion (venue's page "Authentication"), renewed by {@link #renew} well
 * before it ends. Calls carry the token that was fetched last; none waits for a new one.
 *
 * <p>Threading: any thread.
 */
final class VenueToken extends CallCredentials {
    /** Half the venue's life of a token. */
    static final Duration RENEW_EVERY = Duration.ofSeconds(90);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> PARTICIPANT =
            Metadata.Key.of("x-participant-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final long ASSERTION_LIFE_SECONDS = 240;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VenueEndpoints endpoints;
    private final VenueCredentials credentials;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL_TIMEOUT)
            .build();

    private volatile String token = "";

    VenueToken(VenueEndpoints endpoints, VenueCredentials credentials, InstantSource clock) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Fetches a new token. Waits for the venue.
     *
     * @throws DemoException if the venue gives none
     */
    void renew() {
        try {
            final Map<String, String> body = new LinkedHashMap<>();
            body.put("client_id", credentials.clientId());
            body.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            body.put("client_assertion", assertion());
            body.put("audience", endpoints.audience());
            body.put("grant_type", "client_credentials");
            final HttpRequest request = HttpRequest.newBuilder(URI.create(endpoints.tokenUrl()))
                    .timeout(CALL_TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            final HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            final JsonNode json = JSON.readTree(answer.body());
            final String fresh = json.path("access_token").asText("");
            if (answer.statusCode() != 200 || fresh.isEmpty()) {
                throw new DemoException("the venue gave the router no token: status=" + answer.statusCode());
            }
            token = fresh;
        } catch (final IOException | JOSEException e) {
            throw new DemoException(
                    "the router could not ask for a token: " + e.getClass().getSimpleName(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted while waiting for a token", e);
        }
    }

    private String assertion() throws JOSEException {
        final Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        final JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(credentials.clientId())
                .subject(credentials.clientId())
                .audience(endpoints.tokenUrl())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(ASSERTION_LIFE_SECONDS)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        final SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        jwt.sign(new RSASSASigner(credentials.privateKey()));
        return jwt.serialize();
    }

    @Override
    public void applyRequestMetadata(RequestInfo requestInfo, Executor appExecutor, MetadataApplier applier) {
        final String present = token;
        if (present.isEmpty()) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token was fetched yet"));
            return;
        }
        final Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + present);
        headers.put(PARTICIPANT, endpoints.participantId());
        applier.apply(headers);
    }

    @Override
    public String toString() {
        return "VenueToken[clientId=" + credentials.clientId() + ", token=***]";
    }
}
