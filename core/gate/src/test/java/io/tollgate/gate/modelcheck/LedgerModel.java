package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * The venue's ledger, BookKeeper's picture of it, and fills in transit between the two: what the venue does comes as an entry of the stream and
 * as a fact of the router, in any order and with reads between.
 *
 * <p>Whenever BookKeeper shows more money, by a higher limit or by giving a hold back, what is then spendable must not be more than the venue
 * has for it: its cash less its margin and what open orders may still cost, with what the venue took by itself and BookKeeper was not told of
 * yet left out (nobody can know of it). At quiet the two are equal.
 */
final class LedgerModel {
    /** What the venue does once: a fill of one of our orders, or money that comes or goes. */
    private final class Event {
        final int cash;
        final int margin;
        final int hold;
        final int happened;
        final int after;
        final int place;
        final int fact;
        final int transit;
        final int charged;
        final int barrier;
        final int applied;
        final int indexInMessage;
        final boolean lastOfMessage;

        Event(String name, int cash, int margin, int hold, int indexInMessage, boolean lastOfMessage) {
            this.cash = cash;
            this.margin = margin;
            this.hold = hold;
            this.indexInMessage = indexInMessage;
            this.lastOfMessage = lastOfMessage;
            happened = space.ghost(name + " happened", 0);
            after = space.word(name + " entry's after", 0);
            place = space.word(name + " entry's place", 0);
            fact = space.word(name + " fact", 0);
            transit = space.word(name + " in transit", 0);
            charged = space.word(name + " charged", 0);
            barrier = space.word(name + " charged before the read", 0);
            applied = space.word(name + " entry's id noted", 0);
        }

        boolean isFill() {
            return hold > 0;
        }
    }

    private static final int START = 6;
    private static final int CLOSED = -1;

    private final Space space = new Space();
    private final Bug bug;
    private final boolean hasStream;
    private final boolean publishesEachEntry;
    private boolean hasReads;
    private final int venueCash = space.ghost("cash at the venue", START);
    private final int venueMargin = space.ghost("margin at the venue", 0);
    private final int openOrders;
    private final int ledger = space.word("ledger", START);
    private final int prepaid = space.word("prepaid", 0);
    private final int precredited = space.word("credited before its fill", 0);
    private final int margin = space.word("margin", 0);
    private final int limit = space.word("limit", START);
    private final int doubt = space.word("doubt", 0);
    private final int held;
    private final int produced = space.word("entries", 0);
    private final int next = space.word("next entry", 0);
    private final int replaying = space.word("replaying up to", 0);
    private final int reads = space.word("reads taken", 0);
    private final int value = space.word("read's value", -1);
    private final int sinceAsked = space.word("ledgers since it was asked for", 0);
    private final int told = space.ghost("charged so far", 0);
    private final List<Event> events = new ArrayList<>();

    private LedgerModel(Bug bug, boolean hasStream, int holds) {
        this.bug = bug;
        this.hasStream = hasStream;
        this.publishesEachEntry = bug == Bug.RAISED_MID_MESSAGE;
        openOrders = space.ghost("open orders may cost", holds);
        held = space.word("held", holds);
    }

    /** A fill and a withdrawal, in either order at the venue; entries and fact in any order at the gate. */
    static Space withdrawalAndFill(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, true, 2);
        model.fill("fill", -2, 0, 2);
        model.external("withdrawal", -2);
        return model.finish(0, false);
    }

    /** Two fills of one instrument and a withdrawal, and a stream that breaks and repeats what it told. */
    static Space replay(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, true, 4);
        model.fill("fill 1", -2, 0, 2);
        model.fill("fill 2", -2, 0, 2);
        model.external("withdrawal", -1);
        return model.finish(0, true);
    }

    /** A message with two entries: money that comes and goes again; a fill beside it. */
    static Space messageOfTwo(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, true, 2);
        model.external("correction", 3, -3);
        model.fill("fill", -2, 0, 2);
        return model.finish(0, false);
    }

    /** A short sale raises cash by its credit and binds margin. */
    static Space shortSale(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, true, 2);
        model.fill("short sale", 1, 3, 2);
        model.external("withdrawal", -1);
        return model.finish(0, false);
    }

    /** Reads are the only feed; fills happen around them. */
    static Space barrierReads(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, false, 3);
        model.fill("fill 1", -2, 0, 2);
        model.fill("fill 2", -1, 0, 1);
        return model.finish(2, false);
    }

    /** A stream and a read beside it: what agrees, and what is only the same amount. */
    static Space streamAndReads(Bug bug) {
        final LedgerModel model = new LedgerModel(bug, true, 3);
        model.fill("fill 1", -2, 0, 2);
        model.fill("fill 2", -1, 0, 1);
        model.external("withdrawal", -1);
        return model.finish(2, false);
    }

    private void fill(String name, int cash, int margins, int hold) {
        final Event event = new Event(name, cash, margins, hold, 0, true);
        events.add(event);
        final Actor venue = space.actor("venue");
        venue.step(name + " happens", m -> happen(m, event));
        venue.step(name + " is told by the router (Lane.fill)", m -> m.set(event.fact, 1));
    }

    private void external(String name, int... amounts) {
        final List<Event> message = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            message.add(new Event(name + " " + amounts[i], amounts[i], 0, 0, i, i == amounts.length - 1));
        }
        events.addAll(message);
        space.actor("venue").step(name + " happens", m -> message.forEach(event -> happen(m, event)));
    }

    private void happen(Moment m, Event event) {
        m.add(venueCash, event.cash);
        m.add(venueMargin, event.margin);
        m.set(event.happened, 1);
        m.add(openOrders, -event.hold);
        m.add(produced, 1);
        m.set(event.place, m.get(produced));
        m.set(event.after, m.get(venueCash));
    }

    private Space finish(int howManyReads, boolean breaks) {
        hasReads = howManyReads > 0;
        if (hasReads) {
            reader(howManyReads);
        }
        keeper(breaks);
        space.atQuiet(m -> m.require(
                m.get(doubt) == 1 || m.get(limit) - m.get(held) == m.get(venueCash) - m.get(venueMargin),
                "S4: spendable is " + (m.get(limit) - m.get(held)) + ", the venue has "
                        + (m.get(venueCash) - m.get(venueMargin))));
        return space;
    }

    /** Asks, and brings the answer some time later. The last read is asked for when all facts were told. */
    private void reader(int howMany) {
        final Actor reader = space.actor("reader");
        for (int i = 0; i < howMany; i++) {
            final int number = i;
            final boolean last = i == howMany - 1;
            reader.step("a read is asked for", m -> {
                m.blockUnless(m.get(reads) == number && (!last || allCharged(m)));
                for (final Event event : events) {
                    m.set(event.barrier, m.get(event.charged) > 0 ? 1 : 0);
                }
                m.set(sinceAsked, 1 << m.get(ledger));
            });
            reader.step("the venue answers it", m -> m.set(value, m.get(venueCash)));
        }
    }

    private boolean allCharged(Moment m) {
        for (final Event event : events) {
            if (event.isFill() && m.get(event.charged) == 0) {
                return false;
            }
        }
        return true;
    }

    /** BookKeeper takes one piece of work after the other; which comes first is chance. */
    private void keeper(boolean breaks) {
        final Actor keeper = space.actor("keeper").mayWait();
        final int now = keeper.own("work");
        final int broke = keeper.own("broke");
        final int entries = events.size();
        final Label idle = keeper.label();
        final Label entry = keeper.label();
        final Label fact = keeper.label();
        final Label read = keeper.label();
        keeper.here(idle).step("what comes next (BookKeeper.doWork)", m -> {
            final int work = m.choose(entries + 3);
            m.set(now, work);
            if (work < entries) {
                m.blockUnless(m.get(events.get(work).fact) == 1 && m.get(events.get(work).charged) == 0);
                m.jump(fact);
            } else if (work == entries) {
                m.blockUnless(hasStream && m.get(next) < m.get(produced));
                m.jump(entry);
            } else if (work == entries + 1) {
                m.blockUnless(m.get(value) >= 0);
                m.jump(read);
            } else {
                // the stream breaks, and is opened again from its start
                m.blockUnless(breaks && m.get(broke) == 0 && m.get(next) > 0);
                m.set(broke, 1);
                m.set(replaying, m.get(next));
                m.set(next, 0);
                m.jump(idle);
            }
        });
        fact(keeper, now, idle, fact);
        entry(keeper, idle, entry);
        read(keeper, idle, read);
    }

    /** {@code FactDesk.settle}: in transit, published, given back. */
    private void fact(Actor keeper, int now, Label idle, Label fact) {
        keeper.here(fact)
                .step("the fill goes into transit (TransitDesk.charge)", m -> charge(m, events.get(m.get(now))));
        keeper.step("publish (Publisher.publishAll)", this::publish);
        if (bug == Bug.CREDIT_BEFORE_MARGIN) {
            keeper.step("planted: margin after the credit", m -> m.add(margin, events.get(m.get(now)).margin));
            keeper.step("publish (Publisher.publishAll)", this::publish);
        }
        keeper.step("back raised (Holds.derive)", m -> {
            final Event event = events.get(m.get(now));
            requireTrue(m, m.get(limit), m.get(held) - event.hold);
            m.add(held, -event.hold);
            m.set(now, 0);
            m.jump(idle);
        });
    }

    private void charge(Moment m, Event event) {
        int cash = -event.cash;
        if (cash > 0) {
            final int known = Math.min(cash, m.get(prepaid));
            m.add(prepaid, -known);
            cash -= known;
        } else if (bug != Bug.CREDIT_COUNTED_TWICE) {
            final int known = Math.min(-cash, m.get(precredited));
            m.add(precredited, -known);
            cash += known;
        }
        m.set(event.transit, cash);
        if (bug != Bug.CREDIT_BEFORE_MARGIN) {
            m.add(margin, event.margin);
        }
        m.add(told, 1);
        m.set(event.charged, m.get(told));
    }

    /** {@code LedgerDesk.take}, entry by entry; published at the end of the message. */
    private void entry(Actor keeper, Label idle, Label entry) {
        final Label end = keeper.label();
        keeper.here(entry).step("ledger := after, id noted (LedgerDesk.apply)", m -> {
            final Event event = nextEvent(m);
            final boolean repeated = m.get(event.applied) == 1;
            if (repeated && bug != Bug.REPLAYED_TWICE) {
                m.jump(end);
                return;
            }
            m.set(ledger, m.get(event.after));
            if (hasReads && m.get(sinceAsked) != 0) {
                m.set(sinceAsked, m.get(sinceAsked) | (1 << m.get(ledger)));
            }
            m.set(event.applied, 1);
        });
        keeper.step("what it clears (LedgerDesk.clear)", m -> {
            final Event event = nextEvent(m);
            if (event.isFill() || (bug == Bug.WITHDRAWAL_CLEARS && event.cash < 0)) {
                if (event.cash < 0) {
                    clearByAmount(m, -event.cash);
                } else {
                    clearByCredit(m, event.cash);
                }
            }
        });
        keeper.here(end).step("end of the message: publish (LedgerDesk.goOn)", m -> {
            final boolean last = nextEvent(m).lastOfMessage;
            m.add(next, 1);
            if (m.get(next) >= m.get(replaying)) {
                m.set(replaying, 0);
            }
            if (last || publishesEachEntry) {
                publish(m);
            }
            m.jump(last ? idle : entry);
        });
    }

    private Event nextEvent(Moment m) {
        for (final Event event : events) {
            if (m.get(event.place) == m.get(next) + 1) {
                return event;
            }
        }
        throw new IllegalStateException("an entry must have its event: " + m.get(next));
    }

    /** {@code TransitDesk.clearByAmount}, oldest first; the rest is kept for the fill to come, as far as open orders hold money. */
    private void clearByAmount(Moment m, int debit) {
        int rest = debit;
        for (int order = 1; order <= m.get(told); order++) {
            for (final Event event : events) {
                if (m.get(event.charged) == order && m.get(event.transit) > 0) {
                    final int cleared = Math.min(rest, m.get(event.transit));
                    m.add(event.transit, -cleared);
                    rest -= cleared;
                }
            }
        }
        final int kept = Math.min(rest, Math.max(0, m.get(held) - m.get(prepaid)));
        m.add(prepaid, kept);
        if (kept < rest) {
            m.set(doubt, 1);
            for (final Event event : events) {
                // only a read that is asked for from now on ends it
                m.set(event.barrier, 0);
            }
            m.set(sinceAsked, 0);
        }
    }

    /** {@code TransitDesk.clearByCredit}; what comes before its fill is held back until the fill brings its margin. */
    private void clearByCredit(Moment m, int credit) {
        int rest = credit;
        for (final Event event : events) {
            if (m.get(event.transit) < 0) {
                final int had = Math.min(rest, -m.get(event.transit));
                m.add(event.transit, had);
                rest -= had;
            }
        }
        if (bug != Bug.CREDIT_COUNTED_TWICE) {
            m.add(precredited, rest);
        }
    }

    /** {@code SnapshotDesk.snapshot}. */
    private void read(Actor keeper, Label idle, Label read) {
        keeper.here(read).step("the read is judged (SnapshotDesk.snapshot)", m -> {
            final int amount = m.get(value);
            if (!hasStream) {
                m.set(ledger, amount);
                clearBarrier(m);
            } else if (m.get(sinceAsked) == 0) {
                // asked for before the doubt began: ends nothing
                m.set(doubt, 1);
            } else if (((m.get(sinceAsked) >> amount) & 1) == 1) {
                clearBarrier(m);
                m.set(doubt, 0);
            } else if (bug == Bug.EQUALITY_AS_PROOF && amount + inTransit(m) == m.get(ledger)) {
                clearBarrier(m);
            }
            m.set(value, -1);
            m.add(reads, 1);
        });
        keeper.step("publish (Publisher.publishAll)", m -> {
            publish(m);
            m.jump(idle);
        });
    }

    private void clearBarrier(Moment m) {
        for (final Event event : events) {
            final boolean clears =
                    bug == Bug.READ_ASKED_BEFORE_FILL ? m.get(event.charged) > 0 : m.get(event.barrier) == 1;
            if (clears) {
                m.set(event.transit, 0);
            }
        }
    }

    private int inTransit(Moment m) {
        int sum = 0;
        for (final Event event : events) {
            sum += m.get(event.transit);
        }
        return sum;
    }

    private void publish(Moment m) {
        int spendable = Math.max(0, m.get(ledger) - m.get(margin) - m.get(precredited) - inTransit(m));
        if (m.get(replaying) > 0) {
            spendable = Math.min(m.get(limit), spendable);
        }
        final int limitNow = m.get(doubt) == 1 ? CLOSED : spendable;
        requireTrue(m, limitNow, m.get(held));
        m.set(limit, limitNow);
    }

    /** More may be shown only if it is there. */
    private void requireTrue(Moment m, int limitNow, int heldNow) {
        if (limitNow == CLOSED || limitNow - heldNow <= m.get(limit) - m.get(held)) {
            return;
        }
        int there = m.get(venueCash) - m.get(venueMargin) - m.get(openOrders);
        for (final Event event : events) {
            final boolean isTold =
                    m.get(event.happened) == 0 || m.get(event.place) - event.indexInMessage <= m.get(next);
            if (!event.isFill() && event.cash < 0 && !isTold) {
                there -= event.cash;
            }
        }
        m.require(
                limitNow - heldNow <= there,
                "S1: " + (limitNow - heldNow) + " is shown as spendable, the venue has " + there + " for it");
    }
}
