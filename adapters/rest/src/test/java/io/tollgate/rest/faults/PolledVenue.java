package io.tollgate.rest.faults;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.FeedEnvironment;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** What a venue's test says about its feed for a {@link FaultHour}. Amounts are units of 10^-6. */
public interface PolledVenue {

    /**
     * The feed, with the venue's usual settings except for {@link FaultHour#PERIOD} and {@link FaultHour#CALL_TIMEOUT}.
     *
     * @param baseUrl without a slash at its end
     */
    BalanceFeed feed(
            String baseUrl, FeedEnvironment environment, Function<ThreadFactory, ScheduledExecutorService> schedulers);

    /** The balance it is attached to. */
    BalanceSpec balance(BalanceRules rules);

    /** JSON of an amount, as the venue writes it: a number or text. */
    String amount(long micros);

    /**
     * The venue's answer.
     *
     * @param target path and query
     * @param amount JSON of the amount, which may be none
     */
    String answer(String target, String amount);

    /** Answers to the same with rows doubled or missing, of which none may be believed; empty if it has no rows. */
    List<String> oddAnswers(String target, String amount);

    /** The body of an error. */
    String error(int status);

    /** What the gate shows where the venue has this much. */
    default long shown(long micros) {
        return micros;
    }

    /** Whether a rise counts only when it was read twice. */
    default boolean confirmsRises() {
        return false;
    }

    /** Most requests of one read, and of what goes with it. */
    int requestsPerRead();
}
