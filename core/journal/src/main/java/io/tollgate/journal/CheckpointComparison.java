package io.tollgate.journal;

import org.agrona.collections.Int2ObjectHashMap;

/** A checkpoint must say what the records before it say: a journal that begins with it is not believed for nothing. */
final class CheckpointComparison {
    private CheckpointComparison() {}

    static void compare(
            JournalState state, RingSequences sequences, Int2ObjectHashMap<VerifiedScope> scopes, Findings findings) {
        findings.checkpoints++;
        state.positions.forEach((position, ringId) -> {
            if (position.next != sequences.next(ringId)) {
                findings.wrong(
                        MismatchKind.CHECKPOINT_DIFFERS,
                        ringId,
                        position.next,
                        () -> "checkpoint=" + state.checkpoints + " the records end before " + sequences.next(ringId));
            }
        });
        state.scopes.values().forEach(folded -> {
            final VerifiedScope scope = scopes.get(folded.scopeId);
            if (scope == null || differs(scope, folded)) {
                findings.wrong(
                        MismatchKind.CHECKPOINT_DIFFERS,
                        -1,
                        -1,
                        () -> "checkpoint=" + state.checkpoints + " says scope=" + folded.scopeId + " generation="
                                + folded.generation + words(folded.tiles.frontier(), folded.back) + " and the records "
                                + (scope == null
                                        ? "know no such scope"
                                        : scope + words(scope.tiles.frontier(), scope.lastBack())));
            }
        });
    }

    private static boolean differs(VerifiedScope scope, FoldedScope folded) {
        return scope.generation != folded.generation
                || scope.tiles.frontier() != folded.tiles.frontier()
                || scope.lastBack() != folded.back;
    }

    private static String words(long taken, long back) {
        return " taken=" + Long.toUnsignedString(taken) + " back=" + Long.toUnsignedString(back);
    }
}
