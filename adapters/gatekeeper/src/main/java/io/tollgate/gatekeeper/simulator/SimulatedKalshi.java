package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.Section;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.kalshi.KalshiAdmin;
import io.tollgate.simulator.kalshi.KalshiMarketSpec;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import io.tollgate.simulator.kalshi.KalshiSimulator.Settings;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code kalshi}: one member, any number of subaccounts and shards. */
final class SimulatedKalshi implements SimulatedVenue {
    private static final int USD_SCALE = 6;
    private static final int PRICE_SCALE = 4;
    private static final int RSA_BITS = 2048;
    private static final long DEFAULT_MICROS = 1_000_000_000L;
    private static final long ONE = 10_000;

    /** Cash of a subaccount on a shard. */
    private record Pot(int subaccount, int shard, long micros) {}

    @Override
    public String name() {
        return "kalshi";
    }

    @Override
    public List<AdminOperation> operations() {
        return KalshiAdmin.OPERATIONS;
    }

    @Override
    public List<String> ownFaults() {
        return KalshiAdmin.kinds();
    }

    @Override
    public Optional<Plan> read(Section section) {
        final Settings[] settings = {Settings.defaults()};
        section.ifNumber("port", port -> settings[0] = settings[0].withPort(port));
        section.ifBoolean("showsNet", net -> settings[0] = settings[0].withNet(net));
        section.ifBoolean("makerFees", pay -> settings[0] = settings[0].withMakerFees(pay));
        section.ifBoolean("directMember", direct -> settings[0] = settings[0].withDirectMember(direct));
        final int[] tokens = {settings[0].readTokensPerSecond(), settings[0].writeTokensPerSecond()};
        section.ifNumber("readTokensPerSecond", number -> tokens[0] = number);
        section.ifNumber("writeTokensPerSecond", number -> tokens[1] = number);
        final List<KalshiMarketSpec> markets = new ArrayList<>();
        for (final Section part : SimulatedVenue.parts(section, "markets")) {
            final String ticker = part.text("ticker", "give the market's ticker");
            final int[] shard = {0};
            part.ifNumber("exchangeIndex", index -> shard[0] = index);
            final long[] tick = {ONE / 100};
            SimulatedVenue.ifUnits(part, "tick", PRICE_SCALE, given -> {
                if (given < 1 || given > ONE / 2) {
                    throw new IllegalArgumentException("must be 0.0001 to 0.5");
                }
                tick[0] = given;
            });
            part.made(() -> new KalshiMarketSpec(
                            ticker, shard[0], List.of(new KalshiMarketSpec.Range(0, ONE, tick[0]))))
                    .ifPresent(markets::add);
            part.finish();
        }
        if (!section.has("markets")) {
            markets.add(KalshiMarketSpec.cents("KXSIMULATED-27DEC31-T1", 0));
        }
        final List<Pot> pots = new ArrayList<>();
        for (final Section part : SimulatedVenue.parts(section, "balances")) {
            final int[] which = {0, 0};
            part.ifNumber("subaccount", number -> which[0] = number);
            part.ifNumber("exchangeIndex", number -> which[1] = number);
            SimulatedVenue.ifUnits(part, "balance", USD_SCALE, micros -> pots.add(new Pot(which[0], which[1], micros)));
            part.finish();
        }
        if (!section.has("balances")) {
            pots.add(new Pot(0, 0, DEFAULT_MICROS));
        }
        return section.made(() -> settings[0].withTokens(tokens[0], tokens[1]))
                .map(all -> folder -> start(all, markets, pots, folder));
    }

    private Running start(Settings settings, List<KalshiMarketSpec> markets, List<Pot> pots, PrivateFolder folder) {
        final KeyPair key = key();
        final KalshiSimulator venue = KalshiSimulator.start(settings);
        final String keyId = UUID.randomUUID().toString();
        venue.addKey(keyId, key.getPublic());
        markets.forEach(venue::list);
        pots.forEach(pot -> venue.setCash(pot.subaccount(), pot.shard(), pot.micros()));
        final String file = folder.write(
                        "kalshi.pem",
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(key.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n")
                .toString();

        final Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("baseUrl", venue.baseUrl());
        endpoints.put("keyId", keyId);
        endpoints.put("privateKeyFile", file);

        final Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();
        credentials.put(
                "simulated-kalshi",
                Yaml.map("venue", name(), "keyId", keyId, "privateKeyFile", file, "baseUrl", venue.baseUrl()));
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Pot pot : pots) {
            rows.add(Yaml.map(
                    "credentials",
                    "simulated-kalshi",
                    "account",
                    pot.subaccount() == 0 ? "primary" : "sub-" + pot.subaccount(),
                    "subaccount",
                    pot.subaccount(),
                    "exchangeIndex",
                    pot.shard()));
        }
        return new Running(new KalshiAdmin(venue), endpoints, credentials, rows, venue::close);
    }

    private static KeyPair key() {
        try {
            final KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(RSA_BITS);
            return rsa.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new SimulatorException("this JVM cannot make RSA keys: " + impossible, impossible);
        }
    }
}
