package io.tollgate.gatekeeper.crash;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Moments at which more money was approved and not ended than the account had. An approval that was not sent in time had ended by then
 * without a word to the venue: whether it had, the journal says later. Threading: the parent's main thread.
 */
final class Suspicions {
    private static final int MOST = 10_000;

    private record Suspicion(long excess, long epochNanos, TruthAccount account, List<ToldOrder> unsent) {}

    private final Set<ToldOrder> unsent = new LinkedHashSet<>();
    private final List<Suspicion> open = new ArrayList<>();
    private long worst;

    /** The order's place has changed. */
    void note(ToldOrder order) {
        if (order.place == ToldOrder.Place.APPROVED) {
            unsent.add(order);
        } else {
            unsent.remove(order);
        }
    }

    /** More was approved: is it too much? */
    void look(TruthAccount account, long epochNanos) {
        final long excess = account.approved() - account.cash();
        if (excess > 0 && open.size() < MOST) {
            open.add(new Suspicion(
                    excess,
                    epochNanos,
                    account,
                    unsent.stream()
                            .filter(order -> order.account == account.number())
                            .toList()));
        }
    }

    /** Tells what the journal does not excuse. */
    void judge(JournalIndex journal, Consumer<String> findings) {
        for (final Suspicion suspicion : open) {
            long excess = suspicion.excess;
            for (final ToldOrder order : suspicion.unsent) {
                final JournalIndex.Row row = journal.row(order.reservation);
                if (row != null && row.expired && row.expiredAtNanos <= suspicion.epochNanos) {
                    excess -= Terms.worstCost(order.price, order.size);
                }
            }
            if (excess > 0) {
                worst = Math.max(worst, excess);
                findings.accept("account " + suspicion.account.number() + " had approved " + excess
                        + " micro-dollars more than its cash at " + suspicion.epochNanos);
            }
        }
        open.clear();
    }

    /** The most that was approved beyond the cash, micro-dollars. */
    long worst() {
        return worst;
    }
}
