package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenProviderTest {
    private final TestVenue venue;
    private final TestClock clock = new TestClock();
    private final HttpClient http = new HttpClient(Duration.ofSeconds(10), clock);
    private final TokenProvider tokens;

    TokenProviderTest() throws IOException {
        venue = new TestVenue();
        tokens = new TokenProvider(venue.config().build(), clock.environment());
    }

    @AfterEach
    void closeAll() {
        http.close();
        venue.close();
    }

    @Test
    void asksWithASignedAssertionAsJson() throws Exception {
        tokens.token(http);
        RecordedRequest request = Objects.requireNonNull(venue.tokens.takeRequest(10, TimeUnit.SECONDS));
        JsonNode body = new ObjectMapper()
                .readTree(Objects.requireNonNull(request.getBody()).toByteArray());

        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
        assertThat(body.size()).isEqualTo(5);
        assertThat(body.path("client_id").asText()).isEqualTo("client-1");
        assertThat(body.path("client_assertion_type").asText())
                .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assertThat(body.path("audience").asText()).isEqualTo("https://api.test");
        assertThat(body.path("grant_type").asText()).isEqualTo("client_credentials");
        SignedJWT assertion = SignedJWT.parse(body.path("client_assertion").asText());
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(venue.tokens.url("/oauth/token").toString());
        assertThat(assertion.getJWTClaimsSet().getIssueTime().toInstant().getEpochSecond())
                .isEqualTo(TestClock.START.getEpochSecond());
    }

    @Test
    void keepsATokenUntilThirtySecondsBeforeItExpires() throws Exception {
        assertThat(tokens.token(http)).isEqualTo("token-1");
        clock.advance(Duration.ofSeconds(149));
        assertThat(tokens.token(http)).isEqualTo("token-1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.token(http)).isEqualTo("token-2");
        assertThat(venue.tokens.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aShortLivedTokenIsKeptForHalfItsLife() throws Exception {
        venue.tokenAnswers.add(json("{\"access_token\":\"short\",\"token_type\":\"bearer\",\"expires_in\":20}"));
        assertThat(tokens.token(http)).isEqualTo("short");
        clock.advance(Duration.ofMillis(9_999));
        assertThat(tokens.token(http)).isEqualTo("short");
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.token(http)).isEqualTo("token-1");
    }

    @Test
    void aRefusedTokenIsForgottenButNotANewerOne() throws Exception {
        String first = tokens.token(http);
        tokens.refused(first);
        String second = tokens.token(http);
        tokens.refused(first);

        assertThat(second).isEqualTo("token-2");
        assertThat(tokens.token(http)).isEqualTo("token-2");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED", "401, REFUSED", "403, REFUSED", "404, REFUSED", "405, REFUSED",
        "408, RETRY", "429, RETRY_LATE", "500, RETRY", "502, RETRY", "302, RETRY"
    })
    void sortsAnswersIntoRefusedAndWorthTryingAgain(int code, TokenException.Kind kind) {
        venue.tokenAnswers.add(status(code, "<html>no</html>"));
        TokenException e = Objects.requireNonNull(catchThrowableOfType(TokenException.class, () -> tokens.token(http)));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining("the token URL answered " + code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | no JSON",
                "{} | access_token",
                "{\"access_token\":\"a b\"} | access_token",
                "{\"access_token\":\"a\\n\"} | access_token",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"} | token_type",
                "{\"access_token\":\"a\",\"expires_in\":0} | expires_in",
                "{\"access_token\":\"a\",\"expires_in\":\"180\"} | expires_in",
                "{\"access_token\":\"a\",\"expires_in\":1e400} | expires_in",
            })
    void refusesAnswersThatAreNoToken(String body, String expected) {
        venue.tokenAnswers.add(json(body));
        TokenException e = Objects.requireNonNull(catchThrowableOfType(TokenException.class, () -> tokens.token(http)));

        assertThat(e.kind()).isEqualTo(TokenException.Kind.RETRY);
        assertThat(e).hasMessageContaining("cannot be used").hasMessageContaining(expected);
    }

    @Test
    void showsNoToken() throws Exception {
        tokens.token(http);
        assertThat(tokens).hasToString("TokenProvider[clientId=client-1, token=***]");
    }
}
