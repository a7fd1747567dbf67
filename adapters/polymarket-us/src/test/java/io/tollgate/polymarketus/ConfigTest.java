package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Rules;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static ExchangeConfig.Builder exchange() {
        return ExchangeConfig.builder()
                .credentials(ExchangeCredentials.of("c", TestVenue.KEYS.getPrivate()))
                .account(TestVenue.ACCOUNT);
    }

    private static RetailConfig.Builder retail() {
        return RetailConfig.builder().credentials(RetailCredentials.of("k", SEED));
    }

    @Test
    void defaultsAreTheVenuesProductionAddressesAndTimes() {
        ExchangeConfig exchange = exchange().build();
        assertThat(exchange.host()).isEqualTo("grpc-api.prod.polymarketexchange.com");
        assertThat(exchange.port()).isEqualTo(443);
        assertThat(exchange.plaintext()).isFalse();
        assertThat(exchange.tokenUrl()).isEqualTo("https://pmx-prod.us.auth0.com/oauth/token");
        assertThat(exchange.audience()).isEqualTo("https://api.prod.polymarketexchange.com");
        assertThat(exchange.silenceTimeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(exchange.backoff().initial()).isEqualTo(Duration.ofSeconds(1));
        assertThat(exchange.backoff().longest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(exchange().preProduction().build().audience())
                .isEqualTo("https://api.preprod.polymarketexchange.com");
        assertThat(retail().build().baseUrl()).isEqualTo("https://api.polymarket.us");
    }

    static Stream<Arguments> badExchangeSettings() {
        return Stream.of(
                bad(b -> b.account("alice"), "account must be a full name: account=alice; give it as firms/"),
                bad(
                        b -> b.currency("usd"),
                        "currency must be an upper-case code of 2 to 10 letters or digits: currency=usd"),
                bad(b -> b.assetScale(19), "assetScale must be between 0 and 18: assetScale=19"),
                bad(b -> b.address("h", 0), "port must be between 1 and 65535: port=0"),
                bad(b -> b.address("", 443), "host must be given"),
                bad(b -> b.address("https://example.com", 443), "host must be a host name or address alone"),
                bad(
                        b -> b.plaintextAddress("10.0.0.1", 1),
                        "plaintext must stay on this machine: host=10.0.0.1; leave TLS on"),
                bad(b -> b.plaintextAddress("127.0.0.1.example.com", 1), "plaintext must stay on this machine"),
                bad(b -> b.tokenUrl("http://example.com/oauth/token"), "tokenUrl must use TLS"),
                bad(b -> b.tokenUrl("ftp:/x"), "tokenUrl must be an absolute URL"),
                bad(
                        b -> b.tokenUrl("https://user:pw@example.com/"),
                        "tokenUrl must not hold a user or password: tokenUrl=***@example.com"),
                bad(b -> b.tokenUrl("https://example.com/?a=b"), "tokenUrl must have neither query nor fragment"),
                bad(b -> b.audience(""), "audience must be given"),
                bad(b -> b.participantId("a\nb"), "participantId must be printable ASCII"),
                bad(
                        b -> b.silenceTimeout(Duration.ZERO),
                        "silenceTimeout must be between PT0.01S and PT1H: silenceTimeout=PT0S"),
                bad(b -> b.callTimeout(Duration.ofHours(1)), "callTimeout must be between"),
                bad(b -> b.minSnapshotSpacing(Duration.ZERO), "minSnapshotSpacing must be between"),
                bad(b -> b.malformedLimit(0), "malformedLimit must be between 1 and 1000: malformedLimit=0"));
    }

    private static Arguments bad(UnaryOperator<ExchangeConfig.Builder> change, String expected) {
        return Arguments.of(change, expected);
    }

    @ParameterizedTest
    @MethodSource("badExchangeSettings")
    void refusesExchangeSettingsWithRuleValueAndCure(UnaryOperator<ExchangeConfig.Builder> change, String expected) {
        assertThatThrownBy(() -> change.apply(exchange()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("; ")
                .hasMessageNotContaining("pw");
    }

    @Test
    void refusesMissingCredentials() {
        assertThatThrownBy(() ->
                        ExchangeConfig.builder().account(TestVenue.ACCOUNT).build())
                .hasMessageContaining("credentials must be given: credentials=null; give client id and RSA key");
        assertThatThrownBy(() -> RetailConfig.builder().build()).hasMessageContaining("credentials must be given");
    }

    @Test
    void refusesRetailSettingsWithRuleValueAndCure() {
        assertThatThrownBy(() -> retail().baseUrl("http://api.polymarket.us").build())
                .hasMessageContaining("must use TLS");
        assertThatThrownBy(() -> retail().baseUrl("https://proxy/polymarket").build())
                .hasMessageContaining("baseUrl must have no path: path=/polymarket");
        assertThatThrownBy(() -> retail().period(Duration.ofMillis(100)).build())
                .hasMessageContaining(
                        "minSpacing must not be longer than period: minSpacing=PT0.25S period=PT0.1S; lower");
        assertThatThrownBy(() -> retail().jitterPermille(501).build())
                .hasMessageContaining("jitterPermille must be between");
        assertThatThrownBy(() -> retail().maxBodyBytes(1).build()).hasMessageContaining("maxBodyBytes must be between");
        assertThatThrownBy(() -> retail().minRateLimitPause(Duration.ZERO).build())
                .hasMessageContaining("minRateLimitPause");
    }

    @Test
    void refusesBackoffThatDoesNotGrow() {
        assertThatThrownBy(() -> BackoffSettings.DEFAULT.withSteps(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining(
                        "backoff.initial must not be longer than backoff.longest: backoff.initial=PT2S backoff.longest=PT1S");
        assertThatThrownBy(() -> BackoffSettings.DEFAULT.withHealthyAfter(Duration.ZERO))
                .hasMessageContaining("backoff.healthyAfter must be between");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST, true",
        "127.0.0.1, true",
        "127.255.1.2, true",
        "::1, true",
        "[::1], true",
        "0.0.0.0, false",
        "127.0.0.1.example.com, false",
        "localhost.example.com, false",
        "10.0.0.1, false",
        "::2, false"
    })
    void knowsLoopbackByItsTextAlone(String host, boolean loopback) {
        assertThat(Rules.isLoopback(host)).isEqualTo(loopback);
    }

    @Test
    void showsNoSecret() {
        assertThat(exchange().build().toString())
                .contains("clientId=c, key=***")
                .doesNotContain("RSA private", "modulus");
        assertThat(retail().build().toString())
                .contains("keyId=k, secretKey=***")
                .doesNotContain(SEED);
    }
}
