package io.tollgate.polymarketus;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.AuthenticationRuns;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange stack's ledger, read back over REST where the stream's chain breaks: {@code GET /v1/funding/balance-ledger}, all pages from
 * the time asked for to the end, oldest first. It says what happened, not what the balance is: a feed that cannot read leaves the
 * balance to stream and snapshots, and never closes it.
 *
 * <p>Rate: the venue allows 0.5 requests a second with a burst of 5 per firm; the feed keeps to that itself and honours {@code
 * Retry-After}. A failed page is tried again with back-off. Refused credentials or a refused request end reading back, with an error
 * in the log that says what to do.
 *
 * <p>Source: Polymarket US, funding overview, {@code get-account-balance-ledger}.
 *
 * <p>Threading: one thread of its own, which also does the HTTP calls and asks for tokens.
 */
public final class LedgerBackfillFeed implements BalanceFeed {
    static final String PATH = "/v1/funding/balance-ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerBackfillFeed.class);
    private static final int PAGE_ENTRIES = 1000;
    /** Of one read: 100,000 entries. */
    private static final int MOST_PAGES = 100;

    private static final int LARGEST_PAGE_BYTES = 4 * 1024 * 1024;
    private static final int BURST = 5;
    private static final long NANOS_PER_REQUEST = 2_000_000_000L;
    private static final long NOTHING = Long.MAX_VALUE;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ExchangeConfig config;
    private final FeedEnvironment environment;
    private final TokenProvider tokens;
    private final String name;
    private final HttpUrl url;
    private final FeedWorker worker;
    private final HttpClient http;
    private final Backoff backoff;
    private final RequestBudget budget;
    private final AuthenticationRuns refusals = new AuthenticationRuns();
    private final AtomicLong wantedSinceNanos = new AtomicLong(NOTHING);

    // the feed's thread only
    private @Nullable Read current;
    private boolean ended;

    /** Where one read back stands. */
    private static final class Read {
        private final long sinceNanos;
        private String pageToken = "";
        private int pages;
        private int malformed;

        Read(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** With the system's clocks and its own tokens. */
    public LedgerBackfillFeed(ExchangeConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks and its own tokens. */
    public LedgerBackfillFeed(ExchangeConfig config, FeedEnvironment environment) {
        this(config, environment, new TokenProvider(config, environment));
    }

    /** With given clocks, and tokens shared with other feeds of the same credentials. */
    public LedgerBackfillFeed(ExchangeConfig config, FeedEnvironment environment, TokenProvider tokens) {
        this(config, environment, tokens, FeedWorker::singleThread);
    }

    LedgerBackfillFeed(
            ExchangeConfig config,
            FeedEnvironment environment,
            TokenProvider tokens,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.config = config;
        this.environment = environment;
        this.tokens = tokens;
        this.name = "polymarket-us-backfill-" + Accounts.shortName(config.account()) + "-" + config.currency();
        this.url = Rules.url("restUrl", config.restUrl())
                .newBuilder()
                .encodedPath(PATH)
                .build();
        this.worker = new FeedWorker(name, environment.nanoClock(), schedulers, () -> {});
        this.http = new HttpClient(config.callTimeout(), environment.nanoClock());
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
        this.budget = new RequestBudget(
                BURST, NANOS_PER_REQUEST, environment.nanoClock().nanoTime());
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        worker.execute(this::begin);
    }

    @Override
    public FeedKind kind() {
        return FeedKind.BACKFILL;
    }

    /** Ignored: this feed has no snapshots. */
    @Override
    public void requestSnapshot() {}

    /** Ignored: this feed has no stream. */
    @Override
    public void reopenStream() {}

    @Override
    public void requestBackfill(long sinceNanos) {
        if (wantedSinceNanos.getAndAccumulate(sinceNanos, Math::min) == NOTHING) {
            worker.execute(this::begin);
        }
    }

    @Override
    public void close() {
        worker.close(List.of(http::close));
    }

    private void begin() {
        if (current != null || ended) {
            return;
        }
        long sinceNanos = wantedSinceNanos.getAndSet(NOTHING);
        if (sinceNanos != NOTHING) {
            current = new Read(sinceNanos);
            next();
        }
    }

    private void next() {
        Read read = current;
        if (read == null) {
            return;
        }
        long waitNanos = budget.take(worker.nowNanos());
        if (waitNanos > 0) {
            var unused = worker.schedule(this::next, waitNanos);
            return;
        }
        String token;
        try {
            token = tokens.token(http);
        } catch (TokenException e) {
            if (e.kind() == TokenException.Kind.REFUSED && refusals.again()) {
                end("no token: " + e.getMessage());
            } else {
                retry(
                        "no token: " + e.getMessage(),
                        e.kind() == TokenException.Kind.RETRY_LATE
                                || (e.kind() == TokenException.Kind.REFUSED && refusals.isRepeated()));
            }
            return;
        }
        try {
            answered(read, token, http.send(request(read, token), LARGEST_PAGE_BYTES));
        } catch (IOException e) {
            retry("no answer (" + VenueText.clean(e.getMessage(), token) + ")", false);
        }
    }

    private Request request(Read read, String token) {
        Instant since = Instant.ofEpochSecond(
                Math.floorDiv(read.sinceNanos, NANOS_PER_SECOND), Math.floorMod(read.sinceNanos, NANOS_PER_SECOND));
        HttpUrl.Builder page = url.newBuilder()
                .addQueryParameter("account", config.account())
                .addQueryParameter("currency", config.currency())
                .addQueryParameter("start_time", since.toString())
                .addQueryParameter("page_size", Integer.toString(PAGE_ENTRIES));
        if (!read.pageToken.isEmpty()) {
            page.addQueryParameter("page_token", read.pageToken);
        }
        Request.Builder request = new Request.Builder()
                .url(page.build())
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token)
                .get();
        config.participantId().ifPresent(id -> request.header("x-participant-id", id));
        return request.build();
    }

    private void answered(Read read, String token, HttpClient.Answer answer) {
        String said = "the venue answered " + answer.code();
        switch (answer.code()) {
            case 200 -> page(read, answer);
            case 400, 404 -> end(said + ": it does not accept the request; check account, currency and restUrl");
            case 401 -> {
                tokens.refused(token);
                if (refusals.again()) {
                    end(said + " twice; check client id, audience, and that the token carries firm_id");
                } else {
                    retry(said, refusals.isRepeated());
                }
            }
            case 403 ->
                end(said + ": ask the venue for scope read:positions, and check that the account is of your firm");
            case 409 -> end(said + ": the venue filters an entry type that was asked for");
            case 429 -> {
                Duration asksFor = RetryAfter.of(
                        answer.headers().get("Retry-After"),
                        environment.wallClock().instant());
                LOG.warn("{}: {}: too many requests of this firm", name, said);
                var unused = worker.schedule(this::next, Math.max(asksFor.toNanos(), backoff.longestNanos()));
            }
            default -> retry(said, false);
        }
    }

    private void page(Read read, HttpClient.Answer answer) {
        LedgerPage page;
        try {
            page = LedgerPage.read(answer.body().toByteArray(), config, environment.wallClock());
        } catch (MalformedMessageException e) {
            if (++read.malformed >= config.malformedLimit()) {
                end("a page cannot be read: " + e.getMessage());
            } else {
                retry(String.valueOf(e.getMessage()), false);
            }
            return;
        }
        refusals.reset();
        backoff.reset();
        read.malformed = 0;
        read.pages++;
        read.pageToken = page.nextPageToken();
        boolean last = read.pageToken.isEmpty();
        if (!last && read.pages >= MOST_PAGES) {
            LOG.warn("{}: read back {} pages and stops there; the ledger has more", name, MOST_PAGES);
            last = true;
        }
        boolean done = last;
        worker.tell((sink, balanceId) -> sink.backfilled(balanceId, page.entries(), done, answer.arrivalNanos()));
        if (done) {
            current = null;
            begin();
        } else {
            next();
        }
    }

    private void retry(String reason, boolean late) {
        LOG.warn("{}: tries again: {}", name, reason);
        var unused = worker.schedule(this::next, late ? backoff.longestNanos() : backoff.nextNanos());
    }

    /** Reads nothing back any more; the balance goes on without. */
    private void end(String reason) {
        LOG.error("{}: reads nothing back any more: {}", name, reason);
        ended = true;
        current = null;
        worker.tell((sink, balanceId) -> sink.backfilled(balanceId, List.of(), true, worker.nowNanos()));
    }
}
