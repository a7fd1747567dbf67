package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.VoidDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;

/** The takes among the records of all rings, as a journal would keep them. */
@org.jspecify.annotations.NullUnmarked
final class TileLog {
    /** One take. */
    record Tile(int scopeId, int lineId, long taken, long amount, String record) {}

    /** One approval as its lane saw it. */
    record Approval(long back, long taken, long limit, long cost) {}

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    final List<Tile> tiles = new ArrayList<>();
    final List<Approval> approvals = new ArrayList<>();
    /** Reservations that were told as expired. */
    int expired;

    private boolean off;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forced = new ForcedTakeDecoder();

    /** For tests of millions of records. */
    void off() {
        off = true;
    }

    synchronized void add(DirectBuffer buffer, int offset) {
        if (off) {
            return;
        }
        header.wrap(buffer, offset);
        final int at = offset + HEADER;
        switch (header.templateId()) {
            case ReserveDecoder.TEMPLATE_ID -> {
                reserve.wrap(buffer, at, header.blockLength(), header.version());
                if (reserve.flags().tile()) {
                    tiles.add(new Tile(reserve.scopeId(), -1, reserve.taken(), reserve.cost(), "Reserve"));
                }
                if (reserve.code() == 0) {
                    approvals.add(new Approval(reserve.back(), reserve.taken(), reserve.limitSeen(), reserve.cost()));
                }
            }
            case ExpireDecoder.TEMPLATE_ID -> expired++;
            case AmendDecoder.TEMPLATE_ID -> {
                amend.wrap(buffer, at, header.blockLength(), header.version());
                if (amend.flags().tile()) {
                    tiles.add(new Tile(-1, amend.lineId(), amend.taken(), amend.delta(), "Amend"));
                    if (amend.code() == 0) {
                        approvals.add(new Approval(amend.back(), amend.taken(), amend.limitSeen(), amend.delta()));
                    }
                }
            }
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrap(buffer, at, header.blockLength(), header.version());
                tiles.add(new Tile(voided.scopeId(), -1, voided.taken(), voided.amount(), "Void"));
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forced.wrap(buffer, at, header.blockLength(), header.version());
                tiles.add(new Tile(forced.scopeId(), -1, forced.taken(), forced.amount(), "ForcedTake"));
            }
            default -> {}
        }
    }

    long count(String record) {
        return tiles.stream().filter(tile -> tile.record().equals(record)).count();
    }

    /** No hole, no overlap, and the end is what the book says. */
    synchronized void assertTiled(int scopeId, long from, long to, IntUnaryOperator scopeOfLine) {
        final TreeMap<Long, Tile> sorted = new TreeMap<>();
        for (final Tile tile : tiles) {
            final int scope = tile.scopeId() >= 0 ? tile.scopeId() : scopeOfLine.applyAsInt(tile.lineId());
            if (scope == scopeId) {
                assertThat(sorted.put(tile.taken(), tile))
                        .as("two takes begin at %s", tile)
                        .isNull();
            }
        }
        long next = from;
        for (final Tile tile : sorted.values()) {
            assertThat(tile.taken()).as("hole or overlap before %s", tile).isEqualTo(next);
            next = tile.taken() + tile.amount();
        }
        assertThat(next).as("the last take ends at taken of scope %d", scopeId).isEqualTo(to);
    }

    /** S1, by the records alone: what each approval saw covers it. */
    synchronized void assertNoOverspend() {
        assertThat(approvals)
                .allSatisfy(a -> assertThat(a.taken() - a.back() + a.cost()).isLessThanOrEqualTo(a.limit()));
    }
}
