package io.tollgate.gate.modelcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One thread of a protocol, or a crash: steps of at most one access to a shared word each, in the order of the program. */
final class Actor {
    /** A place in the program. */
    static final class Label {
        private int at = -1;
    }

    private final Space space;
    private final String name;
    private final int index;
    private final int pc;
    private final List<String> labels = new ArrayList<>();
    private final List<Consumer<Moment>> steps = new ArrayList<>();
    private final List<Integer> own = new ArrayList<>();
    private boolean mayWait;

    Actor(Space space, String name, int index) {
        this.space = space;
        this.name = name;
        this.index = index;
        this.pc = space.word(name + ".at", 0);
    }

    /** Something the thread remembers; zero again once its program has ended. */
    int own(String register) {
        final int word = space.word(name + "." + register, 0);
        own.add(word);
        return word;
    }

    /** The next step. The text names the access, and the shipped method that makes it. */
    Actor step(String text, Consumer<Moment> step) {
        labels.add(text);
        steps.add(step);
        return this;
    }

    Label label() {
        return new Label();
    }

    /** The label stands for the step that is added next. */
    Actor here(Label label) {
        label.at = steps.size();
        return this;
    }

    /** It need not come to its end: one that serves others, or a crash that may happen. */
    Actor mayWait() {
        mayWait = true;
        return this;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    int pcWord() {
        return pc;
    }

    boolean isWaiter() {
        return mayWait;
    }

    int length() {
        return steps.size();
    }

    String text(int at) {
        return labels.get(at);
    }

    Consumer<Moment> at(int at) {
        return steps.get(at);
    }

    List<Integer> registers() {
        return own;
    }

    static int place(Label label) {
        if (label.at < 0) {
            throw new IllegalStateException("a label must have a place in the program");
        }
        return label.at;
    }
}
