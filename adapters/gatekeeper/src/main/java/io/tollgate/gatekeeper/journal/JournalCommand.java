package io.tollgate.gatekeeper.journal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code journal}: holds the commands over a journal. */
@Command(
        name = "journal",
        description = "Shows, verifies and explains what was journaled.",
        mixinStandardHelpOptions = true,
        subcommands = {JournalPrintCommand.class, JournalVerifyCommand.class, JournalExplainCommand.class})
public final class JournalCommand implements Runnable {
    static final int GOOD = 0;
    static final int WRONG = 1;
    static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "journal needs a command: print, verify or explain");
    }
}
