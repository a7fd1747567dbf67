package io.tollgate.journal;

import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FactOutcomeDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.PositionsAppliedDecoder;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import io.tollgate.sbe.VoidDecoder;
import org.agrona.DirectBuffer;

/** The fields of BookKeeper's and Journaler's messages. One thread. */
final class KeeperFields {
    private final ExpireDecoder expire = new ExpireDecoder();
    private final GivenBackDecoder givenBack = new GivenBackDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forcedTake = new ForcedTakeDecoder();
    private final FactOutcomeDecoder factOutcome = new FactOutcomeDecoder();
    private final LedgerEntryAppliedDecoder entry = new LedgerEntryAppliedDecoder();
    private final SnapshotAppliedDecoder snapshot = new SnapshotAppliedDecoder();
    private final LimitPublishedDecoder limit = new LimitPublishedDecoder();
    private final StatusChangeDecoder status = new StatusChangeDecoder();
    private final BalanceRegisteredDecoder balance = new BalanceRegisteredDecoder();
    private final LineRegisteredDecoder line = new LineRegisteredDecoder();
    private final GapDecoder gap = new GapDecoder();
    private final PositionsAppliedDecoder positions = new PositionsAppliedDecoder();
    private final SessionStartDecoder session = new SessionStartDecoder();
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();
    private final RecoveryNoteDecoder note = new RecoveryNoteDecoder();

    /** Returns false if the message is not known. */
    boolean visit(MessageHeaderDecoder header, DirectBuffer buffer, int offset, FieldVisitor visitor) {
        switch (header.templateId()) {
            case ExpireDecoder.TEMPLATE_ID -> {
                expire.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", expire.clockNanos());
                visitor.number("reservationId", expire.reservationId());
                visitor.number("scopeId", expire.scopeId());
                visitor.amount("amount", expire.amount());
            }
            case GivenBackDecoder.TEMPLATE_ID -> {
                givenBack.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", givenBack.clockNanos());
                visitor.text("cause", String.valueOf(givenBack.cause()));
                visitor.number("reservationId", givenBack.reservationId());
                visitor.number("scopeId", givenBack.scopeId());
                visitor.amount("amount", givenBack.amount());
                visitor.amount("holdAfter", givenBack.holdAfter());
                visitor.number("backAfter", givenBack.backAfter());
            }
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrapAndApplyHeader(buffer, offset, header);
                take(
                        voided.clockNanos(),
                        voided.reservationId(),
                        voided.scopeId(),
                        voided.taken(),
                        voided.amount(),
                        visitor);
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forcedTake.wrapAndApplyHeader(buffer, offset, header);
                take(
                        forcedTake.clockNanos(),
                        forcedTake.reservationId(),
                        forcedTake.scopeId(),
                        forcedTake.taken(),
                        forcedTake.amount(),
                        visitor);
            }
            case FactOutcomeDecoder.TEMPLATE_ID -> {
                factOutcome.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", factOutcome.clockNanos());
                visitor.number("outcome", factOutcome.outcome());
                visitor.number("reservationId", factOutcome.reservationId());
                visitor.number("execId", factOutcome.execId());
                visitor.amount("amount", factOutcome.amount());
            }
            case LedgerEntryAppliedDecoder.TEMPLATE_ID ->
                visit(entry.wrapAndApplyHeader(buffer, offset, header), visitor);
            case SnapshotAppliedDecoder.TEMPLATE_ID ->
                visit(snapshot.wrapAndApplyHeader(buffer, offset, header), visitor);
            case LimitPublishedDecoder.TEMPLATE_ID -> visit(limit.wrapAndApplyHeader(buffer, offset, header), visitor);
            case StatusChangeDecoder.TEMPLATE_ID -> {
                status.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", status.clockNanos());
                visitor.number("balanceId", status.balanceId());
                visitor.text("before", String.valueOf(status.before()));
                visitor.text("after", String.valueOf(status.after()));
                visitor.text("text", status.text());
            }
            case BalanceRegisteredDecoder.TEMPLATE_ID -> {
                balance.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", balance.clockNanos());
                visitor.number("balanceId", balance.balanceId());
                visitor.text("venue", balance.venue());
                visitor.text("account", balance.account());
                visitor.text("asset", balance.asset());
                visitor.number("assetScale", balance.assetScale());
                visitor.text("scopeMode", String.valueOf(balance.scopeMode()));
            }
            case LineRegisteredDecoder.TEMPLATE_ID -> visit(line.wrapAndApplyHeader(buffer, offset, header), visitor);
            case GapDecoder.TEMPLATE_ID -> {
                gap.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", gap.clockNanos());
                visitor.number("ringId", gap.ringId());
                visitor.number("count", gap.count());
            }
            case PositionsAppliedDecoder.TEMPLATE_ID -> {
                positions.wrapAndApplyHeader(buffer, offset, header);
                visitor.time("clockNanos", positions.clockNanos());
                visitor.number("balanceId", positions.balanceId());
                visitor.number("positions", positions.positions());
                visitor.amount("margin", positions.margin());
                visitor.amount("cleared", positions.cleared());
                visitor.amount("encumbered", positions.encumbered());
                visitor.number("requestNanos", positions.requestNanos());
                visitor.number("arrivalNanos", positions.arrivalNanos());
            }
            case SessionStartDecoder.TEMPLATE_ID -> visit(session.wrapAndApplyHeader(buffer, offset, header), visitor);
            case OperatorCommandDecoder.TEMPLATE_ID ->
                visit(operator.wrapAndApplyHeader(buffer, offset, header), visitor);
            case RecoveryNoteDecoder.TEMPLATE_ID -> visit(note.wrapAndApplyHeader(buffer, offset, header), visitor);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void visit(OperatorCommandDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.text("action", String.valueOf(d.action()));
        visitor.number("code", d.code());
        visitor.text("result", RecordFields.resultName(d.code()));
        visitor.text("who", d.who());
        visitor.text("why", d.why());
        visitor.number("commandId", d.commandId());
        if (d.balanceId() >= 0) {
            visitor.number("balanceId", d.balanceId());
        }
        switch (d.action()) {
            case ENCUMBER -> visitor.amount("amount", d.amount());
            case RELEASE -> {
                visitor.number("reservationId", d.reservationId());
                visitor.size("quantity", d.quantity());
            }
            case CHARGE -> {
                visitor.number("reservationId", d.reservationId());
                visitor.number("execId", d.execId());
                visitor.size("quantity", d.quantity());
                visitor.price("price", d.price());
                if (d.amount() != Long.MIN_VALUE) {
                    visitor.amount("amount", d.amount());
                }
            }
            default -> {}
        }
    }

    /** A part of encumbered, if there is any; the first version of the schema did not tell. */
    private static void part(String name, long amount, FieldVisitor visitor) {
        if (amount != 0 && amount != LimitPublishedDecoder.marginNullValue()) {
            visitor.amount(name, amount);
        }
    }

    private static void take(
            long clockNanos, long reservationId, int scopeId, long taken, long amount, FieldVisitor visitor) {
        visitor.time("clockNanos", clockNanos);
        visitor.number("reservationId", reservationId);
        visitor.number("scopeId", scopeId);
        visitor.amount("amount", amount);
        visitor.number("taken", taken);
    }

    private static void visit(LedgerEntryAppliedDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.number("balanceId", d.balanceId());
        visitor.text("entryId", d.entryId());
        visitor.number("entryType", d.entryType());
        visitor.text("instrument", d.instrument());
        visitor.amount("beforeBalance", d.beforeBalance());
        visitor.amount("afterBalance", d.afterBalance());
        visitor.amount("ledger", d.ledger());
        visitor.amount("cleared", d.cleared());
        visitor.time("updateTimeNanos", d.updateTimeNanos());
        visitor.number("arrivalNanos", d.arrivalNanos());
    }

    private static void visit(SnapshotAppliedDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.number("balanceId", d.balanceId());
        visitor.text("outcome", String.valueOf(d.outcome()));
        visitor.amount("amount", d.amount());
        visitor.amount("ledger", d.ledger());
        visitor.amount("encumbered", d.encumbered());
        visitor.amount("cleared", d.cleared());
        if (d.venueTimeNanos() != 0) {
            visitor.time("venueTimeNanos", d.venueTimeNanos());
        }
        visitor.number("requestNanos", d.requestNanos());
        visitor.number("arrivalNanos", d.arrivalNanos());
    }

    private static void visit(LimitPublishedDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.number("balanceId", d.balanceId());
        visitor.text("status", String.valueOf(d.status()));
        visitor.amount("newLimit", d.newLimit());
        visitor.number("limitVersion", d.limitVersion());
        visitor.amount("ledger", d.ledger());
        visitor.amount("encumbered", d.encumbered());
        visitor.amount("inTransit", d.inTransit());
        part("operatorEncumbered", d.operatorEncumbered(), visitor);
        part("margin", d.margin(), visitor);
    }

    private static void visit(RecoveryNoteDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.text("kind", String.valueOf(d.kind()));
        visitor.number("balanceId", d.balanceId());
        visitor.number("ringId", d.ringId());
        visitor.number("reservationId", d.reservationId());
        visitor.amount("inBook", d.inBook());
        visitor.amount("inJournal", d.inJournal());
        visitor.amount("kept", d.kept());
        if (d.lineId() >= 0) {
            visitor.number("lineId", d.lineId());
            visitor.number("orderKey", d.orderKey());
            visitor.price("price", d.price());
            visitor.size("size", d.size());
        } else if (d.orderKey() != 0) {
            visitor.number("orderReservation", d.orderKey());
        }
        visitor.text("text", d.text());
    }

    private static void visit(LineRegisteredDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.number("lineId", d.lineId());
        visitor.number("balanceId", d.balanceId());
        visitor.text("instrument", d.instrument());
        visitor.text("side", String.valueOf(d.side()));
        visitor.number("priceScale", d.priceScale());
        visitor.number("sizeScale", d.sizeScale());
        visitor.price("maxPrice", d.maxPrice());
        visitor.price("priceTick", Math.max(1, d.priceTick()));
        visitor.size("sizeStep", Math.max(1, d.sizeStep()));
        visitor.text("feeKind", String.valueOf(d.feeKind()));
        visitor.number("feeRate", d.feeRate());
        visitor.amount("feeRounding", d.feeRounding());
        visitor.amount("feeSlack", d.feeSlack());
        visitor.number("scopeId", d.scopeId());
        visitor.number("scopeGeneration", d.scopeGeneration());
        visitor.number("takenAtStart", d.takenAtStart());
        if (d.cashBalanceId() >= 0) {
            visitor.number("cashBalanceId", d.cashBalanceId());
            visitor.text("cashFeeKind", String.valueOf(d.cashFeeKind()));
            visitor.number("cashFeeRate", d.cashFeeRate());
            visitor.number("cashFeeRounding", d.cashFeeRounding());
            visitor.number("cashFeeSlack", d.cashFeeSlack());
        }
    }

    private static void visit(SessionStartDecoder d, FieldVisitor visitor) {
        visitor.time("clockNanos", d.clockNanos());
        visitor.text("version", d.version());
        visitor.number("bootId", d.bootId());
        visitor.number("pid", d.pid());
        visitor.number("nanoTime", d.nanoTime());
        visitor.flag("shadow", d.shadow() != 0);
        visitor.flag("recovered", d.recovered() != 0);
        visitor.number("voids", d.voids());
        visitor.number("heldReservations", d.heldReservations());
    }
}
