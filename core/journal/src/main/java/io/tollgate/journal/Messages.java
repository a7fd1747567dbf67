package io.tollgate.journal;

import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FactOutcomeDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.PositionsAppliedDecoder;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import io.tollgate.sbe.VoidDecoder;
import java.util.List;
import java.util.stream.IntStream;

/** Names of the journal's messages. */
public final class Messages {
    private static final String UNKNOWN = "Unknown";

    private Messages() {}

    /** Name of a message as in the schema, or {@code Unknown} and its number. */
    public static String name(int templateId) {
        return switch (templateId) {
            case CheckDecoder.TEMPLATE_ID -> "Check";
            case ReserveDecoder.TEMPLATE_ID -> "Reserve";
            case AmendDecoder.TEMPLATE_ID -> "Amend";
            case SentDecoder.TEMPLATE_ID -> "Sent";
            case AckedDecoder.TEMPLATE_ID -> "Acked";
            case AmendOutcomeDecoder.TEMPLATE_ID -> "AmendOutcome";
            case FillDecoder.TEMPLATE_ID -> "Fill";
            case BustDecoder.TEMPLATE_ID -> "Bust";
            case ReleaseDecoder.TEMPLATE_ID -> "Release";
            case ExpireDecoder.TEMPLATE_ID -> "Expire";
            case GivenBackDecoder.TEMPLATE_ID -> "GivenBack";
            case VoidDecoder.TEMPLATE_ID -> "Void";
            case ForcedTakeDecoder.TEMPLATE_ID -> "ForcedTake";
            case FactOutcomeDecoder.TEMPLATE_ID -> "FactOutcome";
            case LedgerEntryAppliedDecoder.TEMPLATE_ID -> "LedgerEntryApplied";
            case SnapshotAppliedDecoder.TEMPLATE_ID -> "SnapshotApplied";
            case LimitPublishedDecoder.TEMPLATE_ID -> "LimitPublished";
            case StatusChangeDecoder.TEMPLATE_ID -> "StatusChange";
            case BalanceRegisteredDecoder.TEMPLATE_ID -> "BalanceRegistered";
            case LineRegisteredDecoder.TEMPLATE_ID -> "LineRegistered";
            case GapDecoder.TEMPLATE_ID -> "Gap";
            case SessionStartDecoder.TEMPLATE_ID -> "SessionStart";
            case OperatorCommandDecoder.TEMPLATE_ID -> "OperatorCommand";
            case PositionsAppliedDecoder.TEMPLATE_ID -> "PositionsApplied";
            case RecoveryNoteDecoder.TEMPLATE_ID -> "RecoveryNote";
            default -> UNKNOWN + templateId;
        };
    }

    /** Bytes that the body of a message has at least, in every version of the schema; 0 for those that say nothing about the book. */
    static int leastBlockLength(int templateId) {
        return switch (templateId) {
            case CheckDecoder.TEMPLATE_ID -> CheckDecoder.BLOCK_LENGTH;
            case ReserveDecoder.TEMPLATE_ID -> ReserveDecoder.BLOCK_LENGTH;
            case AmendDecoder.TEMPLATE_ID -> AmendDecoder.BLOCK_LENGTH;
            case SentDecoder.TEMPLATE_ID -> SentDecoder.BLOCK_LENGTH;
            case AckedDecoder.TEMPLATE_ID -> AckedDecoder.BLOCK_LENGTH;
            // two fields came with version 2
            case AmendOutcomeDecoder.TEMPLATE_ID -> AmendOutcomeDecoder.BLOCK_LENGTH - 2 * Long.BYTES;
            case FillDecoder.TEMPLATE_ID -> FillDecoder.BLOCK_LENGTH;
            case BustDecoder.TEMPLATE_ID -> BustDecoder.BLOCK_LENGTH;
            // a field came with version 2
            case ReleaseDecoder.TEMPLATE_ID -> ReleaseDecoder.BLOCK_LENGTH - Long.BYTES;
            case ExpireDecoder.TEMPLATE_ID -> ExpireDecoder.BLOCK_LENGTH;
            case GivenBackDecoder.TEMPLATE_ID -> GivenBackDecoder.BLOCK_LENGTH;
            case VoidDecoder.TEMPLATE_ID -> VoidDecoder.BLOCK_LENGTH;
            case ForcedTakeDecoder.TEMPLATE_ID -> ForcedTakeDecoder.BLOCK_LENGTH;
            case LedgerEntryAppliedDecoder.TEMPLATE_ID -> LedgerEntryAppliedDecoder.BLOCK_LENGTH;
            case SnapshotAppliedDecoder.TEMPLATE_ID -> SnapshotAppliedDecoder.BLOCK_LENGTH;
            // two fields came with version 2
            case LimitPublishedDecoder.TEMPLATE_ID -> LimitPublishedDecoder.BLOCK_LENGTH - 2 * Long.BYTES;
            case BalanceRegisteredDecoder.TEMPLATE_ID -> BalanceRegisteredDecoder.BLOCK_LENGTH;
            // the last fields came with version 3
            case LineRegisteredDecoder.TEMPLATE_ID -> LineRegisteredDecoder.priceTickEncodingOffset();
            case SessionStartDecoder.TEMPLATE_ID -> SessionStartDecoder.BLOCK_LENGTH;
            case RecoveryNoteDecoder.TEMPLATE_ID -> RecoveryNoteDecoder.BLOCK_LENGTH;
            default -> 0;
        };
    }

    static boolean isUnknown(int templateId) {
        return name(templateId).startsWith(UNKNOWN);
    }

    /** All names, in the order of the schema. */
    public static List<String> names() {
        return IntStream.range(0, 64)
                .filter(templateId -> !isUnknown(templateId))
                .mapToObj(Messages::name)
                .toList();
    }
}
