package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.ReservationView;
import io.tollgate.journal.JournalReader;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.VerificationReport;
import io.tollgate.simulator.OrderAudit;
import io.tollgate.simulator.VenueControl;
import io.tollgate.simulator.VenueTruth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares, after a run, what the lanes counted, what the journal holds, what the gate says is available and what is true at the venue. A
 * difference is never explained away.
 */
final class DemoAudit {
    private static final int MOST_FINDINGS = 20;

    private final GateEnd gate;
    private final RunTotals totals;
    private final boolean shadow;
    private final List<String> findings = new ArrayList<>();
    private long unsaid;
    private long lost;
    private long venueRejects;

    /**
     * What the gate said last.
     *
     * @param limitMicros published limit, or -1 for CLOSED
     * @param heldMicros what reservations hold
     * @param open reservations that have not ended
     * @param notQuiet what the end of the run waited for in vain; empty if all is quiet
     */
    record GateEnd(long limitMicros, long heldMicros, List<ReservationView> open, List<String> notQuiet) {
        GateEnd {
            open = List.copyOf(open);
            notQuiet = List.copyOf(notQuiet);
        }
    }

    private DemoAudit(GateEnd gate, RunTotals totals, boolean shadow) {
        this.gate = gate;
        this.totals = totals;
        this.shadow = shadow;
    }

    /** Reads the journal and the venue, and compares. */
    static AuditResult audit(
            Path directory,
            int session,
            RunTotals totals,
            GateEnd gate,
            VenueControl venue,
            boolean shadow,
            JournalVerifier.Progress progress) {
        final VerificationReport report = JournalVerifier.verify(directory, MOST_FINDINGS, progress);
        final JournalFacts facts = new JournalFacts(session);
        try (JournalReader reader = JournalReader.open(directory)) {
            final var unused = reader.readAll(facts);
        }
        final List<OrderAudit> orders = new ArrayList<>();
        venue.audit(orders::add);
        return compare(report, facts, orders, venue.truth(), totals, gate, shadow);
    }

    /** Compares. */
    static AuditResult compare(
            VerificationReport report,
            JournalFacts facts,
            List<OrderAudit> orders,
            VenueTruth truth,
            RunTotals totals,
            GateEnd gate,
            boolean shadow) {
        return new DemoAudit(gate, totals, shadow).run(report, facts, orders, truth);
    }

    private AuditResult run(VerificationReport report, JournalFacts facts, List<OrderAudit> orders, VenueTruth truth) {
        gate.notQuiet().forEach(this::find);
        report.examples().forEach(mismatch -> find("journal: " + mismatch));
        final long wrong = report.decisions() - report.verified();
        if (wrong != 0 && report.mismatches() == 0) {
            find("journal: " + wrong + " decisions could not be verified");
        }
        final long unrecorded = report.sessions().isEmpty()
                ? 0
                : report.sessions().get(report.sessions().size() - 1).unrecorded();
        final long journaled = facts.sessionDecisions() + unrecorded;
        if (journaled != totals.decisions()) {
            find("decisions: the lanes counted " + totals.decisions() + ", the journal holds " + journaled);
        }
        compareReservations();
        orders.forEach(order -> compareOrder(order, facts));
        compareRejects(truth);
        final long drift = drift(truth);
        if (truth.initialBalanceMicros() + truth.entriesSumMicros() != truth.balanceMicros()) {
            lose("venue: its ledger does not add up to its balance: " + truth);
        }
        if (unsaid > 0) {
            findings.add("... and " + unsaid + " more");
        }
        return new AuditResult(
                totals.decisions(),
                journaled,
                facts.allDecisions(),
                Math.max(0, journaled - wrong),
                report.mismatches(),
                drift,
                lost,
                shadow ? 0 : venueRejects,
                shadow,
                shadow ? venueRejects : 0,
                Refusals.table(facts.sessionCodes()),
                findings);
    }

    private void compareReservations() {
        for (final ReservationView open : gate.open()) {
            lose("reservation left open: order=" + open.orderKey() + " instrument=" + open.instrument() + " state="
                    + open.state() + (open.uncertain() ? " UNCERTAIN" : "") + " filled=" + open.filled() + "/"
                    + open.size() + " holds " + Money.exact(open.hold()));
        }
    }

    private void compareOrder(OrderAudit order, JournalFacts facts) {
        final long key = OrderKey.parse(order.firstClordId());
        final long filled = key == OrderKey.NONE ? JournalFacts.NONE : facts.filled(key);
        if (filled == JournalFacts.NONE) {
            lose("order at the venue without an approved reserve in the journal: clordId=" + order.firstClordId()
                    + " state=" + order.state() + " filled=" + order.cumQuantity());
        } else if (filled != order.cumQuantity() && !facts.isUntracked(key)) {
            lose("fills: the venue filled " + order.cumQuantity() + " of order " + key + ", the journal holds "
                    + filled);
        }
        if (order.leavesQuantity() != 0) {
            lose("order still open at the venue: clordId=" + order.clordId() + " state=" + order.state());
        }
        if (order.refusedForFunds()) {
            venueRejects++;
            if (!shadow) {
                find("the venue refused an approved order for lack of funds: order=" + key);
            }
        }
    }

    /** Refused amends and withdrawals are not orders of their own: the lanes saw them. */
    private void compareRejects(VenueTruth truth) {
        final long others =
                truth.counts().replacesRefusedForFunds() + truth.counts().withdrawalsRefused();
        if (others > 0) {
            venueRejects += others;
            if (!shadow) {
                find("the venue refused " + truth.counts().replacesRefusedForFunds() + " approved amends and "
                        + truth.counts().withdrawalsRefused() + " approved withdrawals for lack of funds");
            }
        }
        if (totals.rejectsForFunds() > venueRejects && !shadow) {
            find("the lanes saw " + totals.rejectsForFunds() + " refusals for lack of funds, the venue counts "
                    + venueRejects);
            venueRejects = totals.rejectsForFunds();
        }
    }

    private long drift(VenueTruth truth) {
        final long available = gate.limitMicros() < 0 ? 0 : gate.limitMicros() - gate.heldMicros();
        final long venueFree = truth.balanceMicros() - truth.openRequirementMicros() - truth.marginMicros();
        final long drift = Math.abs(available - venueFree);
        if (drift != 0) {
            find("drift: available is " + (gate.limitMicros() < 0 ? "CLOSED" : Money.exact(available))
                    + ", the venue has " + Money.exact(venueFree));
        }
        return drift;
    }

    private void lose(String finding) {
        lost++;
        find(finding);
    }

    private void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else {
            unsaid++;
        }
    }
}
