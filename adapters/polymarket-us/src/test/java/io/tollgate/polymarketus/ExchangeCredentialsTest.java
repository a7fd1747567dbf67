package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.rest.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00.900Z");
    private static final String AUDIENCE = "https://pmx-preprod.us.auth0.com/oauth/token";

    @TempDir
    private Path folder = Path.of("");

    private Path pem(String name, String type, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    @Test
    void assertionHasTheClaimsThatTheVenueAsksFor() throws Exception {
        ExchangeCredentials credentials = ExchangeCredentials.of("client-1", TestVenue.KEYS.getPrivate());
        SignedJWT jwt = SignedJWT.parse(ClientAssertion.sign(credentials, AUDIENCE, NOW));

        assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) TestVenue.KEYS.getPublic())))
                .isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(jwt.getHeader().getKeyID()).isNull();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("client-1");
        assertThat(claims.getSubject()).isEqualTo("client-1");
        assertThat(claims.getAudience()).isEqualTo(List.of(AUDIENCE));
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(Instant.parse("2026-10-01T12:00:00Z")));
        assertThat(claims.getExpirationTime()).isBeforeOrEqualTo(Date.from(Instant.parse("2026-10-01T12:05:00Z")));
        assertThat(claims.getJWTID()).hasSizeGreaterThan(20);
        SignedJWT other = SignedJWT.parse(ClientAssertion.sign(credentials.withKeyId("kid-9"), AUDIENCE, NOW));
        assertThat(other.getJWTClaimsSet().getJWTID()).isNotEqualTo(claims.getJWTID());
        assertThat(other.getHeader().getKeyID()).isEqualTo("kid-9");
    }

    @Test
    void opensslAcceptsTheAssertion() throws Exception {
        OpenSsl.assumePresent();
        String jwt =
                ClientAssertion.sign(ExchangeCredentials.of("client-1", TestVenue.KEYS.getPrivate()), AUDIENCE, NOW);
        int lastDot = jwt.lastIndexOf('.');
        Files.writeString(folder.resolve("signed"), jwt.substring(0, lastDot), StandardCharsets.US_ASCII);
        Files.write(folder.resolve("signature"), Base64.getUrlDecoder().decode(jwt.substring(lastDot + 1)));
        pem("public.pem", "PUBLIC KEY", TestVenue.KEYS.getPublic().getEncoded());

        assertThat(OpenSsl.run(folder, "dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "signed"))
                .contains("Verified OK");
    }

    @Test
    void readsPkcs8AndPkcs1FilesAndWhatOpensslWrites() throws Exception {
        byte[] pkcs8 = TestVenue.KEYS.getPrivate().getEncoded();
        byte[] pkcs1 = PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();

        assertThat(ExchangeCredentials.fromPemFile("c", pem("8.pem", "PRIVATE KEY", pkcs8))
                        .key())
                .isEqualTo(TestVenue.KEYS.getPrivate());
        assertThat(ExchangeCredentials.fromPemFile("c", pem("1.pem", "RSA PRIVATE KEY", pkcs1))
                        .key())
                .isEqualTo(TestVenue.KEYS.getPrivate());
        OpenSsl.assumePresent();
        OpenSsl.run(folder, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "own.pem");
        assertThat(ExchangeCredentials.fromPemFile("c", folder.resolve("own.pem"))
                        .clientId())
                .isEqualTo("c");
    }

    @Test
    void refusesOtherFilesNamingFileAndCureButNoContent() throws Exception {
        byte[] pkcs8 = TestVenue.KEYS.getPrivate().getEncoded();
        assertRefused(folder.resolve("missing.pem"), "must be readable");
        assertRefused(Files.writeString(folder.resolve("text"), "hello key"), "holds no PEM block");
        assertRefused(pem("enc.pem", "ENCRYPTED PRIVATE KEY", pkcs8), "must not be encrypted");
        assertRefused(pem("pub.pem", "PUBLIC KEY", TestVenue.KEYS.getPublic().getEncoded()), "type 'PUBLIC KEY'");
        assertRefused(pem("cut.pem", "PRIVATE KEY", java.util.Arrays.copyOf(pkcs8, 300)), "cannot be read as one");
        assertRefused(pem("cut1.pem", "RSA PRIVATE KEY", new byte[] {1, 2, 3}), "cannot be read as one");
        byte[] elliptic = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        assertRefused(pem("ec.pem", "PRIVATE KEY", elliptic), "cannot be read as one");
        assertRefused(Files.write(folder.resolve("large"), new byte[100_000]), "at most 65536 bytes");
    }

    private static void assertRefused(Path file, String expected) {
        assertThatThrownBy(() -> ExchangeCredentials.fromPemFile("c", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining(String.valueOf(file.getFileName()))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("MII", "hello"));
    }

    @Test
    void refusesShortAndForeignKeysAndMissingClientId() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        var weak = rsa.generateKeyPair().getPrivate();
        assertThatThrownBy(() -> ExchangeCredentials.of("c", weak))
                .hasMessageContaining("at least 2048 bits: bits=1024");
        var elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> ExchangeCredentials.of("c", elliptic))
                .hasMessageContaining("must be an RSA private key");
        assertThatThrownBy(() -> ExchangeCredentials.of(" ", TestVenue.KEYS.getPrivate()))
                .hasMessageContaining("clientId must be given");
    }

    @Test
    void showsNoKey() {
        assertThat(ExchangeCredentials.of("client-1", TestVenue.KEYS.getPrivate()))
                .hasToString("ExchangeCredentials[clientId=client-1, key=***]");
    }
}
