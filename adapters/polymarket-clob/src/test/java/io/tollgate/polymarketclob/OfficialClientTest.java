package io.tollgate.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.Json;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The witness: the venue's official client, from npm in the version that package.json pins, against our simulator. What it sends the
 * simulator accepts and our own signatures equal; what the simulator answers it parses, and so do we.
 */
@Timeout(400)
class OfficialClientTest {
    private static final Path FOLDER = Path.of("target", "witness");
    private static final String TOKEN = "71321045679252212594626385532706912750332728571942532289631379312455583992563";
    private static final Pattern REQUEST = Pattern.compile(
            "(\\S+) ([^ ?]+)(\\?\\S*)? POLY_ADDRESS=(\\S+) POLY_TIMESTAMP=(\\S+) POLY_SIGNATURE=(\\S+)");

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(
                run(Path.of("."), List.of("npm", "--version")).code() == 0,
                "SKIPPED: no npm on this machine, the official client was not asked");
        assumeTrue(
                run(Path.of("."), List.of("node", "--version")).code() == 0,
                "SKIPPED: no node on this machine, the official client was not asked");
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "witness.mjs")) {
            try (InputStream in =
                    Objects.requireNonNull(OfficialClientTest.class.getResourceAsStream("witness/" + name))) {
                Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path installed = FOLDER.resolve("node_modules/@polymarket/clob-client-v2/package.json");
        if (!Files.exists(installed)) {
            Outcome outcome = run(FOLDER, List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
            assumeTrue(
                    outcome.code() == 0,
                    "SKIPPED: npm could not install the official client, it was not asked: " + outcome.output());
        }
        assertThat(Json.read(ByteString.of(Files.readAllBytes(installed)))
                        .path("version")
                        .textValue())
                .isEqualTo("1.1.0");
    }

    private record Outcome(int code, String output) {}

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

    private static JsonNode ask(ClobSimulator simulator) throws Exception {
        ClobAccount account = simulator.account();
        List<String> command = new ArrayList<>(List.of("node", "witness.mjs", simulator.url()));
        command.addAll(List.of(
                ClobAccount.EXAMPLE_PRIVATE_KEY,
                Address.of(account.funder()).toString(),
                Integer.toString(account.signatureType()),
                TOKEN,
                Long.toString(account.chainId())));
        Outcome outcome = run(FOLDER, command);
        assertThat(outcome.code()).as(outcome.output()).isZero();
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        for (String line : outcome.output().split("\n", -1)) {
            if (line.startsWith("{\"step\"")) {
                JsonNode step = new ObjectMapper().readTree(line);
                answers.set(step.path("step").textValue(), step.path("answer"));
            }
        }
        return answers;
    }

    private static ClobSimulator simulator(ClobAccount account, boolean negRisk) {
        ClobSimulator simulator = ClobSimulator.start(account);
        ClobMarketSpec market = ClobMarketSpec.of("0x" + "c".repeat(64), List.of(TOKEN, "1099520129274"));
        simulator.venue().list(negRisk ? market.asNegRisk() : market);
        simulator.venue().deposit("", 20_000_000);
        simulator.venue().allow("", negRisk ? ClobVenue.NEG_RISK_EXCHANGE : ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
        return simulator;
    }

    @Test
    void theOfficialClientTradesAtOurSimulator() throws Exception {
        for (boolean negRisk : new boolean[] {false, true}) {
            ClobAccount account = negRisk
                    ? ClobAccount.example().withWallet("0x00000000000000000000000000000000000000f1", 2)
                    : ClobAccount.example();
            try (ClobSimulator simulator = simulator(account, negRisk)) {
                JsonNode answers = ask(simulator);
                assertThat(answers.path("credentials").path("key").textValue()).isEqualTo(account.apiKey());
                assertThat(answers.path("newCredentials").path("key").textValue())
                        .endsWith("000000000009");
                assertThat(answers.path("before").path("balance").textValue()).isEqualTo("0");
                BalanceAllowance read = BalanceAllowance.read(answers.path("balance"));
                assertThat(read.balance()).isEqualTo(20_000_000);
                assertThat(read.allowance(Contracts.POLYGON.spender(negRisk ? MarketKind.NEG_RISK : MarketKind.NORMAL)))
                        .isEqualTo(Amounts.UNLIMITED);
                assertThat(answers.path("tokenless").path("error").textValue()).contains("assetId invalid value -1");
                assertThat(answers.path("resting").path("status").textValue()).isEqualTo("live");
                String refusal = answers.path("tooLarge").path("error").textValue();
                assertThat(FundsRejection.parse(refusal).orElseThrow().available())
                        .isEqualTo(20_000_000 - 1_056_000);
                assertThat(answers.path("tooSmall").path("error").textValue()).contains("lower than the minimum: 5");
                assertThat(answers.path("offTick").path("error").textValue()).contains("tick size");
                assertThat(answers.path("open")).hasSize(1);
                assertThat(OpenOrders.venueOrder(answers.path("order")).size()).isEqualTo(5_000_000);
                assertThat(answers.path("cancel").path("canceled")).hasSize(1);
                assertThat(answers.path("market").path("status").textValue()).isEqualTo("matched");
                assertThat(answers.path("trades").path(0).path("status").textValue())
                        .isEqualTo("MATCHED");
                assertThat(answers.path("wrong").path("status").intValue()).isEqualTo(401);
                assertThat(answers.path("otherType").path("balance").textValue())
                        .isEqualTo("0");
                ourRequestsEqualTheirs(simulator);
            }
        }
    }

    /** With the same time and key, every signature of a GET and of the wallet is ours too. */
    private static void ourRequestsEqualTheirs(ClobSimulator simulator) {
        ClobAccount account = simulator.account();
        WalletKey key = WalletKey.ofHex(ClobAccount.EXAMPLE_PRIVATE_KEY);
        ApiCredentials credentials = ApiCredentials.of(account.apiKey(), account.secret(), account.passphrase());
        int compared = 0;
        int wallet = 0;
        for (String request : simulator.requests()) {
            Matcher matcher = REQUEST.matcher(request);
            assertThat(matcher.matches()).as(request).isTrue();
            String path = matcher.group(2);
            if (matcher.group(4).equals("null")) {
                continue;
            }
            assertThat(matcher.group(4)).isEqualTo(key.address().toString());
            if (path.startsWith("/auth/")) {
                boolean isNine = wallet == 2;
                String signature = key.sign(Eip712.clobAuth(
                        account.chainId(), key.address(), matcher.group(5), BigInteger.valueOf(isNine ? 9 : 0)));
                assertThat(matcher.group(6)).as(request).isEqualTo(signature);
                wallet++;
            } else if (matcher.group(1).equals("GET")) {
                String signature = credentials.sign(Long.parseLong(matcher.group(5)), "GET", path, "");
                compared += signature.equals(matcher.group(6)) ? 1 : 0;
            }
        }
        assertThat(wallet).isEqualTo(3);
        // all but the one that was signed with a wrong secret
        assertThat(simulator.requests().stream()
                        .filter(r -> r.startsWith("GET") && r.contains("POLY_ADDRESS=0x") && !r.contains("/auth/")))
                .hasSize(compared + 1);
    }
}
