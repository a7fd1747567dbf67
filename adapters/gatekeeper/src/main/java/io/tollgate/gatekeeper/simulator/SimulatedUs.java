package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.Section;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueCredentials;
import io.tollgate.simulator.VenueEndpoints;
import io.tollgate.simulator.VenueSimulator;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.admin.PolymarketUsAdmin;
import io.tollgate.simulator.money.FeeSchedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code polymarket-us}: exchange and retail stack of one account. */
final class SimulatedUs implements SimulatedVenue {
    private static final int USD_SCALE = 6;
    private static final int RATE_SCALE = 4;

    /** What the market does with orders. */
    private enum Behaviour {
        LIVELY,
        ALL_REST,
        ALL_FILL
    }

    @Override
    public String name() {
        return "polymarket-us";
    }

    @Override
    public List<AdminOperation> operations() {
        return PolymarketUsAdmin.OPERATIONS;
    }

    @Override
    public List<String> ownFaults() {
        return PolymarketUsAdmin.kinds();
    }

    @Override
    public Optional<Plan> read(Section section) {
        final SimulatorConfig.Builder builder = SimulatorConfig.builder();
        final int[] ports = {0, 0};
        section.ifNumber("grpcPort", port -> ports[0] = port);
        section.ifNumber("httpPort", port -> ports[1] = port);
        builder.ports(ports[0], ports[1]);
        final String[] names = {"ISV-Simulated", "trading"};
        section.ifText("firm", text -> names[0] = text);
        section.ifText("account", text -> names[1] = text);
        builder.account(names[0], names[1]);
        SimulatedVenue.ifUnits(section, "balance", USD_SCALE, builder::initialBalanceMicros);
        section.ifWord("fundsMode", FundsMode.class, builder::fundsMode);
        section.ifWord(
                "behaviour",
                Behaviour.class,
                word -> builder.behaviour(
                        switch (word) {
                            case LIVELY -> MarketBehaviour.LIVELY;
                            case ALL_REST -> MarketBehaviour.ALL_REST;
                            case ALL_FILL -> MarketBehaviour.ALL_FILL;
                        }));
        section.ifNumber("seed", builder::seed);
        section.ifNumber("requestsPerSecond", builder::retailRequestsPerSecond);
        section.ifDuration("heartbeat", heartbeat -> builder.heartbeatMillis(heartbeat.toMillis()));
        final int[] rates = {FeeSchedule.STANDARD.takerRate(), FeeSchedule.STANDARD.makerRebateRate()};
        SimulatedVenue.ifUnits(section, "takerRate", RATE_SCALE, rate -> rates[0] = Math.toIntExact(rate));
        SimulatedVenue.ifUnits(section, "makerRebate", RATE_SCALE, rate -> rates[1] = Math.toIntExact(rate));
        section.made(() -> builder.fees(new FeeSchedule(rates[0], rates[1])));
        final List<InstrumentSpec> instruments = new ArrayList<>();
        for (final Section part : SimulatedVenue.parts(section, "instruments")) {
            instrument(part).ifPresent(instruments::add);
            part.finish();
        }
        if (!instruments.isEmpty()) {
            builder.instruments(instruments);
        }
        return section.made(builder::build).map(config -> folder -> start(config, folder));
    }

    private static Optional<InstrumentSpec> instrument(Section part) {
        final String symbol = part.text("symbol", "give the instrument's name");
        final long[] scales = {InstrumentSpec.DEFAULT_PRICE_SCALE, InstrumentSpec.DEFAULT_QUANTITY_SCALE, 1};
        part.ifNumber("priceScale", scale -> scales[0] = scale);
        part.ifNumber("quantityScale", scale -> scales[1] = scale);
        part.ifNumber("tick", tick -> scales[2] = tick);
        return part.made(() -> new InstrumentSpec(symbol, scales[0], scales[1], scales[2]));
    }

    private Running start(SimulatorConfig config, PrivateFolder folder) {
        final VenueSimulator venue = VenueSimulator.start(config);
        final VenueEndpoints at = venue.endpoints();
        final VenueCredentials who = venue.credentials();
        final String key =
                folder.write("polymarket-us.pem", who.privateKeyPem()).toString();
        final String secret = folder.write("polymarket-us-retail.secret", who.retailSeedBase64() + "\n")
                .toString();
        final String grpc = at.host() + ":" + at.grpcPort();

        final Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("grpcAddress", grpc);
        endpoints.put("restUrl", at.restUrl());
        endpoints.put("socketUrl", venue.privateSocketUrl() + "/v1/ws/private");
        endpoints.put("tokenUrl", at.tokenUrl());
        endpoints.put("audience", at.audience());
        endpoints.put("account", at.account());
        endpoints.put("participantId", at.participantId());
        endpoints.put("clientId", who.clientId());
        endpoints.put("privateKeyFile", key);
        endpoints.put("retailKeyId", who.retailKeyId());
        endpoints.put("retailSecretFile", secret);

        final Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();
        credentials.put(
                "simulated-exchange",
                Yaml.map(
                        "venue", "polymarket-us-exchange",
                        "clientId", who.clientId(),
                        "privateKeyFile", key,
                        "participantId", at.participantId(),
                        "grpcAddress", grpc,
                        "tokenUrl", at.tokenUrl(),
                        "audience", at.audience()));
        credentials.put(
                "simulated-retail",
                Yaml.map(
                        "venue",
                        "polymarket-us-retail",
                        "keyId",
                        who.retailKeyId(),
                        "secretKeyFile",
                        secret,
                        "baseUrl",
                        at.restUrl(),
                        "socketUrl",
                        venue.privateSocketUrl()));
        return new Running(
                new PolymarketUsAdmin(venue, config.instruments()),
                endpoints,
                credentials,
                List.of(
                        Yaml.map("credentials", "simulated-exchange", "account", at.account(), "currency", "USD"),
                        Yaml.map("credentials", "simulated-retail", "currency", "USD")),
                venue::close);
    }
}
