package io.tollgate.polymarketus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens of the exchange stack, asked for with a signed client assertion, kept until about 30 s before they expire. One may
 * serve several feeds with the same credentials. Tokens never appear in {@link #toString}, logs or errors.
 *
 * <p>Threading: any thread; one that needs a new token waits while another fetches it.
 */
public final class TokenProvider {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LARGEST_ANSWER_BYTES = 64 * 1024;
    /** The venue's lifetime, used where an answer does not say. */
    private static final long USUAL_LIFETIME_SECONDS = 180;

    private static final long LONGEST_LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A token, and the clock's reading from which it is too old for a new connection. */
    private record Token(String text, long refreshNanos) {}

    private final String tokenUrl;
    private final String audience;
    private final ExchangeCredentials credentials;
    private final FeedEnvironment environment;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token token;

    /** Asks where, as whom and for whom the settings say. Opens no connection yet. */
    public TokenProvider(ExchangeConfig config, FeedEnvironment environment) {
        this.tokenUrl = config.tokenUrl();
        this.audience = config.audience();
        this.credentials = config.credentials();
        this.environment = environment;
    }

    /**
     * A token that is good for at least half a minute (or half its life). Blocks while one is fetched.
     *
     * @param http the calling feed's client, so that closing the feed ends the request
     */
    String token(HttpClient http) throws TokenException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException(TokenException.Kind.RETRY, "interrupted while waiting for a token");
        }
        try {
            Token held = token;
            if (held == null || environment.nanoClock().nanoTime() - held.refreshNanos() >= 0) {
                token = null;
                held = fetch(http);
                token = held;
            }
            return held.text();
        } finally {
            lock.unlock();
        }
    }

    /** The venue refused this token: forget it, unless a newer one is held by now. */
    void refused(String refusedToken) {
        lock.lock();
        try {
            if (token != null && token.text().equals(refusedToken)) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private Token fetch(HttpClient http) throws TokenException {
        String assertion = ClientAssertion.sign(
                credentials, tokenUrl, environment.wallClock().instant());
        Map<String, String> body = new LinkedHashMap<>();
        body.put("client_id", credentials.clientId());
        body.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        body.put("client_assertion", assertion);
        body.put("audience", audience);
        body.put("grant_type", "client_credentials");
        long askedNanos = environment.nanoClock().nanoTime();
        HttpClient.Answer answer;
        try {
            Request request = new Request.Builder()
                    .url(tokenUrl)
                    .header("Accept", "application/json")
                    .post(new OnceBody(MAPPER.writeValueAsBytes(body)))
                    .build();
            answer = http.send(request, LARGEST_ANSWER_BYTES);
        } catch (IOException e) {
            throw new TokenException(
                    TokenException.Kind.RETRY,
                    "no answer from the token URL (" + VenueText.clean(e.getMessage(), assertion) + ")");
        }
        if (answer.code() != 200) {
            throw refusal(answer, assertion);
        }
        return parse(answer.body().toByteArray(), askedNanos);
    }

    private static TokenException refusal(HttpClient.Answer answer, String assertion) {
        String said = "the token URL answered " + answer.code()
                + oauthError(answer.body().toByteArray(), assertion);
        return switch (answer.code()) {
            case 400, 401, 403 ->
                new TokenException(
                        TokenException.Kind.REFUSED,
                        said
                                + "; check client id, that the venue holds the public half of this RSA key, the audience, and this machine's clock");
            case 404, 405 -> new TokenException(TokenException.Kind.REFUSED, said + "; check the token URL");
            case 429 -> new TokenException(TokenException.Kind.RETRY_LATE, said);
            default -> new TokenException(TokenException.Kind.RETRY, said);
        };
    }

    private static String oauthError(byte[] body, String assertion) {
        try {
            JsonNode json = MAPPER.readTree(body);
            String error = json.path("error").asText("");
            String description = json.path("error_description").asText("");
            String text = (error + " " + description).strip();
            return text.isEmpty() ? "" : " (" + VenueText.clean(text, assertion) + ")";
        } catch (IOException e) {
            return " (no JSON)";
        }
    }

    private static Token parse(byte[] body, long askedNanos) throws TokenException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw malformed("it is no JSON");
        } catch (IOException e) {
            throw malformed("it cannot be read");
        }
        String text = json.path("access_token").asText("");
        if (text.isEmpty() || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw malformed("access_token is absent or no token");
        }
        if (!json.path("token_type").asText("Bearer").equalsIgnoreCase("Bearer")) {
            throw malformed("token_type is not Bearer");
        }
        JsonNode expiresIn = json.path("expires_in");
        long lifetimeSeconds = USUAL_LIFETIME_SECONDS;
        if (!expiresIn.isMissingNode()) {
            if (!expiresIn.isIntegralNumber() || !expiresIn.canConvertToLong() || expiresIn.longValue() <= 0) {
                throw malformed("expires_in is no positive whole number");
            }
            lifetimeSeconds = Math.min(expiresIn.longValue(), LONGEST_LIFETIME_SECONDS);
        }
        long lifetimeNanos = TimeUnit.SECONDS.toNanos(lifetimeSeconds);
        return new Token(text, askedNanos + lifetimeNanos - Math.min(EARLY_NANOS, lifetimeNanos / 2));
    }

    private static TokenException malformed(String what) {
        return new TokenException(TokenException.Kind.RETRY, "the token URL's answer cannot be used: " + what);
    }

    /** A body that the HTTP library does not send a second time by itself: an assertion's {@code jti} is good for one request. */
    private static final class OnceBody extends RequestBody {
        private final byte[] json;

        OnceBody(byte[] json) {
            this.json = json;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return json.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(json);
        }
    }

    @Override
    public String toString() {
        return "TokenProvider[clientId=" + credentials.clientId() + ", token=***]";
    }
}
