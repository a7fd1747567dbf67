package io.tollgate.simulator.privy;

import io.tollgate.simulator.privy.PrivyBook.Place;
import io.tollgate.simulator.privy.PrivyTransfer.Status;
import io.tollgate.simulator.rest.HttpEndpoint;
import io.tollgate.simulator.rest.RequestRate;
import io.tollgate.simulator.rest.WireFaults;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A simulated Privy in this process. {@link #start} returns when it answers; {@link #close} ends its threads. Chains and assets are named as in
 * paths about wallets: {@code base}, {@code usdc}; amounts are base units unless they are text. Thread-safe.
 */
public final class PrivySimulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    /**
     * A request that was heard, headers included: for comparing clients.
     *
     * @param method GET or POST
     * @param target path and query, as they came
     * @param headers by name, whatever its case
     */
    public record Heard(String method, String target, Map<String, String> headers) {}

    private final PrivySimulatorConfig config;
    private final PrivyBook book;
    private final PrivyFaults faults = new PrivyFaults();
    private final HttpEndpoint http;

    private PrivySimulator(PrivySimulatorConfig config, InstantSource clock, LongSupplier nanoClock) {
        this.config = config;
        this.book = new PrivyBook(clock);
        this.http = new HttpEndpoint(HOST, config.port(), nanoClock);
        http.add(
                "/v1/",
                new PrivyHandler(
                        config,
                        book,
                        faults,
                        new RequestRate(config.requestsPerSecond(), RequestRate.NANOS_PER_SECOND, nanoClock),
                        clock));
        http.start();
    }

    /** Starts a simulator without accounts. */
    public static PrivySimulator start(PrivySimulatorConfig config) {
        return start(config, InstantSource.system(), System::nanoTime);
    }

    /**
     * Likewise, with clocks of the caller's.
     *
     * @param clock its time of day
     * @param nanoClock for its rate limit
     */
    public static PrivySimulator start(PrivySimulatorConfig config, InstantSource clock, LongSupplier nanoClock) {
        return new PrivySimulator(config, clock, nanoClock);
    }

    /** The truth, and what may be done to it without requests. */
    public PrivyBook book() {
        return book;
    }

    /** How it was started. */
    public PrivySimulatorConfig config() {
        return config;
    }

    /** What takes the place of {@code https://api.privy.io}. */
    public String url() {
        return "http://" + HOST + ":" + http.port();
    }

    /** Adds a wallet to an account, which is there from its first wallet on. */
    public void addWallet(String accountId, String walletId) {
        book.addWallet(accountId, walletId);
    }

    /** Sets what is on the chain for a wallet. */
    public void setBalance(String walletId, String chain, String asset, BigInteger raw) {
        book.setBalance(walletId, place(chain, asset), raw);
    }

    /**
     * Brings money to a wallet.
     *
     * @param screening whether it is held back until {@link #screeningDone}
     */
    public void deposit(String walletId, String chain, String asset, BigInteger raw, boolean screening) {
        book.deposit(walletId, place(chain, asset), raw, screening);
    }

    /** What was held back in this place may be spent. */
    public void screeningDone(String walletId, String chain, String asset) {
        book.screeningDone(walletId, place(chain, asset));
    }

    /** Takes money out at once, as another client of the account would. */
    public void outflow(String walletId, String chain, String asset, BigInteger raw) {
        book.outflow(walletId, place(chain, asset), raw);
    }

    /**
     * Makes a transfer, by the rule that requests are judged by.
     *
     * @param amount in whole units, such as 12.5
     * @throws PrivyRefusal if the venue would refuse it
     */
    public PrivyTransfer transfer(String walletId, String chain, String asset, String amount, String referenceId) {
        return book.transfer(walletId, place(chain, asset), amount, "0xdestination", referenceId);
    }

    /** The transfer has gone out. */
    public PrivyTransfer succeed(String transferId) {
        return book.end(transferId, Status.SUCCEEDED, true);
    }

    /** The transfer is refused after all; nothing was sent. */
    public PrivyTransfer reject(String transferId) {
        return book.end(transferId, Status.REJECTED, false);
    }

    /** The transfer did not arrive, and its money is there again. */
    public PrivyTransfer fail(String transferId, boolean afterBroadcast) {
        return book.end(transferId, Status.FAILED, afterBroadcast);
    }

    /** All transfers that were accepted, oldest first. */
    public List<PrivyTransfer> transfers() {
        return book.transfers(null);
    }

    /** The truth that a transfer is judged by: on the chain, less screened, less pending. */
    public BigInteger spendable(String walletId, String chain, String asset) {
        return book.spendable(walletId, place(chain, asset));
    }

    /** Answers the next requests with this status. */
    public void answerNext(int status, int count) {
        answerNext(
                status,
                switch (status) {
                    case 401 -> "{\"error\":\"Invalid app ID or app secret.\"}";
                    case 429 ->
                        "{\"error\":\"Too many requests. Please try again later.\",\"code\":\"too_many_requests\"}";
                    default -> "{\"error\":\"Internal server error\"}";
                },
                count);
    }

    /** Answers the next requests with this status and body, whatever it is. */
    public void answerNext(int status, String body, int count) {
        faults.answerNext(status, body, count);
    }

    /** Holds the next answers back. */
    public void delayNext(long millis, int count) {
        faults.delayNext(millis, count);
    }

    /** Makes every amount that is shown wrong by so much; zero ends it. The truth is not touched. */
    public void lie(BigDecimal wholeUnits) {
        faults.lie(wholeUnits);
    }

    /** What goes wrong with any request. */
    public WireFaults wireFaults() {
        return http.faults();
    }

    /** Ends all misbehaviour. */
    public void clearFaults() {
        faults.clear();
        http.faults().clear();
    }

    /** The last 1,000 requests. */
    public List<Heard> heard() {
        return faults.heard();
    }

    @Override
    public void close() {
        http.close();
    }

    private static Place place(String chain, String asset) {
        return new Place(chain, asset);
    }
}
