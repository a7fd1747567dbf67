package io.tollgate.gate;

import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.AckedEncoder;
import io.tollgate.sbe.AmendEncoder;
import io.tollgate.sbe.AmendOutcomeEncoder;
import io.tollgate.sbe.BustEncoder;
import io.tollgate.sbe.CheckEncoder;
import io.tollgate.sbe.FillEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ReleaseEncoder;
import io.tollgate.sbe.ReserveEncoder;
import io.tollgate.sbe.SentEncoder;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a lane's records into claimed slots.
 *
 * <p>Those that every order has are written field by field at the offsets that the schema's encoders give: through the encoders, each field would look again at the buffer's bounds and kind, which takes longer than the whole check
 * before it. A test compares them with what the encoders write.
 *
 * <p>Threading: the lane's thread.
 */
final class LaneRecords {
    static final int SHADOW = 1;
    static final int TILE = 2;
    static final int LEG = 4;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final long CHECK = head(CheckEncoder.BLOCK_LENGTH, CheckEncoder.TEMPLATE_ID);
    private static final long RESERVE = head(ReserveEncoder.BLOCK_LENGTH, ReserveEncoder.TEMPLATE_ID);
    private static final long AMEND = head(AmendEncoder.BLOCK_LENGTH, AmendEncoder.TEMPLATE_ID);
    private static final long SENT = head(SentEncoder.BLOCK_LENGTH, SentEncoder.TEMPLATE_ID);
    private static final long ACKED = head(AckedEncoder.BLOCK_LENGTH, AckedEncoder.TEMPLATE_ID);
    private static final long AMEND_OUTCOME = head(AmendOutcomeEncoder.BLOCK_LENGTH, AmendOutcomeEncoder.TEMPLATE_ID);
    private static final long FILL = head(FillEncoder.BLOCK_LENGTH, FillEncoder.TEMPLATE_ID);
    private static final long BUST = head(BustEncoder.BLOCK_LENGTH, BustEncoder.TEMPLATE_ID);
    private static final long RELEASE = head(ReleaseEncoder.BLOCK_LENGTH, ReleaseEncoder.TEMPLATE_ID);

    private final UnsafeBuffer buffer;
    private final long start;
    private final AmendEncoder amend = new AmendEncoder();
    private final BustEncoder bust = new BustEncoder();
    private final AmendOutcomeEncoder amendOutcome = new AmendOutcomeEncoder();

    /** @param buffer outside of the heap, as a mapped ring is */
    LaneRecords(UnsafeBuffer buffer) {
        if (buffer.byteArray() != null || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("records are written to mapped memory of a little-endian processor: order="
                    + ByteOrder.nativeOrder());
        }
        this.buffer = buffer;
        this.start = buffer.addressOffset();
    }

    /** The message header as one word: four 16-bit fields, the first one lowest. */
    private static long head(int blockLength, int templateId) {
        return blockLength
                | (long) templateId << 16
                | (long) CheckEncoder.SCHEMA_ID << 32
                | (long) CheckEncoder.SCHEMA_VERSION << 48;
    }

    /** Writes the header. Returns the address of the body: the producer gives only offsets of slots, and each record fits in one. */
    private long head(int offset, long head) {
        assert isInside(offset);
        final long address = start + offset;
        UnsafeApi.putLong(null, address, head);
        return address + HEADER;
    }

    private boolean isInside(int offset) {
        buffer.boundsCheck(offset, Ring.LANE_SLOT_BYTES - Long.BYTES);
        return true;
    }

    /** Line and scope as the two fields of a check's record, which stand side by side. */
    static long lineAndScope(int lineId, int scopeId) {
        return Integer.toUnsignedLong(lineId) | (long) scopeId << Integer.SIZE;
    }

    /** Writes what is known of a check before it is decided. Returns the address for {@link #endCheck}. */
    long beginCheck(int offset, long sequence, long callerNanos, long price, long size, long lineAndScope) {
        final long at = head(offset, CHECK);
        UnsafeApi.putLong(null, at + CheckEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + CheckEncoder.callerNanosEncodingOffset(), callerNanos);
        UnsafeApi.putLong(null, at + CheckEncoder.priceEncodingOffset(), price);
        UnsafeApi.putLong(null, at + CheckEncoder.sizeEncodingOffset(), size);
        UnsafeApi.putLong(null, at + CheckEncoder.lineIdEncodingOffset(), lineAndScope);
        return at;
    }

    /**
     * Writes the rest of a check.
     *
     * @param codeAndFlags the code, and the flags above it, as the two fields stand side by side; the byte behind them is written too, and
     *     is the slot's padding
     */
    static void endCheck(
            long at, long clockNanos, long back, long taken, long limit, long version, long cost, int codeAndFlags) {
        UnsafeApi.putLong(null, at + CheckEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + CheckEncoder.backEncodingOffset(), back);
        UnsafeApi.putLong(null, at + CheckEncoder.takenEncodingOffset(), taken);
        UnsafeApi.putLong(null, at + CheckEncoder.limitSeenEncodingOffset(), limit);
        UnsafeApi.putLong(null, at + CheckEncoder.limitVersionEncodingOffset(), version);
        UnsafeApi.putLong(null, at + CheckEncoder.costEncodingOffset(), cost);
        UnsafeApi.putInt(null, at + CheckEncoder.codeEncodingOffset(), codeAndFlags);
    }

    void reserve(
            int offset,
            long sequence,
            long clockNanos,
            long callerNanos,
            long back,
            long taken,
            long limit,
            long version,
            long price,
            long size,
            long cost,
            long reservationId,
            long orderKey,
            int lineId,
            int scopeId,
            int code,
            int flags) {
        final long at = head(offset, RESERVE);
        UnsafeApi.putLong(null, at + ReserveEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + ReserveEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + ReserveEncoder.callerNanosEncodingOffset(), callerNanos);
        UnsafeApi.putLong(null, at + ReserveEncoder.backEncodingOffset(), back);
        UnsafeApi.putLong(null, at + ReserveEncoder.takenEncodingOffset(), taken);
        UnsafeApi.putLong(null, at + ReserveEncoder.limitSeenEncodingOffset(), limit);
        UnsafeApi.putLong(null, at + ReserveEncoder.limitVersionEncodingOffset(), version);
        UnsafeApi.putLong(null, at + ReserveEncoder.priceEncodingOffset(), price);
        UnsafeApi.putLong(null, at + ReserveEncoder.sizeEncodingOffset(), size);
        UnsafeApi.putLong(null, at + ReserveEncoder.costEncodingOffset(), cost);
        UnsafeApi.putLong(null, at + ReserveEncoder.reservationIdEncodingOffset(), reservationId);
        UnsafeApi.putLong(null, at + ReserveEncoder.orderKeyEncodingOffset(), orderKey);
        UnsafeApi.putInt(null, at + ReserveEncoder.lineIdEncodingOffset(), lineId);
        UnsafeApi.putInt(null, at + ReserveEncoder.scopeIdEncodingOffset(), scopeId);
        UnsafeApi.putShort(null, at + ReserveEncoder.codeEncodingOffset(), (short) code);
        UnsafeApi.putByte(null, at + ReserveEncoder.flagsEncodingOffset(), (byte) flags);
    }

    void amend(
            int offset,
            long sequence,
            long clockNanos,
            long callerNanos,
            long back,
            long taken,
            long limit,
            long version,
            long newPrice,
            long newSize,
            long delta,
            long reservationId,
            long filledSeen,
            long holdSeen,
            int lineId,
            int code,
            int flags) {
        head(offset, AMEND);
        final int at = offset + HEADER;
        amend.wrap(buffer, at)
                .sequence(sequence)
                .clockNanos(clockNanos)
                .callerNanos(callerNanos)
                .back(back)
                .taken(taken)
                .limitSeen(limit)
                .limitVersion(version)
                .newPrice(newPrice)
                .newSize(newSize)
                .delta(delta)
                .reservationId(reservationId)
                .filledSeen(filledSeen)
                .holdSeen(holdSeen)
                .lineId(lineId)
                .code(code);
        buffer.putByte(at + AmendEncoder.flagsEncodingOffset(), (byte) flags);
    }

    void sent(int offset, long sequence, long clockNanos, long reservationId, int code) {
        final long at = head(offset, SENT);
        UnsafeApi.putLong(null, at + SentEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + SentEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + SentEncoder.reservationIdEncodingOffset(), reservationId);
        UnsafeApi.putShort(null, at + SentEncoder.codeEncodingOffset(), (short) code);
    }

    void acked(int offset, long sequence, long clockNanos, long reservationId, int code) {
        final long at = head(offset, ACKED);
        UnsafeApi.putLong(null, at + AckedEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + AckedEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + AckedEncoder.reservationIdEncodingOffset(), reservationId);
        UnsafeApi.putShort(null, at + AckedEncoder.codeEncodingOffset(), (short) code);
    }

    void amendOutcome(
            int offset,
            long sequence,
            long clockNanos,
            long reservationId,
            boolean accepted,
            long price,
            long size,
            int code) {
        head(offset, AMEND_OUTCOME);
        amendOutcome
                .wrap(buffer, offset + HEADER)
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .code(code)
                .accepted((short) (accepted ? 1 : 0))
                .price(price)
                .size(size);
    }

    void fill(
            int offset,
            long sequence,
            long clockNanos,
            long reservationId,
            long execId,
            long quantity,
            long cumQuantity,
            long price,
            long fee,
            long venueTimeNanos,
            int lineId,
            int code) {
        final long at = head(offset, FILL);
        UnsafeApi.putLong(null, at + FillEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + FillEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + FillEncoder.reservationIdEncodingOffset(), reservationId);
        UnsafeApi.putLong(null, at + FillEncoder.execIdEncodingOffset(), execId);
        UnsafeApi.putLong(null, at + FillEncoder.quantityEncodingOffset(), quantity);
        UnsafeApi.putLong(null, at + FillEncoder.cumQuantityEncodingOffset(), cumQuantity);
        UnsafeApi.putLong(null, at + FillEncoder.priceEncodingOffset(), price);
        UnsafeApi.putLong(null, at + FillEncoder.feeEncodingOffset(), fee);
        UnsafeApi.putLong(null, at + FillEncoder.venueTimeNanosEncodingOffset(), venueTimeNanos);
        UnsafeApi.putInt(null, at + FillEncoder.lineIdEncodingOffset(), lineId);
        UnsafeApi.putShort(null, at + FillEncoder.codeEncodingOffset(), (short) code);
    }

    void bust(int offset, long sequence, long clockNanos, long reservationId, long execId, int code) {
        head(offset, BUST);
        bust.wrap(buffer, offset + HEADER)
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .execId(execId)
                .code(code);
    }

    void release(
            int offset,
            long sequence,
            long clockNanos,
            long reservationId,
            long finalCumQuantity,
            int why,
            long venueAvailable,
            int code) {
        final long at = head(offset, RELEASE);
        UnsafeApi.putLong(null, at + ReleaseEncoder.sequenceEncodingOffset(), sequence);
        UnsafeApi.putLong(null, at + ReleaseEncoder.clockNanosEncodingOffset(), clockNanos);
        UnsafeApi.putLong(null, at + ReleaseEncoder.reservationIdEncodingOffset(), reservationId);
        UnsafeApi.putLong(null, at + ReleaseEncoder.finalCumQuantityEncodingOffset(), finalCumQuantity);
        UnsafeApi.putShort(null, at + ReleaseEncoder.whyEncodingOffset(), (short) why);
        UnsafeApi.putShort(null, at + ReleaseEncoder.codeEncodingOffset(), (short) code);
        UnsafeApi.putLong(null, at + ReleaseEncoder.venueAvailableEncodingOffset(), venueAvailable);
    }
}
