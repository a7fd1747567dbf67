/**
 * Who may do what: the venue's two ways of proving oneself, checked as the venue checks them.
 *
 * <ul>
 *   <li>Exchange stack: a client assertion (RS256 JWT, private-key authentication) buys a bearer token with scopes and a firm, good
 *       for 180 seconds ({@link io.tollgate.simulator.auth.TokenIssuer}).
 *   <li>Retail: each request is signed with Ed25519 over time-stamp, method and path ({@link
 *       io.tollgate.simulator.auth.RetailSignatures}).
 * </ul>
 *
 * <p>Thread-safe; time is an argument. Every table here is bounded and forgets what has expired.
 */
@NullMarked
package io.tollgate.simulator.auth;

import org.jspecify.annotations.NullMarked;
