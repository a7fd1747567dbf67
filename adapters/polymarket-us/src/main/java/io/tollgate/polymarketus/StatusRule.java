package io.tollgate.polymarketus;

import io.grpc.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a feed does about the gRPC status that a call ended with: one row per status code, see {@link #TABLE}.
 *
 * @param action what the feed does
 * @param meaning what the code stands for on this venue
 * @param cure what whoever runs the gate can do about it
 */
record StatusRule(Action action, String meaning, String cure) {

    /** What a feed does after a call ended. */
    enum Action {
        /** Try again, with back-off. */
        RETRY,
        /** Try again after the longest back-off: the venue is asked for too much. */
        RETRY_LATE,
        /** Throw the token away, get a new one, try again; if that is refused as well, see AuthenticationRuns. */
        REAUTHENTICATE,
        /** End the feed with a clear error: trying again cannot help. */
        STOP
    }

    private static final String WAIT = "none needed: the feed tries again";
    private static final String CONTRACT = "check the host, and give the venue's own descriptor set (ProtoContract)";

    /** Every status code and its rule. A test fails if a code has no row. */
    static final Map<Status.Code, StatusRule> TABLE = table();

    /** The rule for a code; a code that a later gRPC adds is retried. */
    static StatusRule of(Status.Code code) {
        StatusRule rule = TABLE.get(code);
        return rule == null ? new StatusRule(Action.RETRY_LATE, "unknown status", WAIT) : rule;
    }

    private static Map<Status.Code, StatusRule> table() {
        Map<Status.Code, StatusRule> t = new EnumMap<>(Status.Code.class);
        t.put(Status.Code.OK, retry("the venue ended the stream"));
        t.put(Status.Code.CANCELLED, retry("the call was cancelled on the way"));
        t.put(Status.Code.UNKNOWN, retry("the venue failed without saying why"));
        t.put(
                Status.Code.INVALID_ARGUMENT,
                stop("the venue does not accept the request", "check account and currency; " + CONTRACT));
        t.put(Status.Code.DEADLINE_EXCEEDED, retry("the venue took too long"));
        t.put(
                Status.Code.NOT_FOUND,
                stop(
                        "the venue does not know the account",
                        "check the account's full name, firms/{firm}/accounts/{id}"));
        t.put(Status.Code.ALREADY_EXISTS, retry("the venue still holds an earlier stream"));
        t.put(
                Status.Code.PERMISSION_DENIED,
                stop(
                        "the credentials may not read this account",
                        "ask the venue for scope read:positions, and check that the account is of your firm"));
        t.put(
                Status.Code.RESOURCE_EXHAUSTED,
                new StatusRule(
                        Action.RETRY_LATE,
                        "too many streams or requests of this firm, or too large a message",
                        "close other streams: 20 per firm"));
        t.put(
                Status.Code.FAILED_PRECONDITION,
                stop(
                        "the account or the firm's credentials are not set up at the venue",
                        "ask the venue to complete the set-up of API access"));
        t.put(
                Status.Code.ABORTED,
                stop(
                        "the venue filters an entry type that was asked for",
                        "ask for allowed entry types only; " + CONTRACT));
        t.put(Status.Code.OUT_OF_RANGE, retry("the venue refused the range"));
        t.put(Status.Code.UNIMPLEMENTED, stop("the venue does not know the method", CONTRACT));
        t.put(Status.Code.INTERNAL, retry("a fault of the venue or of the transport"));
        t.put(Status.Code.UNAVAILABLE, retry("the venue cannot be reached"));
        t.put(Status.Code.DATA_LOSS, retry("the venue lost data"));
        t.put(
                Status.Code.UNAUTHENTICATED,
                new StatusRule(
                        Action.REAUTHENTICATE,
                        "the venue does not accept the token",
                        "check client id, audience, and that the token carries firm_id"));
        return Collections.unmodifiableMap(t);
    }

    private static StatusRule retry(String meaning) {
        return new StatusRule(Action.RETRY, meaning, WAIT);
    }

    private static StatusRule stop(String meaning, String cure) {
        return new StatusRule(Action.STOP, meaning, cure);
    }
}
