package io.tollgate.gate.modelcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A protocol to be enumerated: its words, its actors, and what must be true of them.
 *
 * <p>A word is shared (a word of the mapped files), an actor's own (what its thread keeps: lost in a crash), or a ghost (what only an
 * all-seeing judge knows: the venue's cash, what was promised to a caller). Amounts are small integers: a protocol that is wrong is wrong
 * with an order of two units too.
 */
final class Space {
    private final List<String> names = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Consumer<Moment>> observers = new ArrayList<>();
    private final List<Consumer<Moment>> quiet = new ArrayList<>();

    /** A word of the mapped files. */
    int word(String name, int start) {
        if (start < Byte.MIN_VALUE || start > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a word starts within a byte: " + name + "=" + start);
        }
        names.add(name);
        starts.add(start);
        return names.size() - 1;
    }

    /** What only the judge knows. */
    int ghost(String name, int start) {
        return word("(" + name + ")", start);
    }

    Actor actor(String name) {
        final Actor actor = new Actor(this, name, actors.size());
        actors.add(actor);
        return actor;
    }

    /** Looked at after every step; may keep ghosts. */
    void always(Consumer<Moment> observer) {
        observers.add(observer);
    }

    /** Looked at whenever nobody can go on. */
    void atQuiet(Consumer<Moment> check) {
        quiet.add(check);
    }

    int width() {
        return names.size();
    }

    String name(int word) {
        return names.get(word);
    }

    List<Actor> actors() {
        return actors;
    }

    byte[] start() {
        final byte[] words = new byte[width()];
        for (int i = 0; i < words.length; i++) {
            words[i] = starts.get(i).byteValue();
        }
        return words;
    }

    void observe(Moment moment) {
        for (final Consumer<Moment> observer : observers) {
            observer.accept(moment);
        }
    }

    void checkQuiet(Moment moment) {
        for (final Consumer<Moment> check : quiet) {
            check.accept(moment);
        }
    }
}
