package io.tollgate.gatekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.GateConfig;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One file, five feeds, one gate. */
@Timeout(90)
class ConfiguredBalanceTest {
    private static final BalanceRules RULES = BalanceRules.CAREFUL.withVisibleAfterNanos(0);

    @TempDir
    Path folder;

    @Test
    void everyBalanceOfAFileOpensAtOneGate() throws Exception {
        final KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        final SimulatorConfig us =
                SimulatorConfig.builder().initialBalanceMicros(12_340_000).build();
        try (VenueSimulator exchange = VenueSimulator.start(us);
                KalshiSimulator kalshi = KalshiSimulator.start(KalshiSimulator.Settings.defaults());
                PrivySimulator privy = PrivySimulator.start(PrivySimulatorConfig.defaults());
                ClobSimulator clob = ClobSimulator.start(ClobAccount.example())) {
            exchange.deposit(1_000_000);
            kalshi.addKey("k1", key.getPublic());
            kalshi.setCash(0, 3, 100_000_000);
            privy.addWallet("acct_1", "w1");
            privy.setBalance("w1", "base", "usdc", BigInteger.valueOf(300_000_000));
            clob.venue().deposit("", 7_000_000);
            clob.venue().allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
            write(
                    "kalshi.pem",
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(key.getPrivate().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            write("exchange.pem", exchange.credentials().privateKeyPem());
            write("retail.txt", exchange.credentials().retailSeedBase64());
            write("privy.txt", privy.config().appSecret());
            write("clob-secret.txt", clob.account().secret());
            write("clob-passphrase.txt", clob.account().passphrase());
            final Path file = write("tollgate.yaml", """
                    credentials:
                      retail: {venue: polymarket-us-retail, keyId: %s, secretKeyFile: retail.txt, baseUrl: '%s', socketUrl: '%s'}
                      firm: {venue: polymarket-us-exchange, clientId: %s, privateKeyFile: exchange.pem, grpcAddress: '127.0.0.1:%d', tokenUrl: '%s', audience: '%s'}
                      kalshi: {venue: kalshi, keyId: k1, privateKeyFile: kalshi.pem, baseUrl: '%s'}
                      privy: {venue: privy, appId: app_simulated, appSecretFile: privy.txt, baseUrl: '%s'}
                      clob: {venue: polymarket-clob, owner: '%s', apiKey: %s, apiSecretFile: clob-secret.txt, passphraseFile: clob-passphrase.txt, baseUrl: '%s'}
                    balances:
                      - {credentials: retail, currency: USD}
                      - {credentials: firm, account: %s, currency: USD}
                      - {credentials: kalshi, exchangeIndex: 3}
                      - {credentials: privy, account: acct_1, symbol: USDC}
                      - {credentials: clob, signatureType: EOA, marketKinds: [NORMAL]}
                    """.formatted(
                            exchange.credentials().retailKeyId(),
                            exchange.endpoints().restUrl(),
                            exchange.privateSocketUrl(),
                            exchange.credentials().clientId(),
                            exchange.endpoints().grpcPort(),
                            exchange.endpoints().tokenUrl(),
                            exchange.endpoints().restUrl(),
                            kalshi.baseUrl(),
                            privy.url(),
                            clob.account().owner(),
                            clob.account().apiKey(),
                            clob.url(),
                            exchange.endpoints().account()));
            final List<ConfiguredBalance> configured = ConfigFile.read(file, Map.of());
            try (Gatekeeper keeper = Gatekeeper.launch(GateConfig.at(folder.resolve("state")))) {
                final List<Balance> balances = configured.stream()
                        .map(each -> each.attach(keeper, RULES))
                        .toList();
                final List<Long> expected = List.of(13_340_000L, 13_340_000L, 100_000_000L, 299_950_000L, 7_000_000L);
                final long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (!limits(keeper, balances).equals(expected)) {
                    assertThat(System.nanoTime() - deadline)
                            .as("limits %s of %s", limits(keeper, balances), expected)
                            .isNegative();
                    LockSupport.parkNanos(5_000_000);
                }
                // of all venues one: what the venue loses the gate loses too
                kalshi.setCash(0, 3, 40_000_000);
                while (keeper.gate().view(balances.get(2)).limit() != 40_000_000) {
                    assertThat(System.nanoTime() - deadline).isNegative();
                    LockSupport.parkNanos(5_000_000);
                }
            }
        }
    }

    private static List<Long> limits(Gatekeeper keeper, List<Balance> balances) {
        return balances.stream()
                .map(balance -> keeper.gate().view(balance).limit())
                .toList();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }
}
