package io.tollgate.gatekeeper.journal;

import io.tollgate.journal.JournalException;
import io.tollgate.journal.explain.Explainer;
import io.tollgate.journal.explain.Explanation;
import io.tollgate.journal.explain.ExplanationText;
import io.tollgate.journal.explain.MomentExplained;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code journal explain DIR --reservation R | --order KEY | --at TIME}. */
@Command(
        name = "explain",
        description = {
            "Says in plain words what the gate knew when it answered, and why it answered as it did: what the balance held and"
                    + " what had led to it, who held money, the cost, the comparison, the answer, and what became of the order.",
            "Exit status: 0 explained, 2 the journal cannot be read, or has nothing of that kind."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class JournalExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "a state directory, or the journal's folder in it")
    private Path directory = Path.of(".");

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(names = "--json", description = "one JSON object, with the schema's own integers")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + Explainer.DEFAULT_MOST,
            description = "explain so many decisions at most (default ${DEFAULT-VALUE})")
    private int limit = Explainer.DEFAULT_MOST;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is to be explained. */
    static final class Subject {
        @Option(
                names = "--reservation",
                paramLabel = "R",
                description = "a reservation: its decision, its amends, its life")
        private @Nullable Long reservation;

        @Option(names = "--order", paramLabel = "KEY", description = "every decision for this order's key")
        private @Nullable Long order;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                converter = MomentConverter.class,
                description = "the state of all balances, reservations and lanes at this time, such as"
                        + " 2026-11-21T15:00:00.25Z, 2026-11-21T16:00+01:00, or nanoseconds since the epoch")
        private @Nullable Long atNanos;

        Subject() {}
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more: --limit=" + limit);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final boolean terminal = JournalVerifyCommand.hasTerminal();
        final Explainer explainer = new Explainer(directory, limit, (reading, records) -> {
            if (terminal) {
                err.print("\rreading " + reading + " of 3: " + String.format(Locale.ROOT, "%,d", records)
                        + " records ...\033[K");
                err.flush();
            }
        });
        try {
            explain(explainer, out, () -> {
                if (terminal) {
                    err.print("\r\033[K");
                    err.flush();
                }
            });
            return JournalCommand.GOOD;
        } catch (final JournalException e) {
            out.flush();
            err.println("journal explain: " + e.getMessage());
            err.flush();
            return JournalCommand.UNUSABLE;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void explain(Explainer explainer, PrintWriter out, Runnable done) throws IOException {
        final Long atNanos = subject.atNanos;
        if (atNanos != null) {
            final MomentExplained moment = explainer.at(atNanos);
            done.run();
            if (json) {
                ExplanationJson.write(moment, out);
                out.println();
            } else {
                ExplanationText.of(moment).forEach(out::println);
            }
        } else {
            final Long reservation = subject.reservation;
            final Long order = subject.order;
            final Explanation explanation = reservation != null
                    ? explainer.reservation(reservation)
                    : explainer.order(order == null ? 0 : order);
            done.run();
            if (json) {
                ExplanationJson.write(explanation, out);
                out.println();
            } else {
                ExplanationText.of(explanation).forEach(out::println);
            }
        }
        out.flush();
    }

    /** ISO-8601 with a zone, or nanoseconds since the epoch. */
    static final class MomentConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    return Long.parseLong(value);
                }
                final Instant instant = OffsetDateTime.parse(value).toInstant();
                return Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
            } catch (final DateTimeException | ArithmeticException | NumberFormatException e) {
                throw new TypeConversionException("must be a time with its zone, such as 2026-11-21T15:00:00Z or"
                        + " 2026-11-21T16:00+01:00, or nanoseconds since the epoch: " + value);
            }
        }
    }
}
