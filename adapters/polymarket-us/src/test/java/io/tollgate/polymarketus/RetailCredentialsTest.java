package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.rest.OpenSsl;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetailCredentialsTest {
    /** RFC 8032, test 1. */
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static final String SEED_AND_PUBLIC =
            "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";
    private static final String PUBLIC_HEX = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @Test
    void signsAsTheOfficialClientDoes() throws Exception {
        JsonNode vectors;
        try (InputStream in = Objects.requireNonNull(RetailCredentialsTest.class.getResourceAsStream("signing.json"))) {
            vectors = new ObjectMapper().readTree(in);
        }
        JsonNode vector = vectors.path("polymarketUs");
        JsonNode headers = vector.path("headers");
        RetailCredentials credentials = RetailCredentials.of(
                vector.path("keyId").textValue(), vector.path("secretKeyBase64").textValue());

        assertThat(credentials.keyId())
                .isEqualTo(headers.path("X-PM-Access-Key").textValue());
        assertThat(vectors.path("nowMs").asText())
                .isEqualTo(headers.path("X-PM-Timestamp").textValue());
        assertThat(credentials.sign(
                        vectors.path("nowMs").longValue(),
                        vector.path("method").textValue(),
                        vector.path("path").textValue()))
                .isEqualTo(headers.path("X-PM-Signature").textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/account/balances, Er2cdqZB9YUxY/+VC7NvqoyJEjmjhtpQMm3/TRsI0Hd7QeI+GWdJa2YsdtaotjO6uPQzQBA+pBYILlZpOQgVDA==",
        "GET, /v1/portfolio/positions, J+6zCHrZ1oeV5eDsoroD9aTVlN6mFfN3xQ+6+Wo0lfRprJUu5lRGAw/thsGiswFZ8ppYYJ6Y0alnDrsWVQ03Cg==",
        "POST, /v1/orders, xRR/kH/HO5wdmPUhcWhkAZ8CDF5wBrqUuhACpW19lzddkjuq8ARMQLRSJ8fd43s3LMUdG45a8pzW71PQmSfQCA==",
        "GET, /v1/ws/private, jclhq7upxmiCEwMJYpiUg8BaIRVSy3OjmQkqFriPVyCnTujyszdoDuYndVspkhRLgvdCbyowAlu+ascej/ZZBA=="
    })
    void signsTheVectorsOfTheVenuePageFromEitherFormOfTheSecret(String method, String path, String signature) {
        assertThat(RetailCredentials.of("k", SEED).sign(1_705_420_800_000L, method, path))
                .isEqualTo(signature);
        assertThat(RetailCredentials.of("k", SEED_AND_PUBLIC).sign(1_705_420_800_000L, method, path))
                .isEqualTo(signature);
    }

    @Test
    void opensslAcceptsTheSignature(@TempDir Path folder) throws Exception {
        OpenSsl.assumePresent();
        String signature = RetailCredentials.of("k", SEED).sign(1_780_000_000_123L, "GET", "/v1/account/balances");
        Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature));
        Files.writeString(folder.resolve("message"), "1780000000123GET/v1/account/balances");
        // SubjectPublicKeyInfo of an Ed25519 key: fixed head, then the key.
        byte[] der = HexFormat.of().parseHex("302a300506032b6570032100" + PUBLIC_HEX);
        Files.write(folder.resolve("public.der"), der);

        assertThat(OpenSsl.run(
                        folder,
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        "public.der",
                        "-rawin",
                        "-in",
                        "message",
                        "-sigfile",
                        "signature"))
                .contains("Signature Verified Successfully");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not base64 at all!",
                "c2hvcnQ=",
                "",
                "0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
            })
    void refusesOtherFormsWithoutShowingThem(String secret) {
        assertThatThrownBy(() -> RetailCredentials.of("k", secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secretKey must be")
                .hasMessageContaining("copy the secret key again")
                .satisfies(e -> {
                    if (!secret.isEmpty()) {
                        assertThat(e.toString()).doesNotContain(secret);
                    }
                    assertThat(e.getCause()).isNull();
                });
    }

    @Test
    void refusesASeedWithTheWrongPublicHalf() {
        byte[] both = Base64.getDecoder().decode(SEED_AND_PUBLIC);
        both[40] ^= 1;
        assertThatThrownBy(() -> RetailCredentials.of("k", Base64.getEncoder().encodeToString(both)))
                .hasMessageContaining("halves do not belong together");
    }

    @Test
    void readsTheSecretFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), SEED + "\n", StandardCharsets.US_ASCII);
        assertThat(RetailCredentials.fromFile("k", file).sign(1_705_420_800_000L, "POST", "/v1/orders"))
                .startsWith("xRR/kH");

        assertThatThrownBy(() -> RetailCredentials.fromFile("k", folder.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secretKey file must be readable")
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> RetailCredentials.fromFile("k", Files.createFile(folder.resolve("empty"))))
                .hasMessageContaining("is empty");
    }

    @Test
    void showsNoSecret() {
        assertThat(RetailCredentials.of("key-id", SEED)).hasToString("RetailCredentials[keyId=key-id, secretKey=***]");
    }
}
