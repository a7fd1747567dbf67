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
        BackoffSettings backoff) {

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

        private Builder() {}

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
                    backoff);
        }
    }
}
