package io.tollgate.gatekeeper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gatekeeper.config.ConfigException;
import io.tollgate.gatekeeper.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario file may say, and what comes of it. */
@Timeout(60)
class ScenarioTest {
    private static final Path EXAMPLE = Path.of("..", "..", "docs", "simulator-scenario.yaml");

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("scenario.yaml"), text);
    }

    private List<String> problems(String text) throws IOException {
        final Path file = file(text);
        final ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> Scenario.read(file, List.of()));
        assertThat(wrong).as("problems of %s", text).isNotNull();
        return wrong.problems();
    }

    private static JsonNode balance(JsonNode truth, String account, String asset) {
        for (final JsonNode row : truth.path("balances")) {
            if (row.path("account").textValue().equals(account)
                    && row.path("asset").textValue().equals(asset)) {
                return row;
            }
        }
        throw new AssertionError("no balance of " + account + " " + asset + " in " + truth);
    }

    @Test
    void theExampleRunsAndTellsWhatItSays() throws Exception {
        final Scenario scenario = Scenario.read(EXAMPLE, List.of());
        assertThat(scenario.plans()).containsOnlyKeys(Scenario.names());
        assertThat(scenario.events()).hasSize(5);
        final PrivateFolder files = PrivateFolder.at(folder.resolve("files"));
        try (Simulation simulation = Simulation.start(scenario, files, folder.resolve("ports.json"))) {
            final JsonNode ports =
                    new ObjectMapper().readTree(simulation.portFile().toFile());
            assertThat(ports.path("formatVersion").intValue()).isEqualTo(1);
            assertThat(ports.path("venues").properties()).hasSize(4);
            assertThat(ConfigFile.read(simulation.configuration(), Map.of())).hasSize(8);
            assertThat(Files.getPosixFilePermissions(files.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            try (var all = Files.list(files.path())) {
                for (final Path each : all.toList()) {
                    assertThat(Files.getPosixFilePermissions(each))
                            .as("%s", each)
                            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                }
            }
            for (final Scenario.Event event : scenario.events()) {
                simulation.apply(event);
            }
            final ObjectNode truth = new ObjectMapper().createObjectNode();
            simulation
                    .venues()
                    .forEach(venue ->
                            truth.set(venue.admin().name(), venue.admin().truth()));
            assertThat(balance(truth.path("kalshi"), "1/0", "USD")
                            .path("balance")
                            .textValue())
                    .isEqualTo("25.500000");
            final JsonNode pusd =
                    balance(truth.path("polymarket-clob"), "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "pUSD");
            assertThat(pusd.path("balance").textValue()).isEqualTo("900.000000");
            assertThat(pusd.path("allowances").toString()).contains("unlimited", "none");
            assertThat(balance(truth.path("privy"), "wallet_simulated", "usdc@base")
                            .path("balance")
                            .textValue())
                    .isEqualTo("1012.500000");
            assertThat(balance(truth.path("privy"), "wallet_simulated", "sol@solana")
                            .path("balance")
                            .textValue())
                    .isEqualTo("3.000000000");
        }
        assertThat(folder.resolve("ports.json")).doesNotExist();
        assertThat(files.path().resolve("admin.token")).doesNotExist();
    }

    @Test
    void whatTheExampleHasCommentedOutIsRightToo() throws Exception {
        final String all = Files.readString(EXAMPLE).replaceAll("(?m)^(\\s*)# ([a-zA-Z]+:)", "$1$2");
        assertThat(all).contains("\nvenues:");
        assertThat(Scenario.read(file(all), List.of()).plans()).containsOnlyKeys("polymarket-us", "kalshi");
        assertThat(Scenario.read(file(all), List.of("privy")).plans()).containsOnlyKeys("privy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'kalshy: {}'|kalshy is not known; did you mean kalshi?",
                "'kalshi: {makerFee: true}'|kalshi.makerFee is not known; did you mean makerFees?",
                "'kalshi: {port: many}'|kalshi.port must be a whole number",
                "'kalshi: {balances: [{balanc: \"1\"}]}'|kalshi.balances[0].balanc is not known; did you mean balance?",
                "'kalshi: {balances: [{balance: 1.5}]}'|write it in quotes",
                "'kalshi: {balances: [{balance: \"-1\"}]}'|must be 0 or more: balance=-1",
                "'polymarket-us: {balance: \"0.0000001\"}'|at most 6 decimals",
                "'polymarket-us: {behaviour: ALL_FIL}'|did you mean ALL_FILL?",
                "'polymarket-us: {instruments: [{symbol: a, priceScale: 7}]}'|powers of ten",
                "'polymarket-clob: {signatureType: EAO}'|did you mean EOA?",
                "'polymarket-clob: {markets: [{conditionId: \"0x12\", tokens: [\"1\", \"2\"]}]}'|64 hexadecimal digits",
                "'polymarket-clob: {allowances: [{spender: exchang}]}'|must be exchange, negRiskExchange or an address",
                "'privy: {accounts: [{account: a, wallets: [{wallet: w, balances: [{chain: bas}]}]}]}'|chain is not supported",
                "'privy: {accounts: [{account: a, wallets: [{wallet: w, balances: [{asset: usdcc}]}]}]}'|did you mean usdc?",
                "'venues: [kalshe]'|did you mean kalshi?",
                "'admin: {port: 70000}'|must be 0 to 65535",
                "'events: [{venue: kalshy, do: deposit}]'|did you mean kalshi?",
                "'events: [{venue: kalshi, do: deposite, amount: \"1\"}]'|did you mean deposit?",
                "'events: [{venue: kalshi, do: deposit}]'|events[0].amount must be given",
                "'events: [{venue: kalshi, do: deposit, amount: \"1\", acount: 0/0}]'|did you mean account?",
                "'events: [{venue: kalshi, do: fault, kind: \"402\"}]'|did you mean 401?",
                "'events: [{at: 2s, venue: kalshi, do: hold-reads}, {at: 1s, venue: kalshi, do: release-reads}]'|order of time"
            })
    void namesWhatIsWrongAndTheNearestRightWord(String text, String said) throws Exception {
        assertThat(problems(text.replace("'", "")))
                .anySatisfy(problem -> assertThat(problem).contains(said));
    }

    @Test
    void anEventThatIsRefusedChangesNothing() throws Exception {
        final Scenario scenario =
                Scenario.read(file("events: [{venue: kalshi, do: withdraw, amount: \"1000000\"}]"), List.of("kalshi"));
        final Path temporary;
        try (Simulation simulation = Simulation.start(scenario, PrivateFolder.temporary(), null)) {
            final var refused = catchThrowableOfType(
                    IllegalArgumentException.class,
                    () -> simulation.apply(scenario.events().get(0)));
            assertThat(refused).hasMessageContaining("a withdrawal must be covered");
            assertThat(simulation.portFile()).exists();
            temporary = simulation.portFile().getParent();
        }
        assertThat(temporary).isNotNull().doesNotExist();
    }
}
