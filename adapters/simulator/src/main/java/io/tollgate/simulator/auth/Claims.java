package io.tollgate.simulator.auth;

import java.util.Set;

/**
 * What a bearer token says.
 *
 * @param firm the firm it belongs to, as in {@code firms/{firm}}
 * @param scopes what it allows
 * @param expiryMillis milliseconds since the epoch
 */
public record Claims(String firm, Set<String> scopes, long expiryMillis) {}
