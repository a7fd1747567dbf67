package io.tollgate.simulator.wire;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.FundingAPIGrpc;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.VenueState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/** {@code polymarket.v1.FundingAPI}, bound by hand: its answers are bytes. */
public final class FundingService implements BindableService {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Replies replies;
    private final StreamHub hub;
    private final VenueState state;
    private final FaultBoard faults;
    private final InstantSource clock;

    /** Over the venue's ledger. */
    FundingService(Replies replies, StreamHub hub, VenueState state, FaultBoard faults, InstantSource clock) {
        this.replies = replies;
        this.hub = hub;
        this.state = state;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public ServerServiceDefinition bindService() {
        MethodDescriptor<CreateBalanceLedgerSubscriptionRequest, byte[]> method =
                FundingAPIGrpc.getCreateBalanceLedgerSubscriptionMethod().toBuilder(
                                FundingAPIGrpc.getCreateBalanceLedgerSubscriptionMethod()
                                        .getRequestMarshaller(),
                                new BytesMarshaller())
                        .build();
        return ServerServiceDefinition.builder(FundingAPIGrpc.SERVICE_NAME)
                .addMethod(method, ServerCalls.asyncServerStreamingCall(this::subscribe))
                .build();
    }

    private void subscribe(CreateBalanceLedgerSubscriptionRequest request, StreamObserver<byte[]> answers) {
        ServerCallStreamObserver<byte[]> observer = (ServerCallStreamObserver<byte[]>) answers;
        Set<LedgerEntryType> types;
        try {
            replies.checkAccount(request.getAccount());
            types = wantedTypes(request);
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return;
        }
        boolean otherCurrency =
                !request.getCurrency().isEmpty() && !request.getCurrency().equals(Messages.CURRENCY);
        hub.open(observer, FaultKind.DROP_LEDGER_STREAM, ready -> {
            int first = firstIndex(request);
            // an account without this currency has a ledger that stays empty
            int start = otherCurrency ? Integer.MAX_VALUE : first;
            return new LedgerStream(ready, state, faults, hub, clock, request.getAccount(), types, start);
        });
    }

    private int firstIndex(CreateBalanceLedgerSubscriptionRequest request) {
        if (!request.hasResumeTime()) {
            return state.entries().size();
        }
        long seconds = request.getResumeTime().getSeconds();
        // venue's floor is 2026-05-01; anything before our first entry replays all
        long nanos = seconds < 0
                ? 0
                : Math.addExact(
                        Math.multiplyExact(Math.min(seconds, Long.MAX_VALUE / NANOS_PER_SECOND - 1), NANOS_PER_SECOND),
                        request.getResumeTime().getNanos());
        return state.firstEntryAtOrAfter(nanos);
    }

    private static Set<LedgerEntryType> wantedTypes(CreateBalanceLedgerSubscriptionRequest request) {
        Set<LedgerEntryType> types = EnumSet.noneOf(LedgerEntryType.class);
        for (LedgerEntryType type : request.getEntryTypesList()) {
            if (type == LedgerEntryType.UNRECOGNIZED || type == LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_UNDEFINED) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("entry type is not known: " + type)
                        .asRuntimeException();
            }
            if (LedgerEntry.isSuppressed(type)) {
                throw Status.ABORTED
                        .withDescription("entry type is suppressed: " + type)
                        .asRuntimeException();
            }
            types.add(type);
        }
        return types;
    }

    private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
