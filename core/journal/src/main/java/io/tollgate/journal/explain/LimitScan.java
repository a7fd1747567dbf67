package io.tollgate.journal.explain;

import io.tollgate.journal.explain.DecisionExplained.Limit;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Second reading: the publications of the limits that were seen. A lane reads version, then limit, and BookKeeper writes them in this order:
 * so the limit seen is that of the version seen, or of a later one, or still the one before. One thread.
 */
final class LimitScan extends Scan {
    private final List<Target> targets;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LimitPublishedDecoder limit = new LimitPublishedDecoder();

    LimitScan(List<Target> targets) {
        this.targets = targets;
    }

    @Override
    void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        if (templateId != LimitPublishedDecoder.TEMPLATE_ID) {
            return;
        }
        limit.wrapAndApplyHeader(buffer, offset, header);
        Limit published = null;
        for (final Target target : targets) {
            final DecisionFacts d = target.decision;
            if (target.line == null
                    || target.line.balanceId() != limit.balanceId()
                    || limit.newLimit() != d.limitSeen()
                    || limit.limitVersion() < d.limitVersion() - 1
                    || limit.clockNanos() > d.clockNanos()) {
                continue;
            }
            final boolean first = target.limit == null;
            final boolean better = target.limit != null && target.limit.version() < d.limitVersion();
            if (first || better) {
                if (published == null) {
                    published = new Limit(
                            limit.clockNanos(),
                            sequence,
                            limit.limitVersion(),
                            limit.newLimit(),
                            limit.ledger(),
                            limit.encumbered(),
                            limit.inTransit(),
                            String.valueOf(limit.status()));
                }
                target.limit = published;
            }
        }
    }
}
