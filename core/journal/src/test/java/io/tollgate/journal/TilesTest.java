package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
    @Test
    void piecesInAnyOrderCoverAWhole() {
        final Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            final long start = round % 3 == 0 ? -50 : random.nextLong();
            final List<long[]> pieces = new ArrayList<>();
            long end = start;
            for (int i = 0; i < 40; i++) {
                final long amount = 1L + random.nextInt(5);
                pieces.add(new long[] {end, amount});
                end += amount;
            }
            Collections.shuffle(pieces, random);
            final Tiles tiles = new Tiles(start);
            for (final long[] piece : pieces) {
                assertThat(tiles.cover(piece[0], piece[1])).isTrue();
            }
            assertThat(tiles.holes()).isZero();
            assertThat(tiles.frontier()).isEqualTo(end);
        }
    }

    /** Random pieces against a set of covered units. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE - 20, -10})
    void agreesWithAPlainModel(long start) {
        for (int seed = 0; seed < 500; seed++) {
            final Random random = new Random(seed);
            final BitSet covered = new BitSet();
            final Tiles tiles = new Tiles(start);
            for (int i = 0; i < 25; i++) {
                final int from = random.nextInt(60);
                final int amount = 1 + random.nextInt(6);
                final boolean free = covered.get(from, from + amount).isEmpty();
                assertThat(tiles.cover(start + from, amount))
                        .as("seed %d piece %d", seed, i)
                        .isEqualTo(free);
                covered.set(from, from + amount);
            }
            final int frontier = covered.nextClearBit(0);
            assertThat(tiles.frontier()).isEqualTo(start + frontier);
            int runs = 0;
            for (int at = covered.nextSetBit(frontier); at >= 0; at = covered.nextSetBit(covered.nextClearBit(at))) {
                runs++;
            }
            assertThat(tiles.holes()).as("seed %d", seed).isEqualTo(runs);
        }
    }

    @Test
    void aPieceBeforeTheStartOverlaps() {
        final Tiles tiles = new Tiles(100);
        assertThat(tiles.cover(99, 1)).isFalse();
        assertThat(tiles.frontier()).isEqualTo(100);
    }
}
