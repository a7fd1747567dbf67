package io.tollgate.journal;

import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.sbe.FeeKind;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ScopeMode;
import io.tollgate.sbe.Side;
import io.tollgate.sbe.StateBalanceEncoder;
import io.tollgate.sbe.StateBeginEncoder;
import io.tollgate.sbe.StateEndEncoder;
import io.tollgate.sbe.StateEndedEncoder;
import io.tollgate.sbe.StateFillEncoder;
import io.tollgate.sbe.StateLineEncoder;
import io.tollgate.sbe.StateOrderEncoder;
import io.tollgate.sbe.StatePieceEncoder;
import io.tollgate.sbe.StateRingEncoder;
import io.tollgate.sbe.StateScopeEncoder;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a {@link JournalState} as a run of messages. One thread. */
final class StateWriter {
    private static final int MOST_BYTES = 512;

    private final Batch batch;
    private final Consumer<Batch> sink;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MOST_BYTES]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long messages;

    /**
     * @param batch scratch, empty
     * @param sink takes each full batch, and the last one
     */
    StateWriter(Batch batch, Consumer<Batch> sink) {
        this.batch = batch;
        this.sink = sink;
    }

    void write(JournalState state) {
        messages = 0;
        batch.begin(JournalFormat.STATE, 0);
        add(new StateBeginEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .number(state.checkpoints)
                .clockNanos(state.clockNanos)
                .records(state.records)
                .highestGeneration(state.highestGeneration)
                .losses(state.losses)
                .renewed((short) (state.renewed ? 1 : 0))
                .halted((short) (state.halted ? 1 : 0))
                .encodedLength());
        state.positions.forEach((position, ringId) -> add(new StateRingEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .next(position.next)
                .gaps(position.gaps)
                .ringId(ringId)
                .encodedLength()));
        state.balances.values().forEach(this::balance);
        state.scopes.values().forEach(this::scope);
        state.lines.values().forEach(this::line);
        state.orders.values().forEach(this::order);
        add(new StateEndEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .messages(messages)
                .encodedLength());
        flush();
    }

    private void balance(FoldedBalance b) {
        add(new StateBalanceEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .ledger(b.ledger)
                .ledgerTimeNanos(b.ledgerTimeNanos)
                .encumbered(b.encumbered)
                .operatorEncumbered(b.operatorEncumbered)
                .margin(b.margin)
                .inTransit(b.inTransit)
                .unpublished(b.unpublished)
                .publishedLimit(b.limit)
                .limitVersion(b.limitVersion)
                .limitClockNanos(b.limitClockNanos)
                .limitBefore(b.limitBefore)
                .balanceId(b.id)
                .assetScale(b.assetScale)
                .scopeMode(ScopeMode.get((short) b.scopeMode))
                .hasLedger((short) (b.hasLedger ? 1 : 0))
                .venue(b.venue)
                .account(b.account)
                .asset(b.asset)
                .lastEntryId(b.lastEntryId)
                .encodedLength());
    }

    private void scope(FoldedScope s) {
        add(new StateScopeEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .takenAtStart(s.takenAtStart)
                .frontier(s.tiles.frontier())
                .back(s.back)
                .scopeId(s.scopeId)
                .generation(s.generation)
                .balanceId(s.balanceId)
                .encodedLength());
        s.tiles.forEachAhead((from, to) -> add(new StatePieceEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .from(from)
                .to(to)
                .scopeId(s.scopeId)
                .encodedLength()));
    }

    private void line(FoldedLine l) {
        final JournaledCash cash = l.cash();
        final FeeRule cashFee = cash == null ? FeeRule.none() : cash.fee();
        add(new StateLineEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .maxPrice(l.rule().maxPrice())
                .feeRate(l.rule().takerFee().rateMillionths())
                .feeRounding(l.rule().takerFee().roundTo())
                .feeSlack(l.rule().takerFee().slack())
                .sinceNanos(l.sinceNanos())
                .lineId(l.lineId())
                .balanceId(l.balanceId())
                .scopeId(l.scopeId())
                .priceScale(l.rule().priceScale())
                .sizeScale(l.rule().sizeScale())
                .side(Side.get((short) l.rule().side().code()))
                .feeKind(FeeKind.get((short) l.rule().takerFee().kind().code()))
                .instrument(l.instrument())
                .priceTick(l.rule().priceTick())
                .sizeStep(l.rule().sizeStep())
                .market0(l.market0())
                .market1(l.market1())
                .cashFeeRate(cashFee.rateMillionths())
                .cashFeeRounding(cashFee.roundTo())
                .cashFeeSlack(cashFee.slack())
                .cashBalanceId(cash == null ? -1 : cash.balanceId())
                .cashFeeKind(FeeKind.get((short) cashFee.kind().code()))
                .encodedLength());
    }

    private void order(FoldedOrder o) {
        if (o.isOver() && o.hold == 0) {
            add(new StateEndedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .reservationId(o.id)
                    .encodedLength());
            return;
        }
        final StateOrderEncoder encoder = new StateOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .reservationId(o.id)
                .orderKey(o.orderKey)
                .price(o.price)
                .size(o.size)
                .amendPrice(o.amendPrice)
                .amendSize(o.amendSize)
                .hold(o.hold)
                .finalQuantity(o.finalQuantity)
                .clockNanos(o.clockNanos)
                .ringId(o.ringId)
                .lineId(o.lineId)
                .scopeId(o.scopeId)
                .orderReservation(o.orderReservation);
        encoder.flags()
                .clear()
                .approved(o.approved)
                .sent(o.sent)
                .acked(o.acked)
                .amending(o.amending)
                .amended(o.amended)
                .uncertain(o.uncertain)
                .expired(o.expired);
        add(encoder.encodedLength());
        for (final JournaledFill fill : o.fills) {
            add(new StateFillEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .execId(fill.execId())
                    .quantity(fill.quantity())
                    .price(fill.price())
                    .fee(fill.fee())
                    .encodedLength());
        }
    }

    private void add(int bodyLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        if (!batch.hasRoom(length)) {
            flush();
        }
        batch.add(buffer, 0, length);
        messages++;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            sink.accept(batch);
        }
        batch.begin(JournalFormat.STATE, messages);
    }
}
