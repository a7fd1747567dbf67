package io.tollgate.journal.explain;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Balances and lines of a journal; a line's number may have had several uses. One thread. */
final class Registry {
    private final Int2ObjectHashMap<BalanceFacts> balances = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<List<LineFacts>> lines = new Int2ObjectHashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BalanceRegisteredDecoder balance = new BalanceRegisteredDecoder();
    private final LineRegisteredDecoder line = new LineRegisteredDecoder();

    /** Takes note of a registration. */
    void learn(int templateId, DirectBuffer buffer, int offset) {
        if (templateId == BalanceRegisteredDecoder.TEMPLATE_ID) {
            balance.wrapAndApplyHeader(buffer, offset, header);
            balances.put(
                    balance.balanceId(),
                    new BalanceFacts(
                            balance.balanceId(),
                            balance.venue(),
                            balance.account(),
                            balance.asset(),
                            balance.assetScale(),
                            balance.scopeModeRaw()));
        } else if (templateId == LineRegisteredDecoder.TEMPLATE_ID) {
            line.wrapAndApplyHeader(buffer, offset, header);
            learnLine();
        }
    }

    /** Takes note of what was registered before the journal's start. */
    void learn(JournaledState state) {
        for (final JournaledState.JournaledBalance b : state.balances()) {
            balances.put(
                    b.id(), new BalanceFacts(b.id(), b.venue(), b.account(), b.asset(), b.assetScale(), b.scopeMode()));
        }
        for (final JournaledState.JournaledLine l : state.lines()) {
            for (final JournaledState.JournaledScope scope : state.scopes()) {
                if (scope.id() == l.scopeId()) {
                    lines.computeIfAbsent(l.id(), key -> new ArrayList<>())
                            .add(new LineFacts(
                                    l.id(),
                                    l.balanceId(),
                                    l.scopeId(),
                                    scope.takenAtStart(),
                                    l.instrument(),
                                    l.rule(),
                                    0));
                }
            }
        }
    }

    /** What takes of a scope amount to, less what was given back, at the journal's start. */
    static long heldAtStart(JournaledState.JournaledScope scope) {
        long held = scope.frontier() - scope.back();
        for (final JournaledState.Piece piece : scope.ahead()) {
            held += piece.to() - piece.from();
        }
        return held;
    }

    private void learnLine() {
        final BalanceFacts of = balances.get(line.balanceId());
        if (of == null) {
            return;
        }
        final CostRule rule;
        try {
            final FeeRule.Kind kind = FeeRule.Kind.of(line.feeKindRaw());
            final FeeRule fee = kind == FeeRule.Kind.NONE
                    ? FeeRule.none()
                    : new FeeRule(kind, line.feeRate(), line.feeRounding(), line.feeSlack());
            rule = new CostRule(
                    Side.of(line.sideRaw()),
                    line.priceScale(),
                    line.sizeScale(),
                    of.assetScale(),
                    line.maxPrice(),
                    fee,
                    Math.max(1, line.priceTick()),
                    Math.max(1, line.sizeStep()));
        } catch (final IllegalArgumentException e) {
            // verification names it; what is decided on it is told without a cost rule
            return;
        }
        final List<LineFacts> uses = lines.computeIfAbsent(line.lineId(), key -> new ArrayList<>());
        final LineFacts use = new LineFacts(
                line.lineId(),
                line.balanceId(),
                line.scopeId(),
                line.takenAtStart(),
                line.instrument(),
                rule,
                line.clockNanos());
        final LineFacts last = uses.isEmpty() ? null : uses.get(uses.size() - 1);
        // a restart tells a line again
        if (last == null
                || last.scopeId() != use.scopeId()
                || last.takenAtStart() != use.takenAtStart()
                || !last.rule().equals(use.rule())
                || !last.instrument().equals(use.instrument())) {
            uses.add(use);
        }
    }

    @Nullable
    BalanceFacts balance(int balanceId) {
        return balances.get(balanceId);
    }

    Iterable<BalanceFacts> balances() {
        return balances.values();
    }

    /** What the line's number stood for at this clock; the oldest use known if the record is older than that. */
    @Nullable
    LineFacts line(int lineId, long clockNanos) {
        final List<LineFacts> uses = lines.get(lineId);
        if (uses == null) {
            return null;
        }
        for (int i = uses.size() - 1; i > 0; i--) {
            if (uses.get(i).sinceNanos() <= clockNanos) {
                return uses.get(i);
            }
        }
        return uses.get(0);
    }

    /** A line that sums its reservations in this scope, or null. */
    @Nullable
    LineFacts lineOfScope(int scopeId) {
        for (final List<LineFacts> uses : lines.values()) {
            for (final LineFacts use : uses) {
                if (use.scopeId() == scopeId) {
                    return use;
                }
            }
        }
        return null;
    }
}
