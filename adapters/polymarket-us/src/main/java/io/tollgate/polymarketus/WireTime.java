package io.tollgate.polymarketus;

import com.google.protobuf.Message;
import io.tollgate.polymarketus.ProtoContract.TimeFields;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueTime;
import java.time.InstantSource;

/** Times of the venue: nanoseconds since the epoch, checked for plausibility. */
final class WireTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

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
        return VenueTime.checked(what, seconds, nanos, wallClock);
    }

    /** Writes a time into a request's field. */
    static void write(Message.Builder message, TimeFields fields, long epochNanos) {
        Message.Builder time = message.newBuilderForField(fields.time());
        time.setField(fields.seconds(), Math.floorDiv(epochNanos, NANOS_PER_SECOND));
        time.setField(fields.nanos(), (int) Math.floorMod(epochNanos, NANOS_PER_SECOND));
        message.setField(fields.time(), time.build());
    }
}
