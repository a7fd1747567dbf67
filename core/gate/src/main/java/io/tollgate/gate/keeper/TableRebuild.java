package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledBalance;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import io.tollgate.gate.recovery.JournaledState.JournaledLine;
import io.tollgate.gate.recovery.JournaledState.JournaledScope;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.RecoveryKind;
import io.tollgate.sbe.ScopeMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Balances, scopes and lines of a book that is made anew: as the journal knows them, and those that only the old book has. Scopes go on in a
 * new generation. Recovery's, while no lane is in use.
 */
final class TableRebuild {
    private final Book book;
    private final KeeperRecords records;
    private final JournaledState journaled;
    private final @Nullable Book old;
    private final TreeMap<Integer, JournaledLine> lines = new TreeMap<>();
    private final Map<Integer, Integer> balanceOfScope = new HashMap<>();

    TableRebuild(Book book, KeeperRecords records, JournaledState journaled, @Nullable Book old) {
        this.book = book;
        this.records = records;
        this.journaled = journaled;
        this.old = old;
    }

    void run() {
        balances();
        scopesAndLines();
    }

    /** By number. */
    Map<Integer, JournaledLine> lines() {
        return lines;
    }

    private void balances() {
        final BookSizes sizes = book.sizes();
        int next = 0;
        for (final JournaledBalance b : journaled.balances()) {
            if (b.id() != next || next >= sizes.balances()) {
                throw refused("balances", b.id(), sizes.balances());
            }
            book.balances()
                    .create(
                            b.id(),
                            b.venue(),
                            b.account(),
                            b.asset(),
                            b.assetScale(),
                            b.scopeMode(),
                            BalanceTable.NO_SCOPE);
            next++;
        }
        final Book before = old;
        for (int id = next; before != null && id < Math.min(before.balanceCount(), sizes.balances()); id++) {
            final BalanceTable table = before.balances();
            book.balances()
                    .create(
                            id,
                            table.venue(id),
                            table.account(id),
                            table.asset(id),
                            table.assetScale(id),
                            table.scopeMode(id),
                            BalanceTable.NO_SCOPE);
            next++;
        }
        book.balanceCount(next);
        for (int id = 0; id < next; id++) {
            records.balanceRegistered(book.balances(), id);
        }
    }

    static StateException refused(String table, int number, int size) {
        return new StateException("the tables must hold what the journal knows: " + table + " has number " + number
                + " and room for " + size + ": start with the sizes that the state directory was made with");
    }

    private void scopesAndLines() {
        journaled.lines().forEach(line -> lines.put(line.id(), line));
        final Book before = old;
        if (before != null) {
            final int count = Math.min(before.lineCount(), book.sizes().lines());
            for (int id = 0; id < count; id++) {
                if (lines.containsKey(id)) {
                    continue;
                }
                final CostRule rule = ruleIn(before, id);
                final int balanceId = before.lines().balanceId(id);
                final int scopeId = before.lines().scopeId(id);
                if (rule == null
                        || balanceId < 0
                        || balanceId >= book.balanceCount()
                        || scopeId < 0
                        || scopeId >= book.sizes().scopes()) {
                    // a row that only the old book has, and damaged: it is bound anew
                    break;
                }
                lines.put(
                        id,
                        new JournaledLine(
                                id,
                                balanceId,
                                scopeId,
                                rule,
                                before.lines().instrument(id),
                                before.lines().market(id, 0),
                                before.lines().market(id, 1),
                                null));
            }
        }
        int scopeCount = 0;
        for (final JournaledLine line : lines.values()) {
            balanceOfScope.put(line.scopeId(), line.balanceId());
            scopeCount = Math.max(scopeCount, line.scopeId() + 1);
        }
        // a balance without a line has a scope that no record names: the numbers left over were given in the same order
        int free = 0;
        for (int balanceId = 0; balanceId < book.balanceCount(); balanceId++) {
            int first = firstScopeOf(balanceId);
            while (first < 0) {
                if (!balanceOfScope.containsKey(free)) {
                    first = free;
                    balanceOfScope.put(free, balanceId);
                    scopeCount = Math.max(scopeCount, free + 1);
                }
                free++;
            }
            book.balances().firstScope(balanceId, first);
        }
        if (scopeCount > book.sizes().scopes()) {
            throw refused("scopes", scopeCount - 1, book.sizes().scopes());
        }
        for (int scopeId = 0; scopeId < scopeCount; scopeId++) {
            restoreScope(scopeId, balanceOfScope.getOrDefault(scopeId, 0));
        }
        book.scopeCount(scopeCount);
        int next = 0;
        for (final JournaledLine line : lines.values()) {
            if (line.id() != next || next >= book.sizes().lines()) {
                throw refused("lines", line.id(), book.sizes().lines());
            }
            book.lines().create(line.id(), line.balanceId(), line.scopeId(), line.rule(), line.instrument());
            book.lines().market(line.id(), 0, line.market0());
            book.lines().market(line.id(), 1, line.market1());
            cashOf(line);
            next++;
        }
        book.lineCount(next);
        for (int id = 0; id < next; id++) {
            records.lineRegistered(book, id);
        }
    }

    /** What cash a closing line's fills move: its record tells, or else the old book, or the line that is bound next. */
    private void cashOf(JournaledLine line) {
        final JournaledCash told = line.cash();
        if (told != null && told.balanceId() < book.balanceCount()) {
            book.lines().cash(line.id(), told.balanceId(), told.fee());
            return;
        }
        final Book before = old;
        if (before == null
                || line.id() >= before.lineCount()
                || !Objects.equals(line.rule(), ruleIn(before, line.id()))) {
            return;
        }
        final int cash = before.lines().cashBalanceId(line.id());
        if (cash >= 0 && cash < book.balanceCount()) {
            final int scale = book.balances().assetScale(cash);
            try {
                book.lines()
                        .cash(
                                line.id(),
                                cash,
                                before.lines().cashRule(line.id(), scale).takerFee());
            } catch (final IllegalArgumentException e) {
                records.recoveryNote(
                        RecoveryKind.DIFFERS,
                        cash,
                        -1,
                        0,
                        0,
                        0,
                        0,
                        "the old book's cash of line " + line.id() + " is damaged");
            }
        }
    }

    /** A line's rule in the old book, or null if its row is damaged. */
    private static @Nullable CostRule ruleIn(Book before, int lineId) {
        try {
            return before.lines().rule(lineId);
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    /** A careful balance has one scope for all its lines; one in venue-exact mode has a first scope that no line uses. */
    private int firstScopeOf(int balanceId) {
        if (book.balances().scopeMode(balanceId) == ScopeMode.CAREFUL.value()) {
            for (final JournaledLine line : lines.values()) {
                if (line.balanceId() == balanceId) {
                    return line.scopeId();
                }
            }
        }
        return -1;
    }

    private void restoreScope(int scopeId, int balanceId) {
        int generation = 0;
        long taken = 0;
        for (final JournaledScope scope : journaled.scopes()) {
            if (scope.id() == scopeId) {
                generation = scope.generation();
                taken = scope.takenEnd();
            }
        }
        final Book before = old;
        if (before != null && scopeId < before.scopeCount()) {
            generation = Math.max(generation, before.scopes().generation(scopeId));
            if (before.scopes().taken(scopeId) - taken > 0) {
                taken = before.scopes().taken(scopeId);
            }
        }
        book.scopes().restore(scopeId, balanceId, generation + 1, taken);
    }
}
