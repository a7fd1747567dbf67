package io.tollgate.simulator.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Checks client assertions and issues bearer tokens (venue's rules: iss = sub = client id, aud = the token URL, exp at most 300 s after
 * iat, jti used once; token life 180 s). Tokens are signed with a key of this run: they die with the simulator. Thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // the library speaks Date
public final class TokenIssuer {
    private static final long LONGEST_ASSERTION_MILLIS = 300_000;
    private static final long CLOCK_TOLERANCE_MILLIS = 60_000;
    private static final int MOST_REMEMBERED = 10_000;

    private final String clientId;
    private final RSASSAVerifier assertionVerifier;
    private final byte[] secret = new byte[32];
    private final String firm;
    private final String scopes;
    private final long lifeSeconds;
    private final Map<String, Long> usedIds = bounded();
    private final Map<String, Claims> verified = bounded();

    /**
     * An issuer for one client.
     *
     * @param scopes separated by blanks
     * @param lifeSeconds how long a token is good
     */
    public TokenIssuer(String clientId, RSAPublicKey clientKey, String firm, String scopes, long lifeSeconds) {
        this.clientId = clientId;
        this.assertionVerifier = new RSASSAVerifier(clientKey);
        this.firm = firm;
        this.scopes = scopes;
        this.lifeSeconds = lifeSeconds;
        new SecureRandom().nextBytes(secret);
    }

    /**
     * A token for an assertion.
     *
     * @throws RefusedException if the assertion does not prove the client
     */
    public String issue(String assertedClientId, String assertion, String tokenUrl, long nowMillis)
            throws RefusedException {
        JWTClaimsSet claims = checkSignature(assertion);
        check(clientId.equals(assertedClientId), "client_id is not known");
        check(
                clientId.equals(claims.getIssuer()) && clientId.equals(claims.getSubject()),
                "iss and sub must be the client_id");
        check(claims.getAudience().contains(tokenUrl), "aud must be the token URL: " + tokenUrl);
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        if (issued == null || expires == null) {
            throw new RefusedException("iat and exp are required");
        }
        check(expires.getTime() > nowMillis, "assertion is expired");
        check(issued.getTime() <= nowMillis + CLOCK_TOLERANCE_MILLIS, "iat is in the future");
        check(expires.getTime() - issued.getTime() <= LONGEST_ASSERTION_MILLIS, "exp must be at most 300 s after iat");
        String id = claims.getJWTID();
        if (id == null || id.isEmpty()) {
            throw new RefusedException("jti is required");
        }
        synchronized (usedIds) {
            usedIds.values().removeIf(expiry -> expiry < nowMillis);
            check(usedIds.putIfAbsent(id, expires.getTime()) == null, "jti was used before");
        }
        return sign(nowMillis);
    }

    private JWTClaimsSet checkSignature(String assertion) throws RefusedException {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            check(JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()), "alg must be RS256");
            check(jwt.verify(assertionVerifier), "signature does not fit the client's key");
            return jwt.getJWTClaimsSet();
        } catch (ParseException | JOSEException malformed) {
            throw new RefusedException("client_assertion is not a signed JWT");
        }
    }

    private String sign(long nowMillis) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(clientId + "@clients")
                .claim("scope", scopes)
                .claim("firm_id", firm)
                .issueTime(Date.from(Instant.ofEpochMilli(nowMillis)))
                .expirationTime(Date.from(Instant.ofEpochMilli(nowMillis + lifeSeconds * 1000)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("HS256 is not available", impossible);
        }
        return token.serialize();
    }

    /**
     * What a token says.
     *
     * @throws RefusedException if it is not of this run, or has expired
     */
    public Claims verify(String token, long nowMillis) throws RefusedException {
        Claims claims;
        synchronized (verified) {
            claims = verified.get(token);
        }
        if (claims == null) {
            claims = parse(token);
            synchronized (verified) {
                verified.values().removeIf(old -> old.expiryMillis() < nowMillis);
                verified.put(token, claims);
            }
        }
        check(claims.expiryMillis() > nowMillis, "token is expired");
        return claims;
    }

    private Claims parse(String token) throws RefusedException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            check(jwt.verify(new MACVerifier(secret)), "token is not valid");
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return new Claims(
                    claims.getStringClaim("firm_id"),
                    Set.copyOf(Arrays.asList(claims.getStringClaim("scope").split(" "))),
                    claims.getExpirationTime().getTime());
        } catch (ParseException | JOSEException malformed) {
            throw new RefusedException("token is not valid");
        }
    }

    /** Seconds a token is good. */
    public long lifeSeconds() {
        return lifeSeconds;
    }

    /** The scopes of a token, separated by blanks. */
    public String scopes() {
        return scopes;
    }

    private static void check(boolean fine, String otherwise) throws RefusedException {
        if (!fine) {
            throw new RefusedException(otherwise);
        }
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };
    }
}
