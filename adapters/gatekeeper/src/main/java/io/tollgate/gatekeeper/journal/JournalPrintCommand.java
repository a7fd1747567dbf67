package io.tollgate.gatekeeper.journal;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalReader;
import io.tollgate.journal.Messages;
import io.tollgate.journal.RecordHandler;
import io.tollgate.journal.RecordPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code journal print DIR}. */
@Command(
        name = "print",
        description = {
            "Prints the records of a journal, one a line.",
            "As text, amounts are decimals; with --json they are the schema's own integers."
        },
        mixinStandardHelpOptions = true)
public final class JournalPrintCommand implements Callable<Integer> {
    private static final long FOLLOW_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Parameters(index = "0", paramLabel = "DIR", description = "a state directory, or the journal's folder in it")
    private Path directory = Path.of(".");

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--follow", description = "go on as records are written; end with Ctrl-C")
    private boolean follow;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "only records of this time or later, such as 2026-11-21T15:00:00Z")
    private @Nullable Long fromNanos;

    @Option(names = "--reservation", paramLabel = "R", description = "only records about this reservation")
    private @Nullable Long reservation;

    @Option(
            names = "--type",
            paramLabel = "T",
            split = ",",
            description = "only this message, such as Reserve; may be given more than once")
    private Set<String> types = Set.of();

    @Option(names = "--limit", paramLabel = "N", description = "stop after so many records")
    private long limit = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final RecordPrinter printer = new RecordPrinter();
    private long printed;

    @Override
    public Integer call() {
        checkOptions();
        final PrintWriter out = spec.commandLine().getOut();
        try (JournalReader reader = JournalReader.open(directory);
                JsonLines jsonLines = new JsonLines(out)) {
            read(reader, jsonLines, out);
            return JournalCommand.GOOD;
        } catch (final JournalException e) {
            out.flush();
            spec.commandLine().getErr().println("journal print: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return JournalCommand.UNUSABLE;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkOptions() {
        for (final String type : types) {
            if (!Messages.names().contains(type)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--type must be a message of the journal: --type=" + type + "; one of " + Messages.names());
            }
        }
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit must be 0 or more: --limit=" + limit);
        }
    }

    private void read(JournalReader reader, JsonLines jsonLines, PrintWriter out) {
        final RecordHandler handler = new RecordHandler() {
            @Override
            public void onRecord(
                    int ringId,
                    long sequence,
                    int templateId,
                    DirectBuffer buffer,
                    int offset,
                    int length,
                    long batchTimeNanos) {
                JournalPrintCommand.this.onRecord(
                        ringId, sequence, templateId, buffer, offset, batchTimeNanos, jsonLines, out);
            }

            @Override
            public void onState(JournaledState state) {
                printer.take(state);
            }
        };
        // checkError also says that whoever read the output, such as head, has gone
        while (printed < limit && !Thread.currentThread().isInterrupted()) {
            final int records = reader.poll(handler);
            if (records < 0) {
                if (out.checkError() || !follow) {
                    break;
                }
                LockSupport.parkNanos(FOLLOW_PAUSE_NANOS);
            }
        }
        out.flush();
    }

    private void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            long batchTimeNanos,
            JsonLines jsonLines,
            PrintWriter out) {
        if (printed >= limit) {
            return;
        }
        printer.take(ringId, sequence, templateId, buffer, offset, batchTimeNanos);
        if (!isWanted(templateId)) {
            return;
        }
        printed++;
        if (json) {
            jsonLines.write(ringId, sequence, templateId, printer.timeNanos(), buffer, offset, batchTimeNanos);
        } else {
            out.println(printer.line());
        }
        if (printed % 1024 == 0 && out.checkError()) {
            printed = limit;
        }
    }

    private boolean isWanted(int templateId) {
        return (types.isEmpty() || types.contains(Messages.name(templateId)))
                && (reservation == null || printer.reservationId() == reservation)
                && (fromNanos == null || printer.timeNanos() >= fromNanos);
    }

    /** ISO-8601 to nanoseconds since the epoch. */
    static final class TimeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                final Instant instant = Instant.parse(value);
                return Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
            } catch (final DateTimeException | ArithmeticException e) {
                throw new TypeConversionException("must be a time as 2026-11-21T15:00:00Z, in UTC: " + value);
            }
        }
    }
}
