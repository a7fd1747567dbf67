package io.tollgate.simulator.privy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tollgate.simulator.rest.Http;
import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;

/**
 * The same venue without sockets, credentials and limits, for programs that run it on a clock of their own: its truth, its rule and the text
 * of its answers are those of {@link PrivySimulator}.
 *
 * <p>Threading: any thread; one thing at a time.
 */
public final class PrivyInProcess {
    private final PrivyBook book;
    private final PrivyReads reads;

    /**
     * Without wallets.
     *
     * @param config of which rounding, decimals by chain and what is shown of pending transfers count
     * @param history transfers that are over and still told
     */
    public PrivyInProcess(PrivySimulatorConfig config, InstantSource clock, int history) {
        this.book = new PrivyBook(clock, history);
        this.reads = new PrivyReads(config, book, () -> BigDecimal.ZERO);
    }

    /** The truth, and what may be done to it. */
    public PrivyBook book() {
        return book;
    }

    /**
     * The venue's answer to a read, as it writes it.
     *
     * @param uri path and query
     * @throws PrivyRefusal if the venue would refuse it
     */
    public byte[] get(URI uri) {
        try {
            return Http.JSON.writeValueAsBytes(reads.get(uri));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the venue's answers are JSON", e);
        }
    }
}
