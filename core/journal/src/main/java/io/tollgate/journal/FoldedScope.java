package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState.JournaledScope;
import io.tollgate.gate.recovery.JournaledState.Piece;
import java.util.ArrayList;
import java.util.List;

/** One generation of a scope as the records tell it. One thread. */
final class FoldedScope {
    final int scopeId;
    final int balanceId;
    final int generation;
    final long takenAtStart;
    final Tiles tiles;
    long back;

    FoldedScope(int scopeId, int balanceId, int generation, long takenAtStart) {
        this.scopeId = scopeId;
        this.balanceId = balanceId;
        this.generation = generation;
        this.takenAtStart = takenAtStart;
        this.tiles = new Tiles(takenAtStart);
        this.back = takenAtStart;
    }

    void givenBack(long backAfter) {
        if (backAfter - back > 0) {
            back = backAfter;
        }
    }

    JournaledScope snapshot() {
        final List<Piece> ahead = new ArrayList<>();
        tiles.forEachAhead((from, to) -> ahead.add(new Piece(from, to)));
        return new JournaledScope(
                scopeId, balanceId, generation, takenAtStart, tiles.frontier(), List.copyOf(ahead), back);
    }
}
