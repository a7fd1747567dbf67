package io.tollgate.torture.world;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.ring.Ring;
import io.tollgate.torture.Actor;
import io.tollgate.torture.Scheduler;
import io.tollgate.torture.Trace;
import io.tollgate.torture.Violation;
import java.util.HashMap;
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
        long end;
        boolean within;
        boolean running;
    }

    private final Scheduler scheduler;
    private final Trace trace;
    private final Truth truth;
    private final Records records;
    private final Map<Actor, Take> takes = new HashMap<>();
    private @Nullable Book book;
    private boolean known;
    private long taken;
    private long back;
    private long limit;
    private long version;
    private long halt;
    private boolean recovering;

    Watch(Scheduler scheduler, Truth truth, LongConsumer onExpired) {
        this.scheduler = scheduler;
        this.trace = scheduler.trace();
        this.truth = truth;
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
        if (now.scopeCount() == 0 || now.balanceCount() == 0) {
            return;
        }
        words(now, actor);
    }

    private void words(Book now, Actor actor) {
        final long nowTaken = now.scopes().taken(0);
        final long nowBack = now.scopes().back(0);
        final long nowLimit = now.balances().limit(0);
        final long nowVersion = now.balances().version(0);
        final long nowHalt = now.haltVolatile();
        if (!known) {
            known = true;
            limit = nowLimit;
        }
        if (nowTaken != taken) {
            taken(actor, nowTaken);
        }
        if (nowBack != back) {
            back(nowBack);
        }
        if (nowVersion != version) {
            version = nowVersion;
            if (nowVersion > records.publishedVersion()) {
                throw unjournaled("a limit's version must have its record first: version=" + nowVersion
                        + " last record=" + records.publishedVersion());
            }
        }
        if (nowLimit != limit) {
            limit = nowLimit;
            say("limit=" + nowLimit + " version=" + nowVersion);
            if (nowLimit >= 0 && nowLimit != records.publishedLimit()) {
                throw unjournaled("a limit must have its record first: limit=" + nowLimit + " last record="
                        + records.publishedLimit());
            }
        }
        if (nowHalt != halt) {
            halt = nowHalt;
            say("halt=" + nowHalt);
        }
        if (taken - back < 0) {
            throw new Violation(Violation.Kind.INEXACT, "held must not be negative: taken=" + taken + " back=" + back);
        }
        if (limit >= 0) {
            truth.mayShow(limit, taken, back);
        }
        for (final Take take : takes.values()) {
            take.within |= limit >= 0 && take.end - back <= limit;
            take.running |= halt == 0;
        }
    }

    private void taken(Actor actor, long next) {
        say("taken " + taken + " -> " + next);
        if (recovering) {
            throw unjournaled("recovery must not write taken: " + taken + " -> " + next);
        }
        if (next - taken <= 0) {
            throw unjournaled("taken only grows: " + taken + " -> " + next);
        }
        records.took(taken, next);
        final Take take = new Take();
        take.end = next;
        takes.put(actor, take);
        actor.press(true);
        taken = next;
    }

    private void back(long next) {
        say("back " + back + " -> " + next);
        if (next - back < 0) {
            throw new Violation(Violation.Kind.INEXACT, "back only grows: " + back + " -> " + next);
        }
        if (next != records.backTold()) {
            throw unjournaled("back must have its record first: back=" + next + " last record=" + records.backTold());
        }
        back = next;
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
    void approved(Actor actor, int ringId, int templateId, long reservation, boolean mustTake) {
        scheduler.look(actor);
        actor.press(false);
        records.mustHaveTold(ringId, templateId, reservation, 0);
        truth.mustCover(reservation);
        final Take take = takes.remove(actor);
        if (take == null) {
            if (mustTake) {
                throw new Violation(Violation.Kind.OVERSPEND, "an approval must have taken its money: " + reservation);
            }
            return;
        }
        if (!take.within) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "S1: an approval must be within the limit at some moment after its take: take ends at " + take.end
                            + " back=" + back + " limit=" + limit + " reservation=" + reservation);
        }
        if (!take.running) {
            throw new Violation(
                    Violation.Kind.OVERSPEND, "S2: nothing is approved while the gate is halted: " + reservation);
        }
    }

    /** Whether the gate is open and all that was taken is within the limit. */
    boolean coversHolds() {
        return limit >= 0 && taken - back <= limit;
    }

    long limit() {
        return limit;
    }

    long held() {
        return taken - back;
    }
}
