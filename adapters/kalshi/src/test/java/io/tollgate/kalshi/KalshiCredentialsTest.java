package io.tollgate.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rest.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KalshiCredentialsTest {
    private static final String PATH = "/trade-api/v2/portfolio/balance";

    private static boolean verifies(PublicKey key, String message, String signature) throws Exception {
        final boolean rsa = key.getAlgorithm().equals("RSA");
        final Signature verifier = Signature.getInstance(rsa ? "RSASSA-PSS" : "Ed25519");
        if (rsa) {
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        verifier.initVerify(key);
        verifier.update(message.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature));
    }

    @Test
    void everyFormOfEveryKeySignsTimeMethodAndWholePath() throws Exception {
        final Random random = new Random(11);
        for (final KeyPair keys : List.of(TestKeys.RSA, TestKeys.ED25519)) {
            for (final String pem : keys == TestKeys.RSA
                    ? List.of(TestKeys.pkcs8(keys), TestKeys.pkcs1(keys))
                    : List.of(TestKeys.pkcs8(keys))) {
                final KalshiCredentials credentials = KalshiCredentials.of(TestKeys.KEY_ID, pem);
                for (int i = 0; i < 5; i++) {
                    final long time = 1_600_000_000_000L + random.nextInt(1_000_000_000);
                    final String method = List.of("GET", "POST", "DELETE").get(random.nextInt(3));
                    final String path = PATH + "/" + Long.toString(random.nextLong(), 36);
                    assertThat(verifies(keys.getPublic(), time + method + path, credentials.sign(time, method, path)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void whatIsInsideDecidesNotTheTitle() throws Exception {
        for (final String pem : List.of(
                TestKeys.pem("PRIVATE KEY", TestKeys.pkcs1Der(TestKeys.RSA)),
                TestKeys.pem("RSA PRIVATE KEY", TestKeys.RSA.getPrivate().getEncoded()),
                "Bag Attributes\r\n" + TestKeys.pkcs8(TestKeys.RSA).replace("\n", "\r\n"))) {
            final KalshiCredentials credentials = KalshiCredentials.of(TestKeys.KEY_ID, pem);
            assertThat(credentials.algorithm()).isEqualTo("RSA");
            assertThat(verifies(TestKeys.RSA.getPublic(), "1GET" + PATH, credentials.sign(1, "GET", PATH)))
                    .isTrue();
        }
    }

    /** The venue's own sample of the signed text. */
    @Test
    void opensslAcceptsPssWithASaltOf32Bytes(@TempDir Path folder) throws Exception {
        OpenSsl.assumePresent();
        final String signature =
                KalshiCredentials.of("k", TestKeys.pkcs1(TestKeys.RSA)).sign(1_703_123_456_789L, "GET", PATH);
        Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature));
        Files.writeString(folder.resolve("message"), "1703123456789GET/trade-api/v2/portfolio/balance");
        Files.writeString(
                folder.resolve("public.pem"),
                TestKeys.pem("PUBLIC KEY", TestKeys.RSA.getPublic().getEncoded()));

        assertThat(OpenSsl.run(
                        folder,
                        "dgst",
                        "-sha256",
                        "-sigopt",
                        "rsa_padding_mode:pss",
                        "-sigopt",
                        "rsa_pss_saltlen:32",
                        "-verify",
                        "public.pem",
                        "-signature",
                        "signature",
                        "message"))
                .contains("Verified OK");
    }

    @Test
    void opensslMakesTheSameEd25519Signature(@TempDir Path folder) throws Exception {
        OpenSsl.assumePresent();
        Files.writeString(folder.resolve("key.pem"), TestKeys.pkcs8(TestKeys.ED25519));
        Files.writeString(folder.resolve("message"), "1791374400123GET" + PATH);
        OpenSsl.run(folder, "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "message", "-out", "signature");

        assertThat(KalshiCredentials.fromFile("k", folder.resolve("key.pem")).sign(1_791_374_400_123L, "GET", PATH))
                .isEqualTo(Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("signature"))));
    }

    @Test
    void refusesOtherKeysWithoutShowingThem(@TempDir Path folder) throws Exception {
        final String secret = Base64.getEncoder().encodeToString(new byte[96]);
        final KeyPair ec = TestKeys.pair("EC", 256);
        final KeyPair small = TestKeys.pair("RSA", 1024);
        assertRefused("no pem at all " + secret, "holds no PEM block");
        assertRefused(TestKeys.pem("PRIVATE KEY", new byte[96]), "cannot be read as such");
        assertRefused(TestKeys.pem("CERTIFICATE", new byte[] {0x30, 0}), "'CERTIFICATE'");
        assertRefused(TestKeys.pkcs8(ec), "must be RSA or Ed25519");
        assertRefused(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[96]), "must not be encrypted");
        assertRefused(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n" + secret
                        + "\n-----END RSA PRIVATE KEY-----",
                "must not be encrypted");
        assertRefused(TestKeys.pkcs8(small), "at least 2048 bits: bits=1024");
        assertRefused("x".repeat(70_000), "at most 65536");
        assertThatThrownBy(() -> KalshiCredentials.fromFile("k", folder.resolve("missing.key")))
                .hasMessageContaining("missing.key");
        assertThatThrownBy(() -> KalshiCredentials.of(" ", TestKeys.pkcs8(TestKeys.ED25519)))
                .hasMessageContaining("keyId must be given");
    }

    private static void assertRefused(String pem, String why) {
        assertThatThrownBy(() -> KalshiCredentials.of("k", pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasNoCause()
                .satisfies(e -> {
                    for (final String line : pem.split("\n", -1)) {
                        if (line.length() > 30 && !line.startsWith("-")) {
                            assertThat(e.toString()).doesNotContain(line.substring(0, 30));
                        }
                    }
                });
    }

    @Test
    void showsNoSecret() {
        assertThat(TestKeys.credentials())
                .hasToString("KalshiCredentials[keyId=" + TestKeys.KEY_ID + ", algorithm=Ed25519, privateKey=***]");
        assertThat(KalshiConfig.builder()
                        .credentials(TestKeys.credentials())
                        .build()
                        .toString())
                .contains("privateKey=***");
    }
}
