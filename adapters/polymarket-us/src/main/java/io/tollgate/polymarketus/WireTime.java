package io.tollgate.polymarketus;

import com.google.protobuf.Message;
import io.tollgate.polymarketus.ProtoContract.TimeFields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Times of the venue: nanoseconds since the epoch, checked for plausibility. */
final class WireTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The venue opened later than this; its ledger begins on 2026-05-01. */
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    /** How far the venue's clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private WireTime() {}

    /** The time of a message's field. Throws unless present, well-formed and plausible. */
    static long read(String what, Message message, TimeFields fields, InstantSource wallClock)
            throws MalformedMessageException {
        if (!message.hasField(fields.time())) {
            throw new MalformedMessageException(what + " must be given: " + what + " is absent");
        }
        Message time = (Message) message.getField(fields.time());
        long seconds = (Long) time.getField(fields.seconds());
        int nanos = (Integer) time.getField(fields.nanos());
        return checked(what, seconds, nanos, wallClock);
    }

    /** Seconds and nanoseconds since the epoch as nanoseconds. Throws unless well-formed and plausible. */
    static long checked(String what, long seconds, int nanos, InstantSource wallClock)
            throws MalformedMessageException {
        long latest = wallClock.instant().plus(AHEAD).getEpochSecond();
        if (nanos < 0 || nanos >= NANOS_PER_SECOND || seconds < EARLIEST.getEpochSecond() || seconds > latest) {
            throw new MalformedMessageException(what + " must lie between " + EARLIEST + " and a day from now: seconds="
                    + seconds + " nanos=" + nanos);
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }

    /** Writes a time into a request's field. */
    static void write(Message.Builder message, TimeFields fields, long epochNanos) {
        Message.Builder time = message.newBuilderForField(fields.time());
        time.setField(fields.seconds(), Math.floorDiv(epochNanos, NANOS_PER_SECOND));
        time.setField(fields.nanos(), (int) Math.floorMod(epochNanos, NANOS_PER_SECOND));
        message.setField(fields.time(), time.build());
    }
}
