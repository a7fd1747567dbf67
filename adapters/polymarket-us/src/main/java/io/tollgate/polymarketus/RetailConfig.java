package io.tollgate.polymarketus;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Rules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@link RetailSnapshotFeed}, which reads the retail stack's balances over REST. Made by {@link #builder()}, checked
 * once, immutable.
 *
 * @param baseUrl scheme, host and port; https, or http on loopback; no path, because the path is signed
 * @param credentials key id and Ed25519 secret
 * @param currency which row of the answer is the balance
 * @param assetScale decimal places of the balance in the gate, 0 to 18
 * @param period time between reads; {@link #period} varies by {@code jitterPermille}
 * @param jitterPermille by how many thousandths a period may be shorter or longer, 0 to 500
 * @param minSpacing least time between two reads, asked for or not; the venue allows 20 requests a second per key over all paths
 * @param callTimeout bound of one read, from connecting to the last byte
 * @param minRateLimitPause least pause after 429; the venue asks for a second, {@code Retry-After} is honoured above it
 * @param maxBodyBytes largest answer that is read, 1 KiB to 64 MiB
 * @param backoff waiting times after failed reads
 * @param positionScale decimal places of position balances in the gate, 0 to 9: positions are read with each balance; -1 does not read them
 * @param requestsPerSecond what the key may ask for over all paths; the venue allows 20 (read in October 2026)
 * @param socketUrl scheme, host and port of the private WebSocket; wss, or ws on loopback
 * @param silenceTimeout after how long without any message the WebSocket counts as dead; its heartbeats' interval is not published
 */
public record RetailConfig(
        String baseUrl,
        RetailCredentials credentials,
        String currency,
        int assetScale,
        Duration period,
        int jitterPermille,
        Duration minSpacing,
        Duration callTimeout,
        Duration minRateLimitPause,
        int maxBodyBytes,
        BackoffSettings backoff,
        int positionScale,
        int requestsPerSecond,
        String socketUrl,
        Duration silenceTimeout) {

    /** Checks rules, ranges and relations. */
    public RetailConfig {
        var url = Rules.url("baseUrl", Rules.text("baseUrl", baseUrl, "give https://api.polymarket.us"));
        if (!url.encodedPath().equals("/")) {
            throw new IllegalArgumentException("baseUrl must have no path: path=" + url.encodedPath()
                    + "; the venue's path is signed, so nothing may be put before it");
        }
        Rules.given("credentials", credentials, "give key id and Ed25519 secret");
        Rules.currency(currency);
        Rules.range("assetScale", assetScale, 0, 18);
        Rules.range("period", period, Duration.ofMillis(10), Duration.ofHours(1));
        Rules.range("jitterPermille", jitterPermille, 0, 500);
        Rules.range("minSpacing", minSpacing, Duration.ofMillis(1), Duration.ofMinutes(1));
        Rules.range("callTimeout", callTimeout, Duration.ofMillis(10), Duration.ofMinutes(2));
        Rules.range("minRateLimitPause", minRateLimitPause, Duration.ofMillis(1), Duration.ofMinutes(5));
        Rules.range("maxBodyBytes", maxBodyBytes, 1024, 64 * 1024 * 1024);
        Rules.given("backoff", backoff, "give BackoffSettings.DEFAULT");
        Rules.notLonger("minSpacing", minSpacing, "period", period);
        Rules.range("positionScale", positionScale, -1, 9);
        Rules.range("requestsPerSecond", requestsPerSecond, 1, 1000);
        if (!Rules.url("socketUrl", webUrl(socketUrl)).encodedPath().equals("/")) {
            throw new IllegalArgumentException(
                    "socketUrl must have no path: give wss://api.polymarket.us; the venue's path is signed");
        }
        Rules.range("silenceTimeout", silenceTimeout, Duration.ofMillis(10), Duration.ofHours(1));
    }

    /** The address of the WebSocket as OkHttp wants it: https for wss, http for ws. */
    static String webUrl(String socketUrl) {
        if (socketUrl.startsWith("wss:")) {
            return "https:" + socketUrl.substring(4);
        }
        if (socketUrl.startsWith("ws:")) {
            return "http:" + socketUrl.substring(3);
        }
        throw new IllegalArgumentException("socketUrl must begin with wss:// (ws:// on loopback): socketUrl="
                + socketUrl + "; give wss://api.polymarket.us");
    }

    /** A builder with the production address and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {
        private String baseUrl = "https://api.polymarket.us";
        private @Nullable RetailCredentials credentials;
        private String currency = "USD";
        private int assetScale = PolymarketUsFees.USD_SCALE;
        private Duration period = Duration.ofSeconds(2);
        private int jitterPermille = 100;
        private Duration minSpacing = Duration.ofMillis(250);
        private Duration callTimeout = Duration.ofSeconds(15);
        private Duration minRateLimitPause = Duration.ofSeconds(1);
        private int maxBodyBytes = 1024 * 1024;
        private BackoffSettings backoff = BackoffSettings.DEFAULT;
        private int positionScale = -1;
        private int requestsPerSecond = 20;
        private String socketUrl = "wss://api.polymarket.us";
        private Duration silenceTimeout = Duration.ofMinutes(3);

        private Builder() {}

        /** Reads positions with each balance, at this scale; the venue's quantities have at most 2 decimals. Default: not. */
        public Builder positions(int newPositionScale) {
            positionScale = newPositionScale;
            return this;
        }

        /** Default 20. */
        public Builder requestsPerSecond(int newRequestsPerSecond) {
            requestsPerSecond = newRequestsPerSecond;
            return this;
        }

        /** Default {@code wss://api.polymarket.us}. */
        public Builder socketUrl(String newSocketUrl) {
            socketUrl = newSocketUrl;
            return this;
        }

        /** Default 3 min. */
        public Builder silenceTimeout(Duration newSilenceTimeout) {
            silenceTimeout = newSilenceTimeout;
            return this;
        }

        /** Default {@code https://api.polymarket.us}. */
        public Builder baseUrl(String newBaseUrl) {
            baseUrl = newBaseUrl;
            return this;
        }

        /** Key id and secret. */
        public Builder credentials(RetailCredentials newCredentials) {
            credentials = newCredentials;
            return this;
        }

        /** Default USD. */
        public Builder currency(String newCurrency) {
            currency = newCurrency;
            return this;
        }

        /** Default 6. */
        public Builder assetScale(int newAssetScale) {
            assetScale = newAssetScale;
            return this;
        }

        /** Default 2 s. */
        public Builder period(Duration newPeriod) {
            period = newPeriod;
            return this;
        }

        /** Default 100: a tenth. */
        public Builder jitterPermille(int newJitterPermille) {
            jitterPermille = newJitterPermille;
            return this;
        }

        /** Default 250 ms. */
        public Builder minSpacing(Duration newMinSpacing) {
            minSpacing = newMinSpacing;
            return this;
        }

        /** Default 15 s. */
        public Builder callTimeout(Duration newCallTimeout) {
            callTimeout = newCallTimeout;
            return this;
        }

        /** Default 1 s. */
        public Builder minRateLimitPause(Duration newMinRateLimitPause) {
            minRateLimitPause = newMinRateLimitPause;
            return this;
        }

        /** Default 1 MiB. */
        public Builder maxBodyBytes(int newMaxBodyBytes) {
            maxBodyBytes = newMaxBodyBytes;
            return this;
        }

        /** Default {@link BackoffSettings#DEFAULT}. */
        public Builder backoff(BackoffSettings newBackoff) {
            backoff = newBackoff;
            return this;
        }

        /**
         * The settings, checked.
         *
         * @throws IllegalArgumentException rule, value and cure of the first that does not hold
         */
        public RetailConfig build() {
            return new RetailConfig(
                    baseUrl,
                    Rules.given("credentials", credentials, "give key id and Ed25519 secret"),
                    currency,
                    assetScale,
                    period,
                    jitterPermille,
                    minSpacing,
                    callTimeout,
                    minRateLimitPause,
                    maxBodyBytes,
                    backoff,
                    positionScale,
                    requestsPerSecond,
                    socketUrl,
                    silenceTimeout);
        }
    }
}
