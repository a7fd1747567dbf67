package io.tollgate.gatekeeper.operator;

import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Lane;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.MalformedAmountException;
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorClient;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.operator.StateView;
import io.tollgate.gate.operator.StateView.Held;
import io.tollgate.gate.state.StateException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code operator --dir DIR list|release|charge|encumber|open|halt|resume}. */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Tells a running gatekeeper what a person knows or wants; everything is journaled with who and why.",
            "Commands go through files of the state directory: who may write there may give them.",
            "Exit status: 0 done, 1 refused, 2 wrong arguments, or no gatekeeper answers."
        })
public final class OperatorCommands implements Runnable {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int UNUSABLE = 2;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the gatekeeper's state directory")
    private @Nullable Path directory;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final EpochNanoClock clock = new SystemEpochNanoClock();

    /** Made by picocli. */
    public OperatorCommands() {}

    /** Who, why, and how long to wait. */
    static final class Reason {
        @Option(names = "--who", paramLabel = "NAME", required = true, description = "who says it, for the journal")
        private String who = "";

        @Option(names = "--why", paramLabel = "TEXT", required = true, description = "the reason, for the journal")
        private String why = "";

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "5",
                description =
                        "how long to wait for the gatekeeper; then the command is void (default ${DEFAULT-VALUE})")
        private int waitSeconds = 5;

        /** Made by picocli. */
        Reason() {}
    }

    @Override
    public void run() {
        throw wrong("operator needs a command: list, release, charge, encumber, open, halt or resume");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Path directory() {
        if (directory == null) {
            throw wrong("operator needs --dir: the state directory of the gatekeeper");
        }
        return directory;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows balances and the reservations that are not over; on a stopped directory too.")
    int list() {
        return read(state -> {
            StateList.print(state, clock.nanoTime(), out());
            out().flush();
            return DONE;
        });
    }

    @Command(
            name = "halt",
            mixinStandardHelpOptions = true,
            description = "Stops all approvals at once, until resume; a restart does not end it.")
    int halt(@Mixin Reason reason) {
        return give(reason, () -> OperatorCommand.halt(reason.who, reason.why));
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends the operator's halt.")
    int resume(@Mixin Reason reason) {
        return give(reason, () -> OperatorCommand.resume(reason.who, reason.why));
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Lets a gate approve again that started without its files.")
    int open(@Mixin Reason reason) {
        return give(reason, () -> OperatorCommand.open(reason.who, reason.why));
    }

    @Command(
            name = "encumber",
            mixinStandardHelpOptions = true,
            description =
                    "Sets money aside that no order may use, instead of what was set aside before; 0 gives it back.")
    int encumber(
            @Mixin Reason reason,
            @Option(
                            names = "--balance",
                            paramLabel = "B",
                            required = true,
                            description = "number of the balance, as in list")
                    int balanceId,
            @Option(names = "--amount", paramLabel = "A", required = true, description = "decimal, such as 250.00")
                    String amount) {
        return read(state -> {
            final List<BalanceView> balances = state.balances();
            if (balanceId < 0 || balanceId >= balances.size()) {
                throw wrong("--balance must be one of list: --balance=" + balanceId + "; the gate has balances 0 to "
                        + (balances.size() - 1));
            }
            final int scale = balances.get(balanceId).balance().assetScale();
            return give(
                    reason,
                    () -> OperatorCommand.encumber(
                            balanceId, decimal("--amount", amount, scale), reason.who, reason.why));
        });
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = {
                "Says that an order has ended: ask the venue for its status first.",
                "What it holds beyond the final quantity is given back. An order not sent yet cannot be sent any more."
            })
    int release(
            @Mixin Reason reason,
            @Option(names = "--reservation", paramLabel = "R", required = true, description = "as in list") long id,
            @Option(
                            names = "--filled",
                            paramLabel = "Q",
                            required = true,
                            description = "quantity that the venue filled in all; 0 if none")
                    String filled) {
        return read(state -> {
            final Held held = reservation(state, id);
            return give(
                    reason,
                    () -> OperatorCommand.release(
                            id, decimal("--filled", filled, held.sizeScale()), reason.who, reason.why));
        });
    }

    @Command(
            name = "charge",
            mixinStandardHelpOptions = true,
            description = {
                "Says that an order was executed: Q at price P with fee F.",
                "With the router's key of the execution it is charged once, whoever tells it again."
            })
    int charge(
            @Mixin Reason reason,
            @Option(names = "--reservation", paramLabel = "R", required = true, description = "as in list") long id,
            @Option(names = "--quantity", paramLabel = "Q", required = true, description = "executed, decimal")
                    String quantity,
            @Option(names = "--price", paramLabel = "P", required = true, description = "at this price, decimal")
                    String price,
            @Option(
                            names = "--fee",
                            paramLabel = "F",
                            description =
                                    "the venue's fee, negative for a rebate; without it the worst case is charged")
                    @Nullable
                    String fee,
            @Option(
                            names = "--exec",
                            paramLabel = "KEY",
                            description = "the router's 64-bit key of the execution; without it a new one")
                    @Nullable
                    Long exec) {
        return read(state -> {
            final Held held = reservation(state, id);
            return give(
                    reason,
                    () -> OperatorCommand.charge(
                            id,
                            exec == null ? new SecureRandom().nextLong() : exec,
                            decimal("--quantity", quantity, held.sizeScale()),
                            decimal("--price", price, held.priceScale()),
                            fee == null ? Lane.UNKNOWN_FEE : decimal("--fee", fee, held.assetScale()),
                            reason.who,
                            reason.why));
        });
    }

    private Held reservation(StateView state, long id) {
        final Held held = state.reservation(id);
        if (held == null) {
            throw wrong("--reservation must be one of list, or of an order that ended lately: --reservation=" + id);
        }
        return held;
    }

    private long decimal(String option, String text, int scale) {
        try {
            return Amounts.parseExact(text, scale);
        } catch (final MalformedAmountException e) {
            throw wrong(option + " must be a decimal with at most " + scale + " places: " + option + "=" + text + " ("
                    + e.getMessage() + ")");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int read(Function<StateView, Integer> use) {
        try (StateView state = StateView.open(directory())) {
            return use.apply(state);
        } catch (final StateException e) {
            return unusable(String.valueOf(e.getMessage()));
        }
    }

    private int give(Reason reason, Supplier<OperatorCommand> what) {
        final OperatorCommand command;
        try {
            command = what.get();
        } catch (final IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (reason.waitSeconds < 1) {
            throw wrong("--wait must be 1 or more: --wait=" + reason.waitSeconds);
        }
        try (OperatorClient client = new OperatorClient(directory(), clock, new SleepingMillisIdleStrategy(1))) {
            final OperatorAnswer answer = client.execute(
                    command.withId(new SecureRandom().nextLong()), TimeUnit.SECONDS.toNanos(reason.waitSeconds));
            out().println("operator: action=" + command.action() + " result="
                    + answer.result().name() + " code="
                    + answer.result().code() + " again=" + (answer.result().retryMayHelp() ? "yes" : "no") + " ("
                    + answer.text() + ")");
            out().flush();
            return answer.accepted() ? DONE : REFUSED;
        } catch (final StateException e) {
            return unusable(e.getMessage() + bookKeeper());
        }
    }

    private String bookKeeper() {
        try (StateView state = StateView.open(directory())) {
            return "; BookKeeper: " + StateList.sign(state, clock.nanoTime());
        } catch (final StateException e) {
            return "; " + e.getMessage();
        }
    }

    private int unusable(String message) {
        spec.commandLine().getErr().println("operator: " + message);
        spec.commandLine().getErr().flush();
        return UNUSABLE;
    }
}
