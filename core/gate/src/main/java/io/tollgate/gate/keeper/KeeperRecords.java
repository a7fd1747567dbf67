package io.tollgate.gate.keeper;

import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingProducer;
import io.tollgate.sbe.BalanceRegisteredEncoder;
import io.tollgate.sbe.BalanceStatus;
import io.tollgate.sbe.ExpireEncoder;
import io.tollgate.sbe.FactOutcomeEncoder;
import io.tollgate.sbe.FeeKind;
import io.tollgate.sbe.FillEncoder;
import io.tollgate.sbe.ForcedTakeEncoder;
import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.GivenBackEncoder;
import io.tollgate.sbe.LedgerEntryAppliedEncoder;
import io.tollgate.sbe.LimitPublishedEncoder;
import io.tollgate.sbe.LineRegisteredEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.OperatorCommandEncoder;
import io.tollgate.sbe.PositionsAppliedEncoder;
import io.tollgate.sbe.RecoveryKind;
import io.tollgate.sbe.RecoveryNoteEncoder;
import io.tollgate.sbe.ReleaseEncoder;
import io.tollgate.sbe.ScopeMode;
import io.tollgate.sbe.SessionStartEncoder;
import io.tollgate.sbe.Side;
import io.tollgate.sbe.SnapshotAppliedEncoder;
import io.tollgate.sbe.SnapshotOutcome;
import io.tollgate.sbe.StatusChangeEncoder;
import io.tollgate.sbe.VoidEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * Writes BookKeeper's records into its own ring. {@link #hasRoom} is asked before each piece of work, so that no record is ever without a
 * slot.
 */
final class KeeperRecords {
    private static final String LOST_ORDER =
            "the book holds for an order whose record is lost: ask the venue for its status";

    private static final String SAME_ORDER = "is of the order that another reservation names, by the book";

    private final RingProducer producer;
    private final MutableDirectBuffer buffer;
    private final int slots;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LimitPublishedEncoder limit = new LimitPublishedEncoder();
    private final GivenBackEncoder givenBack = new GivenBackEncoder();
    private final ExpireEncoder expire = new ExpireEncoder();
    private final VoidEncoder voided = new VoidEncoder();
    private final ForcedTakeEncoder forced = new ForcedTakeEncoder();
    private final FactOutcomeEncoder outcome = new FactOutcomeEncoder();
    private final LedgerEntryAppliedEncoder entry = new LedgerEntryAppliedEncoder();
    private final SnapshotAppliedEncoder snapshot = new SnapshotAppliedEncoder();
    private final StatusChangeEncoder status = new StatusChangeEncoder();
    private final BalanceRegisteredEncoder balance = new BalanceRegisteredEncoder();
    private final LineRegisteredEncoder line = new LineRegisteredEncoder();
    private final SessionStartEncoder session = new SessionStartEncoder();
    private final RecoveryNoteEncoder note = new RecoveryNoteEncoder();
    private final OperatorCommandEncoder operator = new OperatorCommandEncoder();
    private final List<String> notes = new ArrayList<>();
    private long clockNanos;
    /** While recovery runs: has the ring journaled. */
    private Runnable whenFull = () -> {};

    KeeperRecords(Ring ring, int slots) {
        this.producer = ring.producer();
        this.buffer = producer.buffer();
        this.slots = slots;
    }

    /** How recovery, which may have more to tell than the ring holds, gets room. */
    void whenFull(Runnable drain) {
        whenFull = drain;
    }

    void clock(long epochNanos) {
        clockNanos = epochNanos;
    }

    long clock() {
        return clockNanos;
    }

    /** Whether so many records can be written now. */
    boolean hasRoom(int records) {
        return producer.backlog() + records <= slots;
    }

    private <E extends MessageEncoderFlyweight> E begin(E encoder) {
        int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            whenFull.run();
            offset = producer.claimFact();
        }
        if (offset == RingProducer.FULL) {
            throw new IllegalStateException("BookKeeper's ring is full although room was asked for before");
        }
        header.wrap(buffer, offset)
                .blockLength(encoder.sbeBlockLength())
                .templateId(encoder.sbeTemplateId())
                .schemaId(encoder.sbeSchemaId())
                .version(encoder.sbeSchemaVersion());
        final int at = offset + MessageHeaderEncoder.ENCODED_LENGTH;
        encoder.wrap(buffer, at);
        buffer.setMemory(at, encoder.sbeBlockLength(), (byte) 0);
        buffer.putLong(at, producer.sequence(), java.nio.ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(at + Long.BYTES, clockNanos, java.nio.ByteOrder.LITTLE_ENDIAN);
        return encoder;
    }

    void limitPublished(BalanceState state, long version, long newLimit, BalanceStatus balanceStatus) {
        begin(limit)
                .limitVersion(version)
                .newLimit(newLimit)
                .ledger(state.ledger)
                .encumbered(state.encumbered())
                .inTransit(state.cashInTransit)
                .balanceId(state.id)
                .status(balanceStatus)
                .operatorEncumbered(state.operatorEncumbered())
                .margin(state.marginHeld());
        producer.commit();
    }

    void givenBack(long reservationId, int scopeId, long amount, long holdAfter, long backAfter, GiveBackCause cause) {
        begin(givenBack)
                .reservationId(reservationId)
                .amount(amount)
                .holdAfter(holdAfter)
                .backAfter(backAfter)
                .scopeId(scopeId)
                .cause(cause);
        producer.commit();
    }

    void expired(long reservationId, int scopeId, long amount) {
        begin(expire).reservationId(reservationId).scopeId(scopeId).amount(amount);
        producer.commit();
    }

    void voided(long reservationId, int scopeId, long taken, long amount) {
        begin(voided).reservationId(reservationId).taken(taken).amount(amount).scopeId(scopeId);
        producer.commit();
    }

    void forcedTake(long reservationId, int scopeId, long taken, long amount) {
        begin(forced).reservationId(reservationId).taken(taken).amount(amount).scopeId(scopeId);
        producer.commit();
    }

    void factOutcome(long reservationId, long execId, long amount, FactOutcomeCode code) {
        begin(outcome)
                .reservationId(reservationId)
                .execId(execId)
                .amount(amount)
                .outcome(code.code());
        producer.commit();
    }

    void entryApplied(BalanceState state, LedgerEntry e, long arrivalNanos, long cleared) {
        begin(entry)
                .updateTimeNanos(e.updateTimeNanos())
                .arrivalNanos(arrivalNanos)
                .beforeBalance(e.beforeBalance())
                .afterBalance(e.afterBalance())
                .ledger(state.ledger)
                .cleared(cleared)
                .balanceId(state.id)
                .entryType(e.venueType())
                .entryId(ascii(e.id(), LedgerEntryAppliedEncoder.entryIdLength()))
                .instrument(ascii(e.instrument(), LedgerEntryAppliedEncoder.instrumentLength()));
        producer.commit();
    }

    void snapshotApplied(BalanceState state, Snapshot s, SnapshotOutcome snapshotOutcome, long cleared) {
        begin(snapshot)
                .requestNanos(s.requestNanos())
                .arrivalNanos(s.arrivalNanos())
                .venueTimeNanos(s.venueTimeNanos())
                .amount(s.ledger())
                .ledger(state.ledger)
                .encumbered(state.encumbered())
                .cleared(cleared)
                .balanceId(state.id)
                .outcome(snapshotOutcome);
        producer.commit();
    }

    void positionsApplied(BalanceState state, PositionsRead read, long cleared) {
        begin(new PositionsAppliedEncoder())
                .requestNanos(read.requestNanos())
                .arrivalNanos(read.arrivalNanos())
                .margin(read.margin())
                .cleared(cleared)
                .encumbered(state.encumbered())
                .balanceId(state.id)
                .positions(read.positions().size());
        producer.commit();
    }

    void statusChanged(int balanceId, BalanceStatus before, BalanceStatus after, String text) {
        begin(status)
                .balanceId(balanceId)
                .before(before)
                .after(after)
                .text(ascii(text, StatusChangeEncoder.textLength()));
        producer.commit();
    }

    void balanceRegistered(BalanceTable table, int balanceId) {
        begin(balance)
                .balanceId(balanceId)
                .assetScale(table.assetScale(balanceId))
                .scopeMode(ScopeMode.get((short) table.scopeMode(balanceId)))
                .venue(table.venue(balanceId))
                .account(table.account(balanceId))
                .asset(table.asset(balanceId));
        producer.commit();
    }

    void lineRegistered(Book book, int lineId) {
        final CostRule rule = book.lines().rule(lineId);
        final int scopeId = book.lines().scopeId(lineId);
        begin(line)
                .maxPrice(rule.maxPrice())
                .feeRate(rule.takerFee().rateMillionths())
                .feeRounding(rule.takerFee().roundTo())
                .feeSlack(rule.takerFee().slack())
                .lineId(lineId)
                .balanceId(book.lines().balanceId(lineId))
                .scopeId(scopeId)
                .scopeGeneration(book.scopes().generation(scopeId))
                .takenAtStart(book.scopes().takenAtStart(scopeId))
                .priceScale(rule.priceScale())
                .sizeScale(rule.sizeScale())
                .side(Side.get((short) rule.side().code()))
                .feeKind(FeeKind.get((short) rule.takerFee().kind().code()))
                .instrument(book.lines().instrument(lineId))
                .priceTick(rule.priceTick())
                .sizeStep(rule.sizeStep())
                .market0(book.lines().market(lineId, 0))
                .market1(book.lines().market(lineId, 1));
        final int cashId = book.lines().cashBalanceId(lineId);
        final FeeRule fee = cashId < 0
                ? FeeRule.none()
                : book.lines()
                        .cashRule(lineId, book.balances().assetScale(cashId))
                        .takerFee();
        line.cashFeeRate(fee.rateMillionths())
                .cashFeeRounding(fee.roundTo())
                .cashFeeSlack(fee.slack())
                .cashBalanceId(cashId)
                .cashFeeKind(FeeKind.get((short) fee.kind().code()));
        producer.commit();
    }

    void sessionStart(
            long nanoTime,
            long bootId,
            long pid,
            boolean shadow,
            boolean recovered,
            int voids,
            int held,
            String version) {
        begin(session)
                .nanoTime(nanoTime)
                .bootId(bootId)
                .pid(pid)
                .shadow((short) (shadow ? 1 : 0))
                .recovered((short) (recovered ? 1 : 0))
                .voids(voids)
                .heldReservations(held)
                .version(version);
        producer.commit();
    }

    /** What recovery found: an amount of which book and journal do not agree, or a loss. */
    void recoveryNote(
            RecoveryKind kind,
            int balanceId,
            int ringId,
            long reservationId,
            long inBook,
            long inJournal,
            long kept,
            String text) {
        begin(note)
                .reservationId(reservationId)
                .inBook(inBook)
                .inJournal(inJournal)
                .kept(kept)
                .orderKey(0)
                .price(0)
                .size(0)
                .lineId(-1)
                .balanceId(balanceId)
                .ringId(ringId)
                .kind(kind)
                .text(ascii(text, RecoveryNoteEncoder.textLength()));
        producer.commit();
        LossDesk.note(
                notes,
                kind + ": " + text + (balanceId < 0 ? "" : " balance=" + balanceId)
                        + (reservationId == 0 ? "" : " reservation=" + reservationId)
                        + ((inBook | inJournal | kept) == 0
                                ? ""
                                : " book=" + inBook + " journal=" + inJournal + " kept=" + kept));
    }

    /** What recovery told, for people. */
    List<String> notes() {
        return notes;
    }

    /** A reservation that only the book knows. */
    void orderSetAside(long reservationId, long hold, long orderKey, long price, long size, int lineId, int balanceId) {
        begin(note)
                .reservationId(reservationId)
                .inBook(hold)
                .inJournal(0)
                .kept(hold)
                .orderKey(orderKey)
                .price(price)
                .size(size)
                .lineId(lineId)
                .balanceId(balanceId)
                .ringId(-1)
                .kind(RecoveryKind.SET_ASIDE)
                .text(LOST_ORDER);
        producer.commit();
        LossDesk.note(
                notes,
                RecoveryKind.SET_ASIDE + ": " + LOST_ORDER + " balance=" + balanceId + " reservation=" + reservationId
                        + " orderKey=" + orderKey + " kept=" + hold);
    }

    /** A reservation of an order on several limits: which one names it, as only the book knows. */
    void orderOf(long reservationId, long naming) {
        begin(note)
                .reservationId(reservationId)
                .inBook(0)
                .inJournal(0)
                .kept(0)
                .orderKey(naming)
                .price(0)
                .size(0)
                .lineId(-1)
                .balanceId(-1)
                .ringId(-1)
                .kind(RecoveryKind.SET_ASIDE)
                .text(SAME_ORDER);
        producer.commit();
    }

    /** Sequence of the next record. */
    long sequence() {
        return producer.sequence();
    }

    void operatorCommand(OperatorCommand command, int code) {
        begin(operator)
                .commandId(command.commandId())
                .reservationId(command.reservationId())
                .execId(command.execId())
                .quantity(command.quantity())
                .price(command.price())
                .amount(command.amount())
                .balanceId(command.balanceId())
                .action(command.action())
                .code(code)
                .who(command.who())
                .why(command.why());
        producer.commit();
    }

    /** The end of an order, told by an operator or by an order-status answer. */
    void release(long reservationId, long finalCumQuantity, ReleaseReason why) {
        begin(new ReleaseEncoder())
                .reservationId(reservationId)
                .finalCumQuantity(finalCumQuantity)
                .why(why.code())
                .code(0)
                .venueAvailable(ReleaseEncoder.venueAvailableNullValue());
        producer.commit();
    }

    /** A fact whose slot was committed before its lane died, and whose record was not; or one that an operator told. */
    void fillOf(long reservationId, long execId, long quantity, long cumQuantity, long price, long fee, int lineId) {
        begin(new FillEncoder())
                .reservationId(reservationId)
                .execId(execId)
                .quantity(quantity)
                .cumQuantity(cumQuantity)
                .price(price)
                .fee(fee)
                .venueTimeNanos(0)
                .lineId(lineId)
                .code(0);
        producer.commit();
    }

    /** What venues write is theirs: anything but printable ASCII becomes a question mark, and long text is cut. */
    private static String ascii(String text, int length) {
        final StringBuilder out = new StringBuilder(Math.min(text.length(), length));
        for (int i = 0; i < text.length() && i < length; i++) {
            final char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return out.toString();
    }
}
