package io.tollgate.gatekeeper.crash;

import io.tollgate.gatekeeper.crash.KillMoment.After;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Deals the moments of kills: of twenty, six while the JVM starts or the gate recovers, and fourteen while it trades. Threading: the
 * parent's main thread.
 */
final class KillPlan {
    private static final long MILLI = 1_000_000;
    private static final long MOST_TRADING_NANOS = 1_200 * MILLI;
    private static final long MOST_OPEN_NANOS = 50 * MILLI;
    private static final Map<After, Integer> CARDS =
            new EnumMap<>(Map.of(After.START, 1, After.OPENING, 4, After.OPEN, 1, After.TRADING, 7, After.APPROVAL, 7));

    private final Random shuffle;
    private final SplittableRandom times;
    private final List<After> deck = new ArrayList<>();

    KillPlan(long seed) {
        this.shuffle = new Random(seed);
        this.times = new SplittableRandom(seed);
    }

    /**
     * The next moment.
     *
     * @param startNanos how long a JVM takes to begin opening the gate, by what was seen
     * @param recoveryNanos how long the gate takes to open
     */
    KillMoment next(long startNanos, long recoveryNanos) {
        if (deck.isEmpty()) {
            CARDS.forEach((after, count) -> deck.addAll(Collections.nCopies(count, after)));
            Collections.shuffle(deck, shuffle);
        }
        final After after = deck.remove(deck.size() - 1);
        final long most =
                switch (after) {
                    case START -> startNanos + recoveryNanos;
                    case OPENING -> recoveryNanos;
                    case OPEN -> MOST_OPEN_NANOS;
                    case TRADING, APPROVAL -> MOST_TRADING_NANOS;
                };
        return new KillMoment(after, times.nextLong(1, Math.max(MILLI, most)));
    }
}
