package io.tollgate.gate.keeper;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads one lane's ring for BookKeeper: records say which reservations to look at, the amounts are in the rows. The position is given
 * back only after what the records said was done. Threading: BookKeeper's.
 */
final class LaneFeed {
    private static final int PER_CYCLE = 4096;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final RingReader reader;
    private final FactDesk facts;
    private final Holds holds;
    private final NettingDesk netting;
    private final RowTimers timers;
    private final KeeperContext context;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final AckedDecoder acked = new AckedDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final BustDecoder bust = new BustDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();
    private final AmendOutcomeDecoder amendOutcome = new AmendOutcomeDecoder();

    LaneFeed(Ring ring, KeeperContext context, FactDesk facts, Holds holds, NettingDesk netting, RowTimers timers) {
        this.reader = ring.keeperReader();
        this.context = context;
        this.facts = facts;
        this.holds = holds;
        this.netting = netting;
        this.timers = timers;
    }

    int poll() {
        int count = 0;
        while (count < PER_CYCLE && context.hasRoom()) {
            final int offset = reader.poll();
            if (offset < 0) {
                break;
            }
            onRecord(reader.buffer(), offset);
            reader.advance();
            count++;
        }
        return count;
    }

    void publish() {
        reader.publish();
    }

    boolean isDrained() {
        return reader.poll() < 0;
    }

    private void onRecord(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        final int at = offset + HEADER;
        final int length = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case ReserveDecoder.TEMPLATE_ID:
                reserve.wrap(buffer, at, length, version);
                if (reserve.flags().tile()) {
                    if (reserve.code() == 0 || reserve.flags().shadow()) {
                        timers.reserved(reserve.reservationId());
                    } else {
                        timers.voided(reserve.reservationId());
                    }
                }
                break;
            case AmendDecoder.TEMPLATE_ID:
                amend.wrap(buffer, at, length, version);
                facts.notice(amend.reservationId());
                break;
            case SentDecoder.TEMPLATE_ID:
                sent.wrap(buffer, at, length, version);
                if (sent.code() == FactResult.ACCEPTED.code()) {
                    holds.sent(sent.reservationId());
                }
                break;
            case AckedDecoder.TEMPLATE_ID:
                acked.wrap(buffer, at, length, version);
                if (acked.code() == FactResult.ACCEPTED.code()) {
                    holds.sent(acked.reservationId());
                    netting.acked(acked.reservationId());
                }
                break;
            case FillDecoder.TEMPLATE_ID:
                fill.wrap(buffer, at, length, version);
                if (fill.code() == FactResult.UNKNOWN_RESERVATION.code()) {
                    facts.unknownFill(
                            fill.reservationId(),
                            fill.execId(),
                            fill.quantity(),
                            fill.price(),
                            fill.fee(),
                            fill.lineId());
                } else if (fill.code() == FactResult.UNCERTAIN.code()) {
                    facts.lostFill(fill.reservationId(), fill.execId(), fill.quantity(), fill.price(), fill.fee());
                } else {
                    facts.notice(fill.reservationId());
                }
                break;
            case BustDecoder.TEMPLATE_ID:
                facts.notice(bust.wrap(buffer, at, length, version).reservationId());
                break;
            case ReleaseDecoder.TEMPLATE_ID:
                facts.notice(release.wrap(buffer, at, length, version).reservationId());
                break;
            case AmendOutcomeDecoder.TEMPLATE_ID:
                facts.notice(amendOutcome.wrap(buffer, at, length, version).reservationId());
                break;
            default:
                break;
        }
    }
}
