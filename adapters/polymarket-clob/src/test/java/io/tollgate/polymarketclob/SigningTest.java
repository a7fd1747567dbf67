package io.tollgate.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.rest.OpenSsl;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, header by header, against the official clients' vectors and openssl. */
class SigningTest {
    private static final String ZERO_SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String HARDHAT = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private static ApiCredentials credentials(String secret) {
        return ApiCredentials.of("00000000-0000-0000-0000-000000000000", secret, "a".repeat(64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000000|test-sign|/orders|{\"hash\": \"0x123\"}|ZwAdJKvoYRlEKDkNMwd5BuwNNtg93kNaR_oU2HrfVvc=",
                "1000000|test-sign|/orders|{\"hash\":\"0x123\"}|4gJVbox-R6XlDK4nlaicig0_ANVL1qdcahiL8CXfXLM=",
                "1|GET|/|''|eHaylCwqRSOa2LFD77Nt_SaTpbsxzN8eTEI3LryhEj4=",
                "1000000|GET|/balance-allowance|''|hv7lqdKeUXxUNciz9TrE_PozAMfofZtb4MZpEIy7ATU=",
                "1000000|GET|/balance-allowance/update|''|239Vo6Z4ls_yUex-2NuXrFsn073esgQr1fIiaKFiyRE="
            })
    void signsTheVectorsOfTheOfficialClients(long time, String method, String path, String body, String signature) {
        assertThat(credentials(ZERO_SECRET).sign(time, method, path, body)).isEqualTo(signature);
    }

    @Test
    void aSecretIsBase64OfEitherAlphabetPaddedOrNot() {
        assertThat(credentials("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                        .sign(1_700_000_000, "GET", "/balance-allowance", ""))
                .isEqualTo("ARoXfBlSJFFNBkUNSyYygn9y3h-wDhVOPIU2gd5NLpA=");
        for (String secret : new String[] {"++/" + "A".repeat(40) + "=", "--_" + "A".repeat(40)}) {
            assertThat(credentials(secret).sign(1_000_000, "test-sign", "/orders", "{\"hash\": \"0x123\"}"))
                    .isEqualTo("HNo0ctLa8EfeOxYf0wiNci4JqCwLiVWsubxySKwD1cs=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!notbase64!!!", "", " ", "secr\u00e9t"})
    void otherSecretsAreRefusedWithoutShowingThem(String secret) {
        assertThatThrownBy(() -> credentials(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret must be")
                .satisfies(e -> assertThat(secret.isBlank() || !e.toString().contains(secret))
                        .isTrue())
                .hasNoCause();
    }

    private static JsonNode vectors() throws Exception {
        try (InputStream in = Objects.requireNonNull(SigningTest.class.getResourceAsStream("signing.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    /** All that the official TypeScript client sent with the clock held. */
    @Test
    void headersEqualTheOfficialClientsOneByOne() throws Exception {
        JsonNode clob = vectors().path("polymarketClob");
        long seconds = vectors().path("nowMs").longValue() / 1000;
        WalletKey key = WalletKey.ofHex(clob.path("privateKey").textValue());
        JsonNode c = clob.path("credentials");
        ApiCredentials credentials = ApiCredentials.of(
                c.path("key").textValue(),
                c.path("secret").textValue(),
                c.path("passphrase").textValue());
        int checked = 0;
        for (JsonNode vector : clob.path("requests")) {
            HttpUrl url = HttpUrl.get("http://127.0.0.1" + vector.path("url").textValue());
            JsonNode headers = vector.path("headers");
            Request request;
            if (headers.has("POLY_NONCE")) {
                HttpUrl base = HttpUrl.get("http://127.0.0.1/");
                request = ClobAuthentication.derived(
                                key,
                                clob.path("chainId").longValue(),
                                Long.parseLong(headers.path("POLY_NONCE").textValue()))
                        .ownerRequest(
                                base,
                                url.encodedPath(),
                                vector.path("method").textValue().equals("POST"),
                                seconds);
            } else {
                request = ClobAuthentication.given(key.address(), credentials).request(url, credentials, seconds);
            }
            assertThat(request.method()).isEqualTo(vector.path("method").textValue());
            for (var header : headers.properties()) {
                assertThat(request.header(header.getKey()))
                        .as("%s of %s", header.getKey(), url)
                        .isEqualTo(header.getValue().textValue());
                checked++;
            }
        }
        assertThat(checked).isEqualTo(27);
    }

    @ParameterizedTest
    @CsvSource({
        "80002, 10000000, 23, 0xf62319a987514da40e57e2f4d7529f7bac38f0355bd88bb5adbb3768d80de6c1682518e0af677d5260366425f4361e7b70c25ae232aff0ab2331e2b164a1aedc1b",
        "137, 10000000, 23, 0x1a7118db6100dfd8efd102be36f472b59475dcac56eb4c9a2a94748d3655ba7c3c89deb8c19ee79eceb0a531122fbfbe88ed118034f9d8212e2b725e7b296b9d1c",
        "137, 1700000000, 0, 0x659ed4b28ae28e0f038fdf0023c00863c9559caacb9ebc83f44eea87059a099a36f1e1dee110e7faa1c4f65d17489b2da1333ebef78bbe2116d81207b975052d1c"
    })
    void aWalletProvesItselfAsTheOfficialClientsDo(long chain, String time, long nonce, String signature) {
        WalletKey key = WalletKey.ofHex(HARDHAT);
        assertThat(key.address()).hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assertThat(key.sign(Eip712.clobAuth(chain, key.address(), time, BigInteger.valueOf(nonce))))
                .isEqualTo(signature);
    }

    @Test
    void theDigestIsThatOfTheVenuesPage() {
        Address address = WalletKey.ofHex(HARDHAT).address();
        assertThat(HexFormat.of().formatHex(Eip712.clobAuth(80002, address, "10000000", BigInteger.valueOf(23))))
                .isEqualTo("8f442df8073c9cf2e36d7b20ca9d64d1a9352e982cc82a293b7de2df57920610");
        assertThat(HexFormat.of().formatHex(Eip712.keccak(new byte[0])))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    }

    /** Other keys and digests than the vectors: openssl verifies r and s with the public key. */
    @Test
    void opensslAcceptsTheWalletsSignature(@TempDir Path folder) throws Exception {
        OpenSsl.assumePresent();
        Random random = new Random(11);
        for (int round = 0; round < 5; round++) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            secret[0] &= 0x7f;
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            byte[] signature = HexFormat.of()
                    .parseHex(WalletKey.ofHex(HexFormat.of().formatHex(secret))
                            .sign(digest)
                            .substring(2));
            byte[] der = new DERSequence(new ASN1Integer[] {
                        new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, 0, 32))),
                        new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))
                    })
                    .getEncoded();
            byte[] point = CustomNamedCurves.getByName("secp256k1")
                    .getG()
                    .multiply(new BigInteger(1, secret))
                    .getEncoded(false);
            byte[] head = HexFormat.of().parseHex("3056301006072a8648ce3d020106052b8104000a034200");
            Files.write(folder.resolve("public.der"), Eip712.join(head, point));
            Files.write(folder.resolve("digest"), digest);
            Files.write(folder.resolve("signature"), der);
            assertThat(OpenSsl.run(
                            folder,
                            "pkeyutl",
                            "-verify",
                            "-pubin",
                            "-keyform",
                            "DER",
                            "-inkey",
                            "public.der",
                            "-in",
                            "digest",
                            "-sigfile",
                            "signature"))
                    .contains("Signature Verified Successfully");
            assertThat(signature[64]).isBetween((byte) 27, (byte) 28);
        }
    }

    @Test
    void opensslMakesTheSameHmac(@TempDir Path folder) throws Exception {
        OpenSsl.assumePresent();
        byte[] secret = new byte[48];
        new Random(5).nextBytes(secret);
        Files.writeString(folder.resolve("message"), "1780000777GET/data/trades", StandardCharsets.US_ASCII);
        String printed = OpenSsl.run(
                folder,
                "dgst",
                "-sha256",
                "-mac",
                "HMAC",
                "-macopt",
                "hexkey:" + HexFormat.of().formatHex(secret),
                "message");
        String hex = printed.strip().substring(printed.strip().length() - 64);
        assertThat(credentials(Base64.getEncoder().encodeToString(secret))
                        .sign(1_780_000_777, "GET", "/data/trades", ""))
                .isEqualTo(Base64.getUrlEncoder().encodeToString(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x00",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "zz0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
            })
    void whatIsNoPrivateKeyIsRefusedWithoutShowingIt(String hex) {
        assertThatThrownBy(() -> WalletKey.ofHex(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("privateKey must be")
                .hasMessageNotContaining(hex);
    }

    @Test
    void nothingShowsASecret(@TempDir Path folder) throws Exception {
        WalletKey key = WalletKey.fromFile(Files.writeString(folder.resolve("key"), HARDHAT + "\n"));
        assertThat(key.toString()).contains("0xf39Fd6").doesNotContain("ac0974");
        assertThat(credentials(ZERO_SECRET)).asString().doesNotContain("AAAA").doesNotContain("aaaa");
        assertThat(ClobAuthentication.derived(key, 137, 0)).asString().doesNotContain("ac0974");
        assertThat(ClobAuthentication.given(key.address(), credentials(ZERO_SECRET)))
                .asString()
                .doesNotContain("AAAA")
                .doesNotContain("aaaa");
    }
}
