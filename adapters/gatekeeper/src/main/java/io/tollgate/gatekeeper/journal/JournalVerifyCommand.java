package io.tollgate.gatekeeper.journal;

import io.tollgate.gate.Decision;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.RecordPrinter;
import io.tollgate.journal.VerificationReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code journal verify DIR}. */
@Command(
        name = "verify",
        description = {
            "Reads a whole journal and checks that it proves itself: no record missing, every decision right, every limit seen"
                    + " published, and no piece of money taken twice or by nobody.",
            "Exit status: 0 all right, 1 something is wrong, 2 the directory cannot be read."
        },
        mixinStandardHelpOptions = true)
public final class JournalVerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "a state directory, or the journal's folder in it")
    private Path directory = Path.of(".");

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "how many mismatches to describe (default ${DEFAULT-VALUE})",
            defaultValue = "" + JournalVerifier.DEFAULT_EXAMPLES)
    private int examples;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final boolean terminal = hasTerminal();
        final VerificationReport report;
        try {
            report = JournalVerifier.verify(directory, Math.max(0, examples), (records, index, lastIndex) -> {
                if (terminal) {
                    err.print("\r" + String.format(Locale.ROOT, "%,d", records) + " records ...");
                    err.flush();
                }
            });
        } catch (final JournalException e) {
            err.println("journal verify: " + e.getMessage());
            err.flush();
            return JournalCommand.UNUSABLE;
        }
        if (terminal) {
            err.print("\r\033[K");
            err.flush();
        }
        print(report, out);
        out.flush();
        return report.good() ? JournalCommand.GOOD : JournalCommand.WRONG;
    }

    /** Newer JVMs have a console object without a terminal; {@code TERM} then tells. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean hasTerminal() {
        return System.console() != null && System.getenv("TERM") != null;
    }

    private static void print(VerificationReport report, PrintWriter out) {
        out.println("decisions by code");
        report.byCode()
                .forEach((code, count) ->
                        out.println(String.format(Locale.ROOT, "  %4d  %-22s %,15d", code, nameOf(code), count)));
        out.println("records by message");
        report.byType()
                .forEach((type, count) -> out.println(String.format(Locale.ROOT, "        %-22s %,15d", type, count)));
        out.println("sessions");
        report.sessions()
                .forEach(session -> out.println("  " + RecordPrinter.time(session.startNanos()) + " boot="
                        + Long.toHexString(session.bootId()) + (session.shadow() ? " shadow" : "") + " decisions="
                        + session.decisions() + " approved=" + session.approved() + " refused_funds="
                        + session.refusedFunds()
                        + " verified=" + session.verified() + " fills=" + session.fills() + " releases="
                        + session.releases()
                        + " unrecorded=" + session.unrecorded()));
        if (report.coverage().fromCheckpoint()) {
            out.println("verified from the checkpoint at "
                    + RecordPrinter.time(report.coverage().fromNanos())
                    + " on; "
                    + String.format(Locale.ROOT, "%,d", report.coverage().recordsBefore())
                    + " records before it are not here");
        }
        if (report.coverage().losses() > 0) {
            out.println("the journal says that something was lost "
                    + report.coverage().losses() + " times: "
                    + report.coverage().lost() + " pieces or facts are missing for it");
        }
        if (report.mismatches() > 0) {
            out.println("wrong or missing");
            report.byKind()
                    .forEach((kind, count) -> out.println(
                            String.format(Locale.ROOT, "        %-22s %,15d  %s", kind, count, kind.text())));
            report.examples().forEach(example -> out.println("  " + example));
        }
        out.println(summary(report));
    }

    private static String nameOf(int code) {
        try {
            return Decision.of(code).name();
        } catch (final IllegalArgumentException e) {
            return "none";
        }
    }

    /** The last line, for scripts. */
    static String summary(VerificationReport report) {
        return "verify: decisions=" + report.decisions() + " approved=" + report.approved() + " refused="
                + report.refused() + " refused_funds=" + report.refusedFunds() + " verified=" + report.verified()
                + " mismatches=" + report.mismatches() + " holes=" + (report.sequenceHoles() + report.tileHoles())
                + " overlaps=" + report.tileOverlaps() + " missing=" + report.missingRecords() + " unrecorded="
                + report.unrecorded() + " lost=" + report.coverage().lost() + " unchecked=" + report.unchecked()
                + " fills=" + report.fills() + " releases="
                + report.releases() + " sessions=" + report.sessions().size() + " records=" + report.records();
    }
}
