package io.tollgate.gate.modelcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run of a model, actor after actor, that notes the accesses to shared words of the actor it is asked about. */
final class ModelRun {
    private final Space space;
    private final Moment moment;
    private final List<String> heard = new ArrayList<>();
    private boolean hears;

    ModelRun(Space space) {
        this.space = space;
        moment = new Moment(space.start(), space.actors().get(0));
        moment.listen(word -> hear("read", word), word -> hear("write", word));
    }

    private void hear(String access, int word) {
        final String name = space.name(word);
        // the judge's ghosts, places in programs and an actor's own registers are nobody's shared words
        final boolean isShared = !name.startsWith("(") && !name.contains(".");
        final String said = access + " " + shortName(name);
        if (hears
                && isShared
                && (heard.isEmpty() || !heard.get(heard.size() - 1).equals(said))) {
            heard.add(said);
        }
    }

    /** What the shipped classes have one word for may have a name of its own for each lane or version in a model. */
    private static String shortName(String name) {
        if (name.startsWith("record") || name.equals("records")) {
            return "record";
        }
        if (name.startsWith("row ")) {
            return "row" + name.substring(name.lastIndexOf(' ')).toLowerCase(Locale.ROOT);
        }
        return name;
    }

    /** Runs an actor until it ends, waits, or is about to make a step whose text starts so. */
    ModelRun until(String name, String text) {
        final Actor actor = actor(name);
        while (!moment.hasEnded(actor)
                && (text.isEmpty() || !actor.text(moment.get(actor.pcWord())).startsWith(text))) {
            if (!moment.step(actor, 0)) {
                break;
            }
            observe();
        }
        return this;
    }

    /** As {@link #until}, and notes what it accesses. */
    ModelRun listen(String name, String text) {
        hears = true;
        until(name, text);
        hears = false;
        return this;
    }

    private void observe() {
        final boolean heardBefore = hears;
        hears = false;
        space.observe(moment);
        hears = heardBefore;
    }

    private Actor actor(String name) {
        for (final Actor actor : space.actors()) {
            if (actor.name().equals(name)) {
                return actor;
            }
        }
        throw new IllegalArgumentException("the model must have the actor: " + name);
    }

    List<String> accesses() {
        return heard;
    }
}
