package io.tollgate.gate.keeper;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What recovery starts from beside the tables.
 *
 * @param journaled what the journal says, everything of the rings included
 * @param losses what is lost; if anything, the book is empty and is made anew
 * @param before the book that was there, to be merged into the new one; null if there is none, or nothing is lost
 * @param drain has BookKeeper's ring journaled: recovery may have more to tell than it holds
 */
public record RecoveryInput(
        JournaledState journaled,
        List<Loss> losses,
        @Nullable Book before,
        Runnable drain) {
    /** No journal to compare with. */
    public static final RecoveryInput NONE = new RecoveryInput(JournaledState.NONE, List.of(), null, () -> {});
}
