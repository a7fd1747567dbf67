package io.tollgate.privy;

import io.tollgate.gate.money.CostRule;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@link PrivySnapshotFeed} and {@link PrivyTransfers}: one asset of one custody account, on one chain or on all. Made by {@link
 * #builder()}, checked once, immutable.
 *
 * @param baseUrl scheme, host and port; https, or http on loopback
 * @param credentials app id and secret
 * @param account the account's id
 * @param symbol the asset as the account's balance names it, such as USDC
 * @param chainId CAIP-2 name of the chain whose figure is the balance; null for the sum over all chains
 * @param assetScale decimal places of the balance in the gate, 0 to 9, not more than the asset has
 * @param testnetMode whether the balances of test networks are read
 * @param documentedDecimals decimals that the venue documents for amounts, 0 to 18; a figure that shows more is as fine as it shows
 * @param rounding how the venue rounds amounts to them
 * @param walletIds wallets whose raw balances are read too; empty for none. Their sum bounds the balance: give all from which
 *     transfers leave, and the whole account only with all of its wallets
 * @param walletUse what the raw balances are used for
 * @param walletChain the chain's name in paths about wallets; null asks for all chains
 * @param readsTransfers whether pending transfers of the wallets are read too: what the gate does not know of them is held back
 * @param ownReferencePrefix how the {@code reference_id} of each of the gate's own transfers begins, and of nobody else's; empty if they cannot be
 *     told apart
 * @param polling when the balance is read
 * @param requestsPerSecond the budget's rate, 1 to 1,000; the venue publishes none
 * @param burst requests that the budget gives at once, 1 to 1,000
 */
public record PrivyConfig(
        String baseUrl,
        PrivyCredentials credentials,
        String account,
        String symbol,
        @Nullable String chainId,
        int assetScale,
        boolean testnetMode,
        int documentedDecimals,
        AmountRounding rounding,
        List<String> walletIds,
        WalletUse walletUse,
        @Nullable String walletChain,
        boolean readsTransfers,
        String ownReferencePrefix,
        PollingConfig polling,
        int requestsPerSecond,
        int burst) {

    /** More wallets than this would make one read last too long. */
    public static final int MOST_WALLETS = 20;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9.]{2,20}");
    private static final Pattern CAIP2 = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");
    private static final Pattern CHAIN = Pattern.compile("[a-z0-9_]{2,40}");

    /** Checks rules, ranges and relations. */
    public PrivyConfig {
        final var url = Rules.url("baseUrl", Rules.text("baseUrl", baseUrl, "give https://api.privy.io"));
        if (!url.encodedPath().equals("/")) {
            throw new IllegalArgumentException(
                    "baseUrl must have no path: path=" + url.encodedPath() + "; give scheme, host and port alone");
        }
        Rules.given("credentials", credentials, "give app id and app secret");
        matches(ID, "account", account, "give the account's id from the dashboard or from GET /v1/accounts");
        matches(SYMBOL, "symbol", symbol, "give the asset as the balance names it, such as USDC");
        if (chainId != null) {
            matches(CAIP2, "chainId", chainId, "give a CAIP-2 name, such as eip155:8453 for Base");
        }
        final Optional<Integer> decimals = PrivyAssets.decimals(symbol);
        Rules.range("assetScale", assetScale, 0, Math.min(CostRule.MAX_SCALE, decimals.orElse(CostRule.MAX_SCALE)));
        Rules.range("documentedDecimals", documentedDecimals, 0, 18);
        Rules.given("rounding", rounding, "give AmountRounding.NEAREST");
        walletIds = List.copyOf(walletIds);
        Rules.range("number of walletIds", walletIds.size(), 0, MOST_WALLETS);
        walletIds.forEach(id -> matches(ID, "walletId", id, "give the wallet's id, not its address"));
        if (new HashSet<>(walletIds).size() != walletIds.size()) {
            throw new IllegalArgumentException(
                    "walletIds must differ: walletIds=" + walletIds + "; give each wallet once");
        }
        Rules.given("walletUse", walletUse, "give WalletUse.BOUND");
        if (walletChain != null) {
            matches(CHAIN, "walletChain", walletChain, "give the chain's name, such as base");
        } else if (chainId != null && !walletIds.isEmpty()) {
            throw new IllegalArgumentException("walletChain must be given for wallets on one chain: chainId=" + chainId
                    + " is not known by name; give its name in the venue's paths, such as base");
        }
        Rules.given("ownReferencePrefix", ownReferencePrefix, "give for example gate-1-, or leave it out");
        Rules.given("polling", polling, "give PollingConfig.DEFAULT");
        Rules.range("requestsPerSecond", requestsPerSecond, 1, 1000);
        Rules.range("burst", burst, 1, 1000);
    }

    private static void matches(Pattern pattern, String name, @Nullable String value, String cure) {
        final String text = Rules.text(name, value, cure);
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " must match " + pattern.pattern() + ": " + name + "="
                    + VenueText.clean(text) + "; " + cure);
        }
    }

    /** The asset's name in the gate: the symbol, with its chain if it is the balance of one. */
    public String asset() {
        return chainId == null ? symbol : symbol + "@" + chainId;
    }

    /** The symbol as paths about wallets want it. */
    String walletAsset() {
        return symbol.toLowerCase(Locale.ROOT);
    }

    /** A builder with the production address and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {
        private String baseUrl = "https://api.privy.io";
        private @Nullable PrivyCredentials credentials;
        private @Nullable String account;
        private String symbol = "USDC";
        private @Nullable String chainId;
        private int assetScale = -1;
        private boolean testnetMode;
        private int documentedDecimals = 1;
        private AmountRounding rounding = AmountRounding.NEAREST;
        private List<String> walletIds = List.of();
        private WalletUse walletUse = WalletUse.BOUND;
        private @Nullable String walletChain;
        private boolean readsTransfers = true;
        private String ownReferencePrefix = "";
        private PollingConfig polling = PollingConfig.DEFAULT.withPeriod(Duration.ofSeconds(2), Duration.ofMillis(500));
        private int requestsPerSecond = 5;
        private int burst = 10;

        private Builder() {}

        /** Default {@code https://api.privy.io}. */
        public Builder baseUrl(String newBaseUrl) {
            baseUrl = newBaseUrl;
            return this;
        }

        /** App id and secret. */
        public Builder credentials(PrivyCredentials newCredentials) {
            credentials = newCredentials;
            return this;
        }

        /** The account's id. */
        public Builder account(String newAccount) {
            account = newAccount;
            return this;
        }

        /** Default USDC. */
        public Builder symbol(String newSymbol) {
            symbol = newSymbol;
            return this;
        }

        /** One chain, by its CAIP-2 name; default all chains. */
        public Builder chainId(@Nullable String newChainId) {
            chainId = newChainId;
            return this;
        }

        /** Default the asset's decimals, at most 9; 6 for an asset that is not known. */
        public Builder assetScale(int newAssetScale) {
            assetScale = Rules.range("assetScale", newAssetScale, 0, CostRule.MAX_SCALE);
            return this;
        }

        /** Default false. */
        public Builder testnetMode(boolean newTestnetMode) {
            testnetMode = newTestnetMode;
            return this;
        }

        /** Default 1, as documented. */
        public Builder documentedDecimals(int newDocumentedDecimals) {
            documentedDecimals = newDocumentedDecimals;
            return this;
        }

        /** Default {@link AmountRounding#NEAREST}. */
        public Builder rounding(AmountRounding newRounding) {
            rounding = newRounding;
            return this;
        }

        /** Default none. */
        public Builder walletIds(List<String> newWalletIds) {
            walletIds = newWalletIds;
            return this;
        }

        /** Default {@link WalletUse#BOUND}. */
        public Builder walletUse(WalletUse newWalletUse) {
            walletUse = newWalletUse;
            return this;
        }

        /** Default the name of {@code chainId}, where it is known. */
        public Builder walletChain(@Nullable String newWalletChain) {
            walletChain = newWalletChain;
            return this;
        }

        /** Default true, where wallets are given; false is right if nobody else sends from them. */
        public Builder readsTransfers(boolean newReadsTransfers) {
            readsTransfers = newReadsTransfers;
            return this;
        }

        /** Default none: whose a pending transfer is is not known. */
        public Builder ownReferencePrefix(String newOwnReferencePrefix) {
            ownReferencePrefix = newOwnReferencePrefix;
            return this;
        }

        /** Default every 2 s, at least 500 ms apart. */
        public Builder polling(PollingConfig newPolling) {
            polling = newPolling;
            return this;
        }

        /** Default 5, with 10 at once: the venue publishes no numbers and asks for back-off at 429. */
        public Builder budget(int newRequestsPerSecond, int newBurst) {
            requestsPerSecond = newRequestsPerSecond;
            burst = newBurst;
            return this;
        }

        /**
         * The settings, checked.
         *
         * @throws IllegalArgumentException rule, value and cure of the first that does not hold
         */
        public PrivyConfig build() {
            final String named =
                    chainId == null ? null : PrivyAssets.chainName(chainId).orElse(null);
            return new PrivyConfig(
                    baseUrl,
                    Rules.given("credentials", credentials, "give app id and app secret"),
                    Rules.given("account", account, "give the account's id"),
                    symbol,
                    chainId,
                    assetScale < 0 ? PrivyAssets.defaultScale(symbol) : assetScale,
                    testnetMode,
                    documentedDecimals,
                    rounding,
                    walletIds,
                    walletUse,
                    walletChain == null ? named : walletChain,
                    readsTransfers,
                    ownReferencePrefix,
                    polling,
                    requestsPerSecond,
                    burst);
        }
    }
}
