package io.tollgate.journal;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;

/** Whether each ring's records are there once and all of them. */
final class RingSequences {
    private final Findings findings;
    private final Int2ObjectHashMap<long[]> nextByRing = new Int2ObjectHashMap<>();
    /** Rings whose next record need not follow the last one, because a loss lies between. */
    private final IntHashSet mayJump = new IntHashSet();

    RingSequences(Findings findings) {
        this.findings = findings;
    }

    /** Goes on from a checkpoint. */
    void restore(RingPositions positions, boolean renewed) {
        positions.forEach((position, ringId) -> {
            nextByRing.put(ringId, new long[] {position.next});
            if (renewed) {
                mayJump.add(ringId);
            }
        });
    }

    /** Sequence expected next. */
    long next(int ringId) {
        final long[] next = nextByRing.get(ringId);
        return next == null ? 0 : next[0];
    }

    /** Returns whether the record was not there before. */
    boolean isNew(int ringId, long sequence, long sequenceInRecord) {
        long[] next = nextByRing.get(ringId);
        if (next == null) {
            next = new long[1];
            nextByRing.put(ringId, next);
        }
        final long expected = next[0];
        if (sequence < expected) {
            findings.wrong(MismatchKind.SEQUENCE_REPEATED, ringId, sequence, () -> "the next one would be " + expected);
            return false;
        }
        if (sequence > expected && mayJump.contains(ringId)) {
            // the checkpoint after a loss says so
            findings.lost += sequence - expected;
        } else if (sequence > expected) {
            final long missing = sequence - expected;
            findings.note(
                    MismatchKind.SEQUENCE_HOLE,
                    ringId,
                    expected,
                    () -> missing + " from " + expected + " to " + (sequence - 1));
            findings.mismatches(missing);
            findings.sequenceHoles++;
            findings.missingRecords += missing;
        }
        if (sequenceInRecord != sequence) {
            findings.wrong(
                    MismatchKind.SEQUENCE_DIFFERS, ringId, sequence, () -> "the record says " + sequenceInRecord);
        }
        mayJump.remove(ringId);
        next[0] = sequence + 1;
        return true;
    }
}
