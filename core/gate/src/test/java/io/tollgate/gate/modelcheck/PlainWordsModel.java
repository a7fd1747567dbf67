package io.tollgate.gate.modelcheck;

/**
 * The protocol that the gate does not use: two plain words, limit and held, with held going up and down. Both orders of reading them lose:
 * one because a fill takes the money out of both between the reads, the other because held comes back to what it was.
 */
final class PlainWordsModel {
    private static final int CASH = 4;
    private static final int HELD = 2;

    private PlainWordsModel() {}

    static Space plainWords(Bug bug) {
        final Space space = new Space();
        final int limit = space.word("limit", CASH);
        final int held = space.word("held", HELD);
        final int exposed = space.ghost("promised and filled", HELD);
        for (int lane = 1; lane <= 2; lane++) {
            final Actor actor = space.actor("lane " + lane);
            final int l = actor.own("limit");
            final int h = actor.own("held");
            final int cost = 2;
            if (bug == Bug.PLAIN_WORDS_LIMIT_FIRST) {
                actor.step("read limit", m -> m.set(l, m.get(limit)));
            }
            actor.step("read held", m -> m.set(h, m.get(held)));
            if (bug != Bug.PLAIN_WORDS_LIMIT_FIRST) {
                actor.step("read limit", m -> m.set(l, m.get(limit)));
            }
            actor.step("CAS held, if within limit", m -> {
                if (m.get(h) + cost <= m.get(l) && m.compareAndSet(held, m.get(h), m.get(h) + cost)) {
                    m.add(exposed, cost);
                    m.require(
                            m.get(exposed) <= CASH, "S1: promised and filled is more than the venue's cash of " + CASH);
                }
            });
        }
        final Actor keeper = space.actor("keeper");
        keeper.step("limit lowered by the fill", m -> m.add(limit, -HELD));
        keeper.step("held lowered by the fill", m -> m.add(held, -HELD));
        return space;
    }
}
