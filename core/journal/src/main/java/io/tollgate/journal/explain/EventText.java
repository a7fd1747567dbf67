package io.tollgate.journal.explain;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.journal.RecordPrinter;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FactOutcomeDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import io.tollgate.sbe.VoidDecoder;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Records in plain words. One thread. */
final class EventText {
    private static final int STALE_AMEND = 7;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^ -~]");

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** What a record says; null where it says nothing of a balance or an order. */
    @Nullable
    String of(
            int templateId, DirectBuffer buffer, int offset, @Nullable LineFacts line, @Nullable BalanceFacts balance) {
        return switch (templateId) {
            case CheckDecoder.TEMPLATE_ID -> {
                final CheckDecoder d = new CheckDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "asked whether " + Units.size(d.size(), line) + " at " + Units.price(d.price(), line)
                        + " can be afforded: " + decision(d.code());
            }
            case ReserveDecoder.TEMPLATE_ID -> {
                final ReserveDecoder d = new ReserveDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "reserve " + Units.size(d.size(), line) + " at " + Units.price(d.price(), line) + " for order "
                        + d.orderKey() + ": " + decision(d.code())
                        + (d.reservationId() == 0 ? "" : ", reservation " + d.reservationId());
            }
            case AmendDecoder.TEMPLATE_ID -> {
                final AmendDecoder d = new AmendDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "amend to " + Units.size(d.newSize(), line) + " at " + Units.price(d.newPrice(), line) + ": "
                        + decision(d.code()) + (d.flags().tile() ? takes(d.delta(), balance) : "");
            }
            case SentDecoder.TEMPLATE_ID -> {
                final SentDecoder d = new SentDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield d.code() == 0 ? "sent" : "must not be sent: " + result(d.code());
            }
            case AckedDecoder.TEMPLATE_ID ->
                "acknowledged by the venue"
                        + ifNot(new AckedDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .code());
            case AmendOutcomeDecoder.TEMPLATE_ID -> {
                final AmendOutcomeDecoder d = new AmendOutcomeDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "the venue " + (d.accepted() == 1 ? "accepted" : "refused") + " the amend" + ifNot(d.code());
            }
            case FillDecoder.TEMPLATE_ID ->
                fill(new FillDecoder().wrapAndApplyHeader(buffer, offset, header), line, balance);
            case BustDecoder.TEMPLATE_ID -> {
                final BustDecoder d = new BustDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "the venue undid execution " + d.execId() + ifNot(d.code());
            }
            case ReleaseDecoder.TEMPLATE_ID ->
                release(new ReleaseDecoder().wrapAndApplyHeader(buffer, offset, header), line);
            case OperatorCommandDecoder.TEMPLATE_ID ->
                operator(new OperatorCommandDecoder().wrapAndApplyHeader(buffer, offset, header), line, balance);
            default -> ofKeeper(templateId, buffer, offset, balance);
        };
    }

    private @Nullable String ofKeeper(int templateId, DirectBuffer buffer, int offset, @Nullable BalanceFacts balance) {
        return switch (templateId) {
            case ExpireDecoder.TEMPLATE_ID -> "expired: it was not sent in time";
            case GivenBackDecoder.TEMPLATE_ID -> {
                final GivenBackDecoder d = new GivenBackDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield Units.amount(d.amount(), balance) + " came back (" + cause(d) + ")"
                        + (d.reservationId() == 0
                                ? ""
                                : "; it holds " + Units.amount(d.holdAfter(), balance) + " from now on");
            }
            case VoidDecoder.TEMPLATE_ID -> {
                final VoidDecoder d = new VoidDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "recovery voided a take of " + Units.amount(d.amount(), balance)
                        + " whose lane had died before it told of it";
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                final ForcedTakeDecoder d = new ForcedTakeDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "it holds " + Units.amount(d.amount(), balance)
                        + " more, taken without a check because the order needs it already";
            }
            case FactOutcomeDecoder.TEMPLATE_ID -> {
                final FactOutcomeDecoder d = new FactOutcomeDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield (d.outcome() == STALE_AMEND ? "" : "execution " + d.execId() + " ")
                        + outcome(d.outcome())
                        + (d.amount() == 0 ? "" : ": " + Units.amount(d.amount(), balance));
            }
            case LedgerEntryAppliedDecoder.TEMPLATE_ID ->
                entry(new LedgerEntryAppliedDecoder().wrapAndApplyHeader(buffer, offset, header), balance);
            case SnapshotAppliedDecoder.TEMPLATE_ID ->
                snapshot(new SnapshotAppliedDecoder().wrapAndApplyHeader(buffer, offset, header), balance);
            case LimitPublishedDecoder.TEMPLATE_ID -> {
                final LimitPublishedDecoder d = new LimitPublishedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "limit " + Units.limit(d.newLimit(), balance) + " published as version " + d.limitVersion()
                        + ", status " + d.status() + ": ledger " + Units.amount(d.ledger(), balance)
                        + ", encumbered " + Units.amount(d.encumbered(), balance) + ", in transit "
                        + Units.amount(d.inTransit(), balance);
            }
            case StatusChangeDecoder.TEMPLATE_ID -> {
                final StatusChangeDecoder d = new StatusChangeDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "status " + d.before() + " became " + d.after() + because(d.text());
            }
            case SessionStartDecoder.TEMPLATE_ID -> {
                final SessionStartDecoder d = new SessionStartDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "the gatekeeper started" + (d.recovered() == 1 ? " on what an earlier session left" : "")
                        + (d.shadow() == 1 ? ", in shadow mode" : "") + ", with " + d.heldReservations()
                        + " reservations held";
            }
            case RecoveryNoteDecoder.TEMPLATE_ID -> {
                final RecoveryNoteDecoder d = new RecoveryNoteDecoder().wrapAndApplyHeader(buffer, offset, header);
                final boolean amounts = d.inBook() != 0 || d.inJournal() != 0 || d.kept() != 0;
                yield "recovery: " + d.kind() + because(d.text())
                        + (amounts
                                ? " (in the book " + Units.amount(d.inBook(), balance) + ", by the journal "
                                        + Units.amount(d.inJournal(), balance) + ", kept "
                                        + Units.amount(d.kept(), balance) + ")"
                                : "");
            }
            default -> null;
        };
    }

    static String decision(int code) {
        try {
            return Decision.of(code).name();
        } catch (final IllegalArgumentException e) {
            return "code " + code;
        }
    }

    private static String result(int code) {
        try {
            final FactResult result = FactResult.of(code);
            return result.name() + (result.retryMayHelp() ? " (telling it again may help)" : "");
        } catch (final IllegalArgumentException e) {
            return "code " + code;
        }
    }

    private static String ifNot(int code) {
        return code == 0 ? "" : "; the gate answered " + result(code);
    }

    private static String takes(long delta, @Nullable BalanceFacts balance) {
        return ", " + Units.amount(delta, balance) + " more taken";
    }

    private static String because(String text) {
        return text.isEmpty() ? "" : ": " + printable(text);
    }

    /** What a venue or a person wrote may go to a terminal. */
    static String printable(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }

    private static String fill(FillDecoder d, @Nullable LineFacts line, @Nullable BalanceFacts balance) {
        return "filled " + Units.size(d.quantity(), line) + " at " + Units.price(d.price(), line) + ", fee "
                + (d.fee() == Long.MIN_VALUE ? "not told: the worst case" : Units.amount(d.fee(), balance))
                + " (execution " + d.execId()
                + (d.venueTimeNanos() == 0 ? "" : ", venue's time " + RecordPrinter.time(d.venueTimeNanos())) + ")"
                + ifNot(d.code());
    }

    private static String release(ReleaseDecoder d, @Nullable LineFacts line) {
        String why = "reason " + d.why();
        for (final ReleaseReason reason : ReleaseReason.values()) {
            if (reason.code() == d.why()) {
                why = reason.name();
            }
        }
        return "over (" + why + "), "
                + (d.finalCumQuantity() < 0
                        ? "final quantity not known: it keeps what it holds until its status is known"
                        : "filled in all " + Units.size(d.finalCumQuantity(), line))
                + ifNot(d.code());
    }

    private static String operator(OperatorCommandDecoder d, @Nullable LineFacts line, @Nullable BalanceFacts balance) {
        final String what =
                switch (d.action()) {
                    case HALT -> "halted the gate";
                    case RESUME -> "ended the halt";
                    case OPEN -> "opened the gate after a loss";
                    case ENCUMBER -> "set " + Units.amount(d.amount(), balance) + " aside";
                    case RELEASE -> "said that it is over, filled in all " + Units.size(d.quantity(), line);
                    case CHARGE ->
                        "said that " + Units.size(d.quantity(), line) + " were executed at "
                                + Units.price(d.price(), line);
                    default -> "asked for " + d.action();
                };
        return "operator " + printable(d.who()) + " " + what + because(d.why()) + ifNot(d.code());
    }

    private static String cause(GivenBackDecoder d) {
        return switch (d.cause()) {
            case FILL -> "a fill";
            case RELEASE -> "the order is over";
            case EXPIRE -> "expired";
            case VOID -> "refused at the second look";
            case AMEND -> "an amend was answered";
            case RECOVERY -> "recovery at a restart";
            default -> "cause " + d.cause();
        };
    }

    private static String outcome(int outcome) {
        return switch (outcome) {
            case 1 -> "was charged before";
            case 2 -> "is for more than was reserved: charged in full";
            case 3 -> "came after the end: charged in full";
            case 4 -> "belongs to no known reservation: charged as a lump";
            case 5 -> "found the table of fills in transit full: charged as a lump";
            case 6 -> "was undone and is not known";
            case STALE_AMEND -> "the answer was to another amend than the one in flight: nothing changed";
            default -> "had outcome " + outcome;
        };
    }

    private static String entry(LedgerEntryAppliedDecoder d, @Nullable BalanceFacts balance) {
        return "ledger entry " + printable(d.entryId()) + " (type " + d.entryType()
                + (d.instrument().isEmpty() ? "" : ", " + printable(d.instrument())) + "), venue's time "
                + RecordPrinter.time(d.updateTimeNanos()) + ": " + Units.amount(d.beforeBalance(), balance) + " to "
                + Units.amount(d.afterBalance(), balance) + "; ledger now " + Units.amount(d.ledger(), balance)
                + (d.cleared() == 0 ? "" : ", in transit cleared " + Units.amount(d.cleared(), balance));
    }

    private static String snapshot(SnapshotAppliedDecoder d, @Nullable BalanceFacts balance) {
        return "read of the balance: the venue says " + Units.amount(d.amount(), balance) + " (" + d.outcome()
                + "); ledger now " + Units.amount(d.ledger(), balance)
                + (d.encumbered() == 0 ? "" : ", encumbered " + Units.amount(d.encumbered(), balance))
                + (d.cleared() == 0 ? "" : ", in transit cleared " + Units.amount(d.cleared(), balance));
    }
}
