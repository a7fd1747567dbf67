package io.tollgate.kalshi;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.Rules;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Settings of everything that speaks to the venue for one pot of cash: (account, subaccount, exchange shard). Made by {@link #builder()},
 * checked once, immutable.
 *
 * @param baseUrl scheme, host, port and {@code /trade-api/v2}, which is signed; https, or http on loopback
 * @param credentials key id and private key of the same environment
 * @param subaccount 0 for the primary account, 1 to 63
 * @param exchangeIndex the shard: cash on one cannot pay for orders on another; read it from the market
 * @param openOrders what the venue's figure says about resting orders
 * @param readRestingOrders whether each read of the balance also reads what rests, so that orders of others are held back
 * @param ownOrderPrefix orders whose {@code client_order_id} begins so are the gate's own, which it holds back itself; empty: it cannot be
 *     told, and the gate decides by what the venue had acknowledged
 * @param readPositions whether each read of the balance also reads positions
 * @param readUserDataTime whether each read first asks how old the venue's user data is; without it, a read counts as new as its request
 * @param maxDataAge user data older than this is a failed read
 * @param pageSize orders or positions in a page, 1 to 1,000
 * @param maxPages most pages of one list, 1 to 200; more is a failed read
 * @param fees rates and rounding, for what orders of others hold back
 * @param polling when and how it is polled
 */
public record KalshiConfig(
        String baseUrl,
        KalshiCredentials credentials,
        int subaccount,
        int exchangeIndex,
        OpenOrderTreatment openOrders,
        boolean readRestingOrders,
        String ownOrderPrefix,
        boolean readPositions,
        boolean readUserDataTime,
        Duration maxDataAge,
        int pageSize,
        int maxPages,
        KalshiFees fees,
        PollingConfig polling) {

    /** Recommended production host, since May 2026. */
    public static final String PRODUCTION = "https://external-api.kalshi.com/trade-api/v2";

    /** Demo exchange: play money, keys of its own. */
    public static final String DEMO = "https://external-api.demo.kalshi.co/trade-api/v2";

    /** What every path begins with. */
    public static final String BASE_PATH = "/trade-api/v2";

    /** The venue as the gate's tables call it. */
    public static final String VENUE = "kalshi";

    private static final int MAX_SUBACCOUNT = 63;
    private static final int MAX_EXCHANGE_INDEX = 1_000;

    /** Checks rules, ranges and relations. */
    public KalshiConfig {
        HttpUrl url = Rules.url("baseUrl", Rules.text("baseUrl", baseUrl, "give " + PRODUCTION));
        if (!url.encodedPath().equals(BASE_PATH) && !url.encodedPath().equals(BASE_PATH + "/")) {
            throw new IllegalArgumentException("baseUrl must end in " + BASE_PATH + ": path=" + url.encodedPath()
                    + "; the path is signed, so nothing may be put before it and nothing left out");
        }
        Rules.given("credentials", credentials, "give key id and private key");
        Rules.range("subaccount", subaccount, 0, MAX_SUBACCOUNT);
        Rules.range("exchangeIndex", exchangeIndex, 0, MAX_EXCHANGE_INDEX);
        Rules.given("openOrders", openOrders, "give UNKNOWN");
        if (!ownOrderPrefix.isEmpty()) {
            Rules.text("ownOrderPrefix", ownOrderPrefix, "give what the gate's client order ids begin with");
        }
        if (!openOrders.isGross() && readRestingOrders && !readPositions) {
            throw new IllegalArgumentException(
                    "openOrders NET with readRestingOrders needs readPositions: what an order of the other side closes is not held"
                            + " back by the venue; switch both on or both off");
        }
        Rules.range("maxDataAge", maxDataAge, Duration.ofSeconds(1), Duration.ofMinutes(10));
        Rules.range("pageSize", pageSize, 1, 1_000);
        Rules.range("maxPages", maxPages, 1, 200);
        Rules.given("fees", fees, "give KalshiFees.OCTOBER_2026");
        Rules.given("polling", polling, "give PollingConfig.DEFAULT");
    }

    /** The account's name in the gate's tables: a pot of cash for each subaccount and shard. */
    public static String account(String name, int subaccount, int exchangeIndex) {
        return name + "/subaccount/" + subaccount + "/shard/" + exchangeIndex;
    }

    /**
     * The pot of cash as the gate registers it. One scope for all of it, which is what the venue sums over too; how its figure is read
     * follows from the settings here, whatever {@code rules} say about it.
     *
     * @param name the account's, as the operator calls it
     * @param rules everything else
     */
    public BalanceSpec balance(String name, BalanceRules rules) {
        return BalanceSpec.careful(
                VENUE,
                account(name, subaccount, exchangeIndex),
                "USD",
                KalshiFees.USD_SCALE,
                new BalanceRules(
                        rules.staleAfterNanos(),
                        rules.heartbeatVouchNanos(),
                        rules.venueLagNanos(),
                        rules.visibleAfterNanos(),
                        rules.streamGraceNanos(),
                        rules.driftTolerance(),
                        rules.soleTrader(),
                        netting()));
    }

    /** The position of one market in the same pot, fed by the reads of the cash; contracts at {@link KalshiFees#COUNT_SCALE}. */
    public BalanceSpec position(String name, String ticker, boolean isShort, BalanceRules rules) {
        return BalanceSpec.position(
                VENUE, account(name, subaccount, exchangeIndex), ticker, isShort, KalshiFees.COUNT_SCALE, rules);
    }

    private Netting netting() {
        if (!readRestingOrders) {
            return Netting.IGNORED;
        }
        // with a prefix the figure is net of others' orders alone; else it has to be worked out which of the orders are
        // ours
        return openOrders.isGross() && !ownOrderPrefix.isEmpty() ? Netting.ALL_OURS : Netting.SHARED;
    }

    /** For logs: the pot of cash, no secret. */
    String where() {
        return "kalshi-" + subaccount + "-" + exchangeIndex;
    }

    HttpUrl url() {
        return Rules.url("baseUrl", baseUrl);
    }

    /** A builder with the production address and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

        private String baseUrl = PRODUCTION;
        private @Nullable KalshiCredentials credentials;
        private int subaccount;
        private int exchangeIndex;
        private OpenOrderTreatment openOrders = OpenOrderTreatment.UNKNOWN;
        private boolean readRestingOrders = true;
        private String ownOrderPrefix = "";
        private boolean readPositions = true;
        private boolean readUserDataTime = true;
        private Duration maxDataAge = Duration.ofSeconds(30);
        private int pageSize = 500;
        private int maxPages = 40;
        private KalshiFees fees = KalshiFees.OCTOBER_2026;
        private PollingConfig polling = new PollingConfig(
                PollingConfig.DEFAULT.period(),
                PollingConfig.DEFAULT.jitterPermille(),
                PollingConfig.DEFAULT.minSpacing(),
                PollingConfig.DEFAULT.callTimeout(),
                PollingConfig.DEFAULT.minRateLimitPause(),
                MAX_BODY_BYTES,
                PollingConfig.DEFAULT.allowedSkew(),
                PollingConfig.DEFAULT.backoff());

        private Builder() {}

        /** Default {@link KalshiConfig#PRODUCTION}. */
        public Builder baseUrl(String newBaseUrl) {
            baseUrl = newBaseUrl;
            return this;
        }

        /** The demo exchange: {@link KalshiConfig#DEMO}. */
        public Builder demo() {
            return baseUrl(DEMO);
        }

        /** Key id and private key. */
        public Builder credentials(KalshiCredentials newCredentials) {
            credentials = newCredentials;
            return this;
        }

        /** Default 0, the primary account. */
        public Builder subaccount(int newSubaccount) {
            subaccount = newSubaccount;
            return this;
        }

        /** Default 0. */
        public Builder exchangeIndex(int newExchangeIndex) {
            exchangeIndex = newExchangeIndex;
            return this;
        }

        /** Default {@link OpenOrderTreatment#UNKNOWN}. */
        public Builder openOrders(OpenOrderTreatment newOpenOrders) {
            openOrders = newOpenOrders;
            return this;
        }

        /** Default true. */
        public Builder readRestingOrders(boolean on) {
            readRestingOrders = on;
            return this;
        }

        /** Default empty. */
        public Builder ownOrderPrefix(String newPrefix) {
            ownOrderPrefix = newPrefix;
            return this;
        }

        /** Default true. */
        public Builder readPositions(boolean on) {
            readPositions = on;
            return this;
        }

        /** Default true. */
        public Builder readUserDataTime(boolean on) {
            readUserDataTime = on;
            return this;
        }

        /** Default 30 s. */
        public Builder maxDataAge(Duration newMaxDataAge) {
            maxDataAge = newMaxDataAge;
            return this;
        }

        /** Default 500. */
        public Builder pageSize(int newPageSize) {
            pageSize = newPageSize;
            return this;
        }

        /** Default 40. */
        public Builder maxPages(int newMaxPages) {
            maxPages = newMaxPages;
            return this;
        }

        /** Default {@link KalshiFees#OCTOBER_2026}. */
        public Builder fees(KalshiFees newFees) {
            fees = newFees;
            return this;
        }

        /** Default: {@link PollingConfig#DEFAULT} with answers of at most 4 MiB. */
        public Builder polling(PollingConfig newPolling) {
            polling = newPolling;
            return this;
        }

        /**
         * The settings, checked.
         *
         * @throws IllegalArgumentException rule, value and cure of the first that does not hold
         */
        public KalshiConfig build() {
            return new KalshiConfig(
                    baseUrl,
                    Rules.given("credentials", credentials, "give key id and private key"),
                    subaccount,
                    exchangeIndex,
                    openOrders,
                    readRestingOrders,
                    ownOrderPrefix,
                    readPositions,
                    readUserDataTime,
                    maxDataAge,
                    pageSize,
                    maxPages,
                    fees,
                    polling);
        }
    }
}
