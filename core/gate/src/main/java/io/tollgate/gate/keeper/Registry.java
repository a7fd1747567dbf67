package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.sbe.ScopeMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Balances, scopes and lines: found again by name, or made. Threading: BookKeeper's. */
final class Registry {
    /** A line with no cash beside what it draws on. */
    static final int NO_CASH = -1;

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
                balance.instrument(book.lines().instrument(lineId)),
                cashOf(lineId));
    }

    private LineInfo.@Nullable CashLeg cashOf(int lineId) {
        final int balanceId = book.lines().cashBalanceId(lineId);
        if (balanceId < 0) {
            return null;
        }
        final BalanceState cash = context.balances.get(balanceId);
        return new LineInfo.CashLeg(
                book.lines().cashRule(lineId, book.balances().assetScale(balanceId)),
                cash,
                cash.instrument(book.lines().instrument(lineId)));
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
        return switch (spec.scopes()) {
            case CAREFUL -> ScopeMode.CAREFUL;
            case INSTRUMENT_SIDE -> ScopeMode.VENUE_EXACT;
            case MARKET -> ScopeMode.MARKET;
        };
    }

    private int newScope(int balanceId) {
        final int last = book.scopeCount() - 1;
        if (last >= 0 && isNobodys(last)) {
            // a session was killed between the scope and what it was made for
            book.scopes().create(last, balanceId, book.scopes().generation(last) + 1);
            return last;
        }
        final int scopeId = book.scopeCount();
        room("scopes", scopeId, book.sizes().scopes());
        book.scopes().create(scopeId, balanceId, book.scopes().generation(scopeId) + 1);
        book.scopeCount(scopeId + 1);
        return scopeId;
    }

    private boolean isNobodys(int scopeId) {
        for (int id = 0; id < book.balanceCount(); id++) {
            if (book.balances().firstScope(id) == scopeId) {
                return false;
            }
        }
        for (final LineInfo line : context.lines) {
            if (line.scopeId() == scopeId) {
                return false;
            }
        }
        return true;
    }

    private static void room(String table, int used, int size) {
        if (used >= size) {
            throw new IllegalStateException("table must have a free row: " + table + "=" + size
                    + " are used: choose larger sizes with an empty state directory");
        }
    }

    /** @param cashId cash that a closing line's fills move, or {@link #NO_CASH} */
    int registerLine(int balanceId, LineSpec spec, int cashId) {
        if (cashId != NO_CASH && !spec.side().closes()) {
            throw new IllegalArgumentException(
                    "only a closing line has cash beside its position: side=" + spec.side() + ": bind it to the cash");
        }
        final long[] market = digest(spec.market());
        // a position pays no fee: the cash does
        final CostRule rule = new CostRule(
                spec.side(),
                spec.priceScale(),
                spec.sizeScale(),
                book.balances().assetScale(balanceId),
                spec.maxPrice(),
                cashId == NO_CASH ? spec.takerFee() : FeeRule.none(),
                spec.priceTick(),
                spec.sizeStep());
        for (final LineInfo line : context.lines) {
            if (line.balance().id == balanceId
                    && line.instrument().name.equals(spec.instrument())
                    && line.rule().equals(rule)
                    && isSameCash(line, cashId, spec)
                    && (!isSummedByMarket(balanceId) || isOfMarket(line.lineId(), market))) {
                book.lines().reopen(line.lineId());
                return line.lineId();
            }
        }
        final int lineId = book.lineCount();
        room("lines", lineId, book.sizes().lines());
        final int scopeId = scopeOf(balanceId, spec, market);
        book.lines().create(lineId, balanceId, scopeId, rule, spec.instrument());
        for (int word = 0; word < market.length; word++) {
            book.lines().market(lineId, word, market[word]);
        }
        if (cashId != NO_CASH) {
            book.lines().cash(lineId, cashId, spec.takerFee());
            // its rule is compiled before the row is visible: what cannot be compiled is refused
            book.lines().cashRule(lineId, book.balances().assetScale(cashId));
        }
        book.lineCount(lineId + 1);
        context.lines.add(infoOf(lineId));
        context.records.lineRegistered(book, lineId);
        return lineId;
    }

    private static boolean isSameCash(LineInfo line, int cashId, LineSpec spec) {
        final LineInfo.CashLeg cash = line.cash();
        return cash == null
                ? cashId == NO_CASH
                : cash.balance().id == cashId && cash.rule().takerFee().equals(spec.takerFee());
    }

    private int scopeOf(int balanceId, LineSpec spec, long[] market) {
        final int mode = book.balances().scopeMode(balanceId);
        if (mode == ScopeMode.CAREFUL.value()) {
            return book.balances().firstScope(balanceId);
        }
        for (final LineInfo line : context.lines) {
            final boolean sameScope = mode == ScopeMode.MARKET.value()
                    ? isOfMarket(line.lineId(), market)
                    : line.instrument().name.equals(spec.instrument())
                            && line.rule().side() == spec.side();
            if (line.balance().id == balanceId && sameScope) {
                return line.scopeId();
            }
        }
        return newScope(balanceId);
    }

    private boolean isSummedByMarket(int balanceId) {
        return book.balances().scopeMode(balanceId) == ScopeMode.MARKET.value();
    }

    private boolean isOfMarket(int lineId, long[] market) {
        for (int word = 0; word < market.length; word++) {
            if (book.lines().market(lineId, word) != market[word]) {
                return false;
            }
        }
        return true;
    }

    /** Markets have long names, and a line's row has little room. */
    private static long[] digest(String market) {
        try {
            final ByteBuffer digest = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(market.getBytes(StandardCharsets.UTF_8)));
            return new long[] {digest.getLong(), digest.getLong()};
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
