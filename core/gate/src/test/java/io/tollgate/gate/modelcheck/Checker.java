package io.tollgate.gate.modelcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enumerates all that can happen: from the start, every actor's next step from every state that was reached, breadth first, until nothing new
 * comes. States are kept whole and compared whole, so none is lost to an equal hash. The first state that breaks a property is at the end of
 * a shortest way to it.
 */
final class Checker {
    /** Beyond it a model is too large to be part of the tests. */
    private static final int MOST_STATES = 6_000_000;

    /**
     * What an enumeration found.
     *
     * @param states different states reached
     * @param steps steps made between them
     * @param quiet states in which nobody could go on
     * @param counterexample empty if all properties hold
     * @param length steps of the counterexample
     */
    record Result(int states, long steps, int quiet, String counterexample, int length) {
        boolean holds() {
            return counterexample.isEmpty();
        }
    }

    private final Space space;
    private final int width;
    private byte[] arena = new byte[1 << 16];
    private int[] table = new int[1 << 12];
    private int[] parents = new int[1 << 10];
    private byte[] via = new byte[1 << 10];
    private int count;

    private Checker(Space space) {
        this.space = space;
        this.width = space.width();
        Arrays.fill(table, -1);
    }

    static Result check(Space space) {
        return new Checker(space).run();
    }

    private Result run() {
        long steps = 0;
        int quiet = 0;
        add(space.start(), -1, 0);
        for (int at = 0; at < count; at++) {
            boolean any = false;
            for (final Actor actor : space.actors()) {
                int choices = 1;
                for (int choice = 0; choice < choices; choice++) {
                    final byte[] words = Arrays.copyOfRange(arena, at * width, (at + 1) * width);
                    if (words[actor.pcWord()] >= actor.length()) {
                        break;
                    }
                    final Moment moment = new Moment(words, actor);
                    String broken = "";
                    boolean made = true;
                    try {
                        made = moment.step(actor, choice);
                        if (made) {
                            space.observe(moment);
                        }
                    } catch (final Moment.Violation violation) {
                        broken = String.valueOf(violation.getMessage());
                    }
                    choices = moment.choicesOfStep();
                    if (!broken.isEmpty()) {
                        return result(steps, quiet, broken, at, words, actor);
                    }
                    if (made) {
                        any = true;
                        steps++;
                        add(words, at, actor.index());
                    }
                }
            }
            if (!any) {
                quiet++;
                final String broken = broken(at);
                if (!broken.isEmpty()) {
                    return result(steps, quiet, broken, at, null, null);
                }
            }
        }
        return new Result(count, steps, quiet, "", 0);
    }

    private String broken(int at) {
        final byte[] words = words(at);
        for (final Actor actor : space.actors()) {
            if (!actor.isWaiter() && words[actor.pcWord()] < actor.length()) {
                return "stuck: " + actor.name() + " waits for ever at: " + actor.text(words[actor.pcWord()]);
            }
        }
        try {
            space.checkQuiet(new Moment(words, space.actors().get(0)));
        } catch (final Moment.Violation violation) {
            return String.valueOf(violation.getMessage());
        }
        return "";
    }

    private byte[] words(int at) {
        return Arrays.copyOfRange(arena, at * width, (at + 1) * width);
    }

    private void add(byte[] words, int parent, int actor) {
        int place = hash(words, 0) & (table.length - 1);
        while (table[place] >= 0) {
            final int from = table[place] * width;
            if (Arrays.equals(arena, from, from + width, words, 0, width)) {
                return;
            }
            place = (place + 1) & (table.length - 1);
        }
        if (count == MOST_STATES) {
            throw new IllegalStateException("a model must have less than " + MOST_STATES + " states: make it smaller");
        }
        table[place] = count;
        if ((count + 1) * width > arena.length) {
            arena = Arrays.copyOf(arena, Math.max(arena.length * 2, (count + 1) * width));
        }
        if (count == parents.length) {
            parents = Arrays.copyOf(parents, count * 2);
            via = Arrays.copyOf(via, count * 2);
        }
        System.arraycopy(words, 0, arena, count * width, width);
        parents[count] = parent;
        via[count] = (byte) actor;
        count++;
        if (count * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, -1);
        for (int state = 0; state < count; state++) {
            int place = hash(arena, state * width) & (table.length - 1);
            while (table[place] >= 0) {
                place = (place + 1) & (table.length - 1);
            }
            table[place] = state;
        }
    }

    private int hash(byte[] words, int from) {
        int hash = 1;
        for (int i = from; i < from + width; i++) {
            hash = hash * 31 + words[i];
        }
        return ((hash * 0x9E3779B9) >>> 7) ^ hash;
    }

    private Result result(
            long steps, int quiet, String broken, int at, byte @Nullable [] last, @Nullable Actor lastActor) {
        final List<Integer> way = new ArrayList<>();
        for (int state = at; state >= 0; state = parents[state]) {
            way.add(state);
        }
        Collections.reverse(way);
        final StringBuilder out = new StringBuilder(broken).append('\n');
        int line = 0;
        for (int i = 1; i < way.size(); i++) {
            line(
                    out,
                    ++line,
                    words(way.get(i - 1)),
                    words(way.get(i)),
                    space.actors().get(via[way.get(i)]));
        }
        if (last != null && lastActor != null) {
            line(out, ++line, words(at), last, lastActor);
        }
        return new Result(count, steps, quiet, out.toString(), line);
    }

    private void line(StringBuilder out, int number, byte[] before, byte[] after, Actor actor) {
        final StringBuilder changes = new StringBuilder();
        for (int word = 0; word < width; word++) {
            final boolean isPlace = isPlace(word);
            final boolean ownReset =
                    after[actor.pcWord()] >= actor.length() && actor.registers().contains(word);
            if (before[word] != after[word] && !isPlace && !ownReset) {
                changes.append(changes.length() == 0 ? "" : ", ").append(space.name(word));
                changes.append(' ').append(before[word]).append("->").append(after[word]);
            }
        }
        out.append(String.format(
                "%3d  %-10s %-58s %s%n", number, actor.name(), actor.text(before[actor.pcWord()]), changes));
    }

    private boolean isPlace(int word) {
        for (final Actor actor : space.actors()) {
            if (actor.pcWord() == word) {
                return true;
            }
        }
        return false;
    }
}
