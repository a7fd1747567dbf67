package io.tollgate.gate.keeper;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.RecoveryKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gate that had to do without some of its files: its book is made anew, and it stays closed until every balance was read and somebody
 * opens it. Threading: BookKeeper's.
 */
final class LossDesk {
    private static final int MOST_NOTES = 10_000;

    /**
     * What was done before the tables are used.
     *
     * @param reconciliation compares book and journal, if nothing is lost and there is a journal
     */
    record Start(@Nullable Reconciliation reconciliation) {}

    private final KeeperContext context;
    private final boolean opensByItself;

    LossDesk(KeeperContext context) {
        this.context = context;
        this.opensByItself = context.config.opensAfterLoss();
    }

    /** Makes the book anew if something is lost; else checks that its tables can be those that the journal was written from. */
    static Start begin(KeeperContext context, RecoveryInput input, List<Ring> laneRings) {
        if (input.journaled().halted()) {
            // also where the book that had its own word of it is gone
            context.book.halt(Book.HALT_OPERATOR);
        }
        if (input.losses().isEmpty()) {
            if (input.journaled().isEmpty()) {
                return new Start(null);
            }
            final Reconciliation reconciliation = new Reconciliation(context.book, context.records, input.journaled());
            reconciliation.checkTables();
            return new Start(reconciliation);
        }
        context.book.halt(Book.HALT_LOSS);
        final Book before = input.before();
        if (before != null && (before.haltVolatile() & Book.HALT_OPERATOR) != 0) {
            context.book.halt(Book.HALT_OPERATOR);
        }
        for (final Loss loss : input.losses()) {
            context.records.recoveryNote(kindOf(loss.kind()), -1, loss.ringId(), 0, 0, 0, 0, loss.text());
        }
        new BookRebuild(context.book, context.records, input.journaled(), before).run();
        // what stands in the rings is in the journal by now, and the new book was made of it
        laneRings.forEach(ring -> ring.keeperReader().reset(ring.producer().sequence()));
        return new Start(null);
    }

    private static RecoveryKind kindOf(LossKind kind) {
        return switch (kind) {
            case BOOK -> RecoveryKind.FILES_LOST;
            case RING -> RecoveryKind.RING_LOST;
            case JOURNAL -> RecoveryKind.JOURNAL_LOST;
            case MACHINE -> RecoveryKind.MACHINE_DIED;
        };
    }

    List<String> notes() {
        return List.copyOf(context.records.notes());
    }

    private boolean isClosed() {
        return (context.book.haltVolatile() & Book.HALT_LOSS) != 0;
    }

    /** Opens by itself if a setting says so and everything was read. */
    int tick() {
        if (opensByItself && isClosed() && hasFeeds() && unread().isEmpty() && context.hasRoom()) {
            open("setting", "opensAfterLoss: every balance was read anew");
            return 1;
        }
        return 0;
    }

    private boolean hasFeeds() {
        return context.balances.stream().anyMatch(state -> !state.feeds.isEmpty());
    }

    /** Balances with a feed that were not read since the start. */
    private List<Integer> unread() {
        final List<Integer> unread = new ArrayList<>();
        for (final BalanceState state : context.balances) {
            if (!state.feeds.isEmpty() && !(state.confirmed && state.hasLedger())) {
                unread.add(state.id);
            }
        }
        return unread;
    }

    void open(String who, String why) {
        if (!isClosed()) {
            return;
        }
        final List<Integer> unread = unread();
        if (!unread.isEmpty()) {
            throw new IllegalStateException(
                    "a gate that lost files opens once every balance was read: not yet read: balances=" + unread
                            + ": wait for their feeds");
        }
        context.records.recoveryNote(RecoveryKind.OPENED, -1, -1, 0, 0, 0, 0, "opened by " + who + ": " + why);
        context.book.resume(Book.HALT_LOSS);
    }

    /** Keeps a note for people, as long as there are not too many. */
    static void note(List<String> notes, String text) {
        if (notes.size() < MOST_NOTES) {
            notes.add(text);
        }
    }
}
