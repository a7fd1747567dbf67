package io.tollgate.journal.explain;

import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.VoidDecoder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Finds what moved {@code taken} and {@code back}, and for which reservation. One thread. */
final class Takes {
    /** Is told of it. */
    interface Sink {
        /**
         * {@code taken} rose by {@code amount} from {@code taken}.
         *
         * @param reservationId whose it is, or 0 if nobody holds it: it was refused at the second look, or its lane died
         * @param made who and when, with a reservation's first take
         */
        void take(int scopeId, long taken, long amount, long reservationId, @Nullable Holder made, long clockNanos);

        /**
         * {@code back} rose by {@code amount} to {@code backAfter}.
         *
         * @param reservationId who held it, or 0
         */
        void giveBack(int scopeId, long backAfter, long amount, long reservationId, long clockNanos);
    }

    private final Registry registry;
    private final Sink sink;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forced = new ForcedTakeDecoder();
    private final GivenBackDecoder given = new GivenBackDecoder();

    Takes(Registry registry, Sink sink) {
        this.registry = registry;
        this.sink = sink;
    }

    void record(int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case ReserveDecoder.TEMPLATE_ID -> reserve(reserve.wrapAndApplyHeader(buffer, offset, header));
            case AmendDecoder.TEMPLATE_ID -> amend(amend.wrapAndApplyHeader(buffer, offset, header));
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrapAndApplyHeader(buffer, offset, header);
                sink.take(voided.scopeId(), voided.taken(), voided.amount(), 0, null, voided.clockNanos());
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forced.wrapAndApplyHeader(buffer, offset, header);
                sink.take(
                        forced.scopeId(),
                        forced.taken(),
                        forced.amount(),
                        forced.reservationId(),
                        null,
                        forced.clockNanos());
            }
            case GivenBackDecoder.TEMPLATE_ID -> {
                given.wrapAndApplyHeader(buffer, offset, header);
                sink.giveBack(
                        given.scopeId(),
                        given.backAfter(),
                        given.amount(),
                        given.cause() == GiveBackCause.VOID ? 0 : given.reservationId(),
                        given.clockNanos());
            }
            default -> {}
        }
    }

    private void reserve(ReserveDecoder d) {
        if (!d.flags().tile()) {
            return;
        }
        final boolean holds = d.code() == 0 || d.flags().shadow();
        final LineFacts line = registry.line(d.lineId(), d.clockNanos());
        sink.take(
                d.scopeId(),
                d.taken(),
                d.cost(),
                holds ? d.reservationId() : 0,
                holds
                        ? new Holder(
                                d.reservationId(),
                                d.orderKey(),
                                line == null ? "line " + d.lineId() : line.toString(),
                                d.cost(),
                                d.clockNanos())
                        : null,
                d.clockNanos());
    }

    private void amend(AmendDecoder d) {
        final LineFacts line = registry.line(d.lineId(), d.clockNanos());
        if (!d.flags().tile() || line == null) {
            return;
        }
        final boolean holds = d.code() == 0 || d.flags().shadow();
        sink.take(line.scopeId(), d.taken(), d.delta(), holds ? d.reservationId() : 0, null, d.clockNanos());
    }
}
