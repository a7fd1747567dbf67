package io.tollgate.polymarketclob;

import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.Rules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one balance at the CLOB. Made by {@link #builder()}, checked once, immutable.
 *
 * @param baseUrl scheme, host and port; https, or http on loopback; no path, because the path is signed
 * @param authentication who asks; shared by the account's feeds
 * @param signatureType which wallet of the owner holds the money
 * @param funder that wallet, if known: orders and trades of the owner's other wallets are then left out
 * @param asset pUSD or an outcome token
 * @param contracts chain and exchange contracts
 * @param marketKinds the markets that are traded: the smallest of their spenders' allowances counts
 * @param figure what is told as the ledger
 * @param readsCommitments whether open orders and unsettled trades are read each time; else only the gate's own holds and fills count
 * @param ownApiKey whether nobody but this gate uses the API key: its orders are then what the gate itself holds, and only those of the owner's
 *     other keys are taken off
 * @param tradeWindow trades older than this have settled, 1 min to 7 days
 * @param updateAtStart whether the venue reads the chain again before the first balance
 * @param updateEvery and how often from then on; zero for only where there is a reason (a deposit, a settlement); else 1 s to 1 day
 * @param confirmRises whether a balance that rose counts only when it is read again
 * @param fees fee terms by token, for open buys and trades; a token without terms has {@code defaultFee}
 * @param kinds kinds of markets by token: what is of another kind does not draw on this allowance; a token without one may be of any kind
 * @param defaultFee terms of the other tokens
 * @param maxPages longest list of orders or trades, 1 to 10,000 pages
 * @param polling when and how it is read
 */
public record ClobConfig(
        String baseUrl,
        ClobAuthentication authentication,
        SignatureType signatureType,
        @Nullable Address funder,
        ClobAsset asset,
        Contracts contracts,
        Set<MarketKind> marketKinds,
        ClobFigure figure,
        boolean readsCommitments,
        boolean ownApiKey,
        Duration tradeWindow,
        boolean updateAtStart,
        Duration updateEvery,
        boolean confirmRises,
        Map<String, FeeTerms> fees,
        Map<String, MarketKind> kinds,
        FeeTerms defaultFee,
        int maxPages,
        PollingConfig polling) {

    /** Checks rules, ranges and relations. */
    public ClobConfig {
        final HttpUrl url = Rules.url("baseUrl", Rules.text("baseUrl", baseUrl, "give https://clob.polymarket.com"));
        if (!url.encodedPath().equals("/")) {
            throw new IllegalArgumentException("baseUrl must have no path: path=" + url.encodedPath()
                    + "; the venue's path is signed, so nothing may be put before it");
        }
        Rules.given("authentication", authentication, "give ClobAuthentication.given or derived");
        Rules.given(
                "signatureType",
                signatureType,
                "give EOA, POLY_PROXY (e-mail login), POLY_GNOSIS_SAFE (browser wallet) or POLY_1271 (deposit wallet, new accounts)");
        Rules.given("asset", asset, "give ClobAsset.COLLATERAL or ClobAsset.token");
        Rules.given("contracts", contracts, "give Contracts.POLYGON");
        Rules.given("figure", figure, "give BALANCE_WITHIN_ALLOWANCE");
        Rules.given("defaultFee", defaultFee, "give FeeTerms.CRYPTO, the highest documented");
        Rules.given("polling", polling, "give PollingConfig.DEFAULT");
        if (marketKinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "marketKinds must name the kinds of markets traded: marketKinds=[]; give for example NORMAL");
        }
        if (!asset.isCollateral()
                && MarketKind.isV2Position(asset.tokenId()) != marketKinds.equals(Set.of(MarketKind.V2_POSITION))) {
            throw new IllegalArgumentException("marketKinds must fit the token: marketKinds=" + marketKinds + " token="
                    + asset.tokenId() + "; V2_POSITION is for positions of protocol version 2, and for them alone");
        }
        if (signatureType == SignatureType.EOA && funder != null && !funder.equals(authentication.owner())) {
            throw new IllegalArgumentException(
                    "funder must be the owner where signatureType is EOA: funder=" + funder + " owner="
                            + authentication.owner() + "; give the signatureType of the wallet that holds the money");
        }
        if (signatureType == SignatureType.EOA) {
            // the owner's own account is the wallet
            funder = authentication.owner();
        }
        if (ownApiKey && !readsCommitments) {
            throw new IllegalArgumentException(
                    "ownApiKey must go with readsCommitments: ownApiKey=true readsCommitments=false; it says which of the orders read are others'");
        }
        Rules.range("tradeWindow", tradeWindow, Duration.ofMinutes(1), Duration.ofDays(7));
        if (!updateEvery.isZero()) {
            Rules.range("updateEvery", updateEvery, Duration.ofSeconds(1), Duration.ofDays(1));
        }
        Rules.range("maxPages", maxPages, 1, 10_000);
        marketKinds = Set.copyOf(marketKinds);
        fees = Map.copyOf(fees);
        kinds = Map.copyOf(kinds);
    }

    /** A builder with the production addresses and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    HttpUrl url() {
        return Rules.url("baseUrl", baseUrl);
    }

    /** Fee terms of a token. */
    FeeTerms feeOf(String tokenId) {
        return fees.getOrDefault(tokenId, defaultFee);
    }

    /** Whether a token's purchases may draw on what this balance is. */
    boolean mayDraw(String tokenId) {
        final MarketKind kind = kinds.get(tokenId);
        return figure != ClobFigure.ALLOWANCE || kind == null || marketKinds.contains(kind);
    }

    /** The smallest allowance among the spenders that this balance needs; {@link Amounts#UNLIMITED} for that or more. */
    public long allowanceOf(BalanceAllowance read) {
        long least = Amounts.UNLIMITED;
        for (final MarketKind kind : marketKinds) {
            least = Math.min(least, read.allowance(contracts.spender(kind)));
        }
        return least;
    }

    /** Collects settings; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {
        private String baseUrl = "https://clob.polymarket.com";
        private @Nullable ClobAuthentication authentication;
        private @Nullable SignatureType signatureType;
        private @Nullable Address funder;
        private ClobAsset asset = ClobAsset.COLLATERAL;
        private Contracts contracts = Contracts.POLYGON;
        private @Nullable Set<MarketKind> marketKinds;
        private ClobFigure figure = ClobFigure.BALANCE_WITHIN_ALLOWANCE;
        private boolean readsCommitments = true;
        private boolean ownApiKey;
        private Duration tradeWindow = Duration.ofHours(1);
        private boolean updateAtStart = true;
        private Duration updateEvery = Duration.ZERO;
        private boolean confirmRises = true;
        private final Map<String, FeeTerms> fees = new HashMap<>();
        private final Map<String, MarketKind> kindsByToken = new HashMap<>();
        private FeeTerms defaultFee = FeeTerms.CRYPTO;
        private int maxPages = 100;
        private PollingConfig polling = PollingConfig.DEFAULT;

        private Builder() {}

        /** Default {@code https://clob.polymarket.com}. */
        public Builder baseUrl(String newBaseUrl) {
            baseUrl = newBaseUrl;
            return this;
        }

        /** Who asks. */
        public Builder authentication(ClobAuthentication newAuthentication) {
            authentication = newAuthentication;
            return this;
        }

        /** No default: a wrong one reads as zero. */
        public Builder signatureType(SignatureType newSignatureType) {
            signatureType = newSignatureType;
            return this;
        }

        /** Default: not known. */
        public Builder funder(Address newFunder) {
            funder = newFunder;
            return this;
        }

        /** Default pUSD. */
        public Builder asset(ClobAsset newAsset) {
            asset = newAsset;
            return this;
        }

        /** Default {@link Contracts#POLYGON}. */
        public Builder contracts(Contracts newContracts) {
            contracts = newContracts;
            return this;
        }

        /** Default NORMAL and NEG_RISK for pUSD, which is what most accounts trade; the token's own kind for a token of version 2. */
        public Builder marketKinds(Set<MarketKind> newMarketKinds) {
            marketKinds = newMarketKinds;
            return this;
        }

        /** Default {@link ClobFigure#BALANCE_WITHIN_ALLOWANCE}. */
        public Builder figure(ClobFigure newFigure) {
            figure = newFigure;
            return this;
        }

        /** Default true. */
        public Builder readsCommitments(boolean newReadsCommitments) {
            readsCommitments = newReadsCommitments;
            return this;
        }

        /** Default false: it is not known which open orders are the gate's. */
        public Builder ownApiKey(boolean newOwnApiKey) {
            ownApiKey = newOwnApiKey;
            return this;
        }

        /** Default an hour. */
        public Builder tradeWindow(Duration newTradeWindow) {
            tradeWindow = newTradeWindow;
            return this;
        }

        /** Default true. */
        public Builder updateAtStart(boolean newUpdateAtStart) {
            updateAtStart = newUpdateAtStart;
            return this;
        }

        /** Default zero: only where there is a reason. */
        public Builder updateEvery(Duration newUpdateEvery) {
            updateEvery = newUpdateEvery;
            return this;
        }

        /** Default true. */
        public Builder confirmRises(boolean newConfirmRises) {
            confirmRises = newConfirmRises;
            return this;
        }

        /** Fee terms of a token. */
        public Builder fee(String tokenId, FeeTerms terms) {
            fees.put(tokenId, terms);
            return this;
        }

        /** The kind of a token's market, for {@link ClobFigure#ALLOWANCE}. */
        public Builder kind(String tokenId, MarketKind kind) {
            kindsByToken.put(tokenId, kind);
            return this;
        }

        /** Default {@link FeeTerms#CRYPTO}, the highest documented. */
        public Builder defaultFee(FeeTerms newDefaultFee) {
            defaultFee = newDefaultFee;
            return this;
        }

        /** Default 100. */
        public Builder maxPages(int newMaxPages) {
            maxPages = newMaxPages;
            return this;
        }

        /** Default {@link PollingConfig#DEFAULT}. */
        public Builder polling(PollingConfig newPolling) {
            polling = newPolling;
            return this;
        }

        private Set<MarketKind> kinds() {
            final Set<MarketKind> given = marketKinds;
            if (given != null) {
                return given;
            }
            if (!asset.isCollateral() && MarketKind.isV2Position(asset.tokenId())) {
                return EnumSet.of(MarketKind.V2_POSITION);
            }
            return EnumSet.of(MarketKind.NORMAL, MarketKind.NEG_RISK);
        }

        /**
         * The settings, checked.
         *
         * @throws IllegalArgumentException rule, value and cure of the first that does not hold
         */
        public ClobConfig build() {
            return new ClobConfig(
                    baseUrl,
                    Rules.given("authentication", authentication, "give ClobAuthentication.given or derived"),
                    Rules.given(
                            "signatureType",
                            signatureType,
                            "give EOA, POLY_PROXY (e-mail login), POLY_GNOSIS_SAFE (browser wallet) or POLY_1271 (deposit wallet, new accounts)"),
                    funder,
                    asset,
                    contracts,
                    kinds(),
                    figure,
                    readsCommitments,
                    ownApiKey,
                    tradeWindow,
                    updateAtStart,
                    updateEvery,
                    confirmRises,
                    fees,
                    kindsByToken,
                    defaultFee,
                    maxPages,
                    polling);
        }
    }
}
