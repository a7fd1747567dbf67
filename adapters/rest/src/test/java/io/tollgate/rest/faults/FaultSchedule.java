package io.tollgate.rest.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Which fault the venue has when, by a seed: every one of them in turn, in shuffled rounds, each for one answer or for up to 45 s, with well
 * times in between of which each fourth is long enough to come back from anything.
 */
public final class FaultSchedule<F> {
    /** The long well times. */
    public static final long LONG_WELL_NANOS = 70_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private record Episode<F>(long fromNanos, long toNanos, boolean single, F fault) {}

    private final List<Episode<F>> episodes = new ArrayList<>();
    private final Map<F, Integer> met = new HashMap<>();
    private final F none;
    private int next;
    private boolean once;

    /**
     * Faults from 20 s after the beginning to 70 s before the end.
     *
     * @param singles whether every third is for one answer alone
     */
    public FaultSchedule(List<F> faults, F none, boolean singles, Random random, long fromNanos, long toNanos) {
        this.none = none;
        long time = fromNanos + 20 * SECOND;
        final List<F> round = new ArrayList<>();
        while (time < toNanos - LONG_WELL_NANOS) {
            if (round.isEmpty()) {
                round.addAll(faults);
                Collections.shuffle(round, random);
            }
            final int number = episodes.size();
            final boolean single = singles && random.nextInt(3) == 0;
            final long lasts = single ? 0 : random.nextLong(SECOND, (number % 5 == 0 ? 45 : 15) * SECOND);
            episodes.add(new Episode<>(time, time + lasts, single, round.remove(round.size() - 1)));
            time += lasts + (number % 4 == 3 ? LONG_WELL_NANOS : random.nextLong(3 * SECOND, 12 * SECOND));
        }
    }

    /** The fault that a request meets now, if it is one that can spoil its answer. */
    public F at(long nowNanos, Predicate<F> spoils) {
        while (next < episodes.size()) {
            final Episode<F> episode = episodes.get(next);
            if (episode.fromNanos - nowNanos > 0) {
                return none;
            }
            if (episode.single ? !once : nowNanos - episode.toNanos < 0) {
                if (!spoils.test(episode.fault)) {
                    return none;
                }
                once = episode.single;
                met.merge(episode.fault, 1, Integer::sum);
                return episode.fault;
            }
            once = false;
            next++;
        }
        return none;
    }

    /** How many requests met each fault. */
    public Map<F, Integer> met() {
        return met;
    }

    public int episodes() {
        return episodes.size();
    }
}
