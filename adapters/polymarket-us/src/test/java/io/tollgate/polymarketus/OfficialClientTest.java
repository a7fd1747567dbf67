package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The witness: the venue's official client, from npm in the version that package.json pins, against our simulator. What it sends the
 * simulator accepts, and its headers are ours, byte by byte; what the simulator answers it parses, and so do we.
 */
@Timeout(400)
class OfficialClientTest {
    private static final Path FOLDER = Path.of("target", "witness");
    private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_123L);

    private record Outcome(int code, String output) {}

    @BeforeAll
    static void install() throws Exception {
        for (String tool : List.of("npm", "node")) {
            assumeTrue(
                    run(Path.of("."), List.of(tool, "--version")).code() == 0,
                    "SKIPPED: no " + tool + " on this machine, the official client was not asked");
        }
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "witness.mjs")) {
            try (InputStream in =
                    Objects.requireNonNull(OfficialClientTest.class.getResourceAsStream("witness/" + name))) {
                Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path installed = FOLDER.resolve("node_modules/polymarket-us/package.json");
        if (!Files.exists(installed)) {
            Outcome outcome = run(FOLDER, List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
            assumeTrue(
                    outcome.code() == 0,
                    "SKIPPED: npm could not install the official client, it was not asked: " + outcome.output());
        }
        assertThat(Json.read(ByteString.of(Files.readAllBytes(installed)))
                        .path("version")
                        .textValue())
                .isEqualTo("0.1.1");
    }

    private static Outcome run(Path folder, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(300, TimeUnit.SECONDS)
                    ? new Outcome(process.exitValue(), output)
                    : new Outcome(-1, "it did not end in 300 s");
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }

    @Test
    void whatItSendsIsAcceptedAndIsWhatWeSendAndWhatItHearsItParses() throws Exception {
        SimulatorConfig config = SimulatorConfig.builder()
                .clock(InstantSource.fixed(NOW))
                .retailRequestsPerSecond(1000)
                .behaviour(MarketBehaviour.ALL_REST)
                .build();
        List<JsonNode> sent = new ArrayList<>();
        Map<String, JsonNode> answers = new HashMap<>();
        try (VenueSimulator simulator = VenueSimulator.start(config)) {
            String secret = simulator.credentials().retailSeedBase64();
            String keyId = simulator.credentials().retailKeyId();
            Outcome outcome = run(
                    FOLDER,
                    List.of(
                            "node",
                            "witness.mjs",
                            simulator.endpoints().restUrl(),
                            simulator.privateSocketUrl(),
                            keyId,
                            secret,
                            Long.toString(NOW.toEpochMilli())));
            assertThat(outcome.code()).as(outcome.output()).isZero();
            for (String line : outcome.output().split("\n", -1)) {
                if (line.startsWith("{")) {
                    JsonNode json = Json.read(ByteString.encodeUtf8(line));
                    if (json.path("kind").asText().equals("sent")) {
                        sent.add(json);
                    } else {
                        answers.put(json.path("step").asText(), json);
                    }
                }
            }
            headersAreOurs(sent, RetailCredentials.of(keyId, secret));
        }
        answersAreParsed(answers);
    }

    /** Ed25519 is deterministic: the same time and key make the same headers. */
    private static void headersAreOurs(List<JsonNode> sent, RetailCredentials ours) {
        assertThat(sent).hasSizeGreaterThanOrEqualTo(14);
        int compared = 0;
        for (JsonNode request : sent.subList(0, sent.size() - 1)) {
            String path = HttpUrl.get(request.path("url").asText()).encodedPath();
            var expected = RetailApi.headers(
                    ours, NOW.toEpochMilli(), request.path("method").asText(), path);
            for (String name : expected.names()) {
                assertThat(request.path("headers").path(name).asText())
                        .as("%s of %s", name, path)
                        .isEqualTo(expected.get(name));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(3 * (sent.size() - 1));
    }

    private static void answersAreParsed(Map<String, JsonNode> answers) throws Exception {
        assertThat(value(answers, "balances")
                        .path("balances")
                        .path(1)
                        .path("currentBalance")
                        .asInt())
                .isEqualTo(10_000);
        assertThat(value(answers, "open")
                        .path("orders")
                        .path(0)
                        .path("quantity")
                        .decimalValue())
                .isEqualByComparingTo("10.5");
        assertThat(value(answers, "one").path("order").path("state").asText()).isEqualTo("ORDER_STATE_NEW");
        assertThat(value(answers, "beyond").path("order").path("state").asText())
                .isEqualTo("ORDER_STATE_REJECTED");
        assertThat(value(answers, "modified")
                        .path("order")
                        .path("price")
                        .path("value")
                        .asText())
                .isEqualTo("0.555");
        assertThat(value(answers, "cancelled").path("order").path("state").asText())
                .isEqualTo("ORDER_STATE_CANCELED");
        assertThat(value(answers, "cancelAll").path("canceledOrderIds")).isEmpty();
        assertThat(value(answers, "positions").path("eof").asBoolean()).isTrue();
        assertThat(said(answers, "unknown").path("name").asText()).isEqualTo("NotFoundError");
        assertThat(said(answers, "stranger").path("name").asText()).isEqualTo("AuthenticationError");
        assertThat(value(answers, "socket")
                        .path("accountBalancesSnapshot")
                        .path("balances")
                        .path(1)
                        .path("currency")
                        .asText())
                .isEqualTo("USD");
        // and what it parsed, our own parsers read the same way
        ByteString balances = ByteString.encodeUtf8(value(answers, "balances").toString());
        assertThat(new RetailBalances("USD", 6, InstantSource.fixed(NOW))
                        .row(balances)
                        .ledger())
                .isEqualTo(10_000_000_000L);
        ByteString positions = ByteString.encodeUtf8(value(answers, "positions").toString());
        assertThat(new RetailPositions(2).page(positions, "")).isEmpty();
    }

    private static JsonNode value(Map<String, JsonNode> answers, String step) {
        JsonNode answer = said(answers, step);
        assertThat(answer.path("kind").asText()).as("%s: %s", step, answer).isEqualTo("answer");
        return answer.path("value");
    }

    private static JsonNode said(Map<String, JsonNode> answers, String step) {
        return Objects.requireNonNull(answers.get(step), step);
    }
}
