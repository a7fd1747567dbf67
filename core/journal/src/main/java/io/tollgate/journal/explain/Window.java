package io.tollgate.journal.explain;

import io.tollgate.journal.explain.DecisionExplained.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The latest so many events by clock: lanes and BookKeeper have no common order in the journal. One thread. */
final class Window {
    private static final Comparator<Numbered> ORDER =
            Comparator.<Numbered>comparingLong(n -> n.event.clockNanos()).thenComparingLong(n -> n.number);

    private record Numbered(Event event, long number) {}

    private final int most;
    private final PriorityQueue<Numbered> latest = new PriorityQueue<>(ORDER);
    private long added;

    Window(int most) {
        this.most = most;
    }

    void add(Event event) {
        latest.add(new Numbered(event, added++));
        if (latest.size() > most) {
            latest.poll();
        }
    }

    /** Events that were too old for the window. */
    long omitted() {
        return added - latest.size();
    }

    /** By clock; of equal clocks as they came. */
    List<Event> events() {
        final List<Numbered> sorted = new ArrayList<>(latest);
        sorted.sort(ORDER);
        return sorted.stream().map(Numbered::event).toList();
    }
}
