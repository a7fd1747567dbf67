package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/** What BookKeeper knows of one balance. Amounts are written through to the mapped row. Threading: BookKeeper's. */
final class BalanceState {
    /** What the ledger stream is doing. */
    enum Stream {
        /** There is none: snapshots are adopted. */
        NONE,
        /** It is to start from a snapshot: entries are buffered. */
        COLD,
        /** It repeats what was had: the limit may only fall. */
        REPLAYING,
        /** Each entry is news. */
        LIVE,
        /** It broke; the ledger stands until it is stale. */
        LOST
    }

    private static final long MOST_ENCUMBERED = 1L << 62;

    final int id;
    BalanceRules rules;
    private final BalanceTable table;
    final Map<String, InstrumentState> instruments = new HashMap<>();
    final List<BalanceFeed> feeds = new ArrayList<>(2);
    final LedgerHistory history = new LedgerHistory();
    final EntryIds ids;
    final List<LedgerEntry> coldEntries = new ArrayList<>();
    final Backfill backfill = new Backfill();

    Stream stream = Stream.NONE;
    boolean hasStream;
    /** In this session a snapshot was adopted or the stream passed its resume point. */
    boolean confirmed;

    long ledger;
    long ledgerTime;
    /** The ledger came from a snapshot: entries of exactly its time may or may not be in it. */
    boolean ledgerFromSnapshot;

    long cashInTransit;
    long margin;

    /** Of the newest fill whose margin is folded. */
    private long foldedStampNanos;
    /** When the positions were last read. */
    long positionsRequestNanos;

    boolean positionsRead;
    /** Orders that buy back a short and are older than the last read of positions. */
    final LongHashSet readBefore = new LongHashSet();
    /** Part of the venue's margin that a read no longer showed. */
    private long marginOnTrust;

    private long marginOnTrustNanos;
    /** Some fills' rows may have margin. */
    boolean hasMarginRows;
    /** How much of our holds the venue's own figure of spendable money is net of, and was added to it again. */
    long holdsInBase;
    /** The venue's own figure of spendable money is net of margin: it is in what the venue encumbers. */
    boolean venueNetsMargin;

    @Nullable
    Snapshot pending;

    long pendingDeadlineNanos;

    /** A read without a time of the venue, beside a stream: it clears fills if the stream has nothing more to tell until the deadline. */
    @Nullable
    Snapshot barrier;

    long barrierDeadlineNanos;
    /** When it is looked at again whether a read must be asked for. */
    long lookAgainNanos;

    /** RECONCILING: a read asked for after {@link #doubtSinceNanos} must explain it. */
    boolean doubt;

    long doubtSinceNanos;
    String doubtText = "";
    /** It began with a fact that is not charged: only a read that must contain it explains it. */
    boolean doubtOfFact;

    /** Orders of which a scope has no room to hold all: nothing is approved meanwhile. */
    private final LongHashSet partlyHeld = new LongHashSet();

    @Nullable
    Snapshot driftCandidate;

    int driftConfirmations;

    @Nullable
    String stopped;

    long lastMoneyNanos;
    long lastHeartbeatNanos;
    String lastReadFailure = "";
    /** Entries of a message that are not applied yet: the limit may only fall until they are. */
    final ArrayDeque<LedgerEntry> backlog = new ArrayDeque<>();

    long backlogArrivalNanos;
    /** When entries of the very time of the ledger's snapshot last left open which value is newer. */
    long tieSinceNanos;

    boolean tie;
    long coldSinceNanos;
    /** Entries of the cold start were dropped: only a stream that is opened anew can begin a ledger. */
    boolean coldOverflow;

    int heartbeatsInReplay;
    /** Venue's time of the entry that the replay must bring back. */
    long resumeTimeNanos;

    /** Epoch time at which money that is not our fills last moved. */
    long movedAtEpochNanos;

    /** The ledger once it shows all debits that were told, where reads are the only feed. */
    long expected;

    long adoptedRequestNanos;
    boolean adoptedOnce;
    /** When the ledger was last adopted from a read, 0 if not in this session. */
    long adoptedAtEpochNanos;

    /** The journal's disk is below its mark. */
    boolean noRoom;

    int status;
    boolean dirty = true;

    BalanceState(int id, BalanceRules rules, BalanceTable table, long nowNanos) {
        this.id = id;
        this.rules = rules;
        this.table = table;
        this.ids = new EntryIds(table, id);
        this.status = table.status(id);
        this.foldedStampNanos = nowNanos;
        if (table.hasLedger(id)) {
            ledger = table.ledger(id);
            ledgerTime = table.ledgerTime(id);
            ledgerFromSnapshot = table.isLedgerFromSnapshot(id);
            history.add(ledger, ledgerTime, nowNanos);
            expected = ledger;
        }
        if (table.isDoubted(id) || table.unexplained(id) != 0) {
            doubt = true;
            doubtText = "it was reconciling, or in the middle of a message, when the last session ended";
            doubtSinceNanos = nowNanos;
            doubtOfFact = true;
        }
    }

    boolean hasLedger() {
        return table.hasLedger(id);
    }

    void ledger(long amount, long venueTimeNanos, boolean fromSnapshot) {
        ledger = amount;
        ledgerTime = venueTimeNanos;
        ledgerFromSnapshot = fromSnapshot;
        table.ledger(id, amount, venueTimeNanos, fromSnapshot);
        dirty = true;
    }

    void forgetLedger() {
        table.forgetLedger(id);
        history.clear();
        ids.forget();
        confirmed = false;
        dirty = true;
    }

    long venueEncumbered() {
        return table.venueEncumbered(id);
    }

    void venueEncumbered(long amount) {
        if (amount != table.venueEncumbered(id)) {
            table.venueEncumbered(id, amount);
            dirty = true;
        }
    }

    long operatorEncumbered() {
        return table.operatorEncumbered(id);
    }

    void operatorEncumbered(long amount) {
        table.operatorEncumbered(id, amount);
        dirty = true;
    }

    long shortfall() {
        return table.shortfall(id);
    }

    void shortfall(long amount) {
        // of what was unlimited it may be one more than an amount
        final long kept = Math.min(Amounts.MAX_AMOUNT, amount);
        if (kept != table.shortfall(id)) {
            table.shortfall(id, kept);
            dirty = true;
        }
    }

    long unexplained() {
        return table.unexplained(id);
    }

    void unexplained(long amount) {
        table.unexplained(id, amount);
        dirty = true;
    }

    long refused() {
        return table.refused(id);
    }

    void refused(long amount) {
        if (amount != table.refused(id)) {
            table.refused(id, amount);
            dirty = true;
        }
    }

    long earlyCredit() {
        return table.earlyCredit(id);
    }

    void earlyCredit(long amount) {
        if (amount != table.earlyCredit(id)) {
            table.earlyCredit(id, amount);
            dirty = true;
        }
    }

    void countRefusal() {
        table.countRefusal(id);
    }

    /** Cash of fills changed by these differences. */
    void transit(long cashChange, long marginChange) {
        cashInTransit = Math.addExact(cashInTransit, cashChange);
        margin = Math.addExact(margin, marginChange);
        hasMarginRows |= marginChange != 0;
        showTransit();
    }

    /**
     * Margin of all positions, as a read told.
     *
     * @param amount what the venue holds back
     * @param more held back beside it until a read of the cash must show the debits that may have freed it
     */
    void venueMargin(long amount, long more, long stampNanos) {
        marginOnTrust = more;
        marginOnTrustNanos = stampNanos;
        table.venueMargin(id, Math.addExact(amount, more));
        showTransit();
    }

    /** Whether only a read of the cash ends what is held back beside the margin. */
    boolean isOnTrust() {
        return marginOnTrust != 0;
    }

    long marginOnTrust() {
        return marginOnTrust;
    }

    long marginOnTrustNanos() {
        return marginOnTrustNanos;
    }

    /** The cash is known as it was at this time, or later. */
    void endTrust(long containedUpToNanos) {
        if (marginOnTrust != 0 && marginOnTrustNanos - containedUpToNanos <= 0) {
            table.venueMargin(id, Math.subtractExact(table.venueMargin(id), marginOnTrust));
            marginOnTrust = 0;
            showTransit();
        }
    }

    /** A fill's row goes before a read of positions contained it: its margin stays. */
    void foldMargin(long amount, long stampNanos) {
        if (table.foldedMargin(id) == 0 || stampNanos - foldedStampNanos > 0) {
            foldedStampNanos = stampNanos;
        }
        // more than any ledger is enough to hold everything back
        table.foldedMargin(id, Math.min(Amounts.MAX_AMOUNT, Math.addExact(table.foldedMargin(id), amount)));
        showTransit();
    }

    long foldedMargin() {
        return table.foldedMargin(id);
    }

    /** Whether all fills whose margin is folded were told by this time. */
    boolean isFoldedBy(long nanos) {
        return foldedStampNanos - nanos <= 0;
    }

    /** A read of positions contains all fills up to a time. */
    long unfoldMargin(long containedUpToNanos) {
        final long folded = table.foldedMargin(id);
        if (folded == 0 || !isFoldedBy(containedUpToNanos)) {
            return 0;
        }
        table.foldedMargin(id, 0);
        showTransit();
        return folded;
    }

    /** What is held back as margin: for the positions that were read, and for fills since. Never below 0. */
    long marginHeld() {
        final long sum = Math.addExact(Math.addExact(margin, table.venueMargin(id)), table.foldedMargin(id));
        return Math.min(Amounts.MAX_AMOUNT, Math.max(0, sum));
    }

    private void showTransit() {
        table.inTransit(id, cashInTransit, marginHeld());
        dirty = true;
    }

    /**
     * Everything held back that is not our reservations or cash in transit; more than twice the largest amount counts as that, so that no sum
     * of it wraps.
     */
    long encumbered() {
        long sum = upToMost(0, venueEncumbered());
        sum = upToMost(sum, operatorEncumbered());
        sum = upToMost(sum, marginHeld());
        sum = upToMost(sum, earlyCredit());
        sum = upToMost(sum, refused());
        sum = upToMost(sum, shortfall());
        return upToMost(sum, unexplained());
    }

    private static long upToMost(long sum, long more) {
        return Math.min(MOST_ENCUMBERED, sum + Math.min(MOST_ENCUMBERED - 1, more));
    }

    long spendable() {
        if (ledger >= Amounts.UNLIMITED && shortfall() == 0) {
            return Amounts.UNLIMITED;
        }
        return Math.subtractExact(Math.subtractExact(ledger, encumbered()), cashInTransit);
    }

    InstrumentState instrument(String name) {
        return instruments.computeIfAbsent(name, InstrumentState::new);
    }

    long openHolds() {
        long sum = 0;
        for (final InstrumentState instrument : instruments.values()) {
            sum = Math.addExact(sum, instrument.openHold);
        }
        return sum;
    }

    /** From now on only a read asked for later can clear the balance. */
    void doubt(long nowNanos, String text) {
        if (!doubt) {
            doubtText = text;
        }
        doubt = true;
        table.doubted(id, true);
        doubtSinceNanos = nowNanos;
        dirty = true;
        askForSnapshot();
    }

    /** For good: an operator must act. */
    void stop(String reason) {
        stopped = reason;
        dirty = true;
    }

    /** As {@link #doubt}, begun by a fact whose money is not charged. */
    void doubtOfFact(long nowNanos, String text) {
        doubtOfFact = true;
        doubt(nowNanos, text);
    }

    void endDoubt() {
        doubt = false;
        doubtOfFact = false;
        inMessage(!backlog.isEmpty());
        dirty = true;
    }

    /**
     * Some entries of a message are applied and some are not. The ledger may stand at an amount that the next entry takes back: killed here,
     * the next session must find the balance in doubt.
     */
    void inMessage(boolean on) {
        table.doubted(id, isDoubted() || on);
    }

    /** Whether the order's scope holds all that it may need. */
    void holdsAll(long reservation, boolean isHeld) {
        dirty |= isHeld ? partlyHeld.remove(reservation) : partlyHeld.add(reservation);
    }

    boolean isDoubted() {
        return doubt || !partlyHeld.isEmpty();
    }

    /** Whether the sums stay amounts with so much more in them. */
    boolean hasRoomInTransit(long cash, long fillMargin) {
        return Amounts.isAmount(Math.abs(cashInTransit) + Math.abs(cash)) && Amounts.isAmount(margin + fillMargin);
    }

    void askForSnapshot() {
        for (final BalanceFeed feed : feeds) {
            feed.requestSnapshot();
        }
    }

    ResumePoint resumePoint() {
        return hasLedger() && table.idCount(id) > 0 ? new ResumePoint(table.lastEntryTime(id)) : ResumePoint.NONE;
    }
}
