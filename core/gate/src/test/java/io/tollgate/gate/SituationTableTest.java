package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of situations in {@code docs/refusals.md}, done as it is written; a number without a row fails. */
@org.jspecify.annotations.NullUnmarked
class SituationTableTest {
    @TempDir
    Path directory;

    /** A row of the table. */
    record Row(List<String> given, String call, String answer, String again) {
        /** Whether the call asks for a decision; else it tells a fact. */
        boolean isDecision() {
            return call.startsWith("reserve") || call.startsWith("close") || call.startsWith("amend R to");
        }

        @Override
        public String toString() {
            return "given " + String.join("; ", given) + ": " + call + " -> " + answer;
        }
    }

    /** A gate, and the order R. */
    private static final class World implements AutoCloseable {
        private final GateHarness h;
        private long r = 1L << 40 | 63;
        private Line closing;

        World(Path directory, boolean known) {
            h = new GateHarness(GateConfig.at(directory)
                            .withSizes(GateHarness.SMALL)
                            .withSlots(256, 256)
                            .withTombstoneNanos(50 * MILLI))
                    .withSnapshots();
            if (known) {
                h.snapshot(10_000_000, 5);
            }
        }

        void made() {
            r = h.buy.reserve(50, 10, 1);
            assertThat(r).isPositive();
        }

        void ok(int result) {
            assertThat(FactResult.of(result)).isEqualTo(FactResult.ACCEPTED);
            h.step();
        }

        @Override
        public void close() {
            h.close();
        }
    }

    private static final String NOTHING_READ = "nothing was read yet";
    private static final Map<String, Consumer<World>> GIVENS = new HashMap<>();

    static {
        GIVENS.put("nothing else", w -> {});
        GIVENS.put(NOTHING_READ, w -> {});
        GIVENS.put("R was never made", w -> {});
        GIVENS.put("an operator has halted the gate", w -> w.h.gate.halt());
        GIVENS.put("the watchdog has found BookKeeper dead", w -> w.h.gate.watchdog(true));
        GIVENS.put("the line was retired", w -> w.h.gate.retire(w.h.buy));
        GIVENS.put(
                "the line's tick is 0.05 and its step 10",
                w -> w.h.buy =
                        w.h.lane.bind(w.h.usd, GateHarness.buySpec("sym-a").withSteps(5, 10)));
        GIVENS.put("R is reserved", World::made);
        GIVENS.put("R is sent", w -> {
            w.made();
            w.ok(w.h.buy.sent(w.r));
        });
        GIVENS.put("R was acknowledged", w -> w.ok(w.h.buy.acked(w.r)));
        GIVENS.put("R was cancelled", w -> w.ok(w.h.buy.release(w.r, 0, ReleaseReason.CANCELLED)));
        GIVENS.put("R was filled in full", w -> w.ok(w.h.buy.fill(w.r, 1, 10, 10, 50, 0, 0)));
        GIVENS.put("an amend of R is in flight", w -> assertThat(w.h.buy.amend(w.r, 50, 12))
                .isZero());
        GIVENS.put("an amend of R was accepted", w -> {
            assertThat(w.h.buy.amend(w.r, 50, 12)).isZero();
            w.ok(w.h.lane.amendAccepted(w.r, 50, 12));
        });
        GIVENS.put("the Journaler stands still and the ring is above its mark", w -> {
            for (int i = 0; i < 256; i++) {
                w.h.buy.canAfford(1, 1);
            }
        });
        GIVENS.put("the ring is full to its end", w -> {
            while (w.h.buy.acked(w.r) == 0) {
                assertThat(w.h.gate.isHalted()).isFalse();
            }
        });
        GIVENS.put("all 64 rows of the lane are in use", w -> {
            for (int i = 0; i < 64; i++) {
                assertThat(w.h.buy.reserve(1, 1, i)).isPositive();
            }
            w.h.step();
        });
        GIVENS.put("the venue has refused our credentials", w -> {
            w.h.snapshots.sink().feedStopped(w.h.usd.id(), "wrong key", w.h.nowNanos);
            w.h.step();
        });
        GIVENS.put("the last read is older than it may be", w -> w.h.pass(1_001 * MILLI));
        GIVENS.put("a fill came for an order that nobody knows", w -> {
            w.h.buy.fill(w.r, 1, 1, 1, 50, 0, 0);
            w.h.step();
        });
        GIVENS.put("the venue has refused an approved order for lack of funds", w -> {
            w.made();
            w.ok(w.h.buy.sent(w.r));
            w.ok(w.h.lane.refusedForFunds(w.r, Lane.UNKNOWN_AMOUNT));
        });
        GIVENS.put("the disk is below its mark", w -> {
            w.h.gate.bookKeeper().diskLow(true);
            w.h.step();
        });
        GIVENS.put("5 contracts are held, and no cash", w -> {
            final Balance held = w.h.gate.register(
                    BalanceSpec.position(w.h.usd.venue(), w.h.usd.account(), "sym-a", false, 0, w.h.rules));
            w.closing = w.h.lane.bindClosing(
                    held, w.h.usd, new LineSpec("sym-a", Side.SELL_TO_CLOSE, 2, 0, 99, FeeRule.none()));
            w.h.snapshot(0, 6);
            w.h.snapshots
                    .sink()
                    .positions(
                            w.h.usd.id(),
                            new PositionsRead(
                                    List.of(new PositionsRead.Position("sym-a", 5)), 0, w.h.nowNanos, w.h.nowNanos));
            w.h.step();
        });
        GIVENS.put("its tombstone is gone", w -> w.h.pass(51 * MILLI));
        GIVENS.put("its time to be sent is over", w -> w.h.pass(1_001 * MILLI));
        GIVENS.put("eight facts of R wait for BookKeeper", w -> {
            for (int i = 0; i < 8; i++) {
                assertThat(w.h.buy.fill(w.r, 100 + i, 1, i + 1, 50, 0, 0)).isZero();
            }
        });
    }

    private static final Pattern ORDER = Pattern.compile("(reserve|close|amend R to|fill R) (\\d+) at (\\d+\\.\\d\\d)");
    private static final Pattern RELEASE = Pattern.compile("release R after (-?\\d+)");

    private static int call(World w, String call) {
        final Line buy = w.h.buy;
        final Matcher order = ORDER.matcher(call);
        if (order.matches()) {
            final long size = Long.parseLong(order.group(2));
            final long price = Amounts.parseExact(order.group(3), 2);
            return switch (order.group(1)) {
                case "close" -> w.closing.canAfford(price, size);
                case "reserve" -> (int) Math.max(0, -buy.reserve(price, size, 2));
                case "fill R" -> buy.fill(w.r, 1, size, size, price, 0, 0);
                default -> buy.amend(w.r, price, size);
            };
        }
        final Matcher release = RELEASE.matcher(call);
        if (release.matches()) {
            return buy.release(w.r, Long.parseLong(release.group(1)), ReleaseReason.CANCELLED);
        }
        return switch (call) {
            case "sent R" -> buy.sent(w.r);
            case "acked R" -> buy.acked(w.r);
            case "bust R" -> buy.bust(w.r, 1);
            case "amend of R accepted" -> w.h.lane.amendAccepted(w.r);
            case "amend of R refused" -> w.h.lane.amendRefused(w.r);
            default -> throw new AssertionError("the table has a call that the test does not know: " + call);
        };
    }

    static Stream<Row> rows() throws IOException {
        final List<Row> rows = new ArrayList<>();
        for (final String line : RefusalsPageTest.section("## Situations")) {
            final String[] cells = line.split("\\|", -1);
            if (cells.length == 6
                    && !cells[1].contains("---")
                    && !cells[1].strip().equals("given")) {
                rows.add(new Row(
                        Arrays.stream(cells[1].split(";")).map(String::strip).toList(),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip()));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theGateAnswersAsTheTableSays(Row row) {
        try (World w = new World(directory, !row.given().contains(NOTHING_READ))) {
            for (final String given : row.given()) {
                assertThat(GIVENS).containsKey(given);
                GIVENS.get(given).accept(w);
            }
            final int code = call(w, row.call());
            final String answer = row.isDecision()
                    ? Decision.of(code).name()
                    : FactResult.of(code).name();
            assertThat(answer).isEqualTo(row.answer());
            final boolean again = row.isDecision()
                    ? Decision.of(code).retryMayHelp()
                    : FactResult.of(code).retryMayHelp();
            assertThat(code == 0 ? "-" : again ? "yes" : "no").isEqualTo(row.again());
        }
    }

    @Test
    void everyNumberHasARowAndTheFirstRowsAreInPrecedence() throws IOException {
        final LinkedHashSet<Decision> decisions = new LinkedHashSet<>();
        final LinkedHashSet<FactResult> results = new LinkedHashSet<>();
        rows().forEach(row -> {
            if (row.isDecision()) {
                decisions.add(Decision.valueOf(row.answer()));
            } else {
                results.add(FactResult.valueOf(row.answer()));
            }
        });
        assertThat(decisions).containsExactlyElementsOf(EnumSet.allOf(Decision.class));
        assertThat(results).containsExactlyElementsOf(EnumSet.allOf(FactResult.class));
    }

    @Test
    void everyGivenIsUsed() throws IOException {
        assertThat(rows().flatMap(row -> row.given().stream()).distinct())
                .containsExactlyInAnyOrderElementsOf(GIVENS.keySet());
    }
}
