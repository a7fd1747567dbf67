package io.tollgate.journal;

import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.journal.JournalNames.BalanceName;
import io.tollgate.journal.JournalNames.LineName;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One line of text for a record: its time (UTC), ring and sequence, message, and fields as {@code name=value}. Amounts, prices and
 * sizes are decimals in the scales that the journal's own registrations give; where those were not seen the bare number is
 * shown with {@code u} (units) behind it. Every record must pass {@link #take}, those that are not printed too.
 *
 * <p>Threading: one thread.
 */
public final class RecordPrinter {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^ -~]");
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int MOST_SCALE = 18;

    private final JournalNames names = new JournalNames();
    private final RecordFields fields = new RecordFields();
    private final RecordKeys keys = new RecordKeys();
    private final StringBuilder text = new StringBuilder(256);
    private final Writer writer = new Writer();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private int ringId;
    private long sequence;
    private int templateId;
    private int offset;
    private long batchTimeNanos;
    private boolean known;

    /** Takes note of what stands before the records of a journal whose beginning was retired. */
    public void take(JournaledState state) {
        names.learn(state);
    }

    /**
     * Looks at a record and takes note of what it says about the numbers of others; the other methods then speak of it. The arguments
     * are those of {@link RecordHandler#onRecord}; the buffer must stay as it is until the next call.
     */
    public void take(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset, long batchTimeNanos) {
        names.learn(buffer, offset, templateId);
        keys.reset();
        known = fields.visit(buffer, offset, keys);
        this.ringId = ringId;
        this.sequence = sequence;
        this.templateId = templateId;
        this.buffer.wrap(buffer);
        this.offset = offset;
        this.batchTimeNanos = batchTimeNanos;
    }

    /** The record's clock, nanoseconds since the epoch; the batch's where it has none. */
    public long timeNanos() {
        return keys.clockNanos() == 0 ? batchTimeNanos : keys.clockNanos();
    }

    /** The reservation that the record is about, or 0. */
    public long reservationId() {
        return keys.reservationId();
    }

    /** Nanoseconds since the epoch as ISO-8601 in UTC. */
    public static String time(long epochNanos) {
        return TIME.format(Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND)));
    }

    /** The record as one line, without a line end. */
    public String line() {
        writer.look();
        text.setLength(0);
        text.append(time(timeNanos())).append(' ');
        if (ringId == RecordHandler.JOURNALER_RING) {
            text.append("journaler");
        } else {
            text.append(ringId).append(':').append(sequence);
        }
        text.append(' ').append(Messages.name(templateId));
        if (known) {
            fields.visit(buffer, offset, writer);
            writer.end();
        }
        return text.toString();
    }

    /** Appends fields to the line. */
    private final class Writer implements FieldVisitor {
        private static final int UNKNOWN = -1;

        private @Nullable LineName line;
        private @Nullable BalanceName balance;
        private long taken;
        private boolean hasTaken;

        void look() {
            line = keys.lineId() >= 0 ? names.line(keys.lineId()) : names.lineOfReservation(keys.reservationId());
            final int balanceId = line != null ? line.balanceId() : keys.balanceId();
            balance = balanceId >= 0 ? names.balance(balanceId) : names.balanceOfScope(keys.scopeId());
            hasTaken = false;
        }

        private StringBuilder name(String name) {
            return text.append(' ').append(name).append('=');
        }

        private void scaled(String name, long value, int scale) {
            name(name);
            if (scale < 0 || scale > MOST_SCALE) {
                text.append(value).append('u');
            } else {
                text.append(Amounts.format(value, scale));
            }
        }

        @Override
        public void number(String name, long value) {
            switch (name) {
                case "taken" -> {
                    taken = value;
                    hasTaken = true;
                    name(name).append(Long.toUnsignedString(value));
                }
                case "back" -> {
                    if (hasTaken) {
                        amount("held", taken - value);
                    }
                    name(name).append(Long.toUnsignedString(value));
                }
                case "backAfter", "takenAtStart" -> name(name).append(Long.toUnsignedString(value));
                default -> name(name).append(value);
            }
        }

        @Override
        public void time(String name, long epochNanos) {
            if (!name.equals("clockNanos")) {
                name(name).append(RecordPrinter.time(epochNanos));
            }
        }

        @Override
        public void amount(String name, long value) {
            if (value == -1 && (name.equals("limitSeen") || name.equals("newLimit"))) {
                name(name).append("CLOSED");
            } else {
                scaled(name, value, balance == null ? UNKNOWN : balance.assetScale());
            }
        }

        @Override
        public void price(String name, long value) {
            scaled(name, value, line == null ? UNKNOWN : line.priceScale());
        }

        @Override
        public void size(String name, long value) {
            if (value == -1 && name.endsWith("umQuantity")) {
                name(name).append("UNKNOWN");
                return;
            }
            scaled(name, value, line == null ? UNKNOWN : line.sizeScale());
        }

        @Override
        public void text(String name, String value) {
            if (value.isEmpty()) {
                return;
            }
            // what a venue wrote may go to a terminal
            final String shown = NOT_PRINTABLE.matcher(value).replaceAll("?");
            name(name);
            if (shown.indexOf(' ') >= 0) {
                text.append('"').append(shown.replace('"', '\'')).append('"');
            } else {
                text.append(shown);
            }
        }

        @Override
        public void flag(String name, boolean value) {
            if (value) {
                text.append(' ').append(name);
            }
        }

        void end() {
            if (line != null) {
                text.append(" (")
                        .append(line.instrument())
                        .append(' ')
                        .append(line.side())
                        .append(')');
            } else if (balance != null) {
                text.append(" (")
                        .append(balance.venue())
                        .append(' ')
                        .append(balance.asset())
                        .append(')');
            }
        }
    }
}
