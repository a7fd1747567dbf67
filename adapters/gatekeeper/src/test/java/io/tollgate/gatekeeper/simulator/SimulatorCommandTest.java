package io.tollgate.gatekeeper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gatekeeper.Main;
import io.tollgate.gatekeeper.config.BalancesCommand;
import io.tollgate.gatekeeper.config.ConfigCommand;
import io.tollgate.simulator.admin.AdminServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as users start it: a process of its own, its port file, its credentials, its admin interface. */
@Timeout(400)
class SimulatorCommandTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "simulator.md");
    private static final Pattern SESSION = Pattern.compile("<!-- session -->\n```sh\n(.*?)```", Pattern.DOTALL);

    /** A JVM's first gRPC call may take long on a machine that does other things too. */
    private static final String PATIENCE = "--timeout=90";

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    private Process start(String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(java());
        command.add("simulator");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out.txt"));
    }

    private Path awaitPorts(Process process) throws Exception {
        final Path ports = folder.resolve("ports.json");
        while (!Files.exists(ports)) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
                    .as("ended: %s", output())
                    .isFalse();
        }
        return ports;
    }

    private static void end(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private record Said(int status, String out) {}

    private static Said run(Object command, String... arguments) {
        final StringWriter out = new StringWriter();
        final int status = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments);
        return new Said(status, out.toString());
    }

    private JsonNode balances(Path configuration) throws IOException {
        final Said said = run(new BalancesCommand(), "--config", configuration.toString(), "--json", PATIENCE);
        final ObjectNode byVenue = json.createObjectNode();
        for (final String line : said.out().lines().toList()) {
            final JsonNode row = json.readTree(line);
            byVenue.set(row.path("venue").textValue(), row);
        }
        return byVenue;
    }

    private HttpResponse<String> admin(JsonNode ports, String path, String body) throws Exception {
        final HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ports.path("adminUrl").textValue() + path))
                .header(
                        AdminServer.TOKEN_HEADER,
                        Files.readString(Path.of(ports.path("adminTokenFile").textValue()))
                                .strip());
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A configuration of the user's own, from nothing but the port file. */
    private Path configuration(JsonNode venues) throws IOException {
        final JsonNode us = venues.path("polymarket-us");
        final JsonNode clob = venues.path("polymarket-clob");
        final JsonNode kalshi = venues.path("kalshi");
        final JsonNode privy = venues.path("privy");
        return Files.writeString(folder.resolve("mine.yaml"), """
                credentials:
                  exchange: {venue: polymarket-us-exchange, clientId: %s, privateKeyFile: %s, grpcAddress: "%s", tokenUrl: "%s", audience: "%s"}
                  retail: {venue: polymarket-us-retail, keyId: %s, secretKeyFile: %s, baseUrl: "%s"}
                  clob: {venue: polymarket-clob, walletKeyFile: %s, baseUrl: "%s"}
                  kalshi: {venue: kalshi, keyId: %s, privateKeyFile: %s, baseUrl: "%s"}
                  privy: {venue: privy, appId: %s, appSecretFile: %s, baseUrl: "%s"}
                balances:
                  - {credentials: exchange, account: %s}
                  - {credentials: retail}
                  - {credentials: clob, signatureType: %s}
                  - {credentials: kalshi, exchangeIndex: 0}
                  - {credentials: privy, account: acct_simulated, symbol: USDC}
                """.formatted(
                        us.path("clientId").textValue(),
                        us.path("privateKeyFile").textValue(),
                        us.path("grpcAddress").textValue(),
                        us.path("tokenUrl").textValue(),
                        us.path("audience").textValue(),
                        us.path("retailKeyId").textValue(),
                        us.path("retailSecretFile").textValue(),
                        us.path("restUrl").textValue(),
                        clob.path("walletKeyFile").textValue(),
                        clob.path("url").textValue(),
                        kalshi.path("keyId").textValue(),
                        kalshi.path("privateKeyFile").textValue(),
                        kalshi.path("baseUrl").textValue(),
                        privy.path("appId").textValue(),
                        privy.path("appSecretFile").textValue(),
                        privy.path("url").textValue(),
                        us.path("account").textValue(),
                        clob.path("signatureType").textValue()));
    }

    @Test
    void everyVenueIsReadAsAtHomeAndChangedByHand() throws Exception {
        final Process process =
                start("--port-file", folder.resolve("ports.json").toString(), "--until-stdin-closes");
        try {
            final Path portFile = awaitPorts(process);
            final JsonNode ports = json.readTree(portFile.toFile());
            final Path mine = configuration(ports.path("venues"));
            final Said check = run(new ConfigCommand(), "check", mine.toString());
            assertThat(check.status()).as(check.out()).isZero();
            final JsonNode before = balances(mine);
            assertThat(before.properties()).hasSize(5);
            before.forEach(row ->
                    assertThat(row.path("failure").isNull()).as("%s", row).isTrue());
            assertThat(before.path("polymarket-us-exchange").path("ledger").textValue())
                    .isEqualTo("10000.000000");
            assertThat(before.path("kalshi").path("spendable").textValue()).isEqualTo("1000.000000");
            assertThat(before.path("polymarket-clob").path("allowance").textValue())
                    .isEqualTo("unlimited");

            for (final String venue : List.of("polymarket-us", "polymarket-clob", "kalshi", "privy")) {
                final HttpResponse<String> changed =
                        admin(ports, "/" + venue + "/set-balance", "{\"amount\":\"77.5\"}");
                assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
                assertThat(admin(ports, "/" + venue, "").body()).contains("\"balance\":\"77.50");
            }
            final JsonNode after = balances(Path.of(ports.path("configuration").textValue()));
            assertThat(after.properties()).hasSize(5);
            after.forEach(row -> assertThat(row.path("ledger").textValue())
                    .as("%s", row)
                    .isEqualTo(row.path("venue").textValue().equals("privy") ? "77.450000" : "77.500000"));

            admin(ports, "/kalshi/fault", "{\"kind\":\"500\",\"count\":100}");
            admin(ports, "/polymarket-clob/fault", "{\"kind\":\"garbage\",\"count\":100}");
            final JsonNode failing = balances(mine);
            assertThat(failing.path("kalshi").path("failure").isNull()).isFalse();
            assertThat(failing.path("kalshi").path("ledger").isNull()).isTrue();
            assertThat(failing.path("polymarket-clob").path("failure").isNull()).isFalse();
            assertThat(failing.path("privy").path("failure").isNull()).isTrue();
            admin(ports, "/kalshi/clear-faults", "{}");
            admin(ports, "/polymarket-clob/clear-faults", "{}");
            assertThat(balances(mine).path("kalshi").path("ledger").textValue()).isEqualTo("77.500000");

            assertThat(admin(ports, "/kalshi/deposit", "{\"amont\":\"1\"}").body())
                    .contains("deposit has no key amont; known are amount, account, asset");
            assertThat(admin(ports, "/nowhere", "").statusCode()).isEqualTo(404);
            assertThat(output()).doesNotContain(secrets(ports.path("venues")));
            end(process);
            assertThat(process.exitValue()).isZero();
            assertThat(portFile).doesNotExist();
            assertThat(output())
                    .contains("simulator: ready venues=4", "kalshi", "privy", "polymarket-clob")
                    .contains("simulator: ended events=0 events_refused=0");
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> secrets(JsonNode venues) throws IOException {
        final List<String> secrets = new ArrayList<>();
        for (final JsonNode venue : venues) {
            for (final Map.Entry<String, JsonNode> entry : venue.properties()) {
                if (entry.getKey().endsWith("File")) {
                    secrets.add(Files.readString(Path.of(entry.getValue().textValue()))
                            .strip());
                }
            }
        }
        assertThat(secrets).hasSize(7);
        return secrets;
    }

    @Test
    void theSessionOfTheManualWorks() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/curl")) || Files.isExecutable(Path.of("/bin/curl")),
                "skipped: the manual's session needs curl");
        final Matcher session = SESSION.matcher(Files.readString(PAGE));
        assertThat(session.find()).isTrue();
        final Process process =
                start("--port-file", folder.resolve("ports.json").toString(), "--until-stdin-closes");
        try {
            awaitPorts(process);
            final StringBuilder launcher = new StringBuilder("#!/bin/sh\nexec");
            java().forEach(word -> launcher.append(" '").append(word).append('\''));
            final Path tollgate =
                    Files.writeString(folder.resolve("tollgate"), launcher.append(" \"$@\" " + PATIENCE + "\n"));
            assertThat(tollgate.toFile().setExecutable(true)).isTrue();
            final Process shell = new ProcessBuilder("/bin/sh", "-e", "-c", session.group(1))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(said).isZero();
            assertThat(said)
                    .contains("\"balance\":\"1000.000000\"", "{\"status\":\"ok\",\"balance\":\"1005.500000\"}")
                    .contains("balances: read=5 failed=0", "balances: read=4 failed=1", "1005.500000", "12.340000")
                    .contains("may draw nothing")
                    .doesNotContain("error\":");
            assertThat(said).endsWith("balances: read=5 failed=0\n");
            end(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void onlyTheVenuesThatAreAskedForRunAndWrongArgumentsAreToldWithTheNearest() throws Exception {
        final Process process = start(
                "--port-file", folder.resolve("ports.json").toString(), "--venue", "privy", "--until-stdin-closes");
        try {
            final JsonNode ports = json.readTree(awaitPorts(process).toFile());
            assertThat(ports.path("venues").properties()).hasSize(1);
            assertThat(admin(ports, "", "").body()).contains("\"wallet_simulated\"", "deposit-screened", "garbage");
            end(process);
        } finally {
            process.destroyForcibly();
        }
        assertThat(run(new SimulatorCommand(), "--venue", "kalsi").out()).contains("did you mean kalshi?");
        assertThat(run(new SimulatorCommand(), "--port-fiel", "x").out()).contains("did you mean --port-file?");
        final Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "kalshi: {prot: 1}\n");
        final Said said = run(new SimulatorCommand(), "--scenario", wrong.toString());
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).contains("kalshi.prot is not known; did you mean port?");
    }
}
