package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tollgate.simulator.polymarketclob.ClobReads.Answer;
import io.tollgate.simulator.rest.Http;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/**
 * The same venue without sockets, proofs and limits, for programs that run it on a clock of their own: its truth, its rule and the text of its
 * answers are those of {@link ClobSimulator}.
 *
 * <p>Threading: any thread; one thing at a time.
 */
public final class ClobInProcess {
    private final ClobVenue venue;
    private final ClobReads reads;

    /**
     * Without money, markets and orders.
     *
     * @param history orders and trades that are over and still told
     */
    public ClobInProcess(ClobAccount account, InstantSource clock, int history) {
        this.venue = new ClobVenue(account, clock, history);
        this.reads = new ClobReads(account, venue);
    }

    /** The truth, and what may be done to it. */
    public ClobVenue venue() {
        return venue;
    }

    /**
     * The venue's answer to a signed read, as it writes it.
     *
     * @param uri path and query
     * @throws IllegalArgumentException if the venue would refuse it
     */
    public byte[] get(URI uri) {
        final Map<String, String> query = ClobRequest.query(uri.getRawQuery());
        final Answer answer = reads.get(uri.getRawPath(), query, told -> told);
        if (answer == null || answer.code() != 200) {
            throw new IllegalArgumentException("a read must be one that the venue answers: " + uri);
        }
        try {
            return Http.JSON.writeValueAsBytes(answer.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the venue's answers are JSON", e);
        }
    }
}
