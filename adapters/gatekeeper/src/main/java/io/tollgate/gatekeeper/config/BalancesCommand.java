package io.tollgate.gatekeeper.config;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code balances --config FILE [--json]}. */
@Command(
        name = "balances",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Reads every balance of a configuration file once and prints what the venues say.",
            "Nothing is ordered and no gate is needed. Exit status: 0 all were read, 1 some could not be, 2 wrong arguments or configuration."
        })
public final class BalancesCommand implements Callable<Integer> {
    private static final int READ = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final List<String> TITLES =
            List.of("VENUE", "ACCOUNT", "ASSET", "LEDGER", "ALLOWANCE", "ENCUMBERED", "SPENDABLE", "AGE");
    private static final int FIRST_AMOUNT = 3;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "the configuration file")
    private Path file = Path.of("");

    @Option(names = "--json", description = "print one JSON object a line; amounts are text, what is not known is null")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "how long one read may take (default ${DEFAULT-VALUE})")
    private int timeoutSeconds = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    public BalancesCommand() {}

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final List<ConfiguredBalance> balances;
        try {
            balances = ConfigFile.read(file, System.getenv());
        } catch (ConfigException e) {
            ConfigCommand.print(e, spec.commandLine().getErr());
            return UNUSABLE;
        }
        final List<BalanceReport> reports = new ArrayList<>();
        for (final ConfiguredBalance balance : balances) {
            final BalanceReport report = read(balance);
            reports.add(report);
            if (json) {
                out.println(report.json());
                out.flush();
            }
        }
        final long failed = reports.stream().filter(report -> !report.wasRead()).count();
        if (!json) {
            table(reports, out);
            out.println("balances: read=" + (reports.size() - failed) + " failed=" + failed);
        }
        out.flush();
        return failed == 0 ? READ : FAILED;
    }

    private BalanceReport read(ConfiguredBalance balance) {
        try (BalanceReader reader = balance.reader().get()) {
            return BalanceReport.of(
                    balance,
                    reader.read(Duration.ofSeconds(Math.max(1, timeoutSeconds))),
                    SystemNanoClock.INSTANCE.nanoTime());
        }
    }

    private static void table(List<BalanceReport> reports, PrintWriter out) {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        reports.forEach(report -> rows.add(report.columns()));
        final int[] widths = new int[TITLES.size()];
        for (final List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                final String cell = rows.get(r).get(i);
                final String blanks = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : "  ").append(i < FIRST_AMOUNT ? cell + blanks : blanks + cell);
            }
            out.println(line.toString().stripTrailing());
            if (r > 0) {
                final BalanceReport report = reports.get(r - 1);
                if (!report.wasRead()) {
                    out.println("    not read: " + report.failure());
                }
                report.spenders()
                        .forEach((spender, allowance) -> out.println("    allowance: " + spender + " " + allowance));
                report.hints().forEach(hint -> out.println("    hint: " + hint));
            }
        }
    }
}
