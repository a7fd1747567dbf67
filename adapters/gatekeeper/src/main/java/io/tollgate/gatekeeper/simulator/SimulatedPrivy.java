package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.Section;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.privy.PrivyAdmin;
import io.tollgate.simulator.privy.PrivyBook.Place;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code privy}: one app, any number of accounts and wallets. */
final class SimulatedPrivy implements SimulatedVenue {
    private static final Map<String, Integer> DECIMALS =
            Map.of("usdc", 6, "usdt", 6, "usdb", 6, "eth", 18, "pol", 18, "sol", 9);

    /** What a wallet begins with in one place. */
    private record Money(String account, String wallet, Place place, BigInteger raw) {}

    @Override
    public String name() {
        return "privy";
    }

    @Override
    public List<AdminOperation> operations() {
        return PrivyAdmin.OPERATIONS;
    }

    @Override
    public List<String> ownFaults() {
        return List.of();
    }

    @Override
    public Optional<Plan> read(Section section) {
        final PrivySimulatorConfig[] config = {PrivySimulatorConfig.defaults()};
        section.ifNumber("port", port -> config[0] = config[0].withPort(port));
        section.ifText("appId", id -> config[0] = config[0].withApp(id, config[0].appSecret()));
        section.ifWord("rounding", RoundingMode.class, mode -> config[0] = config[0].withRounding(mode));
        section.ifNumber("chainDecimals", decimals -> config[0] = config[0].withChainDecimals(decimals));
        section.ifBoolean("showsPendingAsSpent", shown -> config[0] = config[0].withPendingShownAsSpent(shown));
        section.ifNumber("requestsPerSecond", most -> config[0] = config[0].withRequestsPerSecond(most));
        final List<Money> money = new ArrayList<>();
        for (final Section account : SimulatedVenue.parts(section, "accounts")) {
            final String name = account.text("account", "give the account's id");
            for (final Section wallet : SimulatedVenue.parts(account, "wallets")) {
                final String id = wallet.text("wallet", "give the wallet's id");
                for (final Section part : SimulatedVenue.parts(wallet, "balances")) {
                    money(part, name, id).ifPresent(money::add);
                    part.finish();
                }
                wallet.finish();
            }
            account.finish();
        }
        if (!section.has("accounts")) {
            money.add(new Money(
                    "acct_simulated",
                    "wallet_simulated",
                    new Place("base", "usdc"),
                    BigInteger.valueOf(1_000_000_000)));
        }
        return section.made(() -> config[0]).map(all -> folder -> start(all, money, folder));
    }

    private static Optional<Money> money(Section part, String account, String wallet) {
        final String[] place = {"base", "usdc"};
        part.ifText("chain", chain -> place[0] = chain);
        part.ifText("asset", asset -> {
            final String lower = asset.toLowerCase(Locale.ROOT);
            if (!DECIMALS.containsKey(lower)) {
                throw new IllegalArgumentException("must be one of " + String.join(", ", DECIMALS.keySet()) + ": asset="
                        + asset + Section.meant(lower, DECIMALS.keySet()));
            }
            place[1] = lower;
        });
        final BigDecimal[] amount = {BigDecimal.ZERO};
        part.ifText("balance", text -> {
            try {
                amount[0] = new BigDecimal(text.length() > 40 ? "x" : text);
            } catch (NumberFormatException malformed) {
                throw new IllegalArgumentException("must be a decimal number: balance=" + text, malformed);
            }
        });
        return part.made(() -> {
            try {
                return new Money(
                        account,
                        wallet,
                        new Place(place[0], place[1]),
                        amount[0]
                                .movePointRight(DECIMALS.getOrDefault(place[1], 0))
                                .toBigIntegerExact());
            } catch (RuntimeException refused) {
                throw new IllegalArgumentException(String.valueOf(refused.getMessage()), refused);
            }
        });
    }

    private Running start(PrivySimulatorConfig config, List<Money> money, PrivateFolder folder) {
        final PrivySimulator venue = PrivySimulator.start(config);
        final Set<String> wallets = new LinkedHashSet<>();
        final Map<List<String>, Map<String, Object>> rows = new LinkedHashMap<>();
        for (final Money each : money) {
            if (wallets.add(each.wallet())) {
                venue.addWallet(each.account(), each.wallet());
            }
            venue.setBalance(each.wallet(), each.place().chain(), each.place().asset(), each.raw());
            final String symbol = each.place().asset().toUpperCase(Locale.ROOT);
            rows.putIfAbsent(
                    List.of(each.account(), symbol),
                    Yaml.map("credentials", "simulated-privy", "account", each.account(), "symbol", symbol));
        }
        final String secret =
                folder.write("privy.secret", config.appSecret() + "\n").toString();

        final Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("url", venue.url());
        endpoints.put("appId", config.appId());
        endpoints.put("appSecretFile", secret);

        final Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();
        credentials.put(
                "simulated-privy",
                Yaml.map("venue", name(), "appId", config.appId(), "appSecretFile", secret, "baseUrl", venue.url()));
        return new Running(new PrivyAdmin(venue), endpoints, credentials, List.copyOf(rows.values()), venue::close);
    }
}
