package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.ScopeMode;

/** Balances, scopes and lines: found again by name, or made. Threading: BookKeeper's. */
final class Registry {
    private final KeeperContext context;
    private final Book book;

    Registry(KeeperContext context) {
        this.context = context;
        this.book = context.book;
    }

    /** Everything the mapped tables hold, before anybody registers anything. */
    void recover() {
        for (int id = 0; id < book.balanceCount(); id++) {
            context.balances.add(new BalanceState(id, BalanceRules.CAREFUL, book.balances(), context.nowNanos));
        }
        for (int id = 0; id < book.lineCount(); id++) {
            context.lines.add(infoOf(id));
        }
        tellLastAgain();
    }

    /** A row is made before its record: a kill between the two left the last one untold. To tell it twice changes nothing. */
    private void tellLastAgain() {
        if (book.balanceCount() > 0) {
            context.records.balanceRegistered(book.balances(), book.balanceCount() - 1);
        }
        if (book.lineCount() > 0) {
            context.records.lineRegistered(book, book.lineCount() - 1);
        }
    }

    private LineInfo infoOf(int lineId) {
        final BalanceState balance = context.balances.get(book.lines().balanceId(lineId));
        return new LineInfo(
                lineId,
                book.lines().scopeId(lineId),
                book.lines().rule(lineId),
                balance,
                balance.instrument(book.lines().instrument(lineId)));
    }

    int registerBalance(BalanceSpec spec) {
        for (int id = 0; id < book.balanceCount(); id++) {
            if (book.balances().venue(id).equals(spec.venue())
                    && book.balances().account(id).equals(spec.account())
                    && book.balances().asset(id).equals(spec.asset())) {
                if (book.balances().assetScale(id) != spec.assetScale()
                        || book.balances().scopeMode(id) != modeOf(spec).value()) {
                    throw new IllegalArgumentException(
                            "a balance keeps the scale and scope mode it was registered with: " + spec
                                    + " has assetScale=" + book.balances().assetScale(id)
                                    + ": use those, or an empty state directory");
                }
                context.balances.get(id).rules = spec.rules();
                context.balances.get(id).dirty = true;
                return id;
            }
        }
        final int id = book.balanceCount();
        room("balances", id, book.sizes().balances());
        final int scopeId = newScope(id);
        book.balances()
                .create(
                        id,
                        spec.venue(),
                        spec.account(),
                        spec.asset(),
                        spec.assetScale(),
                        modeOf(spec).value(),
                        scopeId);
        book.balanceCount(id + 1);
        context.balances.add(new BalanceState(id, spec.rules(), book.balances(), context.nowNanos));
        context.records.balanceRegistered(book.balances(), id);
        return id;
    }

    private static ScopeMode modeOf(BalanceSpec spec) {
        return spec.venueExact() ? ScopeMode.VENUE_EXACT : ScopeMode.CAREFUL;
    }

    private int newScope(int balanceId) {
        final int scopeId = book.scopeCount();
        room("scopes", scopeId, book.sizes().scopes());
        book.scopes().create(scopeId, balanceId, book.scopes().generation(scopeId) + 1);
        book.scopeCount(scopeId + 1);
        return scopeId;
    }

    private static void room(String table, int used, int size) {
        if (used >= size) {
            throw new IllegalStateException("table must have a free row: " + table + "=" + size
                    + " are used: choose larger sizes with an empty state directory");
        }
    }

    int registerLine(int balanceId, LineSpec spec) {
        final CostRule rule = new CostRule(
                spec.side(),
                spec.priceScale(),
                spec.sizeScale(),
                book.balances().assetScale(balanceId),
                spec.maxPrice(),
                spec.takerFee());
        for (final LineInfo line : context.lines) {
            if (line.balance().id == balanceId
                    && line.instrument().name.equals(spec.instrument())
                    && line.rule().equals(rule)) {
                book.lines().reopen(line.lineId());
                return line.lineId();
            }
        }
        final int lineId = book.lineCount();
        room("lines", lineId, book.sizes().lines());
        final int scopeId = scopeOf(balanceId, spec.instrument(), spec.side());
        book.lines().create(lineId, balanceId, scopeId, rule, spec.instrument());
        book.lineCount(lineId + 1);
        context.lines.add(infoOf(lineId));
        context.records.lineRegistered(book, lineId);
        return lineId;
    }

    private int scopeOf(int balanceId, String instrument, Side side) {
        if (book.balances().scopeMode(balanceId) == ScopeMode.CAREFUL.value()) {
            return book.balances().firstScope(balanceId);
        }
        for (final LineInfo line : context.lines) {
            if (line.balance().id == balanceId
                    && line.instrument().name.equals(instrument)
                    && line.rule().side() == side) {
                return line.scopeId();
            }
        }
        return newScope(balanceId);
    }
}
