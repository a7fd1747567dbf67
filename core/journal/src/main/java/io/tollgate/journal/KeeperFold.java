package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.OperatorAction;
import io.tollgate.sbe.OperatorCommandDecoder;
import io.tollgate.sbe.RecoveryKind;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.ScopeMode;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.SnapshotOutcome;
import io.tollgate.sbe.VoidDecoder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Folds BookKeeper's records into a {@link JournalState}. One thread. */
final class KeeperFold {
    private final JournalState state;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ExpireDecoder expire = new ExpireDecoder();
    private final GivenBackDecoder givenBack = new GivenBackDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forcedTake = new ForcedTakeDecoder();
    private final LedgerEntryAppliedDecoder entry = new LedgerEntryAppliedDecoder();
    private final SnapshotAppliedDecoder snapshot = new SnapshotAppliedDecoder();
    private final LimitPublishedDecoder limit = new LimitPublishedDecoder();
    private final BalanceRegisteredDecoder balance = new BalanceRegisteredDecoder();
    private final LineRegisteredDecoder line = new LineRegisteredDecoder();
    private final SessionStartDecoder session = new SessionStartDecoder();
    private final RecoveryNoteDecoder note = new RecoveryNoteDecoder();
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();

    KeeperFold(JournalState state) {
        this.state = state;
    }

    void onRecord(int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case GivenBackDecoder.TEMPLATE_ID -> onGivenBack(givenBack.wrapAndApplyHeader(buffer, offset, header));
            case LimitPublishedDecoder.TEMPLATE_ID -> onLimit(limit.wrapAndApplyHeader(buffer, offset, header));
            case ExpireDecoder.TEMPLATE_ID -> {
                expire.wrapAndApplyHeader(buffer, offset, header);
                state.ofOrder(expire.reservationId(), order -> order.expired = true);
            }
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrapAndApplyHeader(buffer, offset, header);
                cover(voided.scopeId(), voided.taken(), voided.amount());
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forcedTake.wrapAndApplyHeader(buffer, offset, header);
                cover(forcedTake.scopeId(), forcedTake.taken(), forcedTake.amount());
                if (forcedTake.reservationId() != 0) {
                    state.order(forcedTake.reservationId()).hold += forcedTake.amount();
                }
            }
            case LedgerEntryAppliedDecoder.TEMPLATE_ID -> {
                entry.wrapAndApplyHeader(buffer, offset, header);
                final FoldedBalance of = balance(entry.balanceId());
                of.hasLedger = true;
                of.ledger = entry.ledger();
                of.ledgerTimeNanos = Math.max(of.ledgerTimeNanos, entry.updateTimeNanos());
                of.lastEntryId = entry.entryId();
                state.clockNanos = entry.clockNanos();
            }
            case SnapshotAppliedDecoder.TEMPLATE_ID -> {
                snapshot.wrapAndApplyHeader(buffer, offset, header);
                if (snapshot.outcomeRaw() == SnapshotOutcome.ADOPTED.value()) {
                    final FoldedBalance of = balance(snapshot.balanceId());
                    of.hasLedger = true;
                    of.ledger = snapshot.ledger();
                }
                state.clockNanos = snapshot.clockNanos();
            }
            case BalanceRegisteredDecoder.TEMPLATE_ID -> onBalance(balance.wrapAndApplyHeader(buffer, offset, header));
            case LineRegisteredDecoder.TEMPLATE_ID -> onLine(line.wrapAndApplyHeader(buffer, offset, header));
            case SessionStartDecoder.TEMPLATE_ID -> {
                session.wrapAndApplyHeader(buffer, offset, header);
                state.clockNanos = session.clockNanos();
                state.noneFollows();
                // every lane of the session before was drained: what waits for a Reserve record waits in vain
                state.orders.values().removeIf(order -> !order.approved && !order.hasFact());
            }
            case OperatorCommandDecoder.TEMPLATE_ID -> {
                operator.wrapAndApplyHeader(buffer, offset, header);
                if (operator.actionRaw() == OperatorAction.HALT.value()) {
                    state.halted = true;
                } else if (operator.actionRaw() == OperatorAction.RESUME.value()) {
                    state.halted = false;
                }
            }
            case RecoveryNoteDecoder.TEMPLATE_ID -> {
                note.wrapAndApplyHeader(buffer, offset, header);
                if (isLoss(note.kindRaw())) {
                    state.losses++;
                } else if (note.kindRaw() == RecoveryKind.SET_ASIDE.value() && note.reservationId() != 0) {
                    if (note.lineId() < 0) {
                        state.joined(note.orderKey(), note.reservationId());
                    } else {
                        setAside(note);
                    }
                }
            }
            default -> {
                // says nothing about the book
            }
        }
    }

    /** Whether records may be missing before this note. */
    static boolean isLoss(int kind) {
        return kind == RecoveryKind.FILES_LOST.value()
                || kind == RecoveryKind.RING_LOST.value()
                || kind == RecoveryKind.JOURNAL_LOST.value()
                || kind == RecoveryKind.MACHINE_DIED.value();
    }

    /** A reservation that only the book knew: its Reserve record is lost. */
    private void setAside(RecoveryNoteDecoder d) {
        final FoldedOrder order = state.order(d.reservationId());
        order.approved = true;
        order.sent = true;
        order.uncertain = true;
        order.orderKey = d.orderKey();
        order.price = d.price();
        order.size = d.size();
        order.lineId = d.lineId();
        final FoldedLine of = state.lines.get(d.lineId());
        order.scopeId = of == null ? -1 : of.scopeId();
        order.clockNanos = d.clockNanos();
        state.restoredGeneration(d.reservationId());
    }

    private FoldedBalance balance(int id) {
        FoldedBalance of = state.balances.get(id);
        if (of == null) {
            of = new FoldedBalance(id);
            state.balances.put(id, of);
        }
        return of;
    }

    private void cover(int scopeId, long taken, long amount) {
        final FoldedScope scope = state.scopes.get(scopeId);
        if (scope != null && amount > 0) {
            scope.tiles.cover(taken, amount);
        }
    }

    private void onGivenBack(GivenBackDecoder d) {
        state.clockNanos = d.clockNanos();
        final FoldedScope scope = state.scopes.get(d.scopeId());
        if (scope != null) {
            scope.givenBack(d.backAfter());
        }
        if (d.reservationId() != 0) {
            final FoldedOrder order = state.order(d.reservationId());
            order.hold -= d.amount();
            state.forgetIfNothing(order);
        }
    }

    private void onLimit(LimitPublishedDecoder d) {
        state.clockNanos = d.clockNanos();
        final FoldedBalance of = balance(d.balanceId());
        of.limitBefore = of.limit;
        of.limit = d.newLimit();
        of.limitVersion = d.limitVersion();
        of.limitClockNanos = d.clockNanos();
        of.encumbered = d.encumbered();
        of.inTransit = d.inTransit();
        final boolean split = d.operatorEncumbered() != LimitPublishedDecoder.operatorEncumberedNullValue();
        of.operatorEncumbered = split ? d.operatorEncumbered() : 0;
        of.margin = split ? d.margin() : 0;
        of.unpublished = 0;
    }

    private void onBalance(BalanceRegisteredDecoder d) {
        state.clockNanos = d.clockNanos();
        if (d.scopeModeRaw() > ScopeMode.MARKET.value()) {
            // a damaged record, or a newer version's
            return;
        }
        final FoldedBalance of = balance(d.balanceId());
        of.venue = d.venue();
        of.account = d.account();
        of.asset = d.asset();
        of.assetScale = d.assetScale();
        of.scopeMode = d.scopeModeRaw();
    }

    private void onLine(LineRegisteredDecoder d) {
        state.clockNanos = d.clockNanos();
        final FoldedScope scope = state.scopes.get(d.scopeId());
        if (scope == null || scope.generation != d.scopeGeneration()) {
            state.scopes.put(
                    d.scopeId(), new FoldedScope(d.scopeId(), d.balanceId(), d.scopeGeneration(), d.takenAtStart()));
            if (scope != null) {
                // what is still held is taken again by force in the new generation
                state.orders.values().forEach(order -> {
                    if (order.scopeId == d.scopeId()) {
                        order.hold = 0;
                    }
                });
            }
        }
        final FoldedBalance of = state.balances.get(d.balanceId());
        if (of == null) {
            return;
        }
        final CostRule rule;
        final @Nullable JournaledCash cash;
        try {
            rule = VerifiedLine.rule(d, of.assetScale);
            cash = FoldedLine.cash(
                    d.cashBalanceId(), d.cashFeeKindRaw(), d.cashFeeRate(), d.cashFeeRounding(), d.cashFeeSlack());
        } catch (final IllegalArgumentException e) {
            // a damaged record: recovery misses the line and says so, and verification names the record
            return;
        }
        state.lines.put(
                d.lineId(),
                new FoldedLine(
                        d.lineId(),
                        d.balanceId(),
                        d.scopeId(),
                        rule,
                        d.instrument(),
                        d.clockNanos(),
                        known(d.market0(), LineRegisteredDecoder.market0NullValue()),
                        known(d.market1(), LineRegisteredDecoder.market1NullValue()),
                        cash));
    }

    /** A field that came with a later version than the message, or 0. */
    static long known(long value, long absent) {
        return value == absent ? 0 : value;
    }
}
