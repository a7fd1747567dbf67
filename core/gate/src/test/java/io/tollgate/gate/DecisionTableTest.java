package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer of the gate, in the order of precedence: what is given, which order comes, what is answered. Prices are cents, sizes
 * contracts; the account holds 10.00.
 */
@org.jspecify.annotations.NullUnmarked
class DecisionTableTest {
    @TempDir
    Path directory;

    /** One way to be refused: what is done to the gate beforehand, and what is odd about the order; 0 for nothing. */
    private record Given(Decision refusal, String given, Consumer<GateHarness> event, long price, long size) {
        Given(Decision refusal, String given, Consumer<GateHarness> event) {
            this(refusal, given, event, 0, 0);
        }
    }

    /** The order alone is odd. */
    private static void nothing(GateHarness h) {
        assertThat(h.gate.isHalted()).isFalse();
    }

    private static void rebind(GateHarness h, long tick, long step) {
        h.buy = h.lane.bind(h.usd, GateHarness.buySpec("sym-a").withSteps(tick, step));
    }

    /** All refusals of a new order, in precedence. */
    private static final List<Given> REFUSALS = List.of(
            new Given(
                    Decision.INVALID_PRICE,
                    "the price is 1.00 where 0.99 is the highest",
                    DecisionTableTest::nothing,
                    100,
                    0),
            new Given(Decision.INVALID_SIZE, "the size is negative", DecisionTableTest::nothing, 0, -1),
            new Given(Decision.OVERFLOW, "the cost has no number", DecisionTableTest::nothing, 0, Long.MAX_VALUE),
            new Given(
                    Decision.PRICE_OFF_TICK,
                    "the tick is 0.20",
                    h -> rebind(h, 20, h.buy.rule().sizeStep())),
            new Given(
                    Decision.SIZE_OFF_STEP,
                    "the step is 2",
                    h -> rebind(h, h.buy.rule().priceTick(), 2)),
            new Given(Decision.HALTED, "an operator has halted the gate", h -> h.gate.halt()),
            new Given(Decision.GATEKEEPER_DEAD, "the watchdog found BookKeeper dead", h -> h.gate.watchdog(true)),
            new Given(Decision.LINE_RETIRED, "the line was retired", h -> h.gate.retire(h.buy)),
            new Given(Decision.JOURNAL_FULL, "Journaler stands still and the ring is full", h -> {
                for (int i = 0; i < 256; i++) {
                    h.buy.canAfford(1, 1);
                }
            }),
            new Given(Decision.TABLE_FULL, "64 orders are open on 64 rows", h -> {
                for (int i = 0; i < 64; i++) {
                    h.buy.reserve(1, 1, i);
                }
                h.step();
            }),
            new Given(Decision.FEED_STOPPED, "the venue refused our credentials", h -> {
                h.snapshots.sink().feedStopped(h.usd.id(), "wrong key", h.nowNanos);
                h.step();
            }),
            new Given(Decision.UNKNOWN_BALANCE, "no read has come yet", DecisionTableTest::nothing),
            new Given(Decision.STALE, "the last read is 1.001 s old", h -> h.pass(1_001 * MILLI)),
            new Given(Decision.RECONCILING, "a fill came for an order nobody knows", h -> {
                h.buy.fill(1L << 40 | 63, 1, 1, 1, 50, 0, 0);
                h.step();
            }),
            new Given(Decision.CLOSED, "the disk is below its mark", h -> {
                h.gate.bookKeeper().diskLow(true);
                h.step();
            }),
            new Given(Decision.INSUFFICIENT_FUNDS, "the order costs 10.50", DecisionTableTest::nothing, 0, 21));

    /** In which order events can be brought about, so that none undoes another. */
    private static final List<Decision> EVENTS = List.of(
            Decision.TABLE_FULL,
            Decision.PRICE_OFF_TICK,
            Decision.SIZE_OFF_STEP,
            Decision.LINE_RETIRED,
            Decision.RECONCILING,
            Decision.STALE,
            Decision.CLOSED,
            Decision.FEED_STOPPED,
            Decision.JOURNAL_FULL,
            Decision.GATEKEEPER_DEAD,
            Decision.HALTED);

    private static final Map<Decision, ToIntFunction<GateHarness>> AMENDS = new EnumMap<>(Map.of(
            Decision.UNKNOWN_RESERVATION, h -> h.buy.amend(1L << 40 | 63, 50, 1),
            Decision.RESERVATION_ENDED, h -> h.buy.amend(h.buy.reserve(50, 1, 1), 50, 2),
            Decision.AMEND_PENDING,
                    h -> {
                        final long r = h.buy.reserve(50, 1, 1);
                        h.buy.sent(r);
                        assertThat(h.buy.amend(r, 50, 2)).isZero();
                        return h.buy.amend(r, 50, 1_000);
                    }));

    private GateHarness funded(Path at, boolean known) {
        final GateHarness h =
                new GateHarness(GateConfig.at(at).withSizes(GateHarness.SMALL).withSlots(256, 256)).withSnapshots();
        if (known) {
            h.snapshot(10_000_000, 5);
        }
        return h;
    }

    static Stream<Arguments> single() {
        return REFUSALS.stream().map(g -> arguments(g.refusal(), g.given()));
    }

    @ParameterizedTest(name = "given {1}: {0}")
    @MethodSource("single")
    void oneReasonOneCode(Decision expected, String given) {
        assertRefused(expected, EnumSet.of(expected));
        assertThat(given).isNotBlank();
    }

    static Stream<Arguments> pairs() {
        final List<Arguments> pairs = new ArrayList<>();
        for (final Given first : REFUSALS) {
            for (final Given second : REFUSALS) {
                final boolean oneSize = first.size() == 0 || second.size() == 0;
                if (first.refusal().compareTo(second.refusal()) < 0 && oneSize) {
                    pairs.add(arguments(first.refusal(), second.refusal()));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("pairs")
    void ofTwoReasonsTheEarlierOneIsGiven(Decision first, Decision second) {
        // a table cannot fill up, and nothing can be stale or doubted, where nothing was ever known
        assertRefused(first, EnumSet.of(first, second));
    }

    private void assertRefused(Decision expected, EnumSet<Decision> reasons) {
        final boolean known = !reasons.contains(Decision.UNKNOWN_BALANCE) || reasons.contains(Decision.TABLE_FULL);
        try (GateHarness h = funded(directory.resolve(reasons.toString()), known)) {
            long price = 50;
            long size = 1;
            for (final Given given : REFUSALS) {
                if (reasons.contains(given.refusal())) {
                    price = given.price() != 0 ? given.price() : price;
                    size = given.size() != 0 ? given.size() : size;
                }
            }
            REFUSALS.stream()
                    .filter(given -> reasons.contains(given.refusal()) && EVENTS.contains(given.refusal()))
                    .sorted(Comparator.comparingInt(given -> EVENTS.indexOf(given.refusal())))
                    .forEach(given -> given.event().accept(h));
            assertThat(Decision.ofReservation(h.buy.reserve(price, size, 7))).isEqualTo(expected);
            if (!reasons.contains(Decision.TABLE_FULL)) {
                assertThat(Decision.of(h.buy.canAfford(price, size))).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("amends")
    void amendsHaveCodesOfTheirOwn(Decision expected) {
        try (GateHarness h = funded(directory, true)) {
            assertThat(Decision.of(AMENDS.get(expected).applyAsInt(h))).isEqualTo(expected);
        }
    }

    static Stream<Decision> amends() {
        return AMENDS.keySet().stream();
    }

    @Test
    void aReservationsStandingComesBeforeTheJournalAndAfterTheGates() {
        try (GateHarness h = funded(directory, true)) {
            final long r = h.buy.reserve(50, 1, 1);
            for (int i = 0; i < 256; i++) {
                h.buy.canAfford(1, 1);
            }
            assertThat(Decision.of(h.buy.amend(1L << 40 | 63, 50, 1))).isEqualTo(Decision.UNKNOWN_RESERVATION);
            assertThat(Decision.of(h.buy.amend(r, 50, 1))).isEqualTo(Decision.RESERVATION_ENDED);
            assertThat(h.buy.sent(r)).isZero();
            assertThat(Decision.of(h.buy.amend(r, 50, 1))).isEqualTo(Decision.JOURNAL_FULL);
            h.gate.halt();
            assertThat(Decision.of(h.buy.amend(1L << 40 | 63, 50, 1))).isEqualTo(Decision.HALTED);
            assertThat(Decision.of(h.buy.amend(1L << 40 | 63, 0, 1))).isEqualTo(Decision.INVALID_PRICE);
        }
    }

    @Test
    void anAmendIsRefusedOffTickAndStepAndWhatIsLeftOfAnOrderMayBeAnywhere() {
        try (GateHarness h = funded(directory, true)) {
            rebind(h, 5, 2);
            final long r = h.buy.reserve(50, 4, 1);
            assertThat(h.buy.sent(r)).isZero();
            assertThat(Decision.of(h.buy.amend(r, 52, 4))).isEqualTo(Decision.PRICE_OFF_TICK);
            assertThat(Decision.of(h.buy.amend(r, 55, 5))).isEqualTo(Decision.SIZE_OFF_STEP);
            assertThat(h.buy.fill(r, 1, 1, 1, 49, 0, 0)).isZero();
            h.step();
            assertThat(h.gate.view(h.usd).held()).isEqualTo(1_500_000);
            assertThat(Decision.of(h.buy.amend(r, 55, 6))).isEqualTo(Decision.APPROVED);
            assertThat(h.buy.maxAffordable(52)).isZero();
            assertThat(h.buy.maxAffordable(95) % 2).isZero();
        }
    }

    @Test
    void anotherTickIsAnotherLine() {
        try (GateHarness h = funded(directory, true)) {
            final int plain = h.buy.lineId();
            rebind(h, 5, 2);
            final int stepped = h.buy.lineId();
            assertThat(stepped).isNotEqualTo(plain);
            rebind(h, 5, 2);
            assertThat(h.buy.lineId()).isEqualTo(stepped);
            assertThat(h.buy.rule().priceTick()).isEqualTo(5);
            assertThat(h.buy.rule().sizeStep()).isEqualTo(2);
        }
    }

    @Test
    void anOrderThatCostsTheLastCentIsApproved() {
        try (GateHarness h = funded(directory, true)) {
            assertThat(Decision.of(h.buy.canAfford(50, 20))).isEqualTo(Decision.APPROVED);
            assertThat(Decision.ofReservation(h.buy.reserve(50, 20, 1))).isEqualTo(Decision.APPROVED);
        }
    }

    @Test
    void everyDecisionHasARow() {
        // MUST_SPLIT is INSUFFICIENT_FUNDS of closing lines: its row is in the table of situations
        final EnumSet<Decision> covered = EnumSet.of(Decision.APPROVED, Decision.MUST_SPLIT);
        REFUSALS.forEach(given -> covered.add(given.refusal()));
        covered.addAll(AMENDS.keySet());
        assertThat(covered).containsExactlyInAnyOrder(Decision.values());
        assertThat(REFUSALS).isSortedAccordingTo(Comparator.comparing(Given::refusal));
        assertThat(Arrays.stream(Decision.values()).map(Decision::code)).isSorted();
    }

    /** One row for each answer to a fact: what is given, what is told. */
    private static final Map<FactResult, ToIntFunction<GateHarness>> FACTS = new EnumMap<>(Map.of(
            FactResult.ACCEPTED, h -> h.buy.sent(h.buy.reserve(50, 1, 1)),
            FactResult.INVALID, h -> h.buy.fill(h.buy.reserve(50, 1, 1), 1, 0, 0, 50, 0, 0),
            FactResult.UNKNOWN_RESERVATION, h -> h.buy.acked(1L << 40 | 63),
            FactResult.NO_AMEND, h -> h.lane.amendAccepted(h.buy.reserve(50, 1, 1)),
            FactResult.NOT_SENDABLE,
                    h -> {
                        final long r = h.buy.reserve(50, 1, 1);
                        assertThat(h.buy.sent(r)).isZero();
                        return h.buy.sent(r);
                    },
            FactResult.HALTED,
                    h -> {
                        final long r = h.buy.reserve(50, 1, 1);
                        h.gate.halt();
                        return h.buy.sent(r);
                    },
            FactResult.JOURNAL_FULL,
                    h -> {
                        final long r = h.buy.reserve(50, 1, 1);
                        int told = 0;
                        while (h.buy.acked(r) == 0) {
                            told++;
                        }
                        // a quarter of the ring is kept for facts
                        assertThat(told).isEqualTo(255);
                        return h.buy.release(r, 0, ReleaseReason.CANCELLED);
                    },
            FactResult.UNCERTAIN,
                    h -> {
                        final long r = h.buy.reserve(50, 10, 1);
                        h.buy.sent(r);
                        for (int i = 0; i < 8; i++) {
                            assertThat(h.buy.fill(r, i, 1, i + 1, 50, 0, 0)).isZero();
                        }
                        return h.buy.fill(r, 8, 1, 9, 50, 0, 0);
                    }));

    @ParameterizedTest
    @MethodSource("facts")
    void factsAreAnsweredByTheirTable(FactResult expected) {
        try (GateHarness h = funded(directory, true)) {
            assertThat(FactResult.of(FACTS.get(expected).applyAsInt(h))).isEqualTo(expected);
        }
    }

    static Stream<FactResult> facts() {
        return Arrays.stream(FactResult.values());
    }

    @Test
    void anUncertainOrderHoldsUntilItsStatusIsKnownAndTheLostFillIsToldAgain() {
        try (GateHarness h = funded(directory, true)) {
            assertThat(FACTS.get(FactResult.UNCERTAIN).applyAsInt(h)).isEqualTo(FactResult.UNCERTAIN.code());
            h.step();
            // eight fills are charged, and nothing was given back
            assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(4_000_000);
            assertThat(h.held()).isEqualTo(5_000_000);
            final long r = h.gate.reservations().get(0).id();
            assertThat(h.buy.fill(r, 8, 1, 9, 50, 0, 0)).isZero();
            h.buy.release(r, 9, ReleaseReason.STATUS_ANSWER);
            h.step();
            assertThat(h.held()).isZero();
            assertThat(h.available()).isEqualTo(10_000_000 - 4_500_000);
        }
    }
}
