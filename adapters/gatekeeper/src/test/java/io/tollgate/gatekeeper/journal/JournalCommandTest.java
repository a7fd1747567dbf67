package io.tollgate.gatekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JournalCommandTest {
    private static final int CHECKS = 20;

    @TempDir
    private static Path state;

    private static long reservation;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Ten dollars, one order of five that is cancelled, checks, one order that is too large. */
    @BeforeAll
    static void writeAJournal() {
        final GateConfig config = GateConfig.at(state)
                .withSizes(new BookSizes(2, 8, 16, 2, 256, 1024))
                .withSlots(1024, 4096);
        try (Gatekeeper keeper = Gatekeeper.launch(config)) {
            final Balance usd = keeper.gate()
                    .register(BalanceSpec.careful("polymarket-us", "acct", "USD", 6, BalanceRules.CAREFUL));
            keeper.attach(usd, new OneRead(10_000_000));
            final Line line = keeper.gate()
                    .lane("router-0")
                    .bind(usd, new LineSpec("PRES-28", Side.BUY, 2, 0, 99, FeeRule.none()));
            await(() -> line.maxAffordable(50) > 0);
            reservation = line.reserve(50, 10, 1);
            line.sent(reservation);
            line.release(reservation, 0, ReleaseReason.CANCELLED);
            for (int i = 0; i < CHECKS; i++) {
                line.canAfford(50, 1);
            }
            line.reserve(99, 1000, 2);
            await(() -> keeper.gate().isQuiet());
        }
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private int run(String... arguments) {
        return new CommandLine(new JournalCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void verifiesAGoodJournal() {
        assertThat(run("verify", state.toString())).isZero();
        assertThat(lines().get(lines().size() - 1))
                .startsWith(
                        "verify: decisions=22 approved=21 refused=1 refused_funds=1 verified=22 mismatches=0 holes=0"
                                + " overlaps=0 missing=0 unrecorded=0")
                .contains(" releases=1 sessions=1 ");
        assertThat(out.toString()).contains("INSUFFICIENT_FUNDS", "Reserve", "SessionStart");
    }

    @Test
    void takesTheJournalsFolderToo() {
        assertThat(run("verify", state.resolve("journal").toString())).isZero();
    }

    @Test
    void aDirectoryWithoutAJournalIsRefused(@TempDir Path empty) {
        assertThat(run("verify", empty.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("journal verify: ", empty.toString(), "metadata.cq4t");
        assertThat(run("print", empty.resolve("nothing").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("does not exist");
    }

    @Test
    void aDamagedJournalIsRefused(@TempDir Path copy) throws IOException {
        final Path journal = Files.createDirectories(copy.resolve("journal"));
        Files.writeString(journal.resolve("metadata.cq4t"), "this was a queue once");
        assertThat(run("verify", copy.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("something else or was cut");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("print, verify or explain");
        assertThat(run("print")).isEqualTo(2);
        assertThat(run("print", state.toString(), "--type", "Order")).isEqualTo(2);
        assertThat(err.toString()).contains("--type=Order", "Reserve");
        assertThat(run("print", state.toString(), "--from", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("2026-11-21T15:00:00Z");
        assertThat(run("print", state.toString(), "--limit", "-1")).isEqualTo(2);
    }

    @Test
    void printsReadableLines() {
        assertThat(run("print", state.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("T\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z 0:0 SessionStart ")
                .contains("BalanceRegistered balanceId=0 venue=polymarket-us account=acct asset=USD assetScale=6")
                .contains("newLimit=10.000000")
                .contains("decision=APPROVED reservationId=" + reservation)
                .contains("price=0.50 size=10 cost=5.000000 limitSeen=10.000000")
                .contains("held=0.000000")
                .contains(" tile (PRES-28 BUY)")
                .contains("cause=RELEASE")
                .contains("code=50 decision=INSUFFICIENT_FUNDS");
    }

    @Test
    void printsWhatIsAskedFor() {
        assertThat(run("print", state.toString(), "--type", "Check", "--limit", "3"))
                .isZero();
        assertThat(lines()).hasSize(3).allMatch(line -> line.contains(" Check "));
    }

    @Test
    void printsTheLifeOfAReservation() {
        assertThat(run("print", state.toString(), "--reservation", Long.toString(reservation)))
                .isZero();
        assertThat(lines()).hasSize(4);
        assertThat(out.toString()).contains(" Reserve ", " Sent ", " Release ", " GivenBack ");
    }

    @Test
    void printsFromATimeOn() {
        assertThat(run("print", state.toString(), "--from", "2200-01-01T00:00:00Z"))
                .isZero();
        assertThat(lines()).isEmpty();
        assertThat(run("print", state.toString(), "--from", "2001-01-01T00:00:00Z", "--limit", "1"))
                .isZero();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void printsJsonThatParses() throws IOException {
        assertThat(run("print", state.toString(), "--json")).isZero();
        final ObjectMapper mapper = new ObjectMapper();
        final List<JsonNode> reserves = new ArrayList<>();
        for (final String line : lines()) {
            final JsonNode record = mapper.readTree(line);
            assertThat(record.isObject()).isTrue();
            if (record.get("type").asText().equals("Reserve")) {
                reserves.add(record);
            }
        }
        assertThat(reserves).hasSize(2);
        final JsonNode approved = reserves.get(0);
        assertThat(approved.get("reservationId").asLong()).isEqualTo(reservation);
        assertThat(approved.get("cost").asLong()).isEqualTo(5_000_000);
        assertThat(approved.get("price").asLong()).isEqualTo(50);
        assertThat(approved.get("tile").asBoolean()).isTrue();
        assertThat(approved.get("ring").asInt()).isEqualTo(1);
        assertThat(approved.get("decision").asText()).isEqualTo("APPROVED");
    }

    @Test
    void explainsAReservation() {
        assertThat(run("explain", state.toString(), "--reservation", Long.toString(reservation)))
                .isZero();
        assertThat(out.toString())
                .startsWith("reservation " + reservation + ": 1 decision")
                .contains("RESERVE: APPROVED (0)", "order 1, reservation " + reservation)
                .contains("BUY PRES-28, 10 at 0.50, on polymarket-us acct USD")
                .contains("price 0.50 x size 10 = 5.000000\n")
                .contains("ledger 10.000000 - encumbered 0.000000 - in transit 0.000000 = limit 10.000000")
                .contains("held 0.000000 + cost 5.000000 = 5.000000 <= limit 10.000000: it fits, and leaves 5.000000")
                .contains("LIFE of reservation " + reservation, " sent\n", "over (CANCELLED), filled in all 0")
                .contains("5.000000 came back (the order is over)", "at the journal's end it holds 0.000000");
    }

    @Test
    void explainsWhyAnOrderWasRefused() {
        assertThat(run("explain", state.toString(), "--order", "2")).isZero();
        assertThat(out.toString())
                .contains("RESERVE: INSUFFICIENT_FUNDS (50)")
                .containsPattern(
                        "held [05].000000 \\+ cost 990.000000 = 99[05].000000 > limit 10.000000: 98[05].000000 too")
                .contains("the funds do not cover the order. The same order may be approved later.");
    }

    @Test
    void explainsAMoment() throws IOException {
        assertThat(run("print", state.toString(), "--json", "--type", "Release"))
                .isZero();
        final String nanos =
                new ObjectMapper().readTree(lines().get(0)).get("clockNanos").asText();
        out.getBuffer().setLength(0);
        assertThat(run("explain", state.toString(), "--at", nanos)).isZero();
        assertThat(out.toString())
                .contains("BALANCE 0: polymarket-us acct USD", "= limit 10.000000", "LAST DECISION of lane 1");
        out.getBuffer().setLength(0);
        assertThat(run("explain", state.toString(), "--at", nanos, "--json")).isZero();
        final JsonNode moment = new ObjectMapper().readTree(out.toString());
        assertThat(moment.get("balances").get(0).get("limit").get("limit").asLong())
                .isEqualTo(10_000_000);
    }

    @Test
    void explainsAsJson() throws IOException {
        assertThat(run("explain", state.toString(), "--order", "1", "--json")).isZero();
        final JsonNode decision =
                new ObjectMapper().readTree(out.toString()).get("decisions").get(0);
        assertThat(decision.get("decision").asText()).isEqualTo("APPROVED");
        assertThat(decision.get("cost").asLong()).isEqualTo(5_000_000);
        assertThat(decision.get("fits").asBoolean()).isTrue();
        assertThat(decision.get("limit").get("ledger").asLong()).isEqualTo(10_000_000);
        assertThat(decision.get("balance").get("assetScale").asInt()).isEqualTo(6);
    }

    @Test
    void saysWhatThereIsToExplain() {
        assertThat(run("explain", state.toString(), "--reservation", "12")).isEqualTo(2);
        assertThat(err.toString()).contains("reservation=12 is not; it holds 1 reservations, the first " + reservation);
        assertThat(run("explain", state.toString(), "--order", "77")).isEqualTo(2);
        assertThat(err.toString()).contains("order key=77 is not; it holds 22 decisions from 20");
        assertThat(run("explain", state.toString(), "--at", "2001-01-01T00:00:00+01:00"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("2000-12-31T23:00:00.000000000Z is not; it holds 22 decisions from 20");
        assertThat(run("explain", state.toString(), "--at", "2001-01-01T00:00:00"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("must be a time with its zone");
        assertThat(run("explain", state.toString())).isEqualTo(2);
        assertThat(run("explain", state.toString(), "--order", "1", "--reservation", "1"))
                .isEqualTo(2);
        assertThat(run("explain", state.toString(), "--order", "1", "--limit", "0"))
                .isEqualTo(2);
    }

    @Test
    void followingEndsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(run("print", state.toString(), "--follow")).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A venue that always says the same. */
    private record OneRead(long amount) implements BalanceFeed {
        @Override
        public void start(int balanceId, FeedSink sink) {
            final long now = System.nanoTime();
            sink.snapshot(balanceId, new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {}

        @Override
        public void reopenStream() {}

        @Override
        public void close() {}
    }
}
