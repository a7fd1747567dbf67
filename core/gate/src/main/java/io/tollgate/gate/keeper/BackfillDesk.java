package io.tollgate.gate.keeper;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.sbe.BalanceStatus;
import java.util.List;

/**
 * Past entries of a ledger whose chain broke: journaled, so that an audit finds each change of the balance, and compared with the break.
 * They change no money and clear nothing: the ledger that stands is absolute and has them, and a read in between may have cleared what
 * they would. Threading: BookKeeper's.
 */
final class BackfillDesk {
    private final KeeperContext context;

    BackfillDesk(KeeperContext context) {
        this.context = context;
    }

    /** The chain broke at an entry: asks for everything since the ledger before it, if that has a time of the venue. */
    static void ask(BalanceState state, long ledgerBefore, long sinceNanos, long beforeBalance) {
        if (sinceNanos <= 0) {
            return;
        }
        final Backfill wanted = state.backfill;
        if (!wanted.isOpen()) {
            wanted.open(ledgerBefore, beforeBalance);
        } else {
            wanted.extend(beforeBalance);
        }
        for (final io.tollgate.gate.feed.BalanceFeed feed : state.feeds) {
            feed.requestBackfill(sinceNanos);
        }
    }

    void page(BalanceState state, List<LedgerEntry> entries, boolean last, long arrivalNanos) {
        state.backfill.pages.add(new Backfill.Page(entries, last, arrivalNanos));
        goOn(state);
    }

    /** Goes on with pages that had more entries than the journal had room for. False if it still has none. */
    boolean goOn() {
        boolean done = true;
        for (final BalanceState state : context.balances) {
            done &= state.backfill.pages.isEmpty() || goOn(state);
        }
        return done;
    }

    private boolean goOn(BalanceState state) {
        final Backfill backfill = state.backfill;
        Backfill.Page page = backfill.pages.peek();
        while (page != null && context.hasRoom()) {
            if (backfill.next < page.entries().size()) {
                take(state, page.entries().get(backfill.next++), page.arrivalNanos());
            } else {
                backfill.pages.remove();
                backfill.next = 0;
                if (page.last()) {
                    end(state);
                }
                page = backfill.pages.peek();
            }
        }
        return page == null;
    }

    private void take(BalanceState state, LedgerEntry entry, long arrivalNanos) {
        if (entry.updateTimeNanos() > state.ledgerTime) {
            // the stream brings it, in its place
            return;
        }
        final boolean known = state.ids.contains(entry.id());
        state.backfill.chain(entry);
        if (!known && state.backfill.isNew(entry.id())) {
            context.records.entryApplied(state, entry, arrivalNanos, 0);
        }
    }

    private void end(BalanceState state) {
        final Backfill backfill = state.backfill;
        if (!backfill.isOpen()) {
            return;
        }
        final BalanceStatus status = BalanceStatus.get((short) state.status);
        context.records.statusChanged(
                state.id,
                status,
                status,
                "back-fill: " + backfill.found() + " entries had been missed; the chain "
                        + (backfill.isExplained()
                                ? "is whole"
                                : "stays broken, by types that the venue does not show"));
        backfill.close();
    }
}
