package io.tollgate.torture.world;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.ring.Ring;
import io.tollgate.torture.Actor;
import io.tollgate.torture.Scheduler;
import io.tollgate.torture.Trace;
import io.tollgate.torture.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the words that lanes decide by, after every single access of anybody, and follows the records as they are committed.
 *
 * <p>S1 and S2: between the CAS of an approval and its return there was a moment at which its take was within the published limit, and one
 * at which the gate was not halted. S3: each published word and each take has its record, and each record its word or take. S6: held is never
 * negative, and neither {@code taken} nor {@code back} ever falls.
 */
final class Watch implements Scheduler.Watcher {
    /** A lane's take whose decision is not told yet. */
    private static final class Take {
        final Scope scope;
        final long end;
        boolean within;
        boolean running;

        Take(Scope scope, long end) {
            this.scope = scope;
            this.end = end;
        }
    }

    /** What is published of one balance. */
    private static final class Published {
        long limit;
        long version;
        /** Summed over its scopes. */
        BigInteger held = BigInteger.ZERO;

        Published(long limit) {
            this.limit = limit;
        }
    }

    /** One scope's two words that only grow. */
    private static final class Scope {
        final int balance;
        long taken;
        long back;

        Scope(int balance) {
            this.balance = balance;
        }
    }

    private final Scheduler scheduler;
    private final Trace trace;
    private final Bench bench;
    private final Records records;
    private final Map<Actor, Take> takes = new HashMap<>();
    private final List<Published> balances = new ArrayList<>();
    private final List<Scope> scopes = new ArrayList<>();
    private @Nullable Book book;
    private long halt;
    private boolean recovering;
    /** Of the bench, when it was last compared. */
    private long compared = -1;

    Watch(Scheduler scheduler, Bench bench, LongConsumer onExpired) {
        this.scheduler = scheduler;
        this.trace = scheduler.trace();
        this.bench = bench;
        this.records = new Records(scheduler.trace(), onExpired);
    }

    Records records() {
        return records;
    }

    /** The process has died: its mappings are gone, the words stay as they are. */
    void processDied() {
        book = null;
        takes.clear();
        records.processDied();
        recovering = true;
    }

    /** Recovery is over: every take has been told. */
    void recovered() {
        recovering = false;
        records.allTakesTold("after recovery");
    }

    void ring(Ring ring) {
        records.ring(ring);
    }

    @Override
    public void look(Actor actor) {
        if (book == null) {
            book = scheduler.latest(Book.class);
            if (book == null) {
                return;
            }
        }
        final Book now = book;
        records.follow();
        final long nowHalt = now.haltVolatile();
        if (nowHalt != halt) {
            halt = nowHalt;
            say("halt=" + nowHalt);
        }
        for (int scope = 0; scope < now.scopeCount(); scope++) {
            words(now, actor, scope);
        }
        for (int balance = 0; balance < now.balanceCount(); balance++) {
            published(now, balance);
        }
        if (compared != bench.changes()) {
            compared = bench.changes();
            for (int balance = 0; balance < now.balanceCount(); balance++) {
                bench.mayShow(balance, limit(balance), held(balance));
            }
        }
        for (final Take take : takes.values()) {
            final long limit = balances.get(take.scope.balance).limit;
            take.within |= limit >= 0 && take.end - take.scope.back <= limit;
            take.running |= halt == 0;
        }
    }

    private void words(Book now, Actor actor, int number) {
        if (number == scopes.size()) {
            scopes.add(new Scope(now.scopes().balanceId(number)));
        }
        final Scope scope = scopes.get(number);
        final long nowTaken = now.scopes().taken(number);
        final long nowBack = now.scopes().back(number);
        if (nowTaken != scope.taken) {
            taken(actor, scope, number, nowTaken);
        }
        if (nowBack != scope.back) {
            back(scope, number, nowBack);
        }
        if (scope.taken - scope.back < 0) {
            throw new Violation(
                    Violation.Kind.INEXACT,
                    "held must not be negative: taken=" + scope.taken + " back=" + scope.back + " scope=" + number);
        }
    }

    private void published(Book now, int balance) {
        final long nowLimit = now.balances().limit(balance);
        final long nowVersion = now.balances().version(balance);
        if (balance == balances.size()) {
            balances.add(new Published(nowLimit));
        }
        final Published seen = balances.get(balance);
        if (nowVersion != seen.version) {
            seen.version = nowVersion;
            if (nowVersion > records.publishedVersion(balance)) {
                throw unjournaled("a limit's version must have its record first: version=" + nowVersion
                        + " last record=" + records.publishedVersion(balance));
            }
        }
        if (nowLimit != seen.limit) {
            seen.limit = nowLimit;
            compared = -1;
            say("limit=" + nowLimit + " version=" + nowVersion + " of balance " + balance);
            if (nowLimit >= 0 && nowLimit != records.publishedLimit(balance)) {
                throw unjournaled("a limit must have its record first: limit=" + nowLimit + " last record="
                        + records.publishedLimit(balance));
            }
        }
    }

    private void taken(Actor actor, Scope scope, int number, long next) {
        say("taken " + scope.taken + " -> " + next + " of scope " + number);
        if (recovering) {
            throw unjournaled("recovery must not write taken: " + scope.taken + " -> " + next);
        }
        if (next - scope.taken <= 0) {
            throw unjournaled("taken only grows: " + scope.taken + " -> " + next);
        }
        records.took(number, scope.taken, next);
        takes.put(actor, new Take(scope, next));
        actor.press(true);
        grow(scope, next - scope.taken);
        scope.taken = next;
    }

    private void back(Scope scope, int number, long next) {
        say("back " + scope.back + " -> " + next + " of scope " + number);
        if (next - scope.back < 0) {
            throw new Violation(Violation.Kind.INEXACT, "back only grows: " + scope.back + " -> " + next);
        }
        if (next != records.backTold(number)) {
            throw unjournaled(
                    "back must have its record first: back=" + next + " last record=" + records.backTold(number));
        }
        grow(scope, scope.back - next);
        scope.back = next;
    }

    private void grow(Scope scope, long by) {
        while (balances.size() <= scope.balance) {
            balances.add(new Published(-1));
        }
        final Published of = balances.get(scope.balance);
        compared = -1;
        of.held = of.held.add(BigInteger.valueOf(by));
    }

    private void say(String what) {
        trace.say(scheduler.me().getName(), what);
    }

    private static Violation unjournaled(String what) {
        return new Violation(Violation.Kind.UNJOURNALED, what);
    }

    /** An operation begins: nothing before it counts for it. */
    void begin(Actor actor, int ringId) {
        takes.remove(actor);
        actor.press(false);
        records.begin(ringId);
    }

    /** It was answered so. */
    void told(Actor actor, int ringId, int templateId, long reservation, int code) {
        scheduler.look(actor);
        records.mustHaveTold(ringId, templateId, reservation, code);
    }

    /** It was approved. */
    void approved(Actor actor, int ringId, int templateId, Order order, boolean mustTake, boolean sideBySide) {
        scheduler.look(actor);
        actor.press(false);
        records.mustHaveTold(ringId, templateId, order.id, 0);
        if (!sideBySide) {
            bench.mustCover(order);
        }
        final Take take = takes.remove(actor);
        if (take == null) {
            if (mustTake) {
                throw new Violation(Violation.Kind.OVERSPEND, "an approval must have taken its money: " + order.id);
            }
            return;
        }
        if (!take.within) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "S1: an approval must be within the limit at some moment after its take: take ends at " + take.end
                            + " back=" + take.scope.back + " limit=" + limit(take.scope.balance) + " reservation="
                            + order.id);
        }
        if (!take.running) {
            throw new Violation(
                    Violation.Kind.OVERSPEND, "S2: nothing is approved while the gate is halted: " + order.id);
        }
    }

    /** Whether the balance is open and all that was taken of it is within the limit. */
    boolean coversHolds(int balance) {
        return limit(balance) >= 0 && held(balance).compareTo(BigInteger.valueOf(limit(balance))) <= 0;
    }

    long limit(int balance) {
        return balances.get(balance).limit;
    }

    BigInteger held(int balance) {
        return balances.get(balance).held;
    }
}
