package io.tollgate.gatekeeper;

import io.tollgate.gatekeeper.agreement.AgreementCommand;
import io.tollgate.gatekeeper.config.BalancesCommand;
import io.tollgate.gatekeeper.config.ConfigCommand;
import io.tollgate.gatekeeper.crash.CrashTestCommand;
import io.tollgate.gatekeeper.demo.DemoCommand;
import io.tollgate.gatekeeper.journal.JournalCommand;
import io.tollgate.gatekeeper.operator.OperatorCommands;
import io.tollgate.gatekeeper.simulator.SimulatorCommand;
import io.tollgate.gatekeeper.torture.TortureCommand;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tollgate}: the command line. */
@Command(
        name = "tollgate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        usageHelpAutoWidth = true,
        description = "A pre-trade balance gate for order routers.",
        subcommands = {
            AgreementCommand.class,
            DemoCommand.class,
            BalancesCommand.class,
            ConfigCommand.class,
            CrashTestCommand.class,
            JournalCommand.class,
            OperatorCommands.class,
            SimulatorCommand.class,
            TortureCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    private static final int FAILED = 1;
    /** gRPC warns of streams that end while something is being written to them, which is how streams are ended. Held: levels are weak. */
    private static final Logger GRPC_LOGGER = Logger.getLogger("io.grpc");

    @Spec
    private @Nullable CommandSpec spec;

    Main() {}

    /** Starts the command. */
    public static void main(String[] arguments) {
        // one packet for an answer: without it each answer of the JDK's HTTP server waits for a delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        GRPC_LOGGER.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, without a process around it. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        final PrintWriter err = command.getErr();
        err.println("tollgate " + command.getCommandName() + ": " + describe(failure));
        if (Boolean.getBoolean("tollgate.stackTraces")) {
            failure.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    /** Messages of this project say what is wrong and what helps; of anything else the kind is needed too. */
    private static String describe(Throwable failure) {
        final String message = failure.getMessage();
        final boolean ours = failure.getClass().getName().startsWith("io.tollgate.");
        return ours && message != null ? message : failure.toString();
    }

    /** Without a command: help. */
    @Override
    public void run() {
        final CommandLine command = Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
    }

    /** Version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            final String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tollgate " + (version == null ? "(not packaged)" : version)};
        }
    }
}
