package io.tollgate.simulator.wire;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

/** A server stream as a position in a list. Venue thread only. */
abstract class Stream<T> {
    private final ServerCallStreamObserver<T> observer;
    private boolean ended;
    private boolean sentSinceHeartbeat;

    Stream(ServerCallStreamObserver<T> observer) {
        this.observer = observer;
    }

    /** Sends what has not been sent, as far as the transport is ready. */
    abstract void pump();

    /** Sends a sign of life, unless the stream is to be silent. */
    abstract void heartbeat();

    final boolean ready() {
        return !ended && observer.isReady();
    }

    final void send(T message) {
        observer.onNext(message);
        sentSinceHeartbeat = true;
    }

    /** Whether something was sent since this was asked last. */
    final boolean takeSentSinceHeartbeat() {
        boolean sent = sentSinceHeartbeat;
        sentSinceHeartbeat = false;
        return sent;
    }

    final boolean ended() {
        return ended;
    }

    final void end(Status status) {
        if (!ended) {
            ended = true;
            if (!observer.isCancelled()) {
                observer.onError(status.asRuntimeException());
            }
        }
    }

    final void complete() {
        if (!ended) {
            ended = true;
            observer.onCompleted();
        }
    }
}
