package io.tollgate.gatekeeper;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gatekeeper.EchoVenue.Manner;
import io.tollgate.kalshi.KalshiBalanceFeed;
import io.tollgate.kalshi.KalshiConfig;
import io.tollgate.kalshi.KalshiCredentials;
import io.tollgate.kalshi.KalshiOrders;
import io.tollgate.kalshi.KalshiRateLimits;
import io.tollgate.polymarketclob.Address;
import io.tollgate.polymarketclob.ApiCredentials;
import io.tollgate.polymarketclob.ClobAuthentication;
import io.tollgate.polymarketclob.ClobBalanceFeed;
import io.tollgate.polymarketclob.ClobConfig;
import io.tollgate.polymarketclob.ClobOrderStatusSource;
import io.tollgate.polymarketclob.SignatureType;
import io.tollgate.polymarketclob.WalletKey;
import io.tollgate.polymarketus.ExchangeConfig;
import io.tollgate.polymarketus.ExchangeCredentials;
import io.tollgate.polymarketus.ExchangeSnapshotFeed;
import io.tollgate.polymarketus.LedgerBackfillFeed;
import io.tollgate.polymarketus.LedgerStreamFeed;
import io.tollgate.polymarketus.RetailConfig;
import io.tollgate.polymarketus.RetailCredentials;
import io.tollgate.polymarketus.RetailOrders;
import io.tollgate.polymarketus.RetailPushFeed;
import io.tollgate.polymarketus.RetailSnapshotFeed;
import io.tollgate.polymarketus.TokenProvider;
import io.tollgate.privy.PrivyConfig;
import io.tollgate.privy.PrivyCredentials;
import io.tollgate.privy.PrivySnapshotFeed;
import io.tollgate.privy.PrivyTransfers;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.OrderStatusSource;
import io.tollgate.rest.PollingConfig;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Everything that has a secret, in a JVM of its own that logs all there is: driven against a venue that repeats what it is sent. */
final class SecretsDriver {
    static final String RETAIL_SEED = "cGxhbnRlZC1yZXRhaWwtc2VlZC0wMTIzNDU2Nzg5YWI=";
    static final String CLOB_SECRET = "cGxhbnRlZC1jbG9iLXNlY3JldC0wMTIzNDU2Nzg5YWI=";
    static final String CLOB_PASSPHRASE = "plantedPassphrase4711";
    static final String CLOB_DERIVED_SECRET = "cGxhbnRlZC1kZXJpdmVkLXNlY3JldC0wMTIzNDU2Nzg=";
    static final String CLOB_DERIVED_PASSPHRASE = "plantedDerivedPassphrase42";
    static final String WALLET_KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    static final String PRIVY_SECRET = "privy_app_secret_plantedPlanted4242";
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Path folder;
    private final EchoVenue venue = new EchoVenue();
    private final FeedEnvironment environment = FeedEnvironment.system();
    private final PollingConfig polling = PollingConfig.DEFAULT
            .withPeriod(Duration.ofMillis(20), Duration.ofMillis(2))
            .withCallTimeout(CALL)
            .withMinRateLimitPause(Duration.ofMillis(5))
            .withBackoff(new BackoffSettings(Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMinutes(1)));

    private SecretsDriver(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Argument: the folder, with the keys in {@code secrets}. */
    public static void main(String[] arguments) throws Exception {
        final SecretsDriver driver = new SecretsDriver(Path.of(arguments[0]));
        try {
            driver.commands();
            driver.feeds();
            driver.orders();
            driver.realStream();
            driver.command("journal", "print", driver.folder.resolve("state").toString());
            Files.write(driver.folder.resolve("seen.txt"), driver.venue.secretsSeen());
        } finally {
            driver.venue.close();
        }
        System.out.println("secrets driver: done");
        System.exit(0);
    }

    private void command(String... arguments) {
        System.out.println("$ " + String.join(" ", arguments));
        final int code = Main.commandLine().execute(arguments);
        System.out.println("exit " + code);
    }

    private void commands() throws IOException {
        final String good = Files.writeString(folder.resolve("good.yaml"), """
                credentials:
                  firm: {venue: polymarket-us-exchange, clientId: c1, privateKeyFile: secrets/rsa.pem, grpcAddress: "127.0.0.1:%1$d", tokenUrl: '%2$s/oauth/token', audience: '%2$s'}
                  retail: {venue: polymarket-us-retail, keyId: k1, secretKeyFile: secrets/retail.txt, baseUrl: '%2$s'}
                  clob: {venue: polymarket-clob, owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", apiKey: k2, apiSecretFile: secrets/clob.txt, passphraseFile: secrets/passphrase.txt, baseUrl: '%2$s'}
                  derived: {venue: polymarket-clob, walletKeyFile: secrets/wallet.key, baseUrl: '%2$s'}
                  kalshi: {venue: kalshi, keyId: k3, privateKeyFile: secrets/ed25519.pem, baseUrl: '%2$s/trade-api/v2'}
                  privy: {venue: privy, appId: app_1, appSecretFile: secrets/privy.txt, baseUrl: '%2$s'}
                balances:
                  - {credentials: firm, account: firms/F/accounts/a, currency: USD, callTimeout: 2s}
                  - {credentials: retail, currency: USD}
                  - {credentials: clob, signatureType: EOA}
                  - {credentials: derived, signatureType: EOA}
                  - {credentials: kalshi, account: primary, subaccount: 0, exchangeIndex: 0}
                  - {credentials: privy, account: acct_1, symbol: USDC}
                """.formatted(venue.port(), venue.url()))
                .toString();
        command("config", "check", good);
        for (final Manner manner : Manner.values()) {
            venue.manner(manner, true);
            command("balances", "--config", good, "--json");
        }
        venue.manner(Manner.STATUS_401, false);
        command("balances", "--config", good);
        // secrets where they must not stand, keys that are swapped or cut
        final String wrong = Files.writeString(folder.resolve("wrong.yaml"), """
                credentials:
                  a: {venue: polymarket-us-retail, keyId: k1, secretKey: '%s'}
                  b: {venue: privy, appId: app_1, appSecretFile: '%s'}
                  c: {venue: kalshi, keyId: k3, privateKeyFile: secrets/retail.txt}
                  d: {venue: polymarket-us-retail, keyId: k1, secretKeyFile: secrets/passphrase.txt}
                  e: {venue: polymarket-us-exchange, clientId: c1, privateKeyFile: secrets/ed25519.pem}
                  f: {venue: polymarket-clob, walletKeyFile: secrets/privy.txt}
                  g: {venue: polymarket-clob, owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", apiKey: k2, apiSecretFile: secrets/cut.txt, passphraseEnv: '%s'}
                balances:
                  - {credentials: a, currency: '%s'}
                """.formatted(
                                RETAIL_SEED, PRIVY_SECRET, CLOB_PASSPHRASE, CLOB_SECRET))
                .toString();
        command("config", "check", wrong);
        command("balances", "--config", wrong);
    }

    private <T> T told(T object) {
        System.out.println(object);
        return object;
    }

    private RetailConfig retail() {
        return told(RetailConfig.builder()
                .baseUrl(venue.url())
                .socketUrl(venue.url().replace("http", "ws"))
                .credentials(told(RetailCredentials.fromFile("k1", folder.resolve("secrets/retail.txt"))))
                .period(polling.period())
                .minSpacing(polling.minSpacing())
                .callTimeout(CALL)
                .minRateLimitPause(polling.minRateLimitPause())
                .backoff(polling.backoff())
                .positions(2)
                .build());
    }

    private KalshiConfig kalshi() {
        return told(KalshiConfig.builder()
                .baseUrl(venue.url() + KalshiConfig.BASE_PATH)
                .credentials(told(KalshiCredentials.fromFile("k3", folder.resolve("secrets/ed25519.pem"))))
                .polling(polling)
                .build());
    }

    private ClobConfig clob(boolean derived) {
        final ClobAuthentication who = derived
                ? ClobAuthentication.derived(told(WalletKey.fromFile(folder.resolve("secrets/wallet.key"))), 137, 0)
                : ClobAuthentication.given(
                        Address.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
                        told(ApiCredentials.of("k2", CLOB_SECRET, CLOB_PASSPHRASE)));
        return told(ClobConfig.builder()
                .baseUrl(venue.url())
                .authentication(told(who))
                .signatureType(SignatureType.EOA)
                .polling(polling)
                .build());
    }

    private PrivyConfig privy() {
        return told(PrivyConfig.builder()
                .baseUrl(venue.url())
                .credentials(told(PrivyCredentials.fromFile("app_1", folder.resolve("secrets/privy.txt"))))
                .account("acct_1")
                .walletIds(List.of("w1"))
                .budget(1000, 1000)
                .polling(polling)
                .build());
    }

    private ExchangeConfig.Builder exchange() {
        return ExchangeConfig.builder()
                .plaintextAddress("127.0.0.1", venue.port())
                .tokenUrl(venue.url() + "/oauth/token")
                .audience(venue.url())
                .credentials(told(ExchangeCredentials.fromPemFile("c1", folder.resolve("secrets/rsa.pem"))))
                .account("firms/F/accounts/a")
                .callTimeout(CALL)
                .minSnapshotSpacing(Duration.ofMillis(1))
                .backoff(polling.backoff());
    }

    private List<Supplier<BalanceFeed>> kinds() {
        final ExchangeConfig exchange = told(exchange().build());
        final TokenProvider tokens = told(new TokenProvider(exchange, environment));
        final KalshiConfig kalshi = kalshi();
        final RetailConfig retail = retail();
        final PrivyConfig privy = privy();
        return List.of(
                () -> new RetailSnapshotFeed(retail, environment),
                () -> new RetailPushFeed(retail, environment),
                () -> new KalshiBalanceFeed(
                        kalshi, KalshiRateLimits.Tier.BASIC.limits().readBudget(System.nanoTime()), environment),
                () -> new ClobBalanceFeed(clob(false), environment, null),
                () -> new ClobBalanceFeed(clob(true), environment, null),
                () -> new PrivySnapshotFeed(privy, environment),
                () -> new LedgerStreamFeed(exchange, environment, tokens),
                () -> new ExchangeSnapshotFeed(exchange, environment, tokens),
                () -> new LedgerBackfillFeed(exchange, environment));
    }

    /** Each feed in each manner, at a gate with a journal. */
    private void feeds() {
        final GateConfig config = GateConfig.at(folder.resolve("state"))
                .withSizes(new BookSizes(16, 32, 32, 2, 256, 1024))
                .withSlots(1024, 4096);
        try (Gatekeeper keeper = Gatekeeper.launch(config)) {
            int number = 0;
            final List<Balance> balances = new ArrayList<>();
            for (final Supplier<BalanceFeed> kind : kinds()) {
                final Balance balance = keeper.gate()
                        .register(BalanceSpec.careful("venue", "account-" + number++, "USD", 6, BalanceRules.CAREFUL));
                balances.add(balance);
                for (final Manner manner : Manner.values()) {
                    for (final boolean helpsOn : new boolean[] {true, false}) {
                        venue.manner(manner, helpsOn);
                        final BalanceFeed feed = told(kind.get());
                        keeper.attach(balance, feed);
                        feed.requestSnapshot();
                        feed.requestBackfill(1);
                        awaitRequests();
                        feed.close();
                        told(keeper.gate().statusText(balance));
                    }
                }
            }
            balances.forEach(balance -> told(keeper.gate().view(balance)));
        }
    }

    /** Until some requests were answered; a stream that finds no gRPC makes none. */
    private void awaitRequests() {
        final long enough = venue.requests() + 4;
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
        while (venue.requests() < enough && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private void orders() {
        for (final Manner manner : Manner.values()) {
            venue.manner(manner, false);
            for (final OrderStatusSource source : List.of(
                    new RetailOrders(retail(), environment),
                    new KalshiOrders(
                            kalshi(), KalshiRateLimits.Tier.BASIC.limits().readBudget(System.nanoTime()), environment),
                    new ClobOrderStatusSource(clob(false), environment),
                    new ClobOrderStatusSource(clob(true), environment),
                    new PrivyTransfers(privy(), environment, PrivySnapshotFeed.budget(privy(), environment)))) {
                try (source) {
                    told(source);
                    attempt(source::openOrders);
                    attempt(() -> source.order("0x" + "ab".repeat(32)));
                }
            }
        }
    }

    /** A question to a venue. */
    private interface Question {
        Object ask() throws Exception;
    }

    private void attempt(Question question) {
        try {
            told(question.ask());
        } catch (Exception e) {
            // whatever it says is looked through
            final StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            told(trace);
        }
    }

    /** Streams and reads that succeed: what the libraries log of them. */
    private void realStream() throws Exception {
        try (VenueSimulator simulator = VenueSimulator.start(SimulatorConfig.builder()
                .initialBalanceMicros(7_000_000)
                .heartbeatMillis(20)
                .build())) {
            final Path token = folder.resolve("secrets/simulated.txt");
            Files.writeString(
                    token,
                    java.util.Base64.getEncoder()
                            .encodeToString(simulator.credentials().privateKey().getEncoded()));
            final ExchangeConfig config = told(exchange()
                    .plaintextAddress(
                            simulator.endpoints().host(), simulator.endpoints().grpcPort())
                    .tokenUrl(simulator.endpoints().tokenUrl())
                    .audience(simulator.endpoints().audience())
                    .restUrl(simulator.endpoints().restUrl())
                    .participantId(simulator.endpoints().participantId())
                    .account(simulator.endpoints().account())
                    .credentials(ExchangeCredentials.of(
                            simulator.credentials().clientId(),
                            simulator.credentials().privateKey()))
                    .build());
            final GateConfig gate = GateConfig.at(folder.resolve("state2"));
            try (Gatekeeper keeper = Gatekeeper.launch(gate)) {
                final Balance balance = keeper.gate()
                        .register(BalanceSpec.careful("polymarket-us", "a", "USD", 6, BalanceRules.CAREFUL));
                final TokenProvider tokens = new TokenProvider(config, environment);
                keeper.attach(
                        balance,
                        new LedgerStreamFeed(config, environment, tokens),
                        new ExchangeSnapshotFeed(config, environment, tokens),
                        new LedgerBackfillFeed(config, environment, tokens));
                final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (keeper.gate().view(balance).available() != 7_000_000) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new IllegalStateException("the stream must be read within 60 s: "
                                + keeper.gate().statusText(balance) + Arrays.asList(gate));
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
            }
        }
    }
}
