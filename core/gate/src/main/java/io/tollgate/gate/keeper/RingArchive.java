package io.tollgate.gate.keeper;

import io.tollgate.gate.book.LineTable;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.VoidDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The records that are still in the rings, passed ones included, read once for recovery: a row without a record belongs to the last
 * moments of its session, and those are in the rings.
 */
final class RingArchive {
    /** No committed record. */
    static final int NO_RECORD = 0;
    /** The record says that the money is held. */
    static final int HELD = 1;
    /** The record says that it is not. */
    static final int NOT_HELD = 2;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private record FillKey(long reservationId, long execId) {}

    private final Int2ObjectHashMap<Ring> rings;
    private final Map<Integer, Set<Long>> starts = new HashMap<>();
    private final Map<Integer, Set<Long>> boundaries = new HashMap<>();
    private final Set<FillKey> fills = new HashSet<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();

    RingArchive(Int2ObjectHashMap<Ring> rings, LineTable lines) {
        this.rings = rings;
        rings.values().forEach(ring -> read(ring, lines));
    }

    private Set<Long> starts(int scopeId) {
        return starts.computeIfAbsent(scopeId, key -> new HashSet<>());
    }

    /** Says that a take begins here although it has no record: a value that taken had is always the end of one take or the start of one. */
    void boundary(int scopeId, long taken) {
        boundaries.computeIfAbsent(scopeId, key -> new HashSet<>()).add(taken);
    }

    private void read(Ring ring, LineTable lines) {
        final RingReader reader = ring.journalReader();
        final long end = ring.producer().sequence();
        for (long sequence = reader.oldest(end); sequence < end; sequence++) {
            final int offset = reader.find(sequence);
            if (offset < 0) {
                continue;
            }
            final DirectBuffer buffer = reader.buffer();
            header.wrap(buffer, offset);
            switch (header.templateId()) {
                case ReserveDecoder.TEMPLATE_ID:
                    reserve.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
                    if (reserve.flags().tile()) {
                        starts(reserve.scopeId()).add(reserve.taken());
                    }
                    break;
                case AmendDecoder.TEMPLATE_ID:
                    amend.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
                    if (amend.flags().tile()) {
                        starts(lines.scopeId(amend.lineId())).add(amend.taken());
                    }
                    break;
                case FillDecoder.TEMPLATE_ID:
                    final FillDecoder fill =
                            new FillDecoder().wrap(buffer, offset + HEADER, header.blockLength(), header.version());
                    fills.add(new FillKey(fill.reservationId(), fill.execId()));
                    break;
                case VoidDecoder.TEMPLATE_ID:
                    final VoidDecoder voided =
                            new VoidDecoder().wrap(buffer, offset + HEADER, header.blockLength(), header.version());
                    starts(voided.scopeId()).add(voided.taken());
                    break;
                case ForcedTakeDecoder.TEMPLATE_ID:
                    final ForcedTakeDecoder forced = new ForcedTakeDecoder()
                            .wrap(buffer, offset + HEADER, header.blockLength(), header.version());
                    starts(forced.scopeId()).add(forced.taken());
                    break;
                default:
                    break;
            }
        }
    }

    /** What the record of a reserve says. */
    int reserveOutcome(int ringId, long sequence, long reservationId) {
        final int offset = find(ringId, sequence, ReserveDecoder.TEMPLATE_ID);
        if (offset < 0) {
            return NO_RECORD;
        }
        reserve.wrap(buffer(ringId), offset + HEADER, header.blockLength(), header.version());
        if (reserve.reservationId() != reservationId || !reserve.flags().tile()) {
            // a refusal without a take carries no reservation: the row took nothing
            return reserve.reservationId() == 0 ? NOT_HELD : NO_RECORD;
        }
        return reserve.code() == 0 || reserve.flags().shadow() ? HELD : NOT_HELD;
    }

    /** What the record of an amend says. */
    int amendOutcome(int ringId, long sequence, long reservationId) {
        final int offset = find(ringId, sequence, AmendDecoder.TEMPLATE_ID);
        if (offset < 0) {
            return NO_RECORD;
        }
        amend.wrap(buffer(ringId), offset + HEADER, header.blockLength(), header.version());
        if (amend.reservationId() != reservationId) {
            return NO_RECORD;
        }
        return amend.code() == 0 || (amend.flags().shadow() && amend.flags().tile()) ? HELD : NOT_HELD;
    }

    private int find(int ringId, long sequence, int templateId) {
        final Ring ring = rings.get(ringId);
        if (ring == null) {
            return -1;
        }
        final long end = ring.producer().sequence();
        if (sequence >= end || sequence < ring.journalReader().oldest(end)) {
            return -1;
        }
        final int offset = ring.journalReader().find(sequence);
        if (offset < 0) {
            return -1;
        }
        header.wrap(ring.journalReader().buffer(), offset);
        return header.templateId() == templateId ? offset : -1;
    }

    private DirectBuffer buffer(int ringId) {
        return rings.get(ringId).journalReader().buffer();
    }

    /** Whether a take with a record begins here. */
    boolean startsAt(int scopeId, long taken) {
        return starts(scopeId).contains(taken);
    }

    /** Where the first take after {@code from} begins, at most {@code end}; modulo 2^64. */
    long nextStart(int scopeId, long from, long end) {
        final long nearest = nearest(starts(scopeId), from, end - from);
        return from + nearest(boundaries.getOrDefault(scopeId, Set.of()), from, nearest);
    }

    private static long nearest(Set<Long> starts, long from, long atMost) {
        long nearest = atMost;
        for (final long start : starts) {
            final long distance = start - from;
            if (distance > 0 && distance < nearest) {
                nearest = distance;
            }
        }
        return nearest;
    }

    boolean hasFill(long reservationId, long execId, long sequence) {
        return sequence >= 0 && fills.contains(new FillKey(reservationId, execId));
    }
}
