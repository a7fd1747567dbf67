package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.RecordingSink;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulator.Heard;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The venue's own client against the simulator: what it sends is accepted, what it is answered it reads, and our requests are its requests. The
 * client is installed from npm when the test runs; without node, npm or their network the test is skipped and says so.
 */
@Timeout(300)
class PrivyWitnessTest {
    private static final Path FOLDER = Path.of("target", "witness").toAbsolutePath();

    /** What makes a request this one; the rest names the client. */
    private static final List<String> COMPARED =
            List.of("Authorization", "privy-app-id", "Accept", "privy-authorization-signature", "Content-Type");

    @Test
    void theOfficialClientAndWeSayTheSame() throws Exception {
        install();
        final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        final KeyPair key = generator.generateKeyPair();
        try (PrivySimulator venue = PrivySimulator.start(
                PrivySimulatorConfig.defaults().withChainDecimals(6).withAuthorizationKey(key.getPublic()))) {
            venue.addWallet("acct_1", "wallet_1");
            venue.setBalance("wallet_1", "base", "usdc", BigInteger.valueOf(300_000_000));
            final JsonNode seen = ask(venue, key);

            assertThat(seen.at("/account/assets/0/symbol").textValue()).isEqualTo("USDC");
            assertThat(seen.at("/account/assets/0/amount").textValue()).isEqualTo("300.0");
            assertThat(seen.at("/account/assets_by_chain/0/chain_id").textValue())
                    .isEqualTo("eip155:8453");
            assertThat(seen.at("/account/total/value").textValue()).isEqualTo("300.00");
            assertThat(seen.at("/wallet/balances/0/raw_value").textValue()).isEqualTo("300000000");
            assertThat(seen.at("/transfer/status").textValue()).isEqualTo("pending");
            assertThat(seen.at("/transfer/source_amount").textValue()).isEqualTo("12.5");
            assertThat(seen.at("/action/id")).isEqualTo(seen.at("/transfer/id"));
            assertThat(seen.at("/action/reference_id").textValue()).isEqualTo("order \"7\" é/\\");
            assertThat(seen.at("/action/steps/0/status").textValue()).isEqualTo("preparing");
            assertThat(seen.at("/beyondFunds/name").textValue()).isEqualTo("BadRequestError");
            assertThat(seen.at("/beyondFunds/error/code").textValue()).isEqualTo("insufficient_funds");
            assertThat(seen.at("/unsigned/name").textValue()).isEqualTo("AuthenticationError");
            assertThat(seen.at("/wrongSecret/name").textValue()).isEqualTo("AuthenticationError");
            assertThat(seen.at("/wrongSecret/error/error").textValue()).isEqualTo("Invalid app ID or app secret.");
            assertThat(seen.at("/unknownWallet/name").textValue()).isEqualTo("NotFoundError");
            assertThat(venue.transfers()).hasSize(1);

            final List<Heard> theirs = venue.heard();
            final List<Heard> ours = ourReads(venue, seen.at("/transfer/id").textValue());
            same(theirs.get(0), ours.get(0));
            same(theirs.get(1), ours.get(1));
            same(theirs.get(3), ours.get(2));
        }
    }

    private static List<Heard> ourReads(PrivySimulator venue, String transferId) throws Exception {
        final int before = venue.heard().size();
        final PrivyConfig config = PrivyVenue.config(venue)
                .walletIds(List.of("wallet_1"))
                .readsTransfers(false)
                .walletChain("base")
                .walletUse(WalletUse.FINER)
                .polling(PrivyVenue.config(venue)
                        .build()
                        .polling()
                        .withPeriod(Duration.ofMinutes(10), Duration.ofMillis(1)))
                .build();
        final RecordingSink sink = new RecordingSink();
        try (PrivySnapshotFeed feed = new PrivySnapshotFeed(config)) {
            feed.start(RecordingSink.BALANCE, sink);
            final Snapshot snapshot = sink.next(RecordingSink.Read.class).snapshot();
            assertThat(snapshot.ledger()).isEqualTo(300_000_000);
        }
        final var environment = io.tollgate.rest.FeedEnvironment.system();
        try (PrivyTransfers transfers =
                new PrivyTransfers(config, environment, PrivySnapshotFeed.budget(config, environment))) {
            assertThat(transfers.order(transferId).orElseThrow().size()).isEqualTo(12_500_000);
        }
        final List<Heard> all = venue.heard();
        return all.subList(before, all.size());
    }

    private static void same(Heard theirs, Heard ours) {
        assertThat(ours.method()).isEqualTo(theirs.method());
        assertThat(ours.target()).isEqualTo(theirs.target());
        for (final String name : COMPARED) {
            assertThat(ours.headers().get(name))
                    .as("%s of %s", name, theirs.target())
                    .isEqualTo(theirs.headers().get(name));
        }
    }

    private static JsonNode ask(PrivySimulator venue, KeyPair key) throws IOException, InterruptedException {
        final String output = run(
                60,
                List.of(
                        "node",
                        "witness.js",
                        venue.url(),
                        venue.config().appId(),
                        venue.config().appSecret(),
                        Base64.getEncoder().encodeToString(key.getPrivate().getEncoded())));
        return new ObjectMapper().readTree(output.lines().reduce("", (first, second) -> second));
    }

    private static void install() throws IOException, InterruptedException {
        assumeTrue(
                present("node") && present("npm"),
                "SKIPPED: no node and npm on this machine, the official client is not asked");
        Files.createDirectories(FOLDER);
        for (final String name : List.of("package.json", "witness.js")) {
            try (InputStream in =
                    Objects.requireNonNull(PrivyWitnessTest.class.getResourceAsStream("witness/" + name))) {
                Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!installed()) {
            final Process npm = start(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
            npm.getInputStream().readAllBytes();
            assertThat(npm.waitFor(240, TimeUnit.SECONDS)).isTrue();
        }
        assumeTrue(installed(), "SKIPPED: npm could not install the official client (no network?), it is not asked");
    }

    private static boolean installed() throws IOException {
        final Path manifest = FOLDER.resolve("node_modules/@privy-io/node/package.json");
        return Files.exists(manifest) && Files.readString(manifest).contains("\"version\": \"0.35.0\"");
    }

    private static boolean present(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static Process start(List<String> command) throws IOException {
        final Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return process;
    }

    private static String run(int seconds, List<String> command) throws IOException, InterruptedException {
        final Process process = start(command);
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
