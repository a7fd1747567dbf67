package io.tollgate.polymarketus;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Rules;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the feeds that speak to the exchange stack (gRPC): {@link LedgerStreamFeed} and {@link ExchangeSnapshotFeed}.
 * Made by {@link #builder()}, checked once, immutable.
 *
 * @param host gRPC host
 * @param port gRPC port
 * @param plaintext no TLS; on loopback only
 * @param tokenUrl where tokens are asked for; https, or http on loopback
 * @param audience whom the token is for: the REST base of the environment
 * @param restUrl base of the REST API, for reading the ledger back; https, or http on loopback
 * @param credentials client id and signing key
 * @param participantId {@code x-participant-id}, as given at onboarding; never constructed
 * @param account full name, {@code firms/{firm}/accounts/{id}}
 * @param currency the balance's currency; entries of others are ignored
 * @param assetScale decimal places of the balance in the gate, 0 to 18
 * @param silenceTimeout after how long without any message the stream counts as dead; the venue recommends 180 s
 * @param callTimeout bound of a token request, of a balance read, and of opening the stream if longer than the silence time-out
 * @param minSnapshotSpacing least time between two balance reads
 * @param backoff waiting times between attempts
 * @param malformedLimit how often in a row the same malformed message, or an unreadable first one, is met before the feed stops
 * @param contract field numbers: the published order, or the venue's own descriptor set
 */
public record ExchangeConfig(
        String host,
        int port,
        boolean plaintext,
        String tokenUrl,
        String audience,
        String restUrl,
        ExchangeCredentials credentials,
        Optional<String> participantId,
        String account,
        String currency,
        int assetScale,
        Duration silenceTimeout,
        Duration callTimeout,
        Duration minSnapshotSpacing,
        BackoffSettings backoff,
        int malformedLimit,
        ProtoContract contract) {

    /** Checks rules, ranges and relations. */
    public ExchangeConfig {
        Rules.host("host", host, "give the venue's gRPC host, for example " + Builder.PROD_GRPC_HOST);
        Rules.range("port", port, 1, 65_535);
        Rules.plaintextOnlyOnLoopback(host, plaintext);
        Rules.url("tokenUrl", Rules.text("tokenUrl", tokenUrl, "give the environment's token URL"));
        Rules.text("audience", audience, "give the REST base of the environment");
        Rules.url("restUrl", Rules.text("restUrl", restUrl, "give the environment's REST base"));
        Rules.given("credentials", credentials, "give client id and RSA key");
        participantId.ifPresent(id -> Rules.text("participantId", id, "give it as the venue told it, or leave it out"));
        Accounts.checked(account);
        Rules.currency(currency);
        Rules.range("assetScale", assetScale, 0, 18);
        Rules.range("silenceTimeout", silenceTimeout, Duration.ofMillis(10), Duration.ofHours(1));
        Rules.range("callTimeout", callTimeout, Duration.ofMillis(10), Duration.ofMinutes(2));
        Rules.range("minSnapshotSpacing", minSnapshotSpacing, Duration.ofMillis(1), Duration.ofHours(1));
        Rules.given("backoff", backoff, "give BackoffSettings.DEFAULT");
        Rules.range("malformedLimit", malformedLimit, 1, 1000);
        Rules.given("contract", contract, "give ProtoContract.published()");
    }

    /** A builder with the production environment's addresses and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {
        static final String PROD_GRPC_HOST = "grpc-api.prod.polymarketexchange.com";
        static final String PREPROD_GRPC_HOST = "grpc-api.preprod.polymarketexchange.com";

        private String host = "";
        private int port;
        private boolean plaintext;
        private String tokenUrl = "";
        private String audience = "";
        private @Nullable String restUrl;
        private @Nullable ExchangeCredentials credentials;
        private @Nullable String participantId;
        private String account = "";
        private String currency = "USD";
        private int assetScale = PolymarketUsFees.USD_SCALE;
        private Duration silenceTimeout = Duration.ofMinutes(3);
        private Duration callTimeout = Duration.ofSeconds(15);
        private Duration minSnapshotSpacing = Duration.ofSeconds(1);
        private BackoffSettings backoff = BackoffSettings.DEFAULT;
        private int malformedLimit = 3;
        private ProtoContract contract = ProtoContract.published();

        private Builder() {
            production();
        }

        /** The production environment's addresses (the default). */
        public Builder production() {
            return environment(PROD_GRPC_HOST, "pmx-prod", "prod");
        }

        /** The pre-production environment's addresses. */
        public Builder preProduction() {
            return environment(PREPROD_GRPC_HOST, "pmx-preprod", "preprod");
        }

        private Builder environment(String grpcHost, String tenant, String stage) {
            host = grpcHost;
            port = 443;
            plaintext = false;
            tokenUrl = "https://" + tenant + ".us.auth0.com/oauth/token";
            audience = "https://api." + stage + ".polymarketexchange.com";
            return this;
        }

        /** A gRPC address with TLS. */
        public Builder address(String newHost, int newPort) {
            host = newHost;
            port = newPort;
            plaintext = false;
            return this;
        }

        /** A gRPC address on loopback without TLS: for a simulator. */
        public Builder plaintextAddress(String newHost, int newPort) {
            host = newHost;
            port = newPort;
            plaintext = true;
            return this;
        }

        /** Where tokens are asked for; also the assertion's audience. */
        public Builder tokenUrl(String newTokenUrl) {
            tokenUrl = newTokenUrl;
            return this;
        }

        /** Whom the token is for. */
        public Builder audience(String newAudience) {
            audience = newAudience;
            return this;
        }

        /** Base of the REST API; default the audience, which is that base at the venue. */
        public Builder restUrl(String newRestUrl) {
            restUrl = newRestUrl;
            return this;
        }

        /** Client id and signing key. */
        public Builder credentials(ExchangeCredentials newCredentials) {
            credentials = newCredentials;
            return this;
        }

        /** Sent as {@code x-participant-id}. */
        public Builder participantId(String newParticipantId) {
            participantId = newParticipantId;
            return this;
        }

        /** Full name of the account. */
        public Builder account(String newAccount) {
            account = newAccount;
            return this;
        }

        /** The balance's currency; default USD. */
        public Builder currency(String newCurrency) {
            currency = newCurrency;
            return this;
        }

        /** Decimal places of the balance in the gate; default 6. */
        public Builder assetScale(int newAssetScale) {
            assetScale = newAssetScale;
            return this;
        }

        /** Default 180 s. */
        public Builder silenceTimeout(Duration newSilenceTimeout) {
            silenceTimeout = newSilenceTimeout;
            return this;
        }

        /** Default 15 s. */
        public Builder callTimeout(Duration newCallTimeout) {
            callTimeout = newCallTimeout;
            return this;
        }

        /** Default 1 s. */
        public Builder minSnapshotSpacing(Duration newMinSnapshotSpacing) {
            minSnapshotSpacing = newMinSnapshotSpacing;
            return this;
        }

        /** Default {@link BackoffSettings#DEFAULT}. */
        public Builder backoff(BackoffSettings newBackoff) {
            backoff = newBackoff;
            return this;
        }

        /** Default 3. */
        public Builder malformedLimit(int newMalformedLimit) {
            malformedLimit = newMalformedLimit;
            return this;
        }

        /** Default {@link ProtoContract#published()}. */
        public Builder contract(ProtoContract newContract) {
            contract = newContract;
            return this;
        }

        /**
         * The settings, checked.
         *
         * @throws IllegalArgumentException rule, value and cure of the first that does not hold
         */
        public ExchangeConfig build() {
            return new ExchangeConfig(
                    host,
                    port,
                    plaintext,
                    tokenUrl,
                    audience,
                    restUrl == null ? audience : restUrl,
                    Rules.given("credentials", credentials, "give client id and RSA key"),
                    Optional.ofNullable(participantId),
                    account,
                    currency,
                    assetScale,
                    silenceTimeout,
                    callTimeout,
                    minSnapshotSpacing,
                    backoff,
                    malformedLimit,
                    contract);
        }
    }
}
