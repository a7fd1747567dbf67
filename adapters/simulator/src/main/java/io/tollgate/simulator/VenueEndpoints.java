package io.tollgate.simulator;

/**
 * Where a simulator listens and what its client must name.
 *
 * @param host a loopback address
 * @param grpcPort the exchange stack, plaintext
 * @param httpPort token endpoint, retail REST and control
 * @param tokenUrl audience of the client assertion and address of the token endpoint
 * @param audience value of {@code audience} in the token request
 * @param firm the firm of the tokens
 * @param account {@code firms/{firm}/accounts/{id}}
 * @param participantId value for {@code x-participant-id}
 */
public record VenueEndpoints(
        String host,
        int grpcPort,
        int httpPort,
        String tokenUrl,
        String audience,
        String firm,
        String account,
        String participantId) {

    /** The base of the retail REST API. */
    public String restUrl() {
        return "http://" + host + ":" + httpPort;
    }
}
