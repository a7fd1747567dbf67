package io.tollgate.stress;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.VoidDecoder;
import org.agrona.DirectBuffer;

/**
 * A Journaler that keeps sums: what the records of all rings say was taken since the last {@link #forget}, and what the last check saw.
 * Threading: one thread at a time.
 */
final class Taken {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forced = new ForcedTakeDecoder();
    private final CheckDecoder check = new CheckDecoder();

    /** Money that records say was taken. */
    long told;
    /** Forced takes among the records. */
    int forcedTakes;
    /** Approvals whose own figures do not allow them. */
    int wrongApprovals;
    /** Version of the limit that the last check saw. */
    long checkVersion;
    /** Limit that the last check saw. */
    long checkLimit;
    /** Decision of the last check. */
    int checkCode;
    /** What the last check says was held: its taken less its back. */
    long checkHeld;

    void forget() {
        told = 0;
        forcedTakes = 0;
        wrongApprovals = 0;
        checkVersion = -1;
    }

    void drain(Ring ring) {
        final RingReader reader = ring.journalReader();
        int offset;
        while ((offset = reader.poll()) >= 0) {
            add(reader.buffer(), offset);
            reader.advance();
        }
        reader.publish();
    }

    private void add(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        final int at = offset + HEADER;
        final int length = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case ReserveDecoder.TEMPLATE_ID:
                reserve.wrap(buffer, at, length, version);
                if (reserve.flags().tile()) {
                    told += reserve.cost();
                }
                approved(reserve.code(), reserve.taken() - reserve.back() + reserve.cost(), reserve.limitSeen());
                break;
            case AmendDecoder.TEMPLATE_ID:
                amend.wrap(buffer, at, length, version);
                if (amend.flags().tile()) {
                    told += amend.delta();
                    approved(amend.code(), amend.taken() - amend.back() + amend.delta(), amend.limitSeen());
                }
                break;
            case VoidDecoder.TEMPLATE_ID:
                told += voided.wrap(buffer, at, length, version).amount();
                break;
            case ForcedTakeDecoder.TEMPLATE_ID:
                told += forced.wrap(buffer, at, length, version).amount();
                forcedTakes++;
                break;
            case CheckDecoder.TEMPLATE_ID:
                check.wrap(buffer, at, length, version);
                checkVersion = check.limitVersion();
                checkLimit = check.limitSeen();
                checkCode = check.code();
                checkHeld = check.taken() - check.back();
                approved(check.code(), checkHeld + check.cost(), checkLimit);
                break;
            default:
                break;
        }
    }

    private void approved(int code, long heldWithIt, long limit) {
        if (code == 0 && (limit < 0 || heldWithIt > limit)) {
            wrongApprovals++;
        }
    }
}
