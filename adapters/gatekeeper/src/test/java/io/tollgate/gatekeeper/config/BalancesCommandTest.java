package io.tollgate.gatekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gatekeeper.config.BalanceReader.Found;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueCredentials;
import io.tollgate.simulator.VenueSimulator;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands against simulated venues. */
@Timeout(60)
class BalancesCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private Path privy(PrivySimulator venue, String secret) throws Exception {
        Files.writeString(folder.resolve("secret.txt"), secret + "\n");
        return Files.writeString(folder.resolve("tollgate.yaml"), """
                credentials:
                  main: {venue: privy, appId: app_simulated, appSecretFile: secret.txt, baseUrl: '%s'}
                balances:
                  - {credentials: main, account: acct_1, symbol: USDC}
                  - {credentials: main, account: acct_1, symbol: SOL}
                """.formatted(venue.url()));
    }

    @Test
    void printsWhatTheVenuesSay() throws Exception {
        try (PrivySimulator venue = PrivySimulator.start(PrivySimulatorConfig.defaults())) {
            venue.addWallet("acct_1", "w1");
            venue.setBalance("w1", "base", "usdc", BigInteger.valueOf(300_000_000));
            final String file = privy(venue, venue.config().appSecret()).toString();

            assertThat(execute(new ConfigCommand(), "check", file))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("privy  acct_1  USDC  10^-6", "config: balances=2 problems=0");

            assertThat(execute(new BalancesCommand(), "--config", file)).isEqualTo(1);
            assertThat(out.toString())
                    .contains("VENUE", "SPENDABLE", "299.950000", "not read:", "symbol=SOL is missing")
                    .contains("balances: read=1 failed=1")
                    .doesNotContain(venue.config().appSecret());

            out.getBuffer().setLength(0);
            assertThat(execute(new BalancesCommand(), "--config", file, "--json"))
                    .isEqualTo(1);
            final List<String> lines = out.toString().lines().toList();
            assertThat(lines).hasSize(2);
            final JsonNode usdc = new ObjectMapper().readTree(lines.get(0));
            assertThat(usdc.path("ledger").textValue()).isEqualTo("299.950000");
            assertThat(usdc.path("spendable").textValue()).isEqualTo("299.950000");
            assertThat(usdc.path("allowance").isNull()).isTrue();
            assertThat(usdc.path("ageMillis").isIntegralNumber()).isTrue();
            final JsonNode sol = new ObjectMapper().readTree(lines.get(1));
            assertThat(sol.path("ledger").isNull()).isTrue();
            assertThat(sol.path("failure").textValue()).contains("symbol=SOL is missing");
        }
    }

    @Test
    void saysWhyNothingCouldBeRead() throws Exception {
        try (PrivySimulator venue = PrivySimulator.start(PrivySimulatorConfig.defaults())) {
            venue.addWallet("acct_1", "w1");
            final String file = privy(venue, "wrongPlanted").toString();
            assertThat(execute(new BalancesCommand(), "--config", file)).isEqualTo(1);
            assertThat(out.toString())
                    .contains("401", "copy the secret again", "balances: read=0 failed=2")
                    .doesNotContain("wrongPlanted");
        }
    }

    @Test
    void readsTheRetailStack() throws Exception {
        try (VenueSimulator venue = VenueSimulator.start(
                SimulatorConfig.builder().initialBalanceMicros(12_340_000).build())) {
            final VenueCredentials credentials = venue.credentials();
            Files.writeString(folder.resolve("retail.txt"), credentials.retailSeedBase64());
            final Path file = Files.writeString(folder.resolve("retail.yaml"), """
                    credentials:
                      retail: {venue: polymarket-us-retail, keyId: %s, secretKeyFile: retail.txt, baseUrl: '%s'}
                    balances:
                      - {credentials: retail, currency: USD}
                    """.formatted(
                            credentials.retailKeyId(), venue.endpoints().restUrl()));
            assertThat(execute(new BalancesCommand(), "--config", file.toString()))
                    .as(out.toString())
                    .isZero();
            assertThat(out.toString())
                    .contains("polymarket-us-retail", "12.340000", "0.000000", "balances: read=1 failed=0");
        }
    }

    @Test
    void anEmptyShardIsAHint() throws Exception {
        try (KalshiSimulator venue = KalshiSimulator.start(KalshiSimulator.Settings.defaults())) {
            final KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            final KeyPair key = keys.generateKeyPair();
            venue.addKey("key-1", key.getPublic());
            venue.setCash(0, 0, 0);
            venue.setCash(0, 1, 2_500_000);
            Files.writeString(
                    folder.resolve("kalshi.pem"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(key.getPrivate().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            final Path file = Files.writeString(folder.resolve("kalshi.yaml"), """
                    credentials:
                      main: {venue: kalshi, keyId: key-1, privateKeyFile: kalshi.pem, baseUrl: '%s'}
                    balances:
                      - {credentials: main, exchangeIndex: 0}
                      - {credentials: main, exchangeIndex: 1}
                    """.formatted(venue.baseUrl()));
            assertThat(execute(new BalancesCommand(), "--config", file.toString(), "--json"))
                    .as(out.toString())
                    .isZero();
            final List<String> lines = out.toString().lines().toList();
            assertThat(lines.get(0)).contains("\"ledger\":\"0.000000\"", "cash of another exchangeIndex");
            assertThat(lines.get(1)).contains("\"ledger\":\"2.500000\"", "\"hints\":[]");
        }
    }

    @Test
    void wrongFilesAreToldLineByLine() throws Exception {
        final String file = Files.writeString(
                        folder.resolve("wrong.yaml"), "credentials: {a: {venue: privi}}\nbalances: []\nx: 1\n")
                .toString();
        assertThat(execute(new ConfigCommand(), "check", file)).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).contains("did you mean privy?", "x is not known");
        assertThat(out.toString()).contains("config: problems=2");
        assertThat(execute(new BalancesCommand(), "--config", file)).isEqualTo(2);
        assertThat(execute(new BalancesCommand())).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', -, 9.000000, ",
        "0, none, 0.000000, the exchange may draw nothing",
        "2305843009213693952, unlimited, 9.000000, ",
        "4000000, 4.000000, 4.000000, "
    })
    void allowancesAreWords(String allowance, String word, String spendable, String hint) {
        final ConfiguredBalance balance = new ConfiguredBalance(
                "v",
                "a",
                "USDC",
                6,
                () -> {
                    throw new AssertionError("not read");
                },
                environment -> List.of());
        final Snapshot snapshot = new Snapshot(10_000_000, 9_000_000, 1_000_000, Snapshot.NO_TIME, 0, 1_000_000);
        final BalanceReport report = BalanceReport.of(
                balance,
                new Found(
                        snapshot,
                        "",
                        allowance.isEmpty() ? Map.of() : Map.of("the exchange", Long.valueOf(allowance)),
                        List.of()),
                4_000_000);
        assertThat(report.allowance()).isEqualTo(word);
        assertThat(report.spendable()).isEqualTo(spendable);
        assertThat(report.encumbered()).isEqualTo("1.000000");
        assertThat(report.ageMillis()).isEqualTo(3);
        assertThat(String.join("", report.hints())).contains(hint == null ? "" : hint);
    }
}
