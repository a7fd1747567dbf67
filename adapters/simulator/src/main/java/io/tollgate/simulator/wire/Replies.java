package io.tollgate.simulator.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tollgate.simulator.auth.Claims;
import io.tollgate.simulator.venue.VenueLoop;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Common steps of the services. Thread-safe. */
final class Replies {
    private final VenueLoop loop;
    private final String account;

    Replies(VenueLoop loop, String account) {
        this.loop = loop;
        this.account = account;
    }

    private record Answer<T>(@Nullable T value, @Nullable StatusRuntimeException refusal) {}

    /** Runs the command on the venue's thread and answers with its result, or with the status it throws. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures are answered
    <T> void answer(StreamObserver<T> observer, Callable<T> command) {
        try {
            loop.submit(() -> run(command)).whenComplete((answer, failure) -> {
                if (failure != null) {
                    observer.onError(Status.INTERNAL
                            .withDescription(failure.getMessage())
                            .asRuntimeException());
                } else if (answer.value() != null) {
                    observer.onNext(answer.value());
                    observer.onCompleted();
                } else {
                    observer.onError(answer.refusal());
                }
            });
        } catch (VenueLoop.OverloadedException overloaded) {
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription(overloaded.getMessage())
                    .asRuntimeException());
        }
    }

    private static <T> Answer<T> run(Callable<T> command) throws Exception {
        try {
            return new Answer<>(command.call(), null);
        } catch (StatusRuntimeException refusal) {
            return new Answer<>(null, refusal);
        }
    }

    /**
     * Checks that the caller may act for an account.
     *
     * @throws StatusRuntimeException INVALID_ARGUMENT, PERMISSION_DENIED or NOT_FOUND
     */
    void checkAccount(String asked) {
        String[] parts = asked.split("/", -1);
        if (parts.length != 4 || !parts[0].equals("firms") || !parts[2].equals("accounts")) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("account must be firms/{firm}/accounts/{id}: account=" + asked)
                    .asRuntimeException();
        }
        Claims claims = AuthInterceptor.CLAIMS.get();
        if (!parts[1].equals(claims.firm())) {
            throw Status.PERMISSION_DENIED
                    .withDescription("permission denied: the account belongs to another firm")
                    .asRuntimeException();
        }
        if (!asked.equals(account)) {
            throw Status.NOT_FOUND
                    .withDescription("no such account: account=" + asked)
                    .asRuntimeException();
        }
    }

    String account() {
        return account;
    }

    VenueLoop loop() {
        return loop;
    }
}
