package io.tollgate.simulator;

import java.util.function.Consumer;

/**
 * The back door: reads the truth, moves money, injects faults. The same for a simulator in this process ({@link VenueSimulator}) and for
 * one that runs on its own ({@link SimulatorClient}). Thread-safe; each call waits for the venue's thread, at most ten seconds.
 *
 * <p>Amounts are micro-dollars. What the venue refuses (a withdrawal that buying power does not cover, a bust that is impossible)
 * comes back as {@link SimulatorException} with the venue's words and changes nothing.
 */
public interface VenueControl extends AutoCloseable {

    /** Where and as whom to connect. */
    VenueEndpoints endpoints();

    /** What a client proves itself with. */
    VenueCredentials credentials();

    /** Everything the venue knows, at one moment. */
    VenueTruth truth();

    /**
     * All orders since the truth began, in order of arrival, streamed. Read in portions: consistent in itself only while nothing
     * happens.
     */
    void audit(Consumer<OrderAudit> consumer);

    /** Books a deposit. Returns the id of the ledger entry. */
    String deposit(long amountMicros);

    /** Pays a withdrawal. Returns the id of the ledger entry. */
    String withdraw(long amountMicros);

    /** Pays interest by an entry that no client ever sees. */
    void hiddenCredit(long amountMicros);

    /** Takes a settlement fee by an entry that no client ever sees; may leave orders unfunded, which are then cancelled. */
    void hiddenDebit(long amountMicros);

    /** Lists an instrument. Nothing happens if it is listed with the same scales. */
    void list(InstrumentSpec spec);

    /** Settles an instrument for ever: 0, the price scale, or something between for each contract. */
    void resolve(String symbol, long payoutPrice);

    /** Undoes a fill. */
    void bust(String execId);

    /** Fills a working order by hand, at its limit or better. Returns the execution id. */
    String fill(String clordId, long quantity, long price);

    /** Cancels a working order unasked. */
    void cancelUnsolicited(String clordId);

    /** The fault switches. */
    Faults faults();

    @Override
    void close();
}
