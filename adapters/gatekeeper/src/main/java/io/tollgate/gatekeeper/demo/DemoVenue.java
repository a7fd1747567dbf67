package io.tollgate.gatekeeper.demo;

import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.SimulatorProcess;
import io.tollgate.simulator.VenueControl;
import io.tollgate.simulator.VenueSimulator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts or finds the run's venue. */
final class DemoVenue {
    /** Folder of the venue's truth in a state directory that is kept. */
    static final String FOLDER = "venue";

    static final long HEARTBEAT_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long IDLE_EXIT_SECONDS = 60;

    private DemoVenue() {}

    /** In this process: it ends with the run. */
    static VenueControl inThisProcess(DemoOptions options) {
        final List<InstrumentSpec> instruments =
                Markets.LASTING.stream().map(Markets::instrument).toList();
        return VenueSimulator.start(SimulatorConfig.builder()
                .initialBalanceMicros(Treasury.startMicros(options.ordersPerSecond()))
                .instruments(instruments)
                .behaviour(MarketBehaviour.LIVELY.with(behaviour()))
                .seed(options.seed())
                .heartbeatMillis(HEARTBEAT_MILLIS)
                .build());
    }

    /** As a process of its own, which outlives this one: the one that runs on the directory, or a new one. */
    static VenueControl ofItsOwn(Path directory, DemoOptions options) {
        final List<String> arguments = new ArrayList<>();
        arguments.add("--idle-exit-seconds=" + IDLE_EXIT_SECONDS);
        arguments.add("--seed=" + options.seed());
        arguments.add("--balance="
                + BigDecimal.valueOf(Treasury.startMicros(options.ordersPerSecond()), Markets.ASSET_SCALE)
                        .toPlainString());
        arguments.add("--heartbeat-ms=" + HEARTBEAT_MILLIS);
        Markets.LASTING.forEach(symbol -> arguments.add("--instrument=" + symbol));
        behaviour().forEach((name, value) -> arguments.add("--behaviour=" + name + "=" + value));
        return SimulatorProcess.connectOrStart(
                directory.resolve(FOLDER), List.of("-XX:+UseSerialGC", "-Xmx1g"), arguments, PATIENCE);
    }

    /** Orders rest for a while, many are filled in parts, some are left to be cancelled. */
    private static Map<String, Integer> behaviour() {
        final Map<String, Integer> changes = new LinkedHashMap<>();
        changes.put("rejected", 10);
        changes.put("filledAtOnce", 200);
        changes.put("filledInParts", 300);
        changes.put("partsLeftOpen", 300);
        changes.put("makerFills", 200);
        changes.put("unsolicitedCancels", 60);
        changes.put("lateRests", 250);
        changes.put("fillMillis", 120);
        changes.put("restMillis", 700);
        return changes;
    }
}
