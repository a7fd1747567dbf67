package io.tollgate.simulator.wire;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.Journal;
import io.tollgate.simulator.venue.VenueLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All streams of the firm: the cap, the publishing, the heartbeats, the faults that concern them. {@link #open} and {@link
 * #onFault} may be called by any thread, the rest by the venue's.
 */
public final class StreamHub {
    private static final long MICROS_PER_MILLI = 1000;

    private final VenueLoop loop;
    private final FaultBoard faults;
    private final Journal journal;
    private final int cap;
    private final long publishMicros;
    private final List<Stream<?>> streams = new ArrayList<>();
    private boolean publishPending;

    /** For one firm. */
    public StreamHub(
            VenueLoop loop, FaultBoard faults, Journal journal, int cap, long publishMicros, long heartbeatMillis) {
        this.loop = loop;
        this.faults = faults;
        this.journal = journal;
        this.cap = cap;
        this.publishMicros = publishMicros;
        heartbeatEvery(heartbeatMillis * MICROS_PER_MILLI);
    }

    private void heartbeatEvery(long micros) {
        loop.after(micros, () -> {
            for (Stream<?> stream : List.copyOf(streams)) {
                if (!stream.takeSentSinceHeartbeat()) {
                    stream.heartbeat();
                }
            }
            heartbeatEvery(micros);
        });
    }

    /** There is something new: publishes it after a short wait for company. */
    public void changed() {
        if (!publishPending) {
            publishPending = true;
            loop.after(publishMicros, this::publish);
        }
    }

    private void publish() {
        publishPending = false;
        journal.flush();
        pumpAll();
    }

    private void pumpAll() {
        for (Stream<?> stream : List.copyOf(streams)) {
            stream.pump();
        }
    }

    /** Pumps again later, for what a fault holds back. */
    void pumpAfter(long micros) {
        loop.after(micros, this::pumpAll);
    }

    /**
     * Opens a stream: called on the network thread, makes the stream on the venue's.
     *
     * @param drop the fault that keeps streams of this kind from being opened
     */
    <T> void open(
            ServerCallStreamObserver<T> observer,
            FaultKind drop,
            Function<ServerCallStreamObserver<T>, Stream<T>> make) {
        StreamSlot slot = new StreamSlot();
        observer.setOnCancelHandler(() -> loop.after(0, () -> remove(slot)));
        observer.setOnReadyHandler(() -> loop.after(0, () -> {
            Stream<?> stream = slot.stream;
            if (stream != null) {
                stream.pump();
            }
        }));
        loop.after(0, () -> {
            if (observer.isCancelled()) {
                return;
            }
            if (faults.lasting(drop) != null) {
                observer.onError(Status.UNAVAILABLE
                        .withDescription("stream dropped by a fault")
                        .asRuntimeException());
            } else if (streams.size() >= cap) {
                observer.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription("concurrent stream limit reached: limit=" + cap)
                        .asRuntimeException());
            } else {
                journal.flush();
                Stream<T> stream = make.apply(observer);
                slot.stream = stream;
                streams.add(stream);
                stream.pump();
                forgetEnded();
            }
        });
    }

    private void remove(StreamSlot slot) {
        Stream<?> stream = slot.stream;
        if (stream != null) {
            stream.end(Status.CANCELLED);
        }
        forgetEnded();
    }

    private void forgetEnded() {
        streams.removeIf(Stream::ended);
    }

    /** Does what a fault asks of running streams at once. */
    public void onFault(Fault fault) {
        loop.after(0, () -> {
            switch (fault.kind()) {
                case DROP_LEDGER_STREAM -> drop(LedgerStream.class);
                case DROP_ORDER_STREAM -> drop(OrderStream.class);
                case REPEAT_ENTRIES -> {
                    for (Stream<?> stream : streams) {
                        if (stream instanceof LedgerStream ledger) {
                            ledger.goBack(fault.count());
                        }
                    }
                }
                default -> {
                    // asked for at the moment of sending
                }
            }
            pumpAll();
        });
        if (fault.forMillis() > 0) {
            // what was held back goes out when the fault has ended
            pumpAfter((fault.forMillis() + 1) * MICROS_PER_MILLI);
        }
    }

    private void drop(Class<?> kind) {
        for (Stream<?> stream : streams) {
            if (kind.isInstance(stream)) {
                stream.end(Status.UNAVAILABLE.withDescription("stream dropped by a fault"));
            }
        }
        forgetEnded();
    }

    /** Ends all streams. */
    public void endAll(Status status) {
        streams.forEach(stream -> stream.end(status));
        streams.clear();
    }

    private static final class StreamSlot {
        @Nullable
        Stream<?> stream;
    }
}
