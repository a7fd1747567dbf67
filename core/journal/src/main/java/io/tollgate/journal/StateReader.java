package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.OrderFlagsDecoder;
import io.tollgate.sbe.StateBalanceDecoder;
import io.tollgate.sbe.StateBeginDecoder;
import io.tollgate.sbe.StateEndDecoder;
import io.tollgate.sbe.StateEndedDecoder;
import io.tollgate.sbe.StateFillDecoder;
import io.tollgate.sbe.StateLineDecoder;
import io.tollgate.sbe.StateOrderDecoder;
import io.tollgate.sbe.StatePieceDecoder;
import io.tollgate.sbe.StateRingDecoder;
import io.tollgate.sbe.StateScopeDecoder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state checkpoint message by message. One that was cut off by a kill is followed by another one, or by records; it is then as if
 * it had never begun. One thread.
 */
final class StateReader {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StateBeginDecoder begin = new StateBeginDecoder();
    private final StateRingDecoder ring = new StateRingDecoder();
    private final StateBalanceDecoder balance = new StateBalanceDecoder();
    private final StateScopeDecoder scope = new StateScopeDecoder();
    private final StatePieceDecoder piece = new StatePieceDecoder();
    private final StateLineDecoder line = new StateLineDecoder();
    private final StateOrderDecoder order = new StateOrderDecoder();
    private final StateFillDecoder fill = new StateFillDecoder();
    private final StateEndedDecoder ended = new StateEndedDecoder();
    private final StateEndDecoder end = new StateEndDecoder();

    private @Nullable JournalState state;
    private @Nullable FoldedOrder lastOrder;
    private long messages;

    /** A record stands here: a checkpoint that was begun before it was not finished. */
    void interrupted() {
        state = null;
    }

    /**
     * The next message.
     *
     * @return the whole state, if this was its last message
     * @throws IllegalArgumentException if it is none of a checkpoint, or out of place
     */
    @Nullable
    JournalState next(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        if (header.templateId() == StateBeginDecoder.TEMPLATE_ID) {
            begin.wrapAndApplyHeader(buffer, offset, header);
            final JournalState begun = new JournalState();
            begun.checkpoints = begin.number();
            begun.clockNanos = begin.clockNanos();
            begun.records = begin.records();
            begun.highestGeneration = begin.highestGeneration();
            begun.losses = begin.losses();
            begun.renewed = begin.renewed() != 0;
            // absent before version 3
            begun.halted = begin.halted() == 1;
            state = begun;
            lastOrder = null;
            messages = 1;
            return null;
        }
        final JournalState into = state;
        if (into == null) {
            throw new IllegalArgumentException("a state checkpoint begins with StateBegin");
        }
        if (header.templateId() == StateEndDecoder.TEMPLATE_ID) {
            end.wrapAndApplyHeader(buffer, offset, header);
            if (end.messages() != messages) {
                throw new IllegalArgumentException(
                        "a state checkpoint of " + end.messages() + " messages has " + messages);
            }
            state = null;
            into.joinAll();
            return into;
        }
        messages++;
        read(into, buffer, offset);
        return null;
    }

    private void read(JournalState into, DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case StateRingDecoder.TEMPLATE_ID -> {
                ring.wrapAndApplyHeader(buffer, offset, header);
                into.positions.of(ring.ringId()).next = ring.next();
                into.positions.of(ring.ringId()).gaps = ring.gaps();
            }
            case StateBalanceDecoder.TEMPLATE_ID ->
                readBalance(into, balance.wrapAndApplyHeader(buffer, offset, header));
            case StateScopeDecoder.TEMPLATE_ID -> {
                scope.wrapAndApplyHeader(buffer, offset, header);
                final FoldedScope folded =
                        new FoldedScope(scope.scopeId(), scope.balanceId(), scope.generation(), scope.takenAtStart());
                folded.tiles.cover(scope.takenAtStart(), scope.frontier() - scope.takenAtStart());
                folded.back = scope.back();
                into.scopes.put(folded.scopeId, folded);
            }
            case StatePieceDecoder.TEMPLATE_ID -> {
                piece.wrapAndApplyHeader(buffer, offset, header);
                final FoldedScope of = into.scopes.get(piece.scopeId());
                if (of == null) {
                    throw new IllegalArgumentException("a piece of an unknown scope: scope=" + piece.scopeId());
                }
                of.tiles.cover(piece.from(), piece.to() - piece.from());
            }
            case StateLineDecoder.TEMPLATE_ID -> readLine(into, line.wrapAndApplyHeader(buffer, offset, header));
            case StateOrderDecoder.TEMPLATE_ID -> readOrder(into, order.wrapAndApplyHeader(buffer, offset, header));
            case StateFillDecoder.TEMPLATE_ID -> {
                fill.wrapAndApplyHeader(buffer, offset, header);
                final FoldedOrder of = lastOrder;
                if (of == null) {
                    throw new IllegalArgumentException("an execution of no reservation: execId=" + fill.execId());
                }
                of.fill(fill.execId(), fill.quantity(), fill.price(), fill.fee());
            }
            case StateEndedDecoder.TEMPLATE_ID -> {
                ended.wrapAndApplyHeader(buffer, offset, header);
                final FoldedOrder over = into.order(ended.reservationId());
                over.approved = true;
                over.expired = true;
                into.restoredGeneration(ended.reservationId());
            }
            default ->
                throw new IllegalArgumentException(
                        "a message that is none of a state checkpoint: template=" + header.templateId());
        }
    }

    private static void readBalance(JournalState into, StateBalanceDecoder d) {
        final FoldedBalance b = new FoldedBalance(d.balanceId());
        b.ledger = d.ledger();
        b.ledgerTimeNanos = d.ledgerTimeNanos();
        b.encumbered = d.encumbered();
        b.operatorEncumbered = d.operatorEncumbered();
        b.margin = d.margin();
        b.inTransit = d.inTransit();
        b.unpublished = d.unpublished();
        b.limit = d.publishedLimit();
        b.limitVersion = d.limitVersion();
        b.limitClockNanos = d.limitClockNanos();
        b.limitBefore = d.limitBefore();
        b.assetScale = d.assetScale();
        b.scopeMode = d.scopeModeRaw();
        b.hasLedger = d.hasLedger() != 0;
        b.venue = d.venue();
        b.account = d.account();
        b.asset = d.asset();
        b.lastEntryId = d.lastEntryId();
        into.balances.put(b.id, b);
    }

    private static void readLine(JournalState into, StateLineDecoder d) {
        final FoldedBalance of = into.balances.get(d.balanceId());
        if (of == null) {
            throw new IllegalArgumentException("a line of an unknown balance: balance=" + d.balanceId());
        }
        final FeeRule.Kind kind = FeeRule.Kind.of(d.feeKindRaw());
        final FeeRule fee = kind == FeeRule.Kind.NONE
                ? FeeRule.none()
                : new FeeRule(kind, d.feeRate(), d.feeRounding(), d.feeSlack());
        final CostRule rule = new CostRule(
                Side.of(d.sideRaw()),
                d.priceScale(),
                d.sizeScale(),
                of.assetScale,
                d.maxPrice(),
                fee,
                // checkpoints of version 2 have none
                Math.max(1, d.priceTick()),
                Math.max(1, d.sizeStep()));
        into.lines.put(
                d.lineId(),
                new FoldedLine(
                        d.lineId(),
                        d.balanceId(),
                        d.scopeId(),
                        rule,
                        d.instrument(),
                        d.sinceNanos(),
                        KeeperFold.known(d.market0(), StateLineDecoder.market0NullValue()),
                        KeeperFold.known(d.market1(), StateLineDecoder.market1NullValue()),
                        FoldedLine.cash(
                                d.cashBalanceId(),
                                d.cashFeeKindRaw(),
                                d.cashFeeRate(),
                                d.cashFeeRounding(),
                                d.cashFeeSlack())));
    }

    private void readOrder(JournalState into, StateOrderDecoder d) {
        final FoldedOrder o = into.order(d.reservationId());
        o.orderKey = d.orderKey();
        o.price = d.price();
        o.size = d.size();
        o.amendPrice = d.amendPrice();
        o.amendSize = d.amendSize();
        o.hold = d.hold();
        o.finalQuantity = d.finalQuantity();
        o.clockNanos = d.clockNanos();
        o.ringId = d.ringId();
        o.lineId = d.lineId();
        o.scopeId = d.scopeId();
        o.orderReservation = KeeperFold.known(d.orderReservation(), StateOrderDecoder.orderReservationNullValue());
        final OrderFlagsDecoder flags = d.flags();
        o.approved = flags.approved();
        o.sent = flags.sent();
        o.acked = flags.acked();
        o.amending = flags.amending();
        o.amended = flags.amended();
        o.uncertain = flags.uncertain();
        o.expired = flags.expired();
        if (o.approved) {
            into.restoredGeneration(o.id);
        }
        lastOrder = o;
    }
}
