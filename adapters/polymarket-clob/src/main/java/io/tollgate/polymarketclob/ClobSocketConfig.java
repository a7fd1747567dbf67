package io.tollgate.polymarketclob;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Rules;
import java.time.Duration;
import java.util.List;

/**
 * The user channel's settings. Immutable, checked.
 *
 * @param url scheme, host, port and path; wss, or ws on loopback
 * @param markets condition ids of the markets that are told of; empty for all
 * @param pingEvery how often PING is sent, 1 s to 1 min
 * @param silence it is opened anew when nothing was heard for so long, above {@code pingEvery}, at most 10 min
 * @param backoff waiting times after it was lost
 */
public record ClobSocketConfig(
        String url, List<String> markets, Duration pingEvery, Duration silence, BackoffSettings backoff) {
    /** Production, all markets, PING every 10 s, 30 s of silence. */
    public static final ClobSocketConfig DEFAULT = new ClobSocketConfig(
            "wss://ws-subscriptions-clob.polymarket.com/ws/user",
            List.of(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            BackoffSettings.DEFAULT);

    /** Checks ranges and relations. */
    public ClobSocketConfig {
        Rules.url("url", webUrl(url));
        Rules.range("pingEvery", pingEvery, Duration.ofMillis(10), Duration.ofMinutes(1));
        Rules.range("silence", silence, Duration.ofMillis(20), Duration.ofMinutes(10));
        Rules.notLonger("pingEvery", pingEvery, "silence", silence);
        Rules.given("backoff", backoff, "give BackoffSettings.DEFAULT");
        markets = List.copyOf(markets);
    }

    /** With another address. */
    public ClobSocketConfig withUrl(String newUrl) {
        return new ClobSocketConfig(newUrl, markets, pingEvery, silence, backoff);
    }

    /** With other times. */
    public ClobSocketConfig withTimes(Duration newPingEvery, Duration newSilence, BackoffSettings newBackoff) {
        return new ClobSocketConfig(url, markets, newPingEvery, newSilence, newBackoff);
    }

    /** For the markets of these condition ids alone. */
    public ClobSocketConfig withMarkets(List<String> newMarkets) {
        return new ClobSocketConfig(url, newMarkets, pingEvery, silence, backoff);
    }

    /** OkHttp wants http and https. */
    static String webUrl(String url) {
        return url.startsWith("ws") ? "http" + url.substring(2) : url;
    }
}
