package io.tollgate.journal;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all records of a journal up to a place say together: the book as it can be known from the journal alone. Folded record by record;
 * written now and then as a state checkpoint, from which a restart, a verification and a journal whose beginning was retired go on.
 *
 * <p>Sums, not sequences: records of different rings have no order among each other, so a fact may be met before its reservation and a
 * giving back before its take.
 *
 * <p>Threading: one thread.
 */
final class JournalState implements RecordHandler {
    private static final int NO_GENERATION = -1;
    private static final int APPROVED = FactResult.ACCEPTED.code();

    final RingPositions positions = new RingPositions();
    final Int2ObjectHashMap<FoldedBalance> balances = new Int2ObjectHashMap<>();
    final Int2ObjectHashMap<FoldedScope> scopes = new Int2ObjectHashMap<>();
    final Int2ObjectHashMap<FoldedLine> lines = new Int2ObjectHashMap<>();
    final Long2ObjectHashMap<FoldedOrder> orders = new Long2ObjectHashMap<>();
    /** Newest approved generation of a row: an older one that has ended can be forgotten. */
    private final Int2IntHashMap newest = new Int2IntHashMap(NO_GENERATION);

    /** By ring: reservations on several limits of one order, whose other records follow at once. */
    private final Int2ObjectHashMap<List<FoldedOrder>> unnamed = new Int2ObjectHashMap<>();

    private final List<Long> doomed = new ArrayList<>();

    int highestGeneration;
    int losses;
    long records;
    long clockNanos;
    /** The next checkpoint begins a folder after a loss: rings may go on later than it says. */
    boolean renewed;
    /** An operator, or the program, has halted the gate and not resumed it. */
    boolean halted;
    /** State checkpoints so far. */
    long checkpoints;

    private final KeeperFold keeperFold = new KeeperFold(this);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final AckedDecoder acked = new AckedDecoder();
    private final AmendOutcomeDecoder amendOutcome = new AmendOutcomeDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final BustDecoder bust = new BustDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();

    /** Whether nothing was ever told. */
    boolean isEmpty() {
        return records == 0 && checkpoints == 0;
    }

    @Override
    public void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            int length,
            long batchTimeNanos) {
        records++;
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + Messages.leastBlockLength(templateId)) {
            // a damaged record: verification names it
            return;
        }
        if (templateId != ReserveDecoder.TEMPLATE_ID && !unnamed.isEmpty()) {
            // refused on another limit: it is given back
            alone(unnamed.remove(ringId));
        }
        switch (templateId) {
            case ReserveDecoder.TEMPLATE_ID -> onReserve(reserve.wrapAndApplyHeader(buffer, offset, header), ringId);
            case AmendDecoder.TEMPLATE_ID -> onAmend(amend.wrapAndApplyHeader(buffer, offset, header));
            case SentDecoder.TEMPLATE_ID -> {
                sent.wrapAndApplyHeader(buffer, offset, header);
                if (sent.code() == APPROVED) {
                    order(sent.reservationId()).sent = true;
                }
            }
            case AckedDecoder.TEMPLATE_ID -> {
                acked.wrapAndApplyHeader(buffer, offset, header);
                if (acked.code() == APPROVED) {
                    ofOrder(acked.reservationId(), order -> order.acked = true);
                }
            }
            case AmendOutcomeDecoder.TEMPLATE_ID ->
                onAmendOutcome(amendOutcome.wrapAndApplyHeader(buffer, offset, header));
            case FillDecoder.TEMPLATE_ID -> onFill(fill.wrapAndApplyHeader(buffer, offset, header));
            case BustDecoder.TEMPLATE_ID -> {
                bust.wrapAndApplyHeader(buffer, offset, header);
                if (bust.code() == APPROVED) {
                    ofOrder(bust.reservationId(), order -> order.bust(bust.execId()));
                }
            }
            case ReleaseDecoder.TEMPLATE_ID -> onRelease(release.wrapAndApplyHeader(buffer, offset, header));
            default -> keeperFold.onRecord(templateId, buffer, offset);
        }
    }

    FoldedOrder order(long id) {
        FoldedOrder order = orders.get(id);
        if (order == null) {
            order = new FoldedOrder(id);
            orders.put(id, order);
        }
        return order;
    }

    /** What is told of a reservation counts for its order's others too. */
    void ofOrder(long id, Consumer<FoldedOrder> fact) {
        final FoldedOrder order = order(id);
        fact.accept(order);
        order.legs().forEach(fact);
    }

    /** Lanes of a new session begin orders of their own. */
    void noneFollows() {
        unnamed.values().forEach(JournalState::alone);
        unnamed.clear();
    }

    private static void alone(@Nullable List<FoldedOrder> legs) {
        if (legs != null) {
            legs.forEach(leg -> leg.orderReservation = 0);
        }
    }

    /** A Reserve record: with those before it of one order, or alone. */
    private void name(int ringId, @Nullable FoldedOrder approved, boolean leg) {
        if (leg && approved != null) {
            approved.orderReservation = FoldedOrder.NOT_NAMED;
            unnamed.computeIfAbsent(ringId, key -> new ArrayList<>()).add(approved);
            return;
        }
        if (unnamed.isEmpty()) {
            return;
        }
        final List<FoldedOrder> legs = unnamed.remove(ringId);
        if (approved != null && legs != null) {
            legs.forEach(each -> join(approved, each));
        } else {
            alone(legs);
        }
    }

    private void join(FoldedOrder order, FoldedOrder leg) {
        order.join(leg);
        // a fact of another lane may be met before the reservation it is about
        for (final JournaledFill told : order.fills) {
            if (leg.fill(told.execId(), told.quantity(), told.price(), told.fee())) {
                charge(lines.get(leg.lineId), told.price(), told.quantity(), told.fee());
            }
        }
        leg.acked |= order.acked;
        leg.uncertain |= order.uncertain;
        leg.expired |= order.expired;
        if (order.finalQuantity >= 0) {
            leg.finalQuantity = order.finalQuantity;
        }
    }

    /** A book told that a reservation is of the order that another one names. */
    void joined(long naming, long leg) {
        join(order(naming), order(leg));
    }

    /** After a checkpoint was read: orders find their reservations. */
    void joinAll() {
        orders.values().forEach(leg -> {
            if (leg.orderReservation == FoldedOrder.NOT_NAMED) {
                unnamed.computeIfAbsent(leg.ringId, key -> new ArrayList<>()).add(leg);
            } else if (leg.orderReservation != 0) {
                final FoldedOrder order = orders.get(leg.orderReservation);
                if (order != null) {
                    order.join(leg);
                }
            }
        });
    }

    private void onReserve(ReserveDecoder d, int ringId) {
        final long id = d.reservationId();
        final boolean leg = d.flags().leg();
        final boolean tile = d.flags().tile();
        if (tile) {
            final FoldedScope scope = scopes.get(d.scopeId());
            if (scope != null) {
                scope.tiles.cover(d.taken(), d.cost());
            }
        }
        if (id == 0) {
            name(ringId, null, leg);
            return;
        }
        highestGeneration = Math.max(highestGeneration, (int) (id >>> 32));
        final FoldedOrder order = order(id);
        if (tile) {
            order.hold += d.cost();
        }
        if (d.code() == APPROVED || d.flags().shadow()) {
            order.approved = true;
            order.ringId = ringId;
            order.orderKey = d.orderKey();
            order.price = d.price();
            order.size = d.size();
            order.lineId = d.lineId();
            order.scopeId = d.scopeId();
            order.clockNanos = d.clockNanos();
            newest.put((int) id, Math.max(newest.get((int) id), (int) (id >>> 32)));
            name(ringId, order, leg);
        } else {
            name(ringId, null, leg);
            forgetIfNothing(order);
        }
    }

    private void onAmend(AmendDecoder d) {
        final boolean tile = d.flags().tile();
        final FoldedLine line = lines.get(d.lineId());
        if (tile && line != null) {
            final FoldedScope scope = scopes.get(line.scopeId());
            if (scope != null) {
                scope.tiles.cover(d.taken(), d.delta());
            }
        }
        final boolean stands = d.code() == APPROVED || (d.flags().shadow() && tile);
        if (d.reservationId() == 0 || !(stands || tile)) {
            return;
        }
        final FoldedOrder order = order(d.reservationId());
        if (tile) {
            order.hold += d.delta();
        }
        if (stands) {
            order.amending = true;
            order.amendPrice = d.newPrice();
            order.amendSize = d.newSize();
        } else {
            forgetIfNothing(order);
        }
    }

    private void onAmendOutcome(AmendOutcomeDecoder d) {
        if (d.code() != APPROVED) {
            return;
        }
        final boolean accepted = d.accepted() == 1;
        ofOrder(d.reservationId(), order -> {
            if (order.amending && accepted) {
                order.price = order.amendPrice;
                order.size = order.amendSize;
            }
            order.amending = false;
            order.amended = true;
        });
    }

    private void onFill(FillDecoder d) {
        if (d.code() == FactResult.UNKNOWN_RESERVATION.code()) {
            charge(lines.get(d.lineId()), d.price(), d.quantity(), d.fee());
        } else if (d.code() == FactResult.UNCERTAIN.code()) {
            ofOrder(d.reservationId(), order -> order.uncertain = true);
        } else if (d.code() == APPROVED) {
            ofOrder(d.reservationId(), order -> {
                if (order.fill(d.execId(), d.quantity(), d.price(), d.fee())) {
                    charge(lines.get(order.lineId), d.price(), d.quantity(), d.fee());
                }
            });
        }
    }

    /** Money that is gone and that no published limit shows yet; at worst, because nothing is known of it but this. */
    private void charge(@Nullable FoldedLine line, long price, long quantity, long fee) {
        if (line == null) {
            return;
        }
        final FoldedBalance balance = balances.get(line.balanceId());
        if (balance == null) {
            return;
        }
        charge(balance, line.rule(), price, quantity, fee);
        final JournaledCash leg = line.cash();
        final FoldedBalance cash = leg == null ? null : balances.get(leg.balanceId());
        if (leg != null && cash != null) {
            charge(cash, line.cashRule(leg, cash.assetScale), price, quantity, fee);
        }
    }

    private static void charge(FoldedBalance balance, CostRule rule, long price, long quantity, long fee) {
        final long cost = Math.max(0, rule.cost(Math.max(1, Math.min(price, rule.maxPrice())), quantity));
        balance.unpublished = Math.min(
                io.tollgate.gate.money.Amounts.MAX_AMOUNT,
                balance.unpublished + cost + Math.max(0, fee == Long.MIN_VALUE ? 0 : fee));
    }

    private void onRelease(ReleaseDecoder d) {
        if (d.code() != APPROVED) {
            return;
        }
        final long finalQuantity = d.finalCumQuantity();
        ofOrder(d.reservationId(), order -> {
            if (finalQuantity >= 0) {
                order.finalQuantity = finalQuantity;
                order.uncertain = false;
            } else {
                order.uncertain = true;
            }
        });
    }

    void forgetIfNothing(FoldedOrder order) {
        if (order.isNothing()) {
            orders.remove(order.id);
        }
    }

    /** Forgets ended reservations whose row had another use already when this was last called: no lane's record can be so old. */
    void forgetEnded() {
        doomed.forEach(orders::remove);
        doomed.clear();
        orders.values().forEach(order -> {
            if (order.isOver() && newest.get((int) order.id) > (int) (order.id >>> 32)) {
                doomed.add(order.id);
            }
        });
    }

    /** A row's newest use, as a restored checkpoint knows it. */
    void restoredGeneration(long id) {
        newest.put((int) id, Math.max(newest.get((int) id), (int) (id >>> 32)));
        highestGeneration = Math.max(highestGeneration, (int) (id >>> 32));
    }

    private Map<Integer, Integer> newestGenerations() {
        final Map<Integer, Integer> all = new HashMap<>();
        newest.forEachInt(all::put);
        return Map.copyOf(all);
    }

    /** For the gate. */
    JournaledState snapshot(List<Loss> lost) {
        final Map<Integer, Long> next = new HashMap<>();
        positions.forEach((position, ringId) -> next.put(ringId, position.next));
        return new JournaledState(
                true,
                List.copyOf(lost),
                Map.copyOf(next),
                balances.values().stream()
                        .sorted(Comparator.comparingInt(b -> b.id))
                        .map(FoldedBalance::snapshot)
                        .toList(),
                scopes.values().stream()
                        .sorted(Comparator.comparingInt(s -> s.scopeId))
                        .map(FoldedScope::snapshot)
                        .toList(),
                lines.values().stream()
                        .sorted(Comparator.comparingInt(FoldedLine::lineId))
                        .map(line -> new JournaledState.JournaledLine(
                                line.lineId(),
                                line.balanceId(),
                                line.scopeId(),
                                line.rule(),
                                line.instrument(),
                                line.market0(),
                                line.market1(),
                                line.cash()))
                        .toList(),
                orders.values().stream()
                        .filter(FoldedOrder::isOpen)
                        .sorted(Comparator.comparingLong(o -> o.id))
                        .map(FoldedOrder::snapshot)
                        .toList(),
                newestGenerations(),
                highestGeneration,
                halted);
    }
}
