package io.tollgate.gatekeeper.config;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config check FILE}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "The configuration file; docs/config has a commented example for every venue.")
public final class ConfigCommand implements Runnable {
    private static final int GOOD = 0;
    private static final int PROBLEMS = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    public ConfigCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Checks a file and says everything that is wrong with it. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = {
                "Reads a configuration file, and the secrets that it names, and says everything that is wrong. No venue is asked.",
                "Exit status: 0 good, 1 problems."
            })
    int check(@Parameters(paramLabel = "FILE", description = "the configuration file") Path file) {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            final List<ConfiguredBalance> balances = ConfigFile.read(file, System.getenv());
            for (final ConfiguredBalance balance : balances) {
                out.println(balance.venue() + "  " + balance.account() + "  " + balance.asset() + "  10^-"
                        + balance.assetScale());
            }
            out.println("config: balances=" + balances.size() + " problems=0");
            out.flush();
            return GOOD;
        } catch (ConfigException e) {
            print(e, spec.commandLine().getErr());
            out.println("config: problems=" + e.problems().size());
            out.flush();
            return PROBLEMS;
        }
    }

    /** Prints what is wrong, line by line. */
    public static void print(ConfigException problems, PrintWriter err) {
        problems.problems().forEach(err::println);
        err.flush();
    }
}
