package io.tollgate.gatekeeper.demo;

import io.tollgate.journal.RecordHandler;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Reads from a journal what the audit compares: which orders were approved, how much of each was filled, and how many decisions the present
 * session made.
 *
 * <p>A lane's session begins with its first {@code reserve} whose order key carries the session's number: each lane's first decision is a
 * reserve, and an earlier session's records may stand after this session's start in the queue.
 *
 * <p>Threading: one thread. Memory grows with the orders in the journal.
 */
final class JournalFacts implements RecordHandler {
    static final long NONE = -1;

    private static final int LAST_CODE = 63;

    private final int session;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final CheckDecoder check = new CheckDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final Int2IntCounterMap sessionRings = new Int2IntCounterMap(0);
    private final Long2LongHashMap keyByReservation = new Long2LongHashMap(NONE);
    private final Long2LongHashMap filledByKey = new Long2LongHashMap(NONE);
    private final LongHashSet untracked = new LongHashSet();
    private final LongHashSet executions = new LongHashSet();

    private final long[] sessionCodes = new long[LAST_CODE + 1];
    private long sessionDecisions;
    private long allDecisions;

    JournalFacts(int session) {
        this.session = session;
    }

    @Override
    public void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            int length,
            long batchTimeNanos) {
        switch (templateId) {
            case ReserveDecoder.TEMPLATE_ID -> {
                reserve.wrapAndApplyHeader(buffer, offset, header);
                if (OrderKey.session(reserve.orderKey()) == session) {
                    sessionRings.put(ringId, 1);
                }
                onReserve();
                countDecision(ringId, reserve.code());
            }
            case CheckDecoder.TEMPLATE_ID ->
                countDecision(
                        ringId, check.wrapAndApplyHeader(buffer, offset, header).code());
            case AmendDecoder.TEMPLATE_ID ->
                countDecision(
                        ringId, amend.wrapAndApplyHeader(buffer, offset, header).code());
            case FillDecoder.TEMPLATE_ID -> {
                fill.wrapAndApplyHeader(buffer, offset, header);
                onFill();
            }
            default -> {
                // compared by the verifier, not here
            }
        }
    }

    private void countDecision(int ringId, int code) {
        allDecisions++;
        if (sessionRings.containsKey(ringId)) {
            sessionDecisions++;
            sessionCodes[code & LAST_CODE]++;
        }
    }

    private void onReserve() {
        final long key = reserve.orderKey();
        final boolean shadow = reserve.flags().shadow();
        if (reserve.code() != 0 && !shadow) {
            return;
        }
        filledByKey.put(key, 0);
        if (reserve.reservationId() == 0) {
            untracked.add(key);
        } else {
            keyByReservation.put(reserve.reservationId(), key);
        }
    }

    private void onFill() {
        final long key = keyByReservation.get(fill.reservationId());
        if (key == NONE) {
            return;
        }
        // a fact that was told twice is one fact
        final long fact = fill.execId() * 0x9e3779b97f4a7c15L ^ key;
        if (executions.add(fact)) {
            filledByKey.put(key, filledByKey.get(key) + fill.quantity());
        }
    }

    /** Quantity of an order that the journal says was filled, or {@link #NONE} if no approved reserve with this key is there. */
    long filled(long orderKey) {
        return filledByKey.get(orderKey);
    }

    /** In shadow mode: whether the order had no reservation, so that nothing is known of its fills. */
    boolean isUntracked(long orderKey) {
        return untracked.contains(orderKey);
    }

    /** The session's decisions by number, also those that were not enforced. */
    long[] sessionCodes() {
        return sessionCodes.clone();
    }

    long sessionDecisions() {
        return sessionDecisions;
    }

    long allDecisions() {
        return allDecisions;
    }
}
