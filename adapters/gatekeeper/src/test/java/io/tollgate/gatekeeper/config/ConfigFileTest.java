package io.tollgate.gatekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is right in a configuration file, and what is said of what is wrong. */
class ConfigFileTest {
    private static final Path EXAMPLES = Path.of("..", "..", "docs", "config");
    private static final String SECRET = "privy_app_secret_plantedPlanted";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PRIVY_APP_SECRET",
            SECRET,
            "POLYMARKET_US_SECRET",
            "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=",
            "POLYMARKET_API_SECRET",
            "c2ltdWxhdG9yLXNlY3JldC1zaW11bGF0b3Itc2VjcmV0",
            "POLYMARKET_PASSPHRASE",
            "plantedPassphrase");
    private static final String GOOD = """
            credentials:
              main:
                venue: privy
                appId: app_1
                appSecretEnv: PRIVY_APP_SECRET
            balances:
              - credentials: main
                account: acct_1
                symbol: USDC
            """;

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tollgate.yaml"), text);
    }

    private List<String> problems(String text) throws IOException {
        final Path file = file(text);
        final ConfigException wrong =
                catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, ENVIRONMENT));
        assertThat(wrong).as("problems of %s", text).isNotNull();
        assertThat(wrong.toString()).doesNotContain("planted").doesNotContain("Planted");
        return wrong.problems();
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleLoads(Path example) throws Exception {
        final Path copy = Files.copy(example, folder.resolve("example.yaml"));
        final KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Files.createDirectories(folder.resolve("secrets"));
        final String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Files.writeString(folder.resolve("secrets/polymarket-us.pem"), pem);
        Files.writeString(folder.resolve("secrets/kalshi.pem"), pem);
        Files.writeString(folder.resolve("secrets/wallet.key"), "0x" + "1".repeat(64));

        final List<ConfiguredBalance> balances = ConfigFile.read(copy, ENVIRONMENT);

        assertThat(balances).isNotEmpty();
        for (final ConfiguredBalance balance : balances) {
            balance.reader().get().close();
        }
        // what is commented out is right too, but for the other place of the secret
        final String all =
                Files.readString(example).replaceAll("(?m)^(\\s+)# ((?![a-zA-Z]+(?:Env|File):)[a-zA-Z]+:)", "$1$2");
        final Path withAll = Files.writeString(folder.resolve("all.yaml"), all);
        assertThat(ConfigFile.read(withAll, ENVIRONMENT)).hasSameSizeAs(balances);
    }

    @Test
    void everyVenueHasAnExample() throws Exception {
        assertThat(examples().map(path -> path.getFileName().toString()))
                .containsAll(Venues.byName().keySet().stream()
                        .map(name -> name + ".yaml")
                        .toList());
    }

    @Test
    void readsBalancesInOrder() throws Exception {
        final List<ConfiguredBalance> balances = ConfigFile.read(
                file(GOOD + "  - {credentials: main, account: acct_1, symbol: ETH, chainId: 'eip155:1'}\n"),
                ENVIRONMENT);
        assertThat(balances).extracting(ConfiguredBalance::asset).containsExactly("USDC", "ETH@eip155:1");
        assertThat(balances).extracting(ConfiguredBalance::assetScale).containsExactly(6, 9);
        assertThat(balances.toString()).doesNotContain("planted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "symbol:|symbl:|balances[0].symbl is not known; did you mean symbol?",
                "account:|acount:|balances[0].acount is not known; did you mean account?",
                "appId:|app_id:|credentials.main.app_id is not known; did you mean appId?",
                "appSecretEnv:|appSecretEvn:|credentials.main.appSecretEvn is not known; did you mean appSecretEnv?",
                "balances:|balance:|balance is not known; did you mean balances?",
                "venue: privy|venue: privi|venue=privi; did you mean privy?",
                "credentials: main|credentials: mian|credentials=mian; did you mean main?",
                "symbol: USDC|walletUse: boundd|walletUse=boundd; did you mean BOUND?",
                "symbol: USDC|testnetMode: maybe|testnetMode must be true or false",
                "symbol: USDC|assetScale: 1.5|assetScale must be a whole number",
                "symbol: USDC|assetScale: 12|assetScale must be between 0 and 9",
                "symbol: USDC|symbol: [USDC]|symbol must be text",
                "symbol: USDC|symbol: 'U S'|balances[0]: symbol must match",
                "PRIVY_APP_SECRET|NOT_SET|NOT_SET is not; export it",
                "appSecretEnv: PRIVY_APP_SECRET|appSecretFile: missing.txt|appSecret file must be readable",
                "account: acct_1|accounts: acct_1|balances[0].account must be given"
            })
    void namesWhatIsWrongAndTheNearestRightWord(String right, String wrong, String said) throws Exception {
        assertThat(problems(GOOD.replace(right, wrong)))
                .anySatisfy(problem -> assertThat(problem).contains(said));
    }

    @Test
    void tellsEverythingAtOnce() throws Exception {
        assertThat(problems("credentials:\n  a: {venue: privy}\n  b: {venue: nowhere}\nbalances: 7\nextra: 1\n"))
                .hasSizeGreaterThanOrEqualTo(5)
                .anyMatch(problem -> problem.startsWith("credentials.a.appId must be given"))
                .anyMatch(problem -> problem.startsWith("credentials.a.appSecretFile or appSecretEnv must be given"))
                .anyMatch(problem -> problem.startsWith("credentials.b.venue must be one of"))
                .anyMatch(problem -> problem.startsWith("balances must be a list"))
                .anyMatch(problem -> problem.startsWith("extra is not known"));
    }

    @Test
    void aSecretInTheFileIsAnErrorThatDoesNotShowIt() throws Exception {
        assertThat(problems(GOOD.replace("appSecretEnv: PRIVY_APP_SECRET", "appSecret: " + SECRET)))
                .singleElement()
                .asString()
                .contains("credentials.main.appSecret must not stand in the file", "appSecretFile", "appSecretEnv");
        assertThat(problems(GOOD.replace("appSecretEnv: PRIVY_APP_SECRET", "appSecretEnv: '" + SECRET + "!'")))
                .singleElement()
                .asString()
                .contains("must be the name of an environment variable");
        assertThat(problems(GOOD.replace("appSecretEnv: PRIVY_APP_SECRET", "appSecret: {" + SECRET)))
                .singleElement()
                .asString()
                .contains("must be YAML", "line");
        assertThat(problems(GOOD + "balances: []\n")).singleElement().asString().contains("each key once");
        assertThat(problems("")).isNotEmpty();
        assertThat(problems("just text")).isNotEmpty();
        assertThat(problems("credentials: {}\nbalances: []\n"))
                .singleElement()
                .asString()
                .contains("at least one balance");
        assertThat(problems(GOOD + "  - {credentials: main, account: acct_1}\n"))
                .singleElement()
                .asString()
                .contains("comes twice");
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("nowhere.yaml"), ENVIRONMENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be readable");
    }

    @ParameterizedTest
    @CsvSource({"acount, account, 1", "symbl, symbol, 1", "kieId, keyId, 2", "veune, venue, 1", "a, a, 0", "'', ab, 2"})
    void countsWhatWasMistyped(String typed, String meant, int distance) {
        assertThat(NearestKey.distance(typed, meant)).isEqualTo(distance);
    }

    @Test
    void aWordThatIsFarFromAllIsNotGuessed() {
        assertThat(NearestKey.of("zzzzzzzzzz", List.of("account", "venue"))).isEmpty();
    }

    @Test
    void aDescriptorSetIsReadWithTheFile() throws IOException {
        assertThat(problems("""
                credentials:
                  firm: {venue: polymarket-us-exchange, clientId: c, privateKeyFile: none.pem, descriptorSetFile: none.desc}
                balances:
                  - {credentials: firm, account: firms/f/accounts/a}
                """))
                .anyMatch(text -> text.contains("firm.descriptorSetFile descriptor set must be readable"));
    }
}
