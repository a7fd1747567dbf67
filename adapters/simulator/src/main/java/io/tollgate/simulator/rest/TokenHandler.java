package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.fault.FaultBoard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** {@code POST /oauth/token}: private-key JWT client authentication, JSON body. */
final class TokenHandler implements HttpHandler {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final TokenIssuer issuer;
    private final FaultBoard faults;
    private final InstantSource clock;
    private final String tokenUrl;
    private final String audience;

    TokenHandler(TokenIssuer issuer, FaultBoard faults, InstantSource clock, String tokenUrl, String audience) {
        this.issuer = issuer;
        this.faults = faults;
        this.clock = clock;
        this.tokenUrl = tokenUrl;
        this.audience = audience;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            Http.answer(exchange, 405, error("invalid_request", "use POST"));
            return;
        }
        JsonNode body;
        try {
            body = Http.body(exchange);
        } catch (IllegalArgumentException malformed) {
            Http.answer(exchange, 400, error("invalid_request", String.valueOf(malformed.getMessage())));
            return;
        }
        if (faults.take(FaultKind.DENY_TOKENS) != null) {
            Http.answer(exchange, 403, error("access_denied", "denied by a fault"));
        } else if (!body.path("grant_type").asText().equals("client_credentials")) {
            Http.answer(exchange, 400, error("unsupported_grant_type", "grant_type must be client_credentials"));
        } else if (!body.path("client_assertion_type").asText().equals(ASSERTION_TYPE)) {
            Http.answer(exchange, 400, error("invalid_request", "client_assertion_type must be " + ASSERTION_TYPE));
        } else if (!body.path("audience").asText().equals(audience)) {
            Http.answer(exchange, 403, error("access_denied", "audience must be " + audience));
        } else {
            issue(exchange, body);
        }
    }

    private void issue(HttpExchange exchange, JsonNode body) throws IOException {
        try {
            String token = issuer.issue(
                    body.path("client_id").asText(),
                    body.path("client_assertion").asText(),
                    tokenUrl,
                    clock.millis());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            Http.answer(
                    exchange,
                    200,
                    Map.of(
                            "access_token",
                            token,
                            "token_type",
                            "Bearer",
                            "scope",
                            issuer.scopes(),
                            "expires_in",
                            issuer.lifeSeconds()));
        } catch (RefusedException refused) {
            Http.answer(exchange, 401, error("invalid_client", String.valueOf(refused.getMessage())));
        }
    }

    private static Map<String, String> error(String code, String description) {
        return Map.of("error", code, "error_description", description);
    }
}
