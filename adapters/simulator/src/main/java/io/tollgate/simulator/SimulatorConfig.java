package io.tollgate.simulator;

import io.tollgate.simulator.money.FeeSchedule;
import io.tollgate.simulator.venue.Market;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is set up. Made by {@link #builder()}; immutable.
 *
 * @param host a loopback address; anything else is refused, since the simulator speaks plaintext
 * @param grpcPort 0 for a free one
 * @param httpPort 0 for a free one
 * @param firm of the account and the tokens
 * @param accountId the account is {@code firms/{firm}/accounts/{accountId}}
 * @param initialBalanceMicros cash at the very beginning, micro-dollars
 * @param instruments what can be traded from the start
 * @param fundsMode what open orders are summed over
 * @param fees the venue's fee schedule
 * @param behaviour the simulated market
 * @param market replaces the simulated market; null: {@code behaviour} with {@code seed}
 * @param seed of the simulated market
 * @param heartbeatMillis period of heartbeats on streams
 * @param publishMicros how long entries may wait for company before they are sent in one message
 * @param streamCap most streams at a time, of all kinds
 * @param tokenLifeSeconds life of a bearer token
 * @param scopes of a bearer token, separated by blanks
 * @param retailRequestsPerSecond above it retail answers 429
 * @param maxOrders most orders ever: bounds memory, about 1 KB each
 * @param directory keeps the truth there; null: nothing is kept
 * @param credentials the client's; null: those in the directory, or new ones
 * @param clock the venue's clock
 */
public record SimulatorConfig(
        String host,
        int grpcPort,
        int httpPort,
        String firm,
        String accountId,
        long initialBalanceMicros,
        List<InstrumentSpec> instruments,
        FundsMode fundsMode,
        FeeSchedule fees,
        MarketBehaviour behaviour,
        @Nullable Market market,
        long seed,
        long heartbeatMillis,
        long publishMicros,
        int streamCap,
        long tokenLifeSeconds,
        String scopes,
        int retailRequestsPerSecond,
        int maxOrders,
        @Nullable Path directory,
        @Nullable VenueCredentials credentials,
        InstantSource clock) {

    private static final int HIGHEST_PORT = 65_535;
    private static final long LARGEST_BALANCE = 1L << 56;
    private static final int MOST_ORDERS = 20_000_000;

    /** Checks ranges and names. */
    public SimulatorConfig {
        instruments = List.copyOf(instruments);
        check(grpcPort >= 0 && grpcPort <= HIGHEST_PORT, "grpcPort must be 0 to 65535", grpcPort);
        check(httpPort >= 0 && httpPort <= HIGHEST_PORT, "httpPort must be 0 to 65535", httpPort);
        check(isName(firm), "firm must be printable ASCII without blanks or slashes", firm);
        check(isName(accountId), "accountId must be printable ASCII without blanks or slashes", accountId);
        check(
                initialBalanceMicros >= 0 && initialBalanceMicros <= LARGEST_BALANCE,
                "initialBalanceMicros must be 0 to 2^56",
                initialBalanceMicros);
        check(heartbeatMillis >= 1, "heartbeatMillis must be 1 or more", heartbeatMillis);
        check(publishMicros >= 0, "publishMicros must be 0 or more", publishMicros);
        check(streamCap >= 1, "streamCap must be 1 or more", streamCap);
        check(tokenLifeSeconds >= 1, "tokenLifeSeconds must be 1 or more", tokenLifeSeconds);
        check(retailRequestsPerSecond >= 1, "retailRequestsPerSecond must be 1 or more", retailRequestsPerSecond);
        check(maxOrders >= 1 && maxOrders <= MOST_ORDERS, "maxOrders must be 1 to 20000000", maxOrders);
    }

    private static boolean isName(String text) {
        return Identifiers.isValid(text) && text.indexOf('/') < 0;
    }

    private static void check(boolean fine, String rule, Object value) {
        if (!fine) {
            throw new IllegalArgumentException(rule + ": value=" + value);
        }
    }

    /** {@code firms/{firm}/accounts/{accountId}}. */
    public String account() {
        return "firms/" + firm + "/accounts/" + accountId;
    }

    /** Starts from defaults: $10,000, four instruments, a lively market, free ports, nothing kept. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int grpcPort;
        private int httpPort;
        private String firm = "ISV-Simulated";
        private String accountId = "trading";
        private long initialBalanceMicros = 10_000_000_000L;
        private List<InstrumentSpec> instruments = List.of(
                InstrumentSpec.of("sim-event-a"),
                InstrumentSpec.of("sim-event-b"),
                InstrumentSpec.of("sim-event-c"),
                InstrumentSpec.of("sim-event-d"));
        private FundsMode fundsMode = FundsMode.ACCOUNT;
        private FeeSchedule fees = FeeSchedule.STANDARD;
        private MarketBehaviour behaviour = MarketBehaviour.LIVELY;
        private @Nullable Market market;
        private long seed = 1;
        private long heartbeatMillis = 5_000;
        private long publishMicros = 1_000;
        private int streamCap = 20;
        private long tokenLifeSeconds = 180;
        private String scopes = "read:positions read:orders write:orders";
        private int retailRequestsPerSecond = 20;
        private int maxOrders = 2_000_000;
        private @Nullable Path directory;
        private @Nullable VenueCredentials credentials;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Loopback address to listen on. */
        public Builder host(String value) {
            this.host = value;
            return this;
        }

        /** Ports; 0 for free ones. */
        public Builder ports(int grpc, int http) {
            this.grpcPort = grpc;
            this.httpPort = http;
            return this;
        }

        /** Firm and account id. */
        public Builder account(String firmName, String id) {
            this.firm = firmName;
            this.accountId = id;
            return this;
        }

        /** Cash at the very beginning, micro-dollars. */
        public Builder initialBalanceMicros(long value) {
            this.initialBalanceMicros = value;
            return this;
        }

        /** What can be traded from the start. */
        public Builder instruments(List<InstrumentSpec> value) {
            this.instruments = value;
            return this;
        }

        /** What open orders are summed over. */
        public Builder fundsMode(FundsMode value) {
            this.fundsMode = value;
            return this;
        }

        /** The fee schedule. */
        public Builder fees(FeeSchedule value) {
            this.fees = value;
            return this;
        }

        /** The simulated market. */
        public Builder behaviour(MarketBehaviour value) {
            this.behaviour = value;
            return this;
        }

        /** A market of one's own instead of the simulated one. */
        public Builder market(Market value) {
            this.market = value;
            return this;
        }

        /** Seed of the simulated market. */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /** Period of heartbeats. */
        public Builder heartbeatMillis(long value) {
            this.heartbeatMillis = value;
            return this;
        }

        /** How long entries wait for company. */
        public Builder publishMicros(long value) {
            this.publishMicros = value;
            return this;
        }

        /** Most streams at a time. */
        public Builder streamCap(int value) {
            this.streamCap = value;
            return this;
        }

        /** Life of a bearer token. */
        public Builder tokenLifeSeconds(long value) {
            this.tokenLifeSeconds = value;
            return this;
        }

        /** Scopes of a bearer token, separated by blanks. */
        public Builder scopes(String value) {
            this.scopes = value;
            return this;
        }

        /** Above it retail answers 429. */
        public Builder retailRequestsPerSecond(int value) {
            this.retailRequestsPerSecond = value;
            return this;
        }

        /** Most orders ever. */
        public Builder maxOrders(int value) {
            this.maxOrders = value;
            return this;
        }

        /** Keeps the truth in a directory. */
        public Builder directory(Path value) {
            this.directory = value;
            return this;
        }

        /** The client's credentials, for instance shared by tests. */
        public Builder credentials(VenueCredentials value) {
            this.credentials = value;
            return this;
        }

        /** The venue's clock. */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /** The configuration, checked. */
        public SimulatorConfig build() {
            return new SimulatorConfig(
                    host,
                    grpcPort,
                    httpPort,
                    firm,
                    accountId,
                    initialBalanceMicros,
                    instruments,
                    fundsMode,
                    fees,
                    behaviour,
                    market,
                    seed,
                    heartbeatMillis,
                    publishMicros,
                    streamCap,
                    tokenLifeSeconds,
                    scopes,
                    retailRequestsPerSecond,
                    maxOrders,
                    directory,
                    credentials,
                    clock);
        }
    }
}
