package io.tollgate.gate;

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
import org.agrona.MutableDirectBuffer;

/** Writes a lane's records into claimed slots; one flyweight of each kind. Threading: the lane's thread. */
final class LaneRecords {
    static final int SHADOW = 1;
    static final int TILE = 2;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MutableDirectBuffer buffer;
    private final CheckEncoder check = new CheckEncoder();
    private final ReserveEncoder reserve = new ReserveEncoder();
    private final AmendEncoder amend = new AmendEncoder();
    private final SentEncoder sent = new SentEncoder();
    private final AckedEncoder acked = new AckedEncoder();
    private final FillEncoder fill = new FillEncoder();
    private final BustEncoder bust = new BustEncoder();
    private final ReleaseEncoder release = new ReleaseEncoder();
    private final AmendOutcomeEncoder amendOutcome = new AmendOutcomeEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    LaneRecords(MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    private int head(int offset, int blockLength, int templateId) {
        header.wrap(buffer, offset)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(CheckEncoder.SCHEMA_ID)
                .version(CheckEncoder.SCHEMA_VERSION);
        return offset + HEADER;
    }

    void check(
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
            int lineId,
            int scopeId,
            int code,
            int flags) {
        final int at = head(offset, CheckEncoder.BLOCK_LENGTH, CheckEncoder.TEMPLATE_ID);
        check.wrap(buffer, at)
                .sequence(sequence)
                .clockNanos(clockNanos)
                .callerNanos(callerNanos)
                .back(back)
                .taken(taken)
                .limitSeen(limit)
                .limitVersion(version)
                .price(price)
                .size(size)
                .cost(cost)
                .lineId(lineId)
                .scopeId(scopeId)
                .code(code);
        buffer.putByte(at + CheckEncoder.flagsEncodingOffset(), (byte) flags);
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
        final int at = head(offset, ReserveEncoder.BLOCK_LENGTH, ReserveEncoder.TEMPLATE_ID);
        reserve.wrap(buffer, at)
                .sequence(sequence)
                .clockNanos(clockNanos)
                .callerNanos(callerNanos)
                .back(back)
                .taken(taken)
                .limitSeen(limit)
                .limitVersion(version)
                .price(price)
                .size(size)
                .cost(cost)
                .reservationId(reservationId)
                .orderKey(orderKey)
                .lineId(lineId)
                .scopeId(scopeId)
                .code(code);
        buffer.putByte(at + ReserveEncoder.flagsEncodingOffset(), (byte) flags);
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
        final int at = head(offset, AmendEncoder.BLOCK_LENGTH, AmendEncoder.TEMPLATE_ID);
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
        sent.wrap(buffer, head(offset, SentEncoder.BLOCK_LENGTH, SentEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .code(code);
    }

    void acked(int offset, long sequence, long clockNanos, long reservationId, int code) {
        acked.wrap(buffer, head(offset, AckedEncoder.BLOCK_LENGTH, AckedEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .code(code);
    }

    void amendOutcome(int offset, long sequence, long clockNanos, long reservationId, boolean accepted, int code) {
        amendOutcome
                .wrap(buffer, head(offset, AmendOutcomeEncoder.BLOCK_LENGTH, AmendOutcomeEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .code(code)
                .accepted((short) (accepted ? 1 : 0));
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
        fill.wrap(buffer, head(offset, FillEncoder.BLOCK_LENGTH, FillEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .execId(execId)
                .quantity(quantity)
                .cumQuantity(cumQuantity)
                .price(price)
                .fee(fee)
                .venueTimeNanos(venueTimeNanos)
                .lineId(lineId)
                .code(code);
    }

    void bust(int offset, long sequence, long clockNanos, long reservationId, long execId, int code) {
        bust.wrap(buffer, head(offset, BustEncoder.BLOCK_LENGTH, BustEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .execId(execId)
                .code(code);
    }

    void release(
            int offset, long sequence, long clockNanos, long reservationId, long finalCumQuantity, int why, int code) {
        release.wrap(buffer, head(offset, ReleaseEncoder.BLOCK_LENGTH, ReleaseEncoder.TEMPLATE_ID))
                .sequence(sequence)
                .clockNanos(clockNanos)
                .reservationId(reservationId)
                .finalCumQuantity(finalCumQuantity)
                .why(why)
                .code(code);
    }
}
