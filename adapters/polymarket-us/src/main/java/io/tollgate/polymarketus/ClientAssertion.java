package io.tollgate.polymarketus;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * The signed statement that a token is asked for with: a JWT, RS256, {@code iss} and {@code sub} the client id, {@code aud} the
 * token URL, good for {@link #LIFETIME_SECONDS} s, with a {@code jti} of its own. (Venue's page "Authentication": at most 300 s.)
 */
final class ClientAssertion {
    /** Well below the venue's 300 s, so that a clock that runs a little ahead does not break the limit. */
    static final long LIFETIME_SECONDS = 240;

    private ClientAssertion() {}

    static String sign(ExchangeCredentials credentials, String audience, Instant now) {
        Instant issued = Instant.ofEpochSecond(now.getEpochSecond());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(credentials.clientId())
                .subject(credentials.clientId())
                .audience(audience)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plusSeconds(LIFETIME_SECONDS)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT);
        credentials.keyId().ifPresent(header::keyID);
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        try {
            jwt.sign(new RSASSASigner(credentials.key()));
        } catch (JOSEException e) {
            // Without the cause: a provider's text may speak of the key.
            throw new IllegalStateException(
                    "the client assertion could not be signed with the given RSA key; check the key");
        }
        return jwt.serialize();
    }
}
