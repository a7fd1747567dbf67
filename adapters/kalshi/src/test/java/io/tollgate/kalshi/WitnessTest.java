package io.tollgate.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.rest.OpenSsl;
import io.tollgate.rest.TestClock;
import io.tollgate.simulator.kalshi.KalshiMarketSpec;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The venue's official client, run by node against the simulated venue: what it sends is accepted, what is answered it understands, and our
 * own requests are the same, header by header. The client signs with RSA only.
 */
@Timeout(600)
class WitnessTest {
    private static final Path FOLDER = Path.of("target", "witness");
    private static final long NOW_MILLIS = TestClock.START.toEpochMilli();
    private static final List<String> NPM_INSTALL =
            List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock");

    private record Ran(int exit, String output) {}

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        final Path output = Files.createTempFile(FOLDER, "run", ".txt");
        final Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ran(-1, "took more than 4 minutes");
        }
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private static boolean isPresent(String tool) throws InterruptedException {
        try {
            return run(List.of(tool, "--version")).exit() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Installs the client where it is not there yet; skips the test, visibly, where that cannot be done. */
    private static void install() throws Exception {
        Files.createDirectories(FOLDER);
        assumeTrue(
                isPresent("node") && isPresent("npm"),
                "SKIPPED: no node and npm on this machine, the venue's client is not run");
        for (final String file : List.of("package.json", "witness.js")) {
            try (InputStream in = Objects.requireNonNull(WitnessTest.class.getResourceAsStream("witness/" + file))) {
                Files.copy(in, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        final ObjectMapper mapper = new ObjectMapper();
        final String wanted = mapper.readTree(FOLDER.resolve("package.json").toFile())
                .path("dependencies")
                .path("kalshi-typescript")
                .textValue();
        final Path installed = FOLDER.resolve(Path.of("node_modules", "kalshi-typescript", "package.json"));
        if (!Files.exists(installed)
                || !mapper.readTree(installed.toFile()).path("version").asText().equals(wanted)) {
            final Ran npm = run(NPM_INSTALL);
            assumeTrue(npm.exit() == 0, "SKIPPED: the venue's client could not be installed: " + npm.output());
        }
        assertThat(mapper.readTree(installed.toFile()).path("version").asText()).isEqualTo(wanted);
    }

    private static JsonNode witness(KalshiSimulator venue, Path key) throws Exception {
        final Ran ran = run(List.of(
                "node",
                "witness.js",
                venue.baseUrl(),
                TestKeys.KEY_ID,
                key.toAbsolutePath().toString(),
                Long.toString(NOW_MILLIS)));
        assertThat(ran.exit()).as(ran.output()).isZero();
        final ObjectNode calls = JsonNodeFactory.instance.objectNode();
        for (final String line : ran.output().split("\n", -1)) {
            if (line.startsWith("{")) {
                final JsonNode call = new ObjectMapper().readTree(line);
                calls.set(call.path("name").asText(), call);
            }
        }
        return calls;
    }

    @Test
    void theVenuesClientIsUnderstoodAndUnderstandsAndOurRequestsAreItsRequests(@TempDir Path folder) throws Exception {
        install();
        final TestClock clock = new TestClock();
        final Path key = Files.writeString(folder.resolve("kalshi.key"), TestKeys.pkcs1(TestKeys.RSA));
        try (KalshiSimulator venue = KalshiSimulator.start(
                KalshiSimulator.Settings.defaults().withClock(clock).withDirectMember(true))) {
            venue.addKey(TestKeys.KEY_ID, TestKeys.RSA.getPublic());
            venue.list(KalshiMarketSpec.cents("KXTEST-26DEC31-T5", 3));
            venue.setCash(0, 0, 1_200_000_000);
            venue.setCash(0, 3, 300_127_500);
            venue.setLiquidity("KXTEST-26DEC31-T5", 0);
            final JsonNode calls = witness(venue, key);

            understood(calls);
            final KalshiConfig config = KalshiConfig.builder()
                    .baseUrl(venue.baseUrl())
                    .credentials(KalshiCredentials.fromFile(TestKeys.KEY_ID, key))
                    .exchangeIndex(3)
                    .build();
            final KalshiApi api = new KalshiApi(config);
            same(
                    folder,
                    api,
                    calls.path("balance"),
                    api.scopedUrl("portfolio", "balance").build());
            same(
                    folder,
                    api,
                    calls.path("time"),
                    api.url("exchange", "user_data_timestamp").build());
            same(
                    folder,
                    api,
                    calls.path("market"),
                    api.url("markets", "KXTEST-26DEC31-T5").build());
            same(folder, api, calls.path("limits"), api.url("account", "limits").build());
            same(
                    folder,
                    api,
                    calls.path("open"),
                    api.scopedUrl("portfolio", "orders")
                            .addQueryParameter("status", "resting")
                            .addQueryParameter("limit", "500")
                            .build());
            same(
                    folder,
                    api,
                    calls.path("positions"),
                    api.scopedUrl("portfolio", "positions")
                            .addQueryParameter("count_filter", "position")
                            .addQueryParameter("limit", "500")
                            .build());
        }
    }

    /** What the client made of the answers: status, and the figures as it gives them to its caller. */
    private static void understood(JsonNode calls) {
        status(calls, "balance", 200);
        assertThat(calls.path("balance").at("/data/balance_dollars").asText()).isEqualTo("300.1275");
        assertThat(calls.path("balance").at("/data/balance").asLong()).isEqualTo(30_012);
        status(calls, "balanceOfAll", 200);
        assertThat(calls.path("balanceOfAll").at("/data/balance_dollars").asText())
                .isEqualTo("1500.1275");
        assertThat(calls.path("balanceOfAll").at("/data/balance_breakdown")).hasSize(2);
        status(calls, "subaccounts", 200);
        status(calls, "market", 200);
        assertThat(calls.path("market").at("/data/market/exchange_index").asInt())
                .isEqualTo(3);
        status(calls, "limits", 200);
        status(calls, "time", 200);
        assertThat(calls.path("time").at("/data/as_of_time").asText()).isEqualTo(TestClock.START.toString());
        status(calls, "create", 201);
        assertThat(calls.path("create").at("/data/remaining_count").asText()).isEqualTo("25.00");
        status(calls, "createAgain", 409);
        assertThat(calls.path("createAgain").at("/data/error/code").asText()).isEqualTo("order_already_exists");
        status(calls, "createBeyond", 400);
        assertThat(calls.path("createBeyond").at("/data/error/code").asText()).isEqualTo("insufficient_balance");
        status(calls, "createOffTick", 400);
        status(calls, "open", 200);
        assertThat(calls.path("open").at("/data/orders")).hasSize(1);
        status(calls, "order", 200);
        assertThat(calls.path("order").at("/data/order/yes_price_dollars").asText())
                .isEqualTo("0.3100");
        status(calls, "amend", 200);
        assertThat(calls.path("amend").at("/data/remaining_count").asText()).isEqualTo("20.00");
        status(calls, "cancel", 200);
        assertThat(calls.path("cancel").at("/data/reduced_by").asText()).isEqualTo("20.00");
        status(calls, "cancelAgain", 404);
        status(calls, "taken", 201);
        status(calls, "positions", 200);
        status(calls, "fills", 200);
    }

    private static void status(JsonNode calls, String name, int status) {
        assertThat(calls.has(name)).as(name).isTrue();
        assertThat(calls.path(name).path("status").asInt())
                .as(calls.path(name).toString())
                .isEqualTo(status);
    }

    /** Same method, path and parameters, same headers; both signatures hold for the same text, as openssl sees it. */
    private static void same(Path folder, KalshiApi api, JsonNode call, HttpUrl url) throws Exception {
        final Request ours = api.request("GET", url, null, NOW_MILLIS);
        final HttpUrl theirs =
                Objects.requireNonNull(HttpUrl.parse(call.path("url").textValue()));
        assertThat(ours.method()).isEqualTo(call.path("method").textValue());
        assertThat(ours.url().encodedPath()).isEqualTo(theirs.encodedPath());
        assertThat(ours.url().queryParameterNames()).isEqualTo(theirs.queryParameterNames());
        for (final String name : ours.url().queryParameterNames()) {
            assertThat(ours.url().queryParameterValues(name)).isEqualTo(theirs.queryParameterValues(name));
        }
        final JsonNode headers = call.path("headers");
        final String signature = "KALSHI-ACCESS-SIGNATURE";
        for (final String name : List.of("KALSHI-ACCESS-KEY", "KALSHI-ACCESS-TIMESTAMP")) {
            assertThat(ours.header(name)).isEqualTo(headers.path(name).textValue());
        }
        assertThat(ours.headers().names().stream()
                        .filter(name -> name.startsWith("KALSHI"))
                        .count())
                .isEqualTo(3);
        OpenSsl.assumePresent();
        final String text = NOW_MILLIS + "GET" + ours.url().encodedPath();
        for (final String each : List.of(
                Objects.requireNonNull(ours.header(signature)),
                headers.path(signature).asText())) {
            Files.write(folder.resolve("signature"), Base64.getDecoder().decode(each));
            Files.write(folder.resolve("message"), text.getBytes(StandardCharsets.UTF_8));
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
    }
}
