package io.tollgate.gate.keeper;

import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.TransitTable;
import io.tollgate.gate.money.Amounts;
import io.tollgate.sbe.GiveBackCause;
import org.agrona.collections.LongHashSet;

/**
 * Facts about reservations, in the order that keeps money safe: every noticed fill goes into transit; then the limits it lowers are
 * published; then its fact is marked; then what the order no longer holds is given back. Threading: BookKeeper's.
 */
final class FactDesk {
    private final KeeperContext context;
    private final ReservationTable rows;
    private final TransitDesk transit;
    private final EarlyCredits earlyCredits;
    private final Publisher publisher;
    private final Holds holds;
    private final RowTimers timers;
    private final RefusalDesk refusals;
    private final Releases releases;

    private final LongHashSet noticed = new LongHashSet();
    private final LongHashSet mirrored = new LongHashSet();
    private final LongHashSet later = new LongHashSet();

    FactDesk(
            KeeperContext context,
            TransitDesk transit,
            EarlyCredits earlyCredits,
            Publisher publisher,
            Holds holds,
            RowTimers timers,
            RefusalDesk refusals) {
        this.context = context;
        this.rows = context.book.reservations();
        this.transit = transit;
        this.earlyCredits = earlyCredits;
        this.publisher = publisher;
        this.holds = holds;
        this.timers = timers;
        this.refusals = refusals;
        this.releases = new Releases(rows, (id, slot) -> {
            final boolean told = mirror(id, slot, FactWord.RELEASE);
            if (told) {
                refusedForFunds(id, slot);
            }
            return told;
        });
    }

    /** A record names this reservation: its slots and its amend are looked at in {@link #settle}. */
    void notice(long reservation) {
        if (rows.isRow(reservation) && rows.stateOf(reservation) > RowState.FREE) {
            noticed.add(reservation);
        }
    }

    /** A fill for a reservation that is not known: charged as a lump to the line's balance, or doubted everywhere. */
    void unknownFill(long reservation, long execId, long quantity, long price, long fee, int lineId) {
        if (lineId < 0 || lineId >= context.lines.size()) {
            for (final BalanceState state : context.balances) {
                state.doubtOfFact(context.stamp(), "a fill for an unknown reservation, brought without a line");
            }
            context.records.factOutcome(reservation, execId, 0, FactOutcomeCode.UNKNOWN_RESERVATION);
            return;
        }
        lump(context.lines.get(lineId), reservation, execId, quantity, price, fee, FactOutcomeCode.UNKNOWN_RESERVATION);
    }

    /** A fill that found no free slot: an open order's hold covers it until it is told again, an ended one holds nothing. */
    void lostFill(long reservation, long execId, long quantity, long price, long fee) {
        long each = reservation;
        while (rows.isRow(each) && rows.stateOf(each) == RowState.ENDED) {
            lump(context.lineOf((int) each), each, execId, quantity, price, fee, FactOutcomeCode.LATE);
            each = rows.companions().next((int) each);
        }
        notice(reservation);
    }

    private void lump(
            LineInfo line, long reservation, long execId, long quantity, long price, long fee, FactOutcomeCode why) {
        final LineInfo.CashLeg leg = line.cash();
        if (leg != null) {
            lump(leg.balance(), leg.instrument(), FillCash.cashOfClosing(line, leg, price, quantity, fee), 0, why);
        }
        final long cash = FillCash.cashOf(line.rule(), price, quantity, fee);
        final long amount =
                lump(line.balance(), line.instrument(), cash, FillCash.marginOf(line.rule(), quantity), why);
        context.records.factOutcome(reservation, execId, amount, why);
    }

    private long lump(BalanceState state, InstrumentState instrument, long cash, long margin, FactOutcomeCode why) {
        final boolean isPriced = cash != FillCash.NO_AMOUNT && margin >= 0;
        if (isPriced && margin > 0) {
            // a read of the cash ends the lump, and says nothing of margin: only one of positions does
            state.foldMargin(margin, context.stamp());
        }
        final long amount = isPriced ? Math.max(0, cash) : Amounts.MAX_AMOUNT >> 2;
        state.unexplained(Math.min(Amounts.MAX_AMOUNT, Math.addExact(state.unexplained(), amount)));
        // a debit that came before may be this one's: no later fill is smaller by it
        instrument.prepaid = Math.max(0, instrument.prepaid - amount);
        state.doubt(context.stamp(), why + " on " + instrument.name);
        return isPriced ? Math.addExact(amount, margin) : amount;
    }

    /** Takes all facts that were noticed, and those that they brought to other reservations of the same orders. Returns how many had some. */
    int settle() {
        int count = settleNoticed();
        while (endOrphans() || takeMirrored()) {
            count += settleNoticed();
        }
        return count;
    }

    /** Whether facts were brought to other reservations: they are taken in the same cycle. */
    private boolean takeMirrored() {
        if (mirrored.isEmpty()) {
            return false;
        }
        noticed.addAll(mirrored);
        mirrored.clear();
        return true;
    }

    /** Reservations of orders that ended without a fact on them: they end with what was filled, once all of that is charged. */
    private boolean endOrphans() {
        boolean some = false;
        for (int left = context.orphans.size(); left > 0 && context.hasRoom(); left--) {
            final long id = context.orphans.pollLong();
            final int state = rows.stateOf(id);
            if (state < RowState.RESERVED || state > RowState.ACKED) {
                continue;
            }
            noticed.add(id);
            if (hasUncharged(id)) {
                context.orphans.addLong(id);
                continue;
            }
            final int row = (int) id;
            if (holds.filled(row) >= rows.currentSizeAcquire(row)) {
                // by its fills, as the order: a bust may open both again
                rows.clearUncertain(row);
            } else {
                release(row, holds.filled(row), ReleaseReason.STATUS_ANSWER.code());
            }
            some = true;
        }
        return some;
    }

    private boolean hasUncharged(long id) {
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            final long word = rows.factWordAcquire((int) id, slot);
            if (FactWord.kind(word) == FactWord.FILL && FactWord.state(word) == FactWord.COMMITTED) {
                return true;
            }
        }
        return false;
    }

    /**
     * Brings a fact of an order to its next reservation, before it counts for this one: begun again after a kill it is recognised there. False
     * if that has no room for it now.
     */
    private boolean mirror(long id, int slot, int kind) {
        final int row = (int) id;
        final long next = rows.companions().next(row);
        if (next == Companions.NONE || rows.stateOf(next) <= RowState.PENDING) {
            return true;
        }
        if (isAnswer(kind) && rows.amendState((int) next) == AmendState.NONE) {
            // brought before a kill and taken there, or that one never was amended: its next amend must not find it
            return true;
        }
        final int theirs = rows.claimFact(next);
        if (theirs < 0) {
            return rows.stateOf(next) <= RowState.PENDING;
        }
        final boolean refusal =
                kind == FactWord.RELEASE && rows.factQuantity(row, slot) == ReleaseReason.REFUSED_FOR_FUNDS.code();
        rows.commitFact(
                next,
                theirs,
                kind,
                rows.factSequence(row, slot),
                rows.factExecId(row, slot),
                rows.factQuantity(row, slot),
                rows.factCumQuantity(row, slot),
                rows.factPrice(row, slot),
                // which of the limits the venue had in mind is not known: each is doubted, the sums are of the balance
                refusal ? Lane.UNKNOWN_AMOUNT : rows.factFee(row, slot),
                0);
        mirrored.add(next);
        return true;
    }

    private int settleNoticed() {
        final int count = noticed.size();
        if (count == 0) {
            return 0;
        }
        later.clear();
        LongHashSet.LongIterator each = noticed.iterator();
        while (each.hasNext()) {
            final long id = each.nextValue();
            if (isGone(id)) {
                continue;
            }
            if (rows.stateOf(id) == RowState.PENDING || !context.hasRoom() || !chargeFills(id)) {
                later.add(id);
            }
        }
        publisher.publishAll();
        each = noticed.iterator();
        while (each.hasNext()) {
            final long id = each.nextValue();
            if (isGone(id) || rows.stateOf(id) == RowState.PENDING) {
                continue;
            }
            if (!context.hasRoom() || !finish(id)) {
                later.add(id);
            }
        }
        noticed.clear();
        noticed.addAll(later);
        return count - later.size();
    }

    /** The row is its lane's again, and may be in the middle of its next use: nothing here may touch it. */
    private boolean isGone(long id) {
        return rows.stateOf(id) <= RowState.FREE;
    }

    /** Rows that could not be finished yet. */
    int unfinished() {
        return noticed.size();
    }

    /** False if something is left for the next cycle. */
    private boolean chargeFills(long id) {
        final int row = (int) id;
        boolean done = holds.bookAmend(id);
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            final long word = rows.factWordAcquire(row, slot);
            if (FactWord.state(word) == FactWord.COMMITTED
                    && FactWord.generation(word) == ReservationTable.generation(id)
                    && FactWord.kind(word) == FactWord.FILL) {
                if (mirror(id, slot, FactWord.FILL)) {
                    chargeFill(id, slot);
                } else {
                    done = false;
                }
            }
        }
        return done;
    }

    private void chargeFill(long id, int slot) {
        final int row = (int) id;
        final long execId = rows.factExecId(row, slot);
        if (transit.find(row, execId) != TransitTable.NONE
                || rows.lumps().isLast(row, execId)
                || transit.lumped().has(row, execId)) {
            context.records.factOutcome(id, execId, 0, FactOutcomeCode.DUPLICATE);
            rows.factWordRelease(row, slot, FactWord.of(ReservationTable.generation(id), 0, FactWord.FREE));
            return;
        }
        final LineInfo line = context.lineOf(row);
        final long quantity = rows.factQuantity(row, slot);
        final long price = rows.factPrice(row, slot);
        final long fee = rows.factFee(row, slot);
        final long cash = FillCash.cashOf(line.rule(), price, quantity, fee);
        final long margin = FillCash.marginOf(line.rule(), quantity);
        final LineInfo.CashLeg leg = line.cash();
        final long legCash = leg == null ? 0 : FillCash.cashOfClosing(line, leg, price, quantity, fee);
        if (cash == FillCash.NO_AMOUNT || margin < 0 || legCash < 0) {
            lump(line, id, execId, quantity, price, fee, FactOutcomeCode.TRANSIT_FULL);
            // what cannot be priced proves nothing about the order either: it keeps its hold until its status is known
            rows.markUncertain(row);
        } else if (!transit.hasFreeRowsFor(line)
                || !line.balance().hasRoomInTransit(cash, margin)
                || (leg != null && !leg.balance().hasRoomInTransit(legCash, 0))) {
            lump(line, id, execId, quantity, price, fee, FactOutcomeCode.TRANSIT_FULL);
            countLump(id, execId, quantity);
        } else {
            if (leg != null) {
                final DebitPairs.Price legPrice = FillCash.priceOf(leg.rule(), legCash, price, quantity, fee);
                transit.chargeCash(line, leg, id, execId, quantity, legCash, legPrice);
            }
            final long shown = earlyCredits.shown(line, row, price, quantity);
            final DebitPairs.Price told =
                    line.rule().side().closes() ? null : FillCash.priceOf(line.rule(), cash, price, quantity, fee);
            transit.charge(line, id, execId, quantity, Math.addExact(cash, shown), margin, told);
            earlyCredits.taken(line.balance(), shown);
            final boolean late = rows.stateOf(id) == RowState.ENDED;
            if (late) {
                context.records.factOutcome(id, execId, cash, FactOutcomeCode.LATE);
            }
            if (Math.addExact(holds.filled(row), quantity) > rows.currentSizeAcquire(row)) {
                context.records.factOutcome(id, execId, cash, FactOutcomeCode.MORE_THAN_RESERVED);
            }
        }
        rows.factWordRelease(row, slot, FactWord.of(ReservationTable.generation(id), FactWord.FILL, FactWord.CHARGED));
    }

    /** The lump holds the fill's money until a read that must contain it: the order need not hold it too. */
    private void countLump(long id, long execId, long quantity) {
        final int row = (int) id;
        if (!transit.lumped().add(row, execId)) {
            rows.markUncertain(row);
            return;
        }
        final long before = rows.lumps().quantity(row);
        rows.lumps().add(row, execId, Math.min(Amounts.MAX_AMOUNT, Math.addExact(before, quantity)));
    }

    /** Limits are lowered: marks the facts, and gives back what the order no longer holds. False if a fact must wait. */
    private boolean finish(long id) {
        final int row = (int) id;
        // the lane may have told its increment, and the venue's answer to it, since the fills were charged
        final boolean amendTold = holds.bookAmend(id);
        boolean done = amendTold;
        final int release = releases.only(id);
        if (release == Releases.LATER) {
            return false;
        }
        final int generation = ReservationTable.generation(id);
        holds.filled(row, transit.filled(row));
        GiveBackCause cause = GiveBackCause.FILL;
        boolean amendAnswered = false;
        int answers = 0;
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            final long word = rows.factWordAcquire(row, slot);
            if (FactWord.generation(word) != generation) {
                continue;
            }
            if (FactWord.state(word) == FactWord.COMMITTED && FactWord.kind(word) != FactWord.FILL) {
                final int kind = FactWord.kind(word);
                if (slot != release && releases.isFinal(id, slot)) {
                    done = false;
                    continue;
                }
                final boolean answer = isAnswer(kind);
                if (answer && isUnbooked(rows.amendState(row))) {
                    // an answer to an increment that is not booked yet must find it in flight
                    done = false;
                    continue;
                }
                final boolean stale = answer && isStale(id, slot);
                if (!stale && !mirror(id, slot, kind)) {
                    done = false;
                    continue;
                }
                if (stale) {
                    context.records.factOutcome(id, 0, 0, FactOutcomeCode.STALE_AMEND);
                } else {
                    cause = take(id, slot, kind, cause);
                    if (answer) {
                        // until the amend is marked as ended a restart must find its answer
                        amendAnswered = true;
                        answers |= 1 << slot;
                        continue;
                    }
                }
            } else if (FactWord.state(word) != FactWord.CHARGED) {
                continue;
            }
            rows.factWordRelease(row, slot, FactWord.of(generation, 0, FactWord.FREE));
        }
        done &= holds.derive(id, cause, amendAnswered);
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            if ((answers & 1 << slot) != 0) {
                rows.factWordRelease(row, slot, FactWord.of(generation, 0, FactWord.FREE));
            }
        }
        if (holds.isOver(row) && holds.end(id)) {
            timers.ended(id);
        }
        return done;
    }

    private static boolean isAnswer(int kind) {
        return kind == FactWord.AMEND_ACCEPTED || kind == FactWord.AMEND_REFUSED;
    }

    private static boolean isUnbooked(int amendState) {
        return amendState == AmendState.PENDING || amendState == AmendState.TAKEN;
    }

    /** Whether the answer names another amend than the one in flight. */
    private boolean isStale(long id, int slot) {
        final int row = (int) id;
        final long price = rows.factPrice(row, slot);
        final long size = rows.factQuantity(row, slot);
        return (price != 0 && price != rows.amendPrice(row)) || (size != 0 && size != rows.amendSize(row));
    }

    private GiveBackCause take(long id, int slot, int kind, GiveBackCause cause) {
        final int row = (int) id;
        switch (kind) {
            case FactWord.RELEASE:
                refusedForFunds(id, slot);
                release(row, rows.factCumQuantity(row, slot), (int) rows.factQuantity(row, slot));
                return GiveBackCause.RELEASE;
            case FactWord.AMEND_ACCEPTED:
                if (rows.amendState(row) == AmendState.IN_FLIGHT) {
                    rows.current(row, rows.amendPrice(row), rows.amendSize(row));
                }
                return GiveBackCause.AMEND;
            case FactWord.AMEND_REFUSED:
                return GiveBackCause.AMEND;
            case FactWord.BUST:
                bust(id, rows.factExecId(row, slot));
                return cause;
            default:
                throw new IllegalStateException("a fact's kind must be one of FactWord: kind=" + kind);
        }
    }

    private void refusedForFunds(long id, int slot) {
        final int why = (int) rows.factQuantity((int) id, slot);
        if (why == ReleaseReason.REFUSED_FOR_FUNDS.code() && rows.releaseReason((int) id) != why) {
            refusals.refused(id, rows.factFee((int) id, slot));
        }
    }

    private void release(int row, long finalQuantity, int why) {
        if (finalQuantity == Lane.UNKNOWN_QUANTITY) {
            rows.markUncertain(row);
        } else {
            rows.released(row, finalQuantity, why);
            rows.clearUncertain(row);
        }
    }

    /** An order-status answer has settled the order; its hold is derived in the next {@link #settle}. */
    void released(long id, long finalQuantity) {
        for (long each = id; rows.isRow(each) && rows.stateOf(each) > RowState.PENDING; ) {
            release((int) each, finalQuantity, ReleaseReason.STATUS_ANSWER.code());
            noticed.add(each);
            each = rows.companions().next((int) each);
        }
    }

    private void bust(long id, long execId) {
        final int row = (int) id;
        final int fill = transit.find(row, execId);
        final BalanceState state = context.lineOf(row).balance();
        if (fill == TransitTable.NONE) {
            if (transit.noteUndone(context.lineOf(row), id, execId)) {
                context.records.factOutcome(id, execId, 0, FactOutcomeCode.UNKNOWN_EXECUTION);
            }
            state.doubt(context.stamp(), "a bust of an execution that is not known");
            return;
        }
        if (rows.finalQuantity(row) < 0 && transit.filled(row) >= rows.currentSizeAcquire(row)) {
            // ended by its fills, not by the venue, which may have it open again; before the fill is undone, so that a
            // restart in between goes on from here
            holds.reopen(id);
        }
        transit.bust(fill);
        holds.filled(row, transit.filled(row));
        state.askForSnapshot();
    }
}
