package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import io.tollgate.simulator.rest.HttpEndpoint;
import io.tollgate.simulator.rest.WireFaults;
import java.net.URI;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Kalshi on loopback, for tests: see the package's page. Money is micro-dollars, prices are YES prices in ten-thousandths of a dollar, counts
 * hundredths of a contract.
 *
 * <p>Thread-safe: requests and these methods take the venue's one lock.
 */
public final class KalshiSimulator implements AutoCloseable {
    static final String BASE = "/trade-api/v2";

    private final Settings settings;
    private final HttpEndpoint endpoint;
    private final KalshiKeys keys;
    private final KalshiVenue venue;
    private final Map<KalshiFault, long[]> faults = new EnumMap<>(KalshiFault.class);

    /**
     * How this venue is.
     *
     * @param host loopback address
     * @param port 0 for a free one
     * @param clock its time of day
     * @param nanoClock for its rate limit
     * @param showsNet whether its balances are net of what resting orders need; the truth and the rule of acceptance are the same
     * @param toleranceMillis how far a request's time may be from its own
     * @param readTokensPerSecond read bucket, which holds three seconds
     * @param writeTokensPerSecond write bucket, which holds one
     * @param makerFees whether makers pay
     * @param directMember balances have hundredths of cents; else whole cents
     */
    public record Settings(
            String host,
            int port,
            InstantSource clock,
            LongSupplier nanoClock,
            boolean showsNet,
            long toleranceMillis,
            int readTokensPerSecond,
            int writeTokensPerSecond,
            boolean makerFees,
            boolean directMember) {

        /** A venue with the system's clocks, gross balances, the limits of the highest tier, whole cents. */
        public static Settings defaults() {
            return new Settings(
                    "127.0.0.1",
                    0,
                    InstantSource.system(),
                    System::nanoTime,
                    false,
                    10_000,
                    12_000,
                    9_600,
                    false,
                    false);
        }

        /** With balances net of resting orders, or gross. */
        public Settings withNet(boolean net) {
            return new Settings(
                    host,
                    port,
                    clock,
                    nanoClock,
                    net,
                    toleranceMillis,
                    readTokensPerSecond,
                    writeTokensPerSecond,
                    makerFees,
                    directMember);
        }

        /** With another clock. */
        public Settings withClock(InstantSource newClock) {
            return new Settings(
                    host,
                    port,
                    newClock,
                    nanoClock,
                    showsNet,
                    toleranceMillis,
                    readTokensPerSecond,
                    writeTokensPerSecond,
                    makerFees,
                    directMember);
        }

        /** With other buckets. */
        public Settings withTokens(int read, int write) {
            return new Settings(
                    host, port, clock, nanoClock, showsNet, toleranceMillis, read, write, makerFees, directMember);
        }

        /** On another port. */
        public Settings withPort(int newPort) {
            return new Settings(
                    host,
                    newPort,
                    clock,
                    nanoClock,
                    showsNet,
                    toleranceMillis,
                    readTokensPerSecond,
                    writeTokensPerSecond,
                    makerFees,
                    directMember);
        }

        /** Makers pay, or do not. */
        public Settings withMakerFees(boolean pay) {
            return new Settings(
                    host,
                    port,
                    clock,
                    nanoClock,
                    showsNet,
                    toleranceMillis,
                    readTokensPerSecond,
                    writeTokensPerSecond,
                    pay,
                    directMember);
        }

        /** For a member whose balance has hundredths of cents, or not. */
        public Settings withDirectMember(boolean direct) {
            return new Settings(
                    host,
                    port,
                    clock,
                    nanoClock,
                    showsNet,
                    toleranceMillis,
                    readTokensPerSecond,
                    writeTokensPerSecond,
                    makerFees,
                    direct);
        }
    }

    private KalshiSimulator(Settings settings) {
        this.settings = settings;
        this.keys = new KalshiKeys(settings.toleranceMillis());
        this.venue = new KalshiVenue(settings);
        this.endpoint = new HttpEndpoint(settings.host(), settings.port(), settings.nanoClock());
        endpoint.add(BASE + "/", new KalshiHandler(this, settings, keys, venue));
        endpoint.start();
    }

    /** Starts a venue without keys, markets and cash. */
    public static KalshiSimulator start(Settings settings) {
        return new KalshiSimulator(settings);
    }

    /** What clients are pointed at, {@code /trade-api/v2} included. */
    public String baseUrl() {
        return URI.create("http://" + settings.host() + ":" + endpoint.port() + BASE)
                .toString();
    }

    /** The truth, and what may be done to it without requests. */
    public KalshiVenue venue() {
        return venue;
    }

    /** Lets a key in: RSA or Ed25519. */
    public void addKey(String keyId, PublicKey key) {
        keys.add(keyId, key);
    }

    /** Lists a market. */
    public void list(KalshiMarketSpec market) {
        venue.list(market);
    }

    /** Sets the cash of a subaccount on a shard; a shard that never had any is one where the member is not known. */
    public void setCash(int subaccount, int shard, long micros) {
        venue.setCash(new Pot(subaccount, shard), micros);
    }

    /** A deposit, or a withdrawal if negative; also what the venue's own rebalancing does. */
    public void addCash(int subaccount, int shard, long micros) {
        venue.addCash(new Pot(subaccount, shard), micros);
    }

    /** True cash, resting orders included. */
    public long cashMicros(int subaccount, int shard) {
        return venue.ask(book -> book.cash.getOrDefault(new Pot(subaccount, shard), 0L));
    }

    /** What resting orders truly need. */
    public long committedMicros(int subaccount, int shard) {
        return venue.ask(book -> book.committed(new Pot(subaccount, shard)));
    }

    /** Contracts of a market, negative for NO. */
    public long position(int subaccount, int shard, String ticker) {
        return venue.ask(book -> book.position(new Pot(subaccount, shard), ticker));
    }

    /** So many contracts of the market's next orders are filled at once, at their own price. */
    public void setLiquidity(String ticker, long count) {
        venue.setLiquidity(ticker, count);
    }

    /** Someone trades with a resting order. */
    public void fill(String orderId, long count) {
        venue.fill(orderId, count);
    }

    /** Pays out a market; its resting orders are cancelled. */
    public void settle(String ticker, boolean yes) {
        venue.settle(ticker, yes);
    }

    /** Whether the venue's own rule would take this order now. Nothing is placed. */
    public boolean wouldAccept(int subaccount, String ticker, boolean bid, long price, long count) {
        return venue.wouldAccept(
                new KalshiVenue.Request(ticker, "", bid, price, count, "good_till_canceled", false, subaccount, null));
    }

    /** The venue's names of all resting orders, oldest first. */
    public List<String> restingOrderIds() {
        return venue.restingOrderIds();
    }

    /** Orders taken so far. */
    public long acceptedOrders() {
        return venue.acceptedOrders();
    }

    /** Orders and amends refused because the cash did not pay for them. */
    public long refusedForFunds() {
        return venue.refusedForFunds();
    }

    /** From now on reads show the state and the time of this moment, whatever happens: the venue's reads lag. */
    public void holdReads() {
        venue.holdReads();
    }

    /** Reads are up to date again. */
    public void releaseReads() {
        venue.releaseReads();
    }

    /** The next {@code count} requests (for {@link KalshiFault#LIE}: balance reads) go wrong; see the fault for {@code value}. */
    public void fail(KalshiFault fault, int count, long value) {
        synchronized (faults) {
            faults.put(fault, new long[] {count, value});
        }
    }

    /** All is well again. */
    public void clearFaults() {
        synchronized (faults) {
            faults.clear();
        }
        endpoint.faults().clear();
    }

    /** What goes wrong with any request. */
    public WireFaults wireFaults() {
        return endpoint.faults();
    }

    /** The fault's value if it strikes now, else {@code none}. */
    long strike(KalshiFault fault, long none) {
        synchronized (faults) {
            final long[] left = faults.get(fault);
            if (left == null || left[0] == 0) {
                return none;
            }
            left[0]--;
            return left[1];
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
