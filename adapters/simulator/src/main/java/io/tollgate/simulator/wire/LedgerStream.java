package io.tollgate.simulator.wire;

import io.grpc.stub.ServerCallStreamObserver;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.VenueState;
import java.time.InstantSource;
import java.util.Set;

/** One balance ledger subscription. Messages are bytes, so that a fault can send some that are none. Venue thread only. */
final class LedgerStream extends Stream<byte[]> {
    private static final int MOST_ENTRIES_PER_MESSAGE = 200;
    private static final long MICROS_PER_MILLI = 1000;
    /** Field 1, length-delimited, with a length that is not there. */
    private static final byte[] NO_MESSAGE = {0x0a, 0x7f, 0x01, 0x02};

    private final VenueState state;
    private final FaultBoard faults;
    private final StreamHub hub;
    private final InstantSource clock;
    private final String account;
    private final Set<LedgerEntryType> types;
    private final int firstIndex;
    private int nextIndex;

    /**
     * A stream from a position of the ledger.
     *
     * @param types wanted; empty for all
     */
    LedgerStream(
            ServerCallStreamObserver<byte[]> observer,
            VenueState state,
            FaultBoard faults,
            StreamHub hub,
            InstantSource clock,
            String account,
            Set<LedgerEntryType> types,
            int firstIndex) {
        super(observer);
        this.state = state;
        this.faults = faults;
        this.hub = hub;
        this.clock = clock;
        this.account = account;
        this.types = types;
        this.firstIndex = firstIndex;
        this.nextIndex = firstIndex;
    }

    /** Sends this many entries again. */
    void goBack(int count) {
        int left = count;
        while (left > 0 && nextIndex > firstIndex) {
            nextIndex--;
            left -= visible(state.entries().get(nextIndex)) ? 1 : 0;
        }
    }

    @Override
    void pump() {
        if (faults.lasting(FaultKind.SILENCE_LEDGER_STREAM) != null) {
            return;
        }
        int end = publishedEnd();
        while (nextIndex < end && ready()) {
            sendGarbage();
            CreateBalanceLedgerSubscriptionResponse.Builder message =
                    CreateBalanceLedgerSubscriptionResponse.newBuilder();
            while (nextIndex < end && message.getEntriesCount() < MOST_ENTRIES_PER_MESSAGE) {
                LedgerEntry entry = state.entries().get(nextIndex++);
                if (visible(entry)) {
                    message.addEntries(Messages.entry(entry, account));
                }
            }
            if (message.getEntriesCount() > 0) {
                send(message.build().toByteArray());
            }
        }
    }

    private boolean visible(LedgerEntry entry) {
        return !entry.suppressed() && (types.isEmpty() || types.contains(entry.type()));
    }

    /** Where the stream has to stop for now: the ledger's end, or what a delay holds back. */
    private int publishedEnd() {
        int end = state.entries().size();
        Fault delay = faults.lasting(FaultKind.DELAY_LEDGER_STREAM);
        if (delay == null) {
            return end;
        }
        long publishedUntil = clock.millis() - delay.value();
        int index = nextIndex;
        while (index < end && state.entries().get(index).timeMillis() <= publishedUntil) {
            index++;
        }
        if (index < end) {
            hub.pumpAfter((state.entries().get(index).timeMillis() - publishedUntil) * MICROS_PER_MILLI);
        }
        return index;
    }

    @Override
    void heartbeat() {
        if (faults.lasting(FaultKind.SILENCE_LEDGER_STREAM) == null && ready()) {
            sendGarbage();
            send(CreateBalanceLedgerSubscriptionResponse.getDefaultInstance().toByteArray());
        }
    }

    private void sendGarbage() {
        if (faults.take(FaultKind.GARBAGE_BYTES) != null) {
            send(NO_MESSAGE.clone());
        }
        if (faults.take(FaultKind.GARBAGE_ACCOUNT) != null) {
            send(garbage().setAccount("firms/SOMEBODY-ELSE/accounts/other").build());
        }
        if (faults.take(FaultKind.GARBAGE_DECIMALS) != null) {
            send(garbage().setBeforeBalance("12,50").setAfterBalance("1e").build());
        }
    }

    private BalanceLedgerEntry.Builder garbage() {
        long millis = state.entries().isEmpty()
                ? clock.millis()
                : state.entries().get(state.entries().size() - 1).timeMillis();
        return BalanceLedgerEntry.newBuilder()
                .setId("bl_garbage")
                .setAccount(account)
                .setCurrency(Messages.CURRENCY)
                .setBeforeBalance("100.00")
                .setAfterBalance("1000000.00")
                .setDescription("garbage")
                .setUpdateTime(Messages.timestamp(millis))
                .setEntryType(LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT);
    }

    private void send(BalanceLedgerEntry entry) {
        send(CreateBalanceLedgerSubscriptionResponse.newBuilder()
                .addEntries(entry)
                .build()
                .toByteArray());
    }
}
