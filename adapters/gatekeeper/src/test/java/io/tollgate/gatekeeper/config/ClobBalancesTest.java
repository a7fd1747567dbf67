package io.tollgate.gatekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The CLOB of the configuration file, against its simulator. */
@Timeout(60)
class ClobBalancesTest {
    private static final String TOKEN = "1099520129273";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int balances(String file, String... more) {
        out.getBuffer().setLength(0);
        final String[] arguments = new String[2 + more.length];
        arguments[0] = "--config";
        arguments[1] = file;
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new CommandLine(new BalancesCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String file(ClobSimulator venue, String credentials, String balances) throws Exception {
        Files.writeString(folder.resolve("secret.txt"), venue.account().secret());
        Files.writeString(folder.resolve("passphrase.txt"), venue.account().passphrase());
        Files.writeString(folder.resolve("wallet.key"), ClobAccount.EXAMPLE_PRIVATE_KEY);
        return Files.writeString(
                        folder.resolve("clob.yaml"),
                        "credentials:\n  main: {venue: polymarket-clob, baseUrl: '" + venue.url() + "', " + credentials
                                + "}\nbalances:\n" + balances)
                .toString();
    }

    private static String given(ClobSimulator venue) {
        return "owner: '" + venue.account().owner() + "', apiKey: "
                + venue.account().apiKey() + ", apiSecretFile: secret.txt, passphraseFile: passphrase.txt";
    }

    @Test
    void tellsWhatEachSpenderMayDraw() throws Exception {
        try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example())) {
            venue.venue().list(ClobMarketSpec.of("0x" + "c".repeat(64), List.of(TOKEN, "1099520129274")));
            venue.venue().deposit("", 12_340_000);
            venue.venue().deposit(TOKEN, 5_000_000);
            venue.venue().allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
            venue.venue().allow(TOKEN, ClobVenue.EXCHANGE, BigInteger.valueOf(2_000_000));
            final String file = file(venue, given(venue), """
                      - {credentials: main, signatureType: EOA}
                      - {credentials: main, signatureType: EOA, token: "%s", marketKinds: [NORMAL], account: mine}
                    """.formatted(TOKEN));

            assertThat(balances(file)).as(out + "" + err).isZero();
            assertThat(out.toString())
                    .contains("12.340000", "unlimited", "balances: read=2 failed=0")
                    .contains("allowance: NEG_RISK 0xe2222d279d744050d28e00520010520000310F59 none")
                    .contains("hint: NEG_RISK 0xe2222d279d744050d28e00520010520000310F59 may draw nothing")
                    .doesNotContain(venue.account().secret())
                    .doesNotContain(venue.account().passphrase());

            assertThat(balances(file, "--json")).isZero();
            final JsonNode pusd = new ObjectMapper()
                    .readTree(out.toString().lines().findFirst().orElseThrow());
            assertThat(pusd.path("ledger").textValue()).isEqualTo("12.340000");
            assertThat(pusd.path("allowance").textValue()).isEqualTo("none");
            assertThat(pusd.path("allowances")
                            .path("NORMAL 0xE111180000d2663C0091e4f400237545B87B996B")
                            .textValue())
                    .isEqualTo("unlimited");
            assertThat(pusd.path("spendable").textValue()).isEqualTo("0.000000");
            final JsonNode token = new ObjectMapper()
                    .readTree(out.toString().lines().skip(1).findFirst().orElseThrow());
            assertThat(token.path("account").textValue()).isEqualTo("mine");
            assertThat(token.path("asset").textValue()).isEqualTo(TOKEN);
            assertThat(token.path("ledger").textValue()).isEqualTo("5.000000");
            assertThat(token.path("spendable").textValue()).isEqualTo("2.000000");
        }
    }

    @Test
    void namesTheWalletThatHasTheMoney() throws Exception {
        try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example().withRules(false, false, 100))) {
            venue.venue().deposit("", 7_000_000);
            venue.venue().allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
            final String file = file(
                    venue,
                    "walletKeyFile: wallet.key",
                    "  - {credentials: main, signatureType: POLY_PROXY, marketKinds: [NORMAL]}\n");
            assertThat(balances(file)).as(out + "" + err).isZero();
            assertThat(out.toString())
                    .contains("the owner's EOA wallet has 7.000000: set signatureType: EOA")
                    .doesNotContain(ClobAccount.EXAMPLE_PRIVATE_KEY.substring(2));
        }
    }

    @Test
    void credentialsThatTheVenueRefusesAreToldWithTheirCure() throws Exception {
        try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example())) {
            final String file = file(
                    venue,
                    given(venue).replace(venue.account().apiKey(), "5f0c8f5e-0000-4000-8000-00000000dead"),
                    "  - {credentials: main, signatureType: EOA}\n");
            assertThat(balances(file)).isEqualTo(1);
            assertThat(out.toString()).contains("401", "not read:", "balances: read=0 failed=1");
        }
    }

    @Test
    void wrongWordsAreToldWithTheNearestRightOne() throws Exception {
        try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example())) {
            final String file = file(venue, given(venue) + ", netwerk: polygon", """
                      - {credentials: main, signatureType: EAO, marketKinds: [NEGRISK], funders: '0x12'}
                      - {credentials: main}
                    """);
            assertThat(balances(file)).isEqualTo(2);
            assertThat(err.toString())
                    .contains("did you mean network?", "did you mean EOA?", "did you mean NEG_RISK?")
                    .contains("did you mean funder?", "balances[1].signatureType must be given");
        }
    }
}
