package io.tollgate.gatekeeper.config;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.polymarketclob.Address;
import io.tollgate.polymarketclob.ApiCredentials;
import io.tollgate.polymarketclob.ClobAsset;
import io.tollgate.polymarketclob.ClobAuthentication;
import io.tollgate.polymarketclob.ClobBalanceFeed;
import io.tollgate.polymarketclob.ClobConfig;
import io.tollgate.polymarketclob.ClobFigure;
import io.tollgate.polymarketclob.ClobLimits;
import io.tollgate.polymarketclob.ClobPushFeed;
import io.tollgate.polymarketclob.ClobSocketConfig;
import io.tollgate.polymarketclob.ClobUserListener;
import io.tollgate.polymarketclob.Contracts;
import io.tollgate.polymarketclob.MarketKind;
import io.tollgate.polymarketclob.SignatureType;
import io.tollgate.polymarketclob.WalletKey;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.VenueText;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code polymarket-clob}: the owner's address with API credentials, or the owner's key, from which they are derived. */
final class PolymarketClob implements Venue {
    /** Of this process: the venue counts by address. */
    private static final Shared<RequestBudget> BUDGET = new Shared<>();

    /** The chain, and with it the contracts. */
    private enum Network {
        POLYGON,
        AMOY
    }

    /** What all balances of a key share. */
    private record Key(
            ClobAuthentication authentication,
            Contracts contracts,
            Optional<String> baseUrl,
            Optional<ClobSocketConfig> socket) {}

    @Override
    public String name() {
        return "polymarket-clob";
    }

    @Override
    public Optional<Credentials> credentials(Section section) {
        final Contracts[] contracts = {Contracts.POLYGON};
        section.ifWord(
                "network",
                Network.class,
                word -> contracts[0] = word == Network.POLYGON ? Contracts.POLYGON : Contracts.AMOY);
        final Optional<String> baseUrl = section.optionalText("baseUrl");
        final Optional<String> socketUrl = section.optionalText("socketUrl");
        // a simulator's baseUrl alone means: no user channel
        final Optional<ClobSocketConfig> socket = section.made(() -> socketUrl
                        .map(ClobSocketConfig.DEFAULT::withUrl)
                        .or(() -> baseUrl.isEmpty() ? Optional.of(ClobSocketConfig.DEFAULT) : Optional.empty()))
                .orElse(Optional.empty());
        final Optional<ClobAuthentication> authentication =
                section.offers("walletKey") ? derived(section, contracts[0].chainId()) : given(section);
        return authentication.map(who -> balance -> balance(balance, new Key(who, contracts[0], baseUrl, socket)));
    }

    private static Optional<ClobAuthentication> given(Section section) {
        final String owner = section.text(
                "owner",
                "give the address whose key made the API credentials, or walletKeyFile to have them derived from the key");
        final String apiKey = section.text("apiKey", "give the API key's name");
        final Optional<String> secret = section.secret("apiSecret");
        final Optional<String> passphrase = section.secret("passphrase");
        return section.made(() -> ClobAuthentication.given(
                Address.of(owner), ApiCredentials.of(apiKey, secret.orElse(""), passphrase.orElse(""))));
    }

    private static Optional<ClobAuthentication> derived(Section section, long chainId) {
        final Optional<String> key = section.secret("walletKey");
        final int[] nonce = {0};
        section.ifNumber("nonce", number -> nonce[0] = number);
        return section.made(() -> ClobAuthentication.derived(WalletKey.ofHex(key.orElse("")), chainId, nonce[0]));
    }

    private List<ConfiguredBalance> balance(Section section, Key key) {
        // the allowance is told apart, so the figure is the holding; it is read once, so a rise is not waited for
        final ClobConfig.Builder builder = ClobConfig.builder()
                .authentication(key.authentication())
                .contracts(key.contracts())
                .figure(ClobFigure.BALANCE)
                .confirmRises(false);
        key.baseUrl().ifPresent(builder::baseUrl);
        if (section.text("signatureType", "give EOA, POLY_PROXY, POLY_GNOSIS_SAFE or POLY_1271: the wallet's type")
                .isEmpty()) {
            return List.of();
        }
        section.ifWord("signatureType", SignatureType.class, builder::signatureType);
        section.ifText("funder", text -> builder.funder(Address.of(text)));
        section.ifText("token", text -> builder.asset(ClobAsset.token(text)));
        section.ifTexts("marketKinds", texts -> builder.marketKinds(kinds(texts)));
        section.ifBoolean("readsCommitments", builder::readsCommitments);
        section.ifBoolean("ownApiKey", builder::ownApiKey);
        section.ifDuration("tradeWindow", builder::tradeWindow);
        section.ifBoolean("updateAtStart", builder::updateAtStart);
        section.ifNumber("maxPages", builder::maxPages);
        section.ifDuration("callTimeout", timeout -> builder.polling(PollingConfig.DEFAULT.withCallTimeout(timeout)));
        final Optional<String> account = section.optionalText("account");
        return section.made(builder::build).stream()
                .map(config -> new ConfiguredBalance(
                        name(),
                        account.orElseGet(() -> wallet(config)),
                        config.asset().assetName(),
                        ClobAsset.SCALE,
                        () -> new ClobReader(config),
                        environment -> List.of(feed(
                                builder.figure(ClobFigure.BALANCE_WITHIN_ALLOWANCE)
                                        .confirmRises(true)
                                        .build(),
                                key.socket(),
                                environment))))
                .toList();
    }

    /** One user channel for a wallet, with its pUSD; its tokens are polled. */
    private static BalanceFeed feed(ClobConfig config, Optional<ClobSocketConfig> socket, FeedEnvironment environment) {
        final RequestBudget budget =
                BUDGET.orMade(() -> ClobLimits.budget(environment.nanoClock().nanoTime()));
        return socket.isPresent() && config.asset().isCollateral()
                ? new ClobPushFeed(config, socket.get(), environment, budget, ClobUserListener.NONE)
                : new ClobBalanceFeed(config, environment, budget);
    }

    private static Set<MarketKind> kinds(List<String> texts) {
        final EnumSet<MarketKind> kinds = EnumSet.noneOf(MarketKind.class);
        for (final String text : texts) {
            kinds.add(Section.word(text, MarketKind.class)
                    .orElseThrow(() -> new IllegalArgumentException("must name kinds of markets: "
                            + String.join(", ", Section.words(MarketKind.class)) + ", not " + VenueText.clean(text)
                            + Section.meant(text, Section.words(MarketKind.class)))));
        }
        return kinds;
    }

    /** The wallet's own address where it is known; else the venue finds it by owner and type. */
    private static String wallet(ClobConfig config) {
        final Address funder = config.funder();
        return funder == null ? config.authentication().owner() + "/" + config.signatureType() : funder.toString();
    }
}
