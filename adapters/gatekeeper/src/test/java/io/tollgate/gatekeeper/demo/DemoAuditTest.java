package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Decision;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.money.Side;
import io.tollgate.gatekeeper.demo.DemoAudit.GateEnd;
import io.tollgate.journal.MismatchKind;
import io.tollgate.journal.VerificationReport;
import io.tollgate.sbe.CheckEncoder;
import io.tollgate.sbe.FillEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ReserveEncoder;
import io.tollgate.simulator.OrderAudit;
import io.tollgate.simulator.VenueTruth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A run with two orders, one of them filled in part, is sound; each test plants one thing that is wrong. */
class DemoAuditTest {
    private static final int SESSION = 2;
    private static final int RING = 1;
    private static final long FIRST = OrderKey.of(SESSION, 0, 0);
    private static final long SECOND = OrderKey.of(SESSION, 0, 1);
    private static final long BALANCE = 50_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalFacts facts = new JournalFacts(SESSION);
    private final List<OrderAudit> orders = new ArrayList<>();
    private final DecisionCounts decisions = new DecisionCounts();
    private final FlowCounts flows = new FlowCounts();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private long verified = 4;
    private long mismatches;
    private long limit = BALANCE;
    private long venueRequirement;
    private long replacesRefused;
    private boolean shadow;
    private List<ReservationView> open = List.of();
    private List<String> notQuiet = List.of();

    DemoAuditTest() {
        // what an earlier session left in the ring is journaled first and is not this session's
        reserve(OrderKey.of(1, 0, 9), 77, 0, false);
        reserve(FIRST, 100, 0, false);
        reserve(SECOND, 101, 0, false);
        check(Decision.INSUFFICIENT_FUNDS);
        fill(100, 1, 30);
        fill(100, 2, 20);
        fill(100, 2, 20);
        orders.add(order(OrderKey.clordId(OrderKey.of(1, 0, 9), 0), 0, 0, false));
        orders.add(order(OrderKey.clordId(FIRST, 0), 50, 0, false));
        orders.add(order(OrderKey.clordId(SECOND, 0), 0, 0, false));
        decisions.count(0);
        decisions.count(0);
        decisions.count(Decision.INSUFFICIENT_FUNDS.code());
    }

    private void reserve(long key, long reservation, int code, boolean inShadow) {
        final ReserveEncoder encoder = new ReserveEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.orderKey(key).reservationId(reservation).code(code);
        encoder.flags().clear().tile(true).shadow(inShadow);
        record(ReserveEncoder.TEMPLATE_ID);
    }

    private void check(Decision decision) {
        final CheckEncoder encoder = new CheckEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.code(decision.code());
        record(CheckEncoder.TEMPLATE_ID);
    }

    private void fill(long reservation, long execution, long quantity) {
        final FillEncoder encoder = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.reservationId(reservation).execId(execution).quantity(quantity);
        record(FillEncoder.TEMPLATE_ID);
    }

    private void record(int templateId) {
        facts.onRecord(RING, 0, templateId, buffer, 0, buffer.capacity(), 0);
    }

    private static OrderAudit order(String clordId, long filled, long leaves, boolean refusedForFunds) {
        return new OrderAudit(
                "o-" + clordId,
                clordId,
                clordId,
                "demo-launch",
                "BUY",
                "CANCELED",
                500,
                100,
                filled,
                leaves,
                0,
                0,
                0,
                refusedForFunds);
    }

    private AuditResult audit() {
        final VerificationReport report = new VerificationReport(
                8,
                4,
                3,
                1,
                1,
                new TreeMap<>(),
                new TreeMap<>(),
                verified,
                mismatches,
                Map.of(),
                mismatches == 0
                        ? List.of()
                        : List.of(new VerificationReport.Mismatch(MismatchKind.SEQUENCE_HOLE, 1, 7, "7 to 8")),
                0,
                0,
                0,
                0,
                0,
                0,
                3,
                0,
                List.of(),
                VerificationReport.Coverage.WHOLE);
        final VenueTruth truth = new VenueTruth(
                BALANCE,
                venueRequirement,
                0,
                BALANCE,
                BALANCE,
                0,
                0,
                "",
                0,
                0,
                0,
                Map.of(),
                new VenueTruth.Counts(3, 3, 0, 0, 2, 1, 2, 0, 0, replacesRefused, 0, 0, 0, 0, 0, 0));
        final long[] sums = DecisionCounts.sum(List.of(decisions));
        return DemoAudit.compare(
                report,
                facts,
                orders,
                truth,
                new RunTotals(sums, List.of(flows)),
                new GateEnd(limit, 0, open, notQuiet),
                shadow);
    }

    @Test
    void aSoundRunClosesWithZeros() {
        final AuditResult result = audit();

        assertThat(result.findings()).isEmpty();
        assertThat(result.good()).isTrue();
        assertThat(result.decisions()).isEqualTo(3);
        assertThat(result.journaled()).isEqualTo(3);
        assertThat(result.verified()).isEqualTo(3);
        assertThat(result.journalTotal()).isEqualTo(4);
    }

    @Test
    void theClosingLineHoldsWhatWasPromised() {
        final String line = audit().line(new RunTotals(DecisionCounts.sum(List.of(decisions)), List.of(flows)))
                .toString();

        assertThat(line)
                .startsWith(
                        "demo: decisions=3 approved=2 refused=1 refused_funds=1 fills=0 partials=0 cancels=0 amends=0 ")
                .contains(" journaled=3 verified=3 ")
                .endsWith(" mismatches=0 drift=0 lost=0 venue_rejects=0");
    }

    private int exitStatus() {
        final RunTotals totals = new RunTotals(DecisionCounts.sum(List.of(decisions)), List.of(flows));
        return DemoCommand.report(
                new Demo.Outcome(audit(), totals), new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @Test
    void theExitStatusIsZeroForASoundRun() {
        assertThat(exitStatus()).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8).strip().lines()).hasSize(1);
    }

    @Test
    void theExitStatusIsOneForAPlantedMismatchWhichIsSaidBeforeTheLastLine() {
        mismatches = 1;
        verified = 3;

        assertThat(exitStatus()).isEqualTo(1);
        final List<String> lines =
                output.toString(StandardCharsets.UTF_8).strip().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("SEQUENCE_HOLE");
        assertThat(lines.get(2)).startsWith("demo: decisions=").contains(" mismatches=1 ");
    }

    @Test
    void aMismatchOfTheJournalFails() {
        mismatches = 1;
        verified = 3;

        final AuditResult result = audit();

        assertThat(result.good()).isFalse();
        assertThat(result.mismatches()).isEqualTo(1);
        assertThat(result.verified()).isEqualTo(2);
        assertThat(result.findings()).anyMatch(text -> text.contains("SEQUENCE_HOLE"));
    }

    @Test
    void aDecisionThatIsNotInTheJournalFails() {
        decisions.count(0);

        final AuditResult result = audit();

        assertThat(result.good()).isFalse();
        assertThat(result.decisions()).isEqualTo(4);
        assertThat(result.findings()).containsExactly("decisions: the lanes counted 4, the journal holds 3");
    }

    @Test
    void anOrderAtTheVenueThatWasNeverApprovedIsLost() {
        orders.add(order(OrderKey.clordId(OrderKey.of(SESSION, 0, 99), 0), 0, 0, false));
        orders.add(order("somebody-else", 0, 0, false));

        assertThat(audit().lost()).isEqualTo(2);
        assertThat(audit().good()).isFalse();
    }

    @Test
    void aFillThatTheJournalDoesNotHaveIsLost() {
        orders.set(1, order(OrderKey.clordId(FIRST, 0), 60, 0, false));

        assertThat(audit().lost()).isEqualTo(1);
        assertThat(audit().findings())
                .containsExactly("fills: the venue filled 60 of order " + FIRST + ", the journal holds 50");
    }

    @Test
    void anOrderThatIsStillOpenAtTheVenueIsLost() {
        orders.set(2, order(OrderKey.clordId(SECOND, 0), 0, 100, false));

        assertThat(audit().lost()).isEqualTo(1);
    }

    @Test
    void aReservationThatNeverEndsIsLost() {
        open = List.of(new ReservationView(9, 9, SECOND, 1, "demo-launch", Side.BUY, "SENT", true, 500, 100, 0, 7));
        notQuiet = List.of("1 reservations open");

        final AuditResult result = audit();

        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.findings()).hasSize(2).anyMatch(text -> text.contains("UNCERTAIN"));
    }

    @Test
    void aDifferenceOfOneMicroDollarIsDrift() {
        limit = BALANCE - 1;

        assertThat(audit().driftMicros()).isEqualTo(1);
        assertThat(audit().good()).isFalse();
    }

    @Test
    void aBalanceThatEndsClosedIsDrift() {
        limit = -1;

        assertThat(audit().driftMicros()).isEqualTo(BALANCE);
    }

    @Test
    void whatTheVenueHoldsForOpenOrdersIsNotDrift() {
        venueRequirement = 10;
        limit = BALANCE - 10;

        assertThat(audit().driftMicros()).isZero();
    }

    @Test
    void anApprovedOrderThatTheVenueCouldNotFundFails() {
        orders.set(2, order(OrderKey.clordId(SECOND, 0), 0, 0, true));

        assertThat(audit().venueRejects()).isEqualTo(1);
        assertThat(audit().good()).isFalse();
    }

    @Test
    void anApprovedAmendThatTheVenueCouldNotFundFails() {
        replacesRefused = 1;

        assertThat(audit().venueRejects()).isEqualTo(1);
        assertThat(audit().good()).isFalse();
    }

    @Test
    void inShadowModeTheVenueRefusesWhatNobodyEnforced() {
        shadow = true;
        final long third = OrderKey.of(SESSION, 0, 2);
        reserve(third, 102, Decision.INSUFFICIENT_FUNDS.code(), true);
        decisions.count(0);
        orders.add(order(OrderKey.clordId(third, 0), 0, 0, true));

        assertThat(audit().venueRejects()).isZero();
        assertThat(audit().unenforcedRejects()).isEqualTo(1);
        assertThat(audit().good()).isTrue();
    }
}
