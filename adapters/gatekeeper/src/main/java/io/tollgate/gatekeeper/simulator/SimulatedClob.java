package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.Section;
import io.tollgate.polymarketclob.SignatureType;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobAdmin;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code polymarket-clob}: one wallet. */
final class SimulatedClob implements SimulatedVenue {
    private static final int SCALE = 6;
    private static final int PRICE_SCALE = 4;
    private static final long DEFAULT_MICROS = 1_000_000_000L;
    private static final String PUSD = "pUSD";
    private static final ClobMarketSpec MARKET = ClobMarketSpec.of(
            "0x" + "5".repeat(64),
            List.of(
                    "71321045679252212594626385532706912750332728571942532289631379312455583992563",
                    "52114319501245915516055106046884209969926127482827954674443846427813813222426"));

    /** What a contract may draw of an asset. */
    private record Allowance(String asset, String spender, BigInteger micros) {}

    @Override
    public String name() {
        return "polymarket-clob";
    }

    @Override
    public List<AdminOperation> operations() {
        return ClobAdmin.OPERATIONS;
    }

    @Override
    public List<String> ownFaults() {
        return ClobAdmin.kinds();
    }

    @Override
    public Optional<Plan> read(Section section) {
        final ClobAccount example = ClobAccount.example();
        final int[] port = {0};
        section.ifNumber("port", given -> port[0] = given);
        final SignatureType[] type = {SignatureType.EOA};
        section.ifWord("signatureType", SignatureType.class, word -> type[0] = word);
        final String[] funder = {example.funder()};
        section.ifText("funder", text -> funder[0] = text);
        final boolean[] rules = {example.perMarket(), example.laggingBalances()};
        section.ifBoolean("perMarket", given -> rules[0] = given);
        section.ifBoolean("laggingBalances", given -> rules[1] = given);
        final int[] pageSize = {example.pageSize()};
        section.ifNumber("pageSize", given -> pageSize[0] = given);
        final Optional<ClobAccount> account = section.made(() -> example.withPort(port[0])
                .withWallet(funder[0], type[0].wire())
                .withRules(rules[0], rules[1], pageSize[0]));

        final List<ClobMarketSpec> markets = new ArrayList<>();
        for (final Section part : SimulatedVenue.parts(section, "markets")) {
            market(part).ifPresent(markets::add);
            part.finish();
        }
        if (!section.has("markets")) {
            markets.add(MARKET);
        }
        final Map<String, Long> balances = new LinkedHashMap<>();
        for (final Section part : SimulatedVenue.parts(section, "balances")) {
            final String asset = asset(part);
            SimulatedVenue.ifUnits(part, "balance", SCALE, micros -> balances.put(asset, micros));
            part.finish();
        }
        if (!section.has("balances")) {
            balances.put("", DEFAULT_MICROS);
        }
        final List<Allowance> allowances = new ArrayList<>();
        for (final Section part : SimulatedVenue.parts(section, "allowances")) {
            allowance(part).ifPresent(allowances::add);
            part.finish();
        }
        if (!section.has("allowances")) {
            final List<String> assets = new ArrayList<>(List.of(""));
            markets.forEach(market -> assets.addAll(market.tokens()));
            for (final String asset : assets) {
                allowances.add(new Allowance(asset, ClobVenue.EXCHANGE, ClobVenue.UNLIMITED));
                allowances.add(new Allowance(asset, ClobVenue.NEG_RISK_EXCHANGE, ClobVenue.UNLIMITED));
            }
        }
        return account.map(of -> folder -> start(of, markets, balances, allowances, folder));
    }

    /** Empty for pUSD. */
    private static String asset(Section part) {
        final String[] asset = {""};
        part.ifText("asset", text -> {
            if (!text.equalsIgnoreCase(PUSD) && !text.matches("[1-9][0-9]{0,77}")) {
                throw new IllegalArgumentException("must be pUSD or a token's number");
            }
            asset[0] = text.equalsIgnoreCase(PUSD) ? "" : text;
        });
        return asset[0];
    }

    private static Optional<Allowance> allowance(Section part) {
        final String asset = asset(part);
        final String[] spender = {ClobVenue.EXCHANGE};
        part.ifText("spender", text -> {
            if (!text.matches("exchange|negRiskExchange|0x[0-9a-fA-F]{40}")) {
                throw new IllegalArgumentException("must be exchange, negRiskExchange or an address: spender=" + text);
            }
            spender[0] = text.equals("exchange")
                    ? ClobVenue.EXCHANGE
                    : text.equals("negRiskExchange") ? ClobVenue.NEG_RISK_EXCHANGE : text;
        });
        final BigInteger[] micros = {ClobVenue.UNLIMITED};
        part.ifText(
                "amount",
                text -> micros[0] = text.equals("unlimited")
                        ? ClobVenue.UNLIMITED
                        : text.equals("none")
                                ? BigInteger.ZERO
                                : BigInteger.valueOf(SimulatedVenue.units("amount", text, SCALE)));
        return part.made(() -> new Allowance(asset, spender[0], micros[0]));
    }

    private static Optional<ClobMarketSpec> market(Section part) {
        final String[] condition = {""};
        part.text("conditionId", "give 0x and 64 hexadecimal digits");
        part.ifText("conditionId", text -> {
            if (!text.matches("0x[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("must be 0x and 64 hexadecimal digits: conditionId=" + text);
            }
            condition[0] = text;
        });
        final List<String> tokens = new ArrayList<>();
        part.ifTexts("tokens", texts -> {
            if (texts.size() != 2 || !texts.stream().allMatch(text -> text.matches("[1-9][0-9]{0,77}"))) {
                throw new IllegalArgumentException("must be the numbers of two tokens, in quotes");
            }
            tokens.addAll(texts);
        });
        if (tokens.isEmpty() && !part.has("tokens")) {
            part.problem("tokens", "must be given; give the numbers of two tokens, in quotes");
        }
        final int[] terms = {100, 5, 1};
        SimulatedVenue.ifUnits(part, "tick", PRICE_SCALE, tick -> terms[0] = Math.toIntExact(tick));
        part.ifNumber("minShares", least -> terms[1] = least);
        part.ifNumber("feeExponent", exponent -> terms[2] = exponent);
        final long[] rate = {70_000};
        SimulatedVenue.ifUnits(part, "feeRate", SCALE, millionths -> rate[0] = millionths);
        final boolean[] negRisk = {false};
        part.ifBoolean("negRisk", given -> negRisk[0] = given);
        return part.made(
                () -> new ClobMarketSpec(condition[0], tokens, terms[0], terms[1], negRisk[0], rate[0], terms[2]));
    }

    private Running start(
            ClobAccount account,
            List<ClobMarketSpec> markets,
            Map<String, Long> balances,
            List<Allowance> allowances,
            PrivateFolder folder) {
        final ClobSimulator simulator = ClobSimulator.start(account);
        final ClobVenue venue = simulator.venue();
        markets.forEach(venue::list);
        balances.forEach((asset, micros) -> {
            venue.deposit(asset, micros);
            venue.look(asset);
        });
        allowances.forEach(allowance -> venue.allow(allowance.asset(), allowance.spender(), allowance.micros()));
        final String secret =
                folder.write("polymarket-clob.secret", account.secret() + "\n").toString();
        final String passphrase = folder.write("polymarket-clob.passphrase", account.passphrase() + "\n")
                .toString();
        final String key = folder.write("polymarket-clob.key", ClobAccount.EXAMPLE_PRIVATE_KEY + "\n")
                .toString();
        final String type = Arrays.stream(SignatureType.values())
                .filter(each -> each.wire() == account.signatureType())
                .findFirst()
                .orElseThrow()
                .name();

        final Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("url", simulator.url());
        endpoints.put("socketUrl", simulator.socketUrl());
        endpoints.put("chainId", account.chainId());
        endpoints.put("owner", account.owner());
        endpoints.put("funder", account.funder());
        endpoints.put("signatureType", type);
        endpoints.put("apiKey", account.apiKey());
        endpoints.put("apiSecretFile", secret);
        endpoints.put("passphraseFile", passphrase);
        endpoints.put("walletKeyFile", key);

        final Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();
        credentials.put(
                "simulated-clob",
                Yaml.map(
                        "venue", name(),
                        "owner", account.owner(),
                        "apiKey", account.apiKey(),
                        "apiSecretFile", secret,
                        "passphraseFile", passphrase,
                        "baseUrl", simulator.url(),
                        "socketUrl", simulator.socketUrl()));
        final List<Map<String, Object>> rows = new ArrayList<>();
        balances.keySet().forEach(asset -> {
            final Map<String, Object> row = Yaml.map("credentials", "simulated-clob", "signatureType", type);
            row.put("funder", account.funder());
            if (asset.isEmpty()) {
                row.put("marketKinds", List.of("NORMAL", "NEG_RISK"));
            } else {
                row.put("token", asset);
            }
            rows.add(row);
        });
        return new Running(new ClobAdmin(simulator), endpoints, credentials, rows, simulator::close);
    }
}
