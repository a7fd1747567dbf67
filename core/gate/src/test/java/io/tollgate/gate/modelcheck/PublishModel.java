package io.tollgate.gate.modelcheck;

/**
 * {@code Publisher.publish} beside a decision: record, then version, then limit; the lane reads version, then limit. The journal must hold, by
 * the time the decision's record is committed, a publication of the limit that was seen, at the version seen or later; or at the one just
 * before it, which is what a lane sees that reads between the two words.
 */
final class PublishModel {
    private static final int[] LIMITS = {4, 2, 5};

    private PublishModel() {}

    static Space publishAndDecide(Bug bug) {
        final Space space = new Space();
        final int version = space.word("version", 1);
        final int limit = space.word("limit", LIMITS[0]);
        final int[] recorded = new int[LIMITS.length + 1];
        recorded[1] = space.word("record of version 1", LIMITS[0]);
        for (int v = 2; v <= LIMITS.length; v++) {
            recorded[v] = space.word("record of version " + v, 0);
        }
        final Actor keeper = space.actor("keeper");
        for (int v = 2; v <= LIMITS.length; v++) {
            final int next = v;
            if (bug != Bug.VERSION_BEFORE_RECORD) {
                keeper.step("record (Publisher.publish)", m -> m.set(recorded[next], LIMITS[next - 1]));
            }
            keeper.step("version (BalanceTable.publish)", m -> m.set(version, next));
            keeper.step("limit (BalanceTable.publish)", m -> m.set(limit, LIMITS[next - 1]));
            if (bug == Bug.VERSION_BEFORE_RECORD) {
                keeper.step("planted: record after version and limit", m -> m.set(recorded[next], LIMITS[next - 1]));
            }
        }
        for (int lane = 1; lane <= 2; lane++) {
            final Actor actor = space.actor("lane " + lane);
            final int v = actor.own("version");
            final int l = actor.own("limit");
            if (bug == Bug.LIMIT_READ_BEFORE_VERSION) {
                actor.step("planted: read limit first", m -> m.set(l, m.get(limit)));
            }
            actor.step("read version (LineWords.look)", m -> m.set(v, m.get(version)));
            if (bug != Bug.LIMIT_READ_BEFORE_VERSION) {
                actor.step("read limit (LineWords.look)", m -> m.set(l, m.get(limit)));
            }
            actor.step("commit the decision (RingProducer.commit)", m -> {
                boolean proved = false;
                for (int i = Math.max(1, m.get(v) - 1); i <= LIMITS.length; i++) {
                    proved |= m.get(recorded[i]) == m.get(l);
                }
                m.require(
                        proved,
                        "S3: decided on limit " + m.get(l) + " of version " + m.get(v) + ", which no record shows");
            });
        }
        return space;
    }
}
