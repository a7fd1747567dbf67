package io.tollgate.gatekeeper.demo;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.FundingAPIGrpc;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Withdrawals as the gate sees them: orders on a line whose size is the amount. A withdrawal's last digits are made of its key, so that one
 * whose outcome a killed run did not learn is recognised in the venue's ledger.
 */
final class Withdrawals {
    /** Execution id of a withdrawal's only fill: part of what the gate stores. */
    static final long EXECUTION = 1;

    private static final long WITHIN_SECONDS = 3_600;
    private static final long DEADLINE_SECONDS = 10;

    private Withdrawals() {}

    /** Whole cents, and below them digits of the key. */
    static long amountMicros(long cents, long orderKey) {
        return cents * Markets.MICROS_PER_CENT
                + Math.floorMod(
                        OrderKey.session(orderKey) * 997L + OrderKey.sequence(orderKey), Markets.MICROS_PER_CENT);
    }

    /** Whether the reservation is one. */
    static boolean isWithdrawal(ReservationView reservation) {
        return reservation.instrument().equals(Markets.withdrawalLine().instrument());
    }

    /**
     * Tells the gate what became of a withdrawal.
     *
     * @return number of a {@link FactResult}
     */
    static int tell(Lane lane, long reservation, long orderKey, long amountMicros, boolean paid) {
        if (!paid) {
            return lane.release(reservation, 0, ReleaseReason.REJECTED);
        }
        final int filled = lane.fill(reservation, EXECUTION + orderKey, amountMicros, amountMicros, 1, 0, 0);
        return filled == FactResult.ACCEPTED.code()
                ? lane.release(reservation, amountMicros, ReleaseReason.FILLED)
                : filled;
    }

    /**
     * Amounts of the withdrawals that the venue paid in the last hour, by its own ledger.
     *
     * @throws DemoException if the ledger cannot be read
     */
    static Set<Long> paidAmounts(FundingAPIGrpc.FundingAPIBlockingStub funding, String account, Instant now) {
        final CreateBalanceLedgerSubscriptionRequest request = CreateBalanceLedgerSubscriptionRequest.newBuilder()
                .setAccount(account)
                .setCurrency(Markets.ASSET)
                .addEntryTypes(LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_WITHDRAWAL)
                .setResumeTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond() - WITHIN_SECONDS))
                .build();
        final Set<Long> amounts = new HashSet<>();
        final io.grpc.Context.CancellableContext context =
                io.grpc.Context.current().withCancellation();
        try {
            context.run(() -> {
                final Iterator<CreateBalanceLedgerSubscriptionResponse> messages = funding.withDeadlineAfter(
                                DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .createBalanceLedgerSubscription(request);
                // the replay ends with the first message that says only that the stream is alive
                while (messages.hasNext()) {
                    final CreateBalanceLedgerSubscriptionResponse message = messages.next();
                    if (message.getEntriesCount() == 0) {
                        return;
                    }
                    message.getEntriesList().forEach(entry -> amounts.add(amountMicros(entry)));
                }
            });
        } catch (final StatusRuntimeException e) {
            throw new DemoException(
                    "the venue's ledger could not be read: " + e.getStatus().getCode(), e);
        } finally {
            context.cancel(null);
        }
        return amounts;
    }

    private static long amountMicros(BalanceLedgerEntry entry) {
        return new BigDecimal(entry.getBeforeBalance())
                .subtract(new BigDecimal(entry.getAfterBalance()))
                .movePointRight(Markets.ASSET_SCALE)
                .longValueExact();
    }
}
