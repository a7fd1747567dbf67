package io.tollgate.gate.modelcheck;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** All words at one moment; a step changes them. */
final class Moment {
    /** A property does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what, null, false, false);
        }
    }

    private final byte[] words;
    private Actor actor;
    private int next;
    private boolean blocked;
    private int choice;
    private int choices;
    private @Nullable IntConsumer reads;
    private @Nullable IntConsumer writes;

    Moment(byte[] words, Actor actor) {
        this.words = words;
        this.actor = actor;
    }

    byte[] words() {
        return words;
    }

    /** Runs the actor's next step, with this choice where it has one. False if it cannot be made now. */
    boolean step(Actor who, int whichChoice) {
        actor = who;
        choice = whichChoice;
        choices = 1;
        blocked = false;
        final int at = words[who.pcWord()];
        next = at + 1;
        who.at(at).accept(this);
        if (blocked) {
            return false;
        }
        words[who.pcWord()] = (byte) next;
        if (next >= who.length()) {
            for (final int register : who.registers()) {
                words[register] = 0;
            }
        }
        return true;
    }

    int choicesOfStep() {
        return choices;
    }

    /** For a look at the order of accesses; a write counts where it changes the word. */
    void listen(IntConsumer onRead, IntConsumer onWrite) {
        reads = onRead;
        writes = onWrite;
    }

    int get(int word) {
        final IntConsumer heard = reads;
        if (heard != null) {
            heard.accept(word);
        }
        return words[word];
    }

    void set(int word, int value) {
        if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
            throw new IllegalStateException("a model's amounts stay within a byte: " + value);
        }
        final IntConsumer heard = writes;
        if (heard != null && words[word] != value) {
            heard.accept(word);
        }
        words[word] = (byte) value;
    }

    void add(int word, int amount) {
        set(word, get(word) + amount);
    }

    boolean compareAndSet(int word, int expected, int value) {
        if (words[word] != expected) {
            return false;
        }
        set(word, value);
        return true;
    }

    /** The step after this one. */
    void jump(Actor.Label label) {
        next = Actor.place(label);
    }

    /** The actor's program ends with this step. */
    void end() {
        next = actor.length();
    }

    /** The step cannot be made now: the actor waits. */
    void block() {
        blocked = true;
    }

    void blockUnless(boolean condition) {
        blocked |= !condition;
    }

    /** Chance, or the outside world, decides: all of 0 to n-1 are enumerated. At most one choice a step. */
    int choose(int n) {
        choices = n;
        return choice;
    }

    boolean hasEnded(Actor who) {
        return get(who.pcWord()) >= who.length();
    }

    /** Ends another actor where it stands: what its thread knew is lost. */
    void kill(Actor who) {
        set(who.pcWord(), who.length());
        for (final int register : who.registers()) {
            words[register] = 0;
        }
    }

    /** Starts another actor's program anew. */
    void restart(Actor who) {
        kill(who);
        set(who.pcWord(), 0);
    }

    void require(boolean condition, String property) {
        if (!condition) {
            throw new Violation(property);
        }
    }
}
