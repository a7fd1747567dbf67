package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Decision;
import io.tollgate.sbe.ForcedTakeEncoder;
import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.VoidEncoder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalVerifierTest {
    private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();

    @TempDir
    private Path state;

    private VerificationReport verify(long takenAtStart, Consumer<TestGate> story) {
        return verify(
                takenAtStart,
                gate -> {
                    gate.open(100);
                    story.accept(gate);
                },
                true);
    }

    private VerificationReport verify(long takenAtStart, Consumer<TestGate> story, boolean whole) {
        final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);
        try (TestGate gate = new TestGate(state, takenAtStart, 256)) {
            final Journaler journaler = Journaler.open(
                    gate.journal(), clock::incrementAndGet, () -> Long.MAX_VALUE, JournalerOptions.defaults());
            gate.addTo(journaler);
            journaler.doWork();
            story.accept(gate);
            if (whole) {
                journaler.onClose();
            }
        }
        return JournalVerifier.verify(state);
    }

    /** One record is wrong, and only in this way. */
    private void finds(MismatchKind kind, Consumer<TestGate> story) {
        final VerificationReport report = verify(1_000, story);
        assertThat(report.byKind()).as("%s", report.examples()).containsOnlyKeys(kind);
        assertThat(report.mismatches()).isPositive();
        assertThat(report.good()).isFalse();
        assertThat(report.examples()).isNotEmpty().allMatch(example -> example.toString()
                .startsWith(kind.name()));
    }

    /** Everything that a gate does, done right. */
    private static void day(TestGate gate) {
        final TestLane one = gate.lane(1);
        final TestLane two = gate.lane(2);
        one.check(500, 10);
        final long a = one.reserve(500, 10); // 5 of 100 dollars
        final long b = two.reserve(250, 100); // 25
        assertThat(one.reserve(999, 90)).as("89.91 more than 70").isZero();
        two.acked(a); // on another lane than its own
        one.acked(b);
        final long increment = one.amend(a, 500, 600, 20, 0, 5_000_000); // holds 12
        assertThat(increment).isEqualTo(7_000_000);
        one.amendOutcome(a, true);
        assertThat(one.amend(a, 600, 300, 25, 5, 9_000_000))
                .as("open 20 at the worse price")
                .isEqualTo(3_000_000);
        one.amendOutcome(a, false);
        one.fill(a, 77, 5, 600);
        gate.publish(97_000_000).giveBack(a, 3_000_000, GiveBackCause.FILL);
        two.check(0, 10); // no price
        two.check(500, 0); // no size
        two.check(500, Long.MAX_VALUE); // overflow
        gate.publish(-1);
        two.check(500, 1); // closed
        gate.publish(97_000_000);
        gate.limit = 97_000_000;
        two.release(b, 0);
        gate.giveBack(b, 25_000_000, GiveBackCause.RELEASE);
        two.reserve(500, 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, -20_000_000, Long.MAX_VALUE - 3_000_000})
    void aDayDoneRightVerifiesWhereverTheWordsBegin(long takenAtStart) {
        final VerificationReport report = verify(takenAtStart, JournalVerifierTest::day);
        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.decisions()).isEqualTo(11).isEqualTo(report.verified());
        assertThat(report.approved()).isEqualTo(6);
        assertThat(report.refusedFunds()).isEqualTo(1);
        assertThat(report.byCode()).containsEntry(0, 6L).containsEntry(1, 1L).containsEntry(Decision.STALE.code(), 1L);
        assertThat(report.fills()).isEqualTo(1);
        assertThat(report.releases()).isEqualTo(1);
        assertThat(report.unchecked()).isZero();
        assertThat(report.ofType("Reserve")).isEqualTo(4);
        assertThat(report.sessions()).hasSize(1).first().satisfies(session -> {
            assertThat(session.bootId()).isEqualTo(99);
            assertThat(session.decisions()).isEqualTo(11);
            assertThat(session.verified()).isEqualTo(11);
        });
    }

    @Test
    void sessionsAreToldApart() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).check(500, 1).check(500, 2);
            gate.session();
            gate.lane(1).check(500, 3);
        });
        assertThat(report.sessions()).hasSize(2);
        // within one pass of Journaler lanes follow BookKeeper: only a session that drained first is separate
        assertThat(report.good()).isTrue();
        assertThat(report.sessions().stream()
                        .mapToLong(VerificationReport.Session::decisions)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void refusalsThatWereCountedAreReportedAndNotWrong() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).check(500, 1);
            gate.lane(1).ring.producer().countUnrecorded();
            gate.lane(1).ring.producer().countUnrecorded();
        });
        assertThat(report.unrecorded()).isEqualTo(2);
        assertThat(report.good()).isTrue();
    }

    @Test
    void anAmendOfAnotherLanesReservationIsTakenAtItsWord() {
        final VerificationReport report = verify(0, gate -> {
            final long a = gate.lane(1).reserve(500, 10);
            gate.lane(2).amend(a, 500, 600, 10, 0, 5_000_000);
        });
        assertThat(report.good()).isTrue();
        assertThat(report.unchecked()).isEqualTo(1);
    }

    @Test
    void aHoleInARingIsFoundAndCounted() {
        finds(MismatchKind.SEQUENCE_HOLE, gate -> {
            gate.lane(1).check(500, 1);
            gate.lane(1).ring.journalReader().skipTo(1); // the journal never sees it
            gate.lane(1).check(500, 1);
        });
    }

    @Test
    void aLostApprovalLeavesAHoleInItsRingAndInTaken() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.lane(1).ring.journalReader().skipTo(1);
            gate.lane(2).reserve(500, 1);
            gate.lane(1).check(500, 1);
        });
        assertThat(report.byKind()).containsOnlyKeys(MismatchKind.SEQUENCE_HOLE, MismatchKind.TILE_HOLE);
        assertThat(report.missingRecords()).isEqualTo(1);
        assertThat(report.sequenceHoles()).isEqualTo(1);
        assertThat(report.tileHoles()).isEqualTo(1);
        assertThat(report.mismatches()).isEqualTo(2);
        assertThat(report.examples()).anyMatch(example -> example.text().contains("[0, 500000)"));
    }

    @Test
    void aRecordOutOfItsPlaceIsFound() {
        finds(MismatchKind.SEQUENCE_DIFFERS, gate -> gate.lane(1).check(500, 1, record -> record.sequence(9)));
    }

    @Test
    void aWrongCostIsFound() {
        finds(MismatchKind.COST, gate -> gate.lane(1).check(500, 1, record -> record.cost(499_999)));
    }

    @Test
    void aWrongPriceIsFound() {
        finds(MismatchKind.COST, gate -> gate.lane(1).reserve(500, 1, record -> record.price(501)));
    }

    @Test
    void aRefusalForPriceOfAGoodPriceIsFound() {
        finds(MismatchKind.PRICE_OR_SIZE, gate -> gate.lane(1).check(500, 1, record -> record.code(1)));
    }

    @Test
    void anApprovalOfABadSizeIsFound() {
        finds(MismatchKind.PRICE_OR_SIZE, gate -> gate.lane(1).check(500, 0, record -> record.code(0)));
    }

    @Test
    void priceComesBeforeEverythingElse() {
        finds(MismatchKind.PRICE_OR_SIZE, gate -> gate.lane(1)
                .check(0, 1, record -> record.code(Decision.HALTED.code())));
    }

    @Test
    void anApprovalOverTheLimitIsFound() {
        finds(MismatchKind.APPROVED_OVER_LIMIT, gate -> gate.lane(1).check(999, 1000, record -> record.code(0)));
    }

    @Test
    void aRefusalWithinTheLimitIsFound() {
        finds(MismatchKind.REFUSED_WITHIN_LIMIT, gate -> gate.lane(1).check(500, 200, record -> record.code(50)));
    }

    @Test
    void exactlyTheLimitIsApproved() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).check(500, 200);
            gate.lane(1).reserve(500, 200);
            gate.lane(1).check(1, 1);
        });
        assertThat(report.good()).isTrue();
        assertThat(report.approved()).isEqualTo(2);
    }

    @Test
    void anApprovalWhileClosedIsFound() {
        finds(MismatchKind.CLOSED_DIFFERS, gate -> gate.publish(-1).lane(1).check(500, 1, record -> record.code(0)));
    }

    @Test
    void aClosedRefusalWithALimitIsFound() {
        finds(MismatchKind.CLOSED_DIFFERS, gate -> gate.lane(1).check(500, 1, record -> record.code(41)));
    }

    @Test
    void aWrongIncrementIsFound() {
        finds(MismatchKind.DELTA, gate -> {
            final long a = gate.lane(1).reserve(500, 10);
            gate.lane(1).amend(a, 500, 600, 10, 0, 5_000_000, record -> record.newPrice(601));
        });
    }

    @Test
    void anAmendToAnInvalidPriceIsFound() {
        finds(MismatchKind.PRICE_OR_SIZE, gate -> {
            final long a = gate.lane(1).reserve(500, 10);
            gate.lane(1).amend(a, 500, 600, 10, 0, 5_000_000, record -> record.newPrice(1000));
        });
    }

    @Test
    void aTileTakenTwiceIsFound() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).reserve(500, 2);
            gate.lane(2).reserve(500, 2, record -> record.taken(0));
        });
        assertThat(report.byKind()).containsOnlyKeys(MismatchKind.TILE_OVERLAP);
        assertThat(report.tileOverlaps()).isEqualTo(1);
        assertThat(report.mismatches()).isEqualTo(1);
        assertThat(report.verified()).isEqualTo(report.decisions() - 1);
    }

    @Test
    void anApprovalWithoutItsTileIsFound() {
        finds(MismatchKind.TILE_FLAG, gate -> gate.lane(1)
                .reserve(500, 2, record -> record.flags().tile(false)));
    }

    @Test
    void aCheckWithATileIsFound() {
        finds(MismatchKind.TILE_FLAG, gate -> gate.lane(1)
                .check(500, 2, record -> record.flags().tile(true)));
    }

    @Test
    void aRefusalMayHaveTakenAndBeenVoided() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).reserve(500, 2, record -> record.code(Decision.HALTED.code())
                    .reservationId(0));
            gate.giveBack(0, 1_000_000, GiveBackCause.VOID);
            gate.lane(2).reserve(500, 2);
        });
        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
    }

    @Test
    void voidsAndForcedTakesCoverTaken() {
        final VerificationReport report = verify(-7, gate -> {
            gate.lane(1).reserve(500, 2);
            new VoidEncoder()
                    .wrapAndApplyHeader(gate.buffer(), gate.claim(), HEADER)
                    .sequence(gate.keeper.producer().sequence())
                    .clockNanos(gate.tick())
                    .reservationId(8)
                    .taken(gate.taken)
                    .amount(300)
                    .scopeId(TestGate.SCOPE);
            gate.keeper.producer().commit();
            new ForcedTakeEncoder()
                    .wrapAndApplyHeader(gate.buffer(), gate.claim(), HEADER)
                    .sequence(gate.keeper.producer().sequence())
                    .clockNanos(gate.tick())
                    .reservationId(8)
                    .taken(gate.taken + 300)
                    .amount(200)
                    .scopeId(TestGate.SCOPE);
            gate.keeper.producer().commit();
            gate.taken += 500;
            gate.lane(2).reserve(500, 2);
        });
        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
    }

    @Test
    void aLimitThatWasNeverPublishedIsFound() {
        finds(MismatchKind.LIMIT_NOT_PUBLISHED, gate -> gate.lane(1)
                .check(500, 1, record -> record.limitSeen(99_999_999)));
    }

    @Test
    void aLimitThatWasReplacedLongBeforeIsFound() {
        finds(MismatchKind.LIMIT_NOT_PUBLISHED, gate -> gate.publish(50_000_000)
                .publish(60_000_000)
                .lane(1)
                .check(500, 1, record -> record.limitSeen(100_000_000)));
    }

    @Test
    void aLimitFromTheFutureIsFound() {
        finds(MismatchKind.LIMIT_NOT_PUBLISHED, gate -> {
            gate.publish(70_000_000, record -> record.clockNanos(gate.clockNanos + 1_000_000));
            gate.lane(1).check(500, 1);
        });
    }

    @Test
    void aVersionThatFellIsFound() {
        finds(MismatchKind.LIMIT_VERSION_FELL, gate -> gate.publish(5, record -> record.limitVersion(0)));
    }

    @Test
    void aBackThatWasNeverPublishedIsFound() {
        finds(MismatchKind.BACK_NOT_PUBLISHED, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.lane(1).check(500, 1, record -> record.back(gate.back + 1));
        });
    }

    @Test
    void moreGivenBackThanTakenIsFound() {
        finds(
                MismatchKind.HELD_NEGATIVE,
                gate -> gate.giveBack(0, 5, GiveBackCause.RELEASE).lane(1).check(500, 1));
    }

    @Test
    void aBackThatFellIsFound() {
        finds(MismatchKind.BACK_FELL, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.giveBack(0, 5, GiveBackCause.RELEASE);
            gate.giveBack(0, 0, GiveBackCause.RELEASE, record -> record.backAfter(gate.back - 1));
        });
    }

    @Test
    void aWordPublishedLaterInTheQueueButInTimeIsAccepted() {
        final VerificationReport report = verify(0, gate -> {
            gate.lane(1).check(500, 1, record -> record.limitSeen(42_000_000).limitVersion(2));
            final long seenAt = gate.clockNanos;
            gate.publish(42_000_000, record -> record.clockNanos(seenAt));
        });
        assertThat(report.good()).isTrue();
    }

    @Test
    void aFactOfAReservationThatNeverWasIsFound() {
        finds(MismatchKind.UNKNOWN_RESERVATION, gate -> gate.lane(1).fill(4711, 1, 1, 500));
    }

    @Test
    void oneIdForTwoOpenReservationsIsFound() {
        finds(MismatchKind.RESERVATION_REPEATED, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.lane(1).reserve(500, 1, record -> record.reservationId(1));
        });
    }

    @Test
    void aLineThatWasNotRegisteredIsFound() {
        finds(MismatchKind.UNKNOWN_LINE, gate -> gate.lane(1).check(500, 1, record -> record.lineId(99)));
    }

    @Test
    void aLineThatCannotBeIsFound() {
        finds(
                MismatchKind.INVALID_LINE,
                gate -> gate.registerLine(line -> line.lineId(4).scopeId(6).maxPrice(0)));
    }

    @Test
    void aScopeOfAnotherLineIsFound() {
        finds(MismatchKind.SCOPE_DIFFERS, gate -> gate.lane(1).check(500, 1, record -> record.scopeId(6)));
    }

    @Test
    void aScopeThatNoLineHasIsFound() {
        finds(MismatchKind.UNKNOWN_SCOPE, gate -> gate.giveBack(1, 0, GiveBackCause.FILL, record -> record.scopeId(9)));
    }

    @Test
    void aCodeThatIsNoneIsFound() {
        finds(MismatchKind.UNKNOWN_CODE, gate -> gate.lane(1).check(500, 1, record -> record.code(29)));
    }

    @Test
    void aMessageThatIsNotKnownIsFound() {
        finds(MismatchKind.UNKNOWN_RECORD, gate -> {
            final int offset = gate.claim();
            HEADER.wrap(gate.buffer(), offset)
                    .blockLength(16)
                    .templateId(63)
                    .schemaId(7001)
                    .version(1);
            gate.buffer().putLong(offset + 8, gate.keeper.producer().sequence());
            gate.buffer().putLong(offset + 16, gate.tick());
            gate.keeper.producer().commit();
        });
    }

    @Test
    void aNewGenerationMustBeginWhereTheOldOneEnded() {
        final VerificationReport right = verify(0, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.giveBack(1, 500_000, GiveBackCause.RELEASE);
            gate.registerLine(line -> line.scopeGeneration(2));
        });
        assertThat(right.good()).isTrue();
    }

    @Test
    void aGenerationThatBeginsTooLateIsFound() {
        finds(MismatchKind.TILE_HOLE, gate -> {
            gate.lane(1).reserve(500, 1);
            gate.registerLine(line -> line.scopeGeneration(2).takenAtStart(gate.taken + 1));
        });
    }

    @Test
    void onlySomeExamplesAreDescribedAndAllAreCounted() {
        final VerificationReport all = verify(0, gate -> {
            for (int i = 0; i < 50; i++) {
                gate.lane(1).check(500, 1, record -> record.cost(1));
            }
        });
        assertThat(all.mismatches()).isEqualTo(50);
        assertThat(all.examples()).hasSize(JournalVerifier.DEFAULT_EXAMPLES);
    }
}
