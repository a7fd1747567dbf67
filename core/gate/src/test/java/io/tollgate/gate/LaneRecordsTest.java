package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.AckedEncoder;
import io.tollgate.sbe.CheckEncoder;
import io.tollgate.sbe.FillEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ReleaseEncoder;
import io.tollgate.sbe.ReserveEncoder;
import io.tollgate.sbe.SentEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The records that are written without the schema's encoders, byte by byte beside what the encoders write. */
class LaneRecordsTest {
    private static final int OFFSET = Ring.LANE_SLOT_BYTES + Long.BYTES;
    private static final byte UNTOUCHED = 0x5a;

    private final UnsafeBuffer ours = filled();
    private final UnsafeBuffer theirs = filled();
    private final LaneRecords records = new LaneRecords(ours);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private static UnsafeBuffer filled() {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(3 * Ring.LANE_SLOT_BYTES));
        buffer.setMemory(0, buffer.capacity(), UNTOUCHED);
        return buffer;
    }

    private void same() {
        final byte[] expected = new byte[theirs.capacity()];
        final byte[] written = new byte[ours.capacity()];
        theirs.getBytes(0, expected);
        ours.getBytes(0, written);
        assertThat(written).isEqualTo(expected);
        final byte[] untouched = new byte[expected.length];
        Arrays.fill(untouched, UNTOUCHED);
        assertThat(expected).isNotEqualTo(untouched);
    }

    @Test
    void check() {
        final long at = records.beginCheck(OFFSET, 1, Lane.NO_TIME, 8, 9, LaneRecords.lineAndScope(11, -12));
        LaneRecords.endCheck(at, 2, -4, 5, 6, 7, Long.MAX_VALUE, 65_001 | LaneRecords.SHADOW << Short.SIZE);
        new CheckEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(1)
                .clockNanos(2)
                .callerNanos(Lane.NO_TIME)
                .back(-4)
                .taken(5)
                .limitSeen(6)
                .limitVersion(7)
                .price(8)
                .size(9)
                .cost(Long.MAX_VALUE)
                .lineId(11)
                .scopeId(-12)
                .code(65_001)
                .flags()
                .clear()
                .shadow(true);
        // the slot's padding behind the record
        theirs.putByte(OFFSET + MessageHeaderEncoder.ENCODED_LENGTH + CheckEncoder.BLOCK_LENGTH, (byte) 0);
        same();
    }

    @Test
    void reserve() {
        final int flags = LaneRecords.SHADOW | LaneRecords.TILE;
        records.reserve(OFFSET, 1, 2, 3, -4, 5, -6, 7, 8, 9, 10, Long.MIN_VALUE, 12, 13, 14, 50, flags);
        new ReserveEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(1)
                .clockNanos(2)
                .callerNanos(3)
                .back(-4)
                .taken(5)
                .limitSeen(-6)
                .limitVersion(7)
                .price(8)
                .size(9)
                .cost(10)
                .reservationId(Long.MIN_VALUE)
                .orderKey(12)
                .lineId(13)
                .scopeId(14)
                .code(50)
                .flags()
                .clear()
                .shadow(true)
                .tile(true);
        same();
    }

    @Test
    void sentAndAcked() {
        records.sent(OFFSET, 1, 2, 3, 4);
        new SentEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(1)
                .clockNanos(2)
                .reservationId(3)
                .code(4);
        same();
        records.acked(OFFSET, 5, 6, 7, 8);
        new AckedEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(5)
                .clockNanos(6)
                .reservationId(7)
                .code(8);
        same();
    }

    @Test
    void fill() {
        records.fill(OFFSET, 1, 2, 3, 4, 5, Lane.UNKNOWN_QUANTITY, 7, Lane.UNKNOWN_FEE, 9, -1, 11);
        new FillEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(1)
                .clockNanos(2)
                .reservationId(3)
                .execId(4)
                .quantity(5)
                .cumQuantity(Lane.UNKNOWN_QUANTITY)
                .price(7)
                .fee(Lane.UNKNOWN_FEE)
                .venueTimeNanos(9)
                .lineId(-1)
                .code(11);
        same();
    }

    @Test
    void release() {
        records.release(OFFSET, 1, 2, 3, 4, 65_005, -7, 6);
        new ReleaseEncoder()
                .wrapAndApplyHeader(theirs, OFFSET, header)
                .sequence(1)
                .clockNanos(2)
                .reservationId(3)
                .finalCumQuantity(4)
                .why(65_005)
                .code(6)
                .venueAvailable(-7);
        same();
    }

    @Test
    void aRecordThatIsNotInsideTheBufferIsNotWritten() {
        assertThatThrownBy(() -> records.sent(2 * Ring.LANE_SLOT_BYTES + 2 * Long.BYTES, 1, 2, 3, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
        ours.wrap(0, 0);
        assertThatThrownBy(() -> records.sent(0, 1, 2, 3, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
