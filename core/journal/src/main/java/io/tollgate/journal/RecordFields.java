package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.DecisionFlagsDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import org.agrona.DirectBuffer;

/**
 * The fields of the journal's messages, named and typed. The sequence is not visited: whoever has a record has it.
 *
 * <p>Threading: one thread.
 */
public final class RecordFields {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CheckDecoder check = new CheckDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final AckedDecoder acked = new AckedDecoder();
    private final AmendOutcomeDecoder amendOutcome = new AmendOutcomeDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final BustDecoder bust = new BustDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();
    private final KeeperFields keeperFields = new KeeperFields();

    /**
     * Visits the fields of one record.
     *
     * @param offset of the SBE message header
     * @return false if the message is not known, and nothing was visited
     */
    public boolean visit(DirectBuffer buffer, int offset, FieldVisitor visitor) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case CheckDecoder.TEMPLATE_ID -> visit(check.wrapAndApplyHeader(buffer, offset, header), visitor);
            case ReserveDecoder.TEMPLATE_ID -> visit(reserve.wrapAndApplyHeader(buffer, offset, header), visitor);
            case AmendDecoder.TEMPLATE_ID -> visit(amend.wrapAndApplyHeader(buffer, offset, header), visitor);
            case SentDecoder.TEMPLATE_ID -> {
                sent.wrapAndApplyHeader(buffer, offset, header);
                fact(sent.clockNanos(), sent.code(), sent.reservationId(), visitor);
            }
            case AckedDecoder.TEMPLATE_ID -> {
                acked.wrapAndApplyHeader(buffer, offset, header);
                fact(acked.clockNanos(), acked.code(), acked.reservationId(), visitor);
            }
            case AmendOutcomeDecoder.TEMPLATE_ID -> {
                amendOutcome.wrapAndApplyHeader(buffer, offset, header);
                fact(amendOutcome.clockNanos(), amendOutcome.code(), amendOutcome.reservationId(), visitor);
                visitor.flag("accepted", amendOutcome.accepted() != 0);
                if (amendOutcome.price() != AmendOutcomeDecoder.priceNullValue() && amendOutcome.price() != 0) {
                    visitor.price("price", amendOutcome.price());
                    visitor.size("size", amendOutcome.size());
                }
            }
            case FillDecoder.TEMPLATE_ID -> visit(fill.wrapAndApplyHeader(buffer, offset, header), visitor);
            case BustDecoder.TEMPLATE_ID -> {
                bust.wrapAndApplyHeader(buffer, offset, header);
                fact(bust.clockNanos(), bust.code(), bust.reservationId(), visitor);
                visitor.number("execId", bust.execId());
            }
            case ReleaseDecoder.TEMPLATE_ID -> {
                release.wrapAndApplyHeader(buffer, offset, header);
                fact(release.clockNanos(), release.code(), release.reservationId(), visitor);
                visitor.size("finalCumQuantity", release.finalCumQuantity());
                visitor.number("why", release.why());
                if (release.venueAvailable() != ReleaseDecoder.venueAvailableNullValue()) {
                    visitor.amount("venueAvailable", release.venueAvailable());
                }
            }
            default -> {
                return keeperFields.visit(header, buffer, offset, visitor);
            }
        }
        return true;
    }

    private static void decision(long clockNanos, long callerNanos, int code, FieldVisitor visitor) {
        visitor.time("clockNanos", clockNanos);
        visitor.number("code", code);
        visitor.text("decision", decisionName(code));
        if (callerNanos != Long.MIN_VALUE) {
            visitor.number("callerNanos", callerNanos);
        }
    }

    private static void flags(DecisionFlagsDecoder flags, FieldVisitor visitor) {
        visitor.flag("tile", flags.tile());
        visitor.flag("shadow", flags.shadow());
        visitor.flag("leg", flags.leg());
    }

    private static void visit(CheckDecoder d, FieldVisitor visitor) {
        decision(d.clockNanos(), d.callerNanos(), d.code(), visitor);
        visitor.number("lineId", d.lineId());
        visitor.number("scopeId", d.scopeId());
        visitor.price("price", d.price());
        visitor.size("size", d.size());
        visitor.amount("cost", d.cost());
        visitor.amount("limitSeen", d.limitSeen());
        visitor.number("limitVersion", d.limitVersion());
        visitor.number("taken", d.taken());
        visitor.number("back", d.back());
        flags(d.flags(), visitor);
    }

    private static void visit(ReserveDecoder d, FieldVisitor visitor) {
        decision(d.clockNanos(), d.callerNanos(), d.code(), visitor);
        visitor.number("reservationId", d.reservationId());
        visitor.number("orderKey", d.orderKey());
        visitor.number("lineId", d.lineId());
        visitor.number("scopeId", d.scopeId());
        visitor.price("price", d.price());
        visitor.size("size", d.size());
        visitor.amount("cost", d.cost());
        visitor.amount("limitSeen", d.limitSeen());
        visitor.number("limitVersion", d.limitVersion());
        visitor.number("taken", d.taken());
        visitor.number("back", d.back());
        flags(d.flags(), visitor);
    }

    private static void visit(AmendDecoder d, FieldVisitor visitor) {
        decision(d.clockNanos(), d.callerNanos(), d.code(), visitor);
        visitor.number("reservationId", d.reservationId());
        visitor.number("lineId", d.lineId());
        visitor.price("newPrice", d.newPrice());
        visitor.size("newSize", d.newSize());
        visitor.size("filledSeen", d.filledSeen());
        visitor.amount("holdSeen", d.holdSeen());
        visitor.amount("delta", d.delta());
        visitor.amount("limitSeen", d.limitSeen());
        visitor.number("limitVersion", d.limitVersion());
        visitor.number("taken", d.taken());
        visitor.number("back", d.back());
        flags(d.flags(), visitor);
    }

    private static void visit(FillDecoder d, FieldVisitor visitor) {
        fact(d.clockNanos(), d.code(), d.reservationId(), visitor);
        visitor.number("lineId", d.lineId());
        visitor.number("execId", d.execId());
        visitor.size("quantity", d.quantity());
        visitor.size("cumQuantity", d.cumQuantity());
        visitor.price("price", d.price());
        if (d.fee() != Long.MIN_VALUE) {
            visitor.amount("fee", d.fee());
        }
        if (d.venueTimeNanos() != 0) {
            visitor.time("venueTimeNanos", d.venueTimeNanos());
        }
    }

    private static void fact(long clockNanos, int code, long reservationId, FieldVisitor visitor) {
        visitor.time("clockNanos", clockNanos);
        visitor.number("code", code);
        visitor.text("result", resultName(code));
        visitor.number("reservationId", reservationId);
    }

    /** Name of a decision's number, or the number if it is none. */
    static String decisionName(int code) {
        try {
            return Decision.of(code).name();
        } catch (final IllegalArgumentException e) {
            return Integer.toString(code);
        }
    }

    /** Name of a fact's result, or the number if it is none. */
    static String resultName(int code) {
        try {
            return FactResult.of(code).name();
        } catch (final IllegalArgumentException e) {
            return Integer.toString(code);
        }
    }
}
