package io.tollgate.journal;

import org.jspecify.annotations.Nullable;

/** One generation of a scope: what was taken of it and what was given back. */
final class VerifiedScope {
    final int scopeId;
    final int generation;
    final long takenAtStart;
    final Tiles tiles;
    /** The generation before, whose taken must end where this one's begins. */
    final @Nullable VerifiedScope before;

    /** Recovery noted a loss in this generation: holes up to then are told. */
    boolean lossy;

    /** An older back than this was published before the checkpoint that the journal begins with. */
    private long firstKnown;

    /** Distances of back from the start; begins with 0. */
    private final LongWindow backs = new LongWindow(LongWindow.DEFAULT_MOST);

    VerifiedScope(int scopeId, int generation, long takenAtStart, @Nullable VerifiedScope before) {
        this.scopeId = scopeId;
        this.generation = generation;
        this.takenAtStart = takenAtStart;
        this.tiles = new Tiles(takenAtStart);
        this.before = before;
        this.backs.add(0);
    }

    /** Goes on from a checkpoint: what was published before it is not known word by word. */
    void restore(FoldedScope folded) {
        tiles.cover(takenAtStart, folded.tiles.frontier() - takenAtStart);
        folded.tiles.forEachAhead((from, to) -> tiles.cover(from, to - from));
        firstKnown = folded.back - takenAtStart;
        backs.add(firstKnown);
    }

    /** Distance from the start of the last back told. */
    long lastBack() {
        return takenAtStart + backs.get(backs.end() - 1);
    }

    /** Returns false if back fell; then it is not taken. */
    boolean giveBack(long backAfter) {
        final long distance = backAfter - takenAtStart;
        if (distance < backs.get(backs.end() - 1)) {
            return false;
        }
        backs.add(distance);
        return true;
    }

    /** Whether back was published with this value, of the last million values. */
    boolean hadBack(long back) {
        final long distance = back - takenAtStart;
        if (distance >= 0 && distance < firstKnown) {
            return true;
        }
        final long position = backs.firstAtLeast(distance);
        return position < backs.end() && backs.get(position) == distance;
    }

    @Override
    public String toString() {
        return "scope=" + scopeId + " generation=" + generation;
    }
}
