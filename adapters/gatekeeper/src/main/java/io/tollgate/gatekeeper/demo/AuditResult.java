package io.tollgate.gatekeeper.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the audit found.
 *
 * @param decisions counted by the lanes
 * @param journaled decisions of this session in the journal
 * @param journalTotal decisions of all sessions in the journal
 * @param verified of this session's, found right in every respect
 * @param mismatches records that verification finds wrong or missing
 * @param driftMicros difference between available and the venue's truth
 * @param lost reservations, facts or records missing
 * @param venueRejects orders that the gate approved and the venue refused for lack of funds
 * @param shadow whether nothing was enforced
 * @param unenforcedRejects in shadow mode: what the venue refused for lack of funds; the gate approved nothing in the sense of enforcing it
 * @param journaledRefusals this session's refusals by code, as the journal has them; for people
 * @param findings what is wrong, for people
 */
record AuditResult(
        long decisions,
        long journaled,
        long journalTotal,
        long verified,
        long mismatches,
        long driftMicros,
        long lost,
        long venueRejects,
        boolean shadow,
        long unenforcedRejects,
        String journaledRefusals,
        List<String> findings) {

    AuditResult {
        findings = List.copyOf(findings);
    }

    /** Whether the run closes with zeros. */
    boolean good() {
        return mismatches == 0
                && driftMicros == 0
                && lost == 0
                && venueRejects == 0
                && journaled == verified
                && journaled == decisions;
    }

    /** The closing line. */
    ClosingLine line(RunTotals totals) {
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("decisions", decisions);
        values.put("approved", totals.approved());
        values.put("refused", totals.refused());
        values.put("refused_funds", totals.refusedFunds());
        values.put("fills", totals.fills());
        values.put("partials", totals.partials());
        values.put("cancels", totals.cancels());
        values.put("amends", totals.amends());
        values.put("withdrawals", totals.withdrawals());
        values.put("orders", totals.ordersSent());
        values.put("journal_total", journalTotal);
        if (shadow) {
            values.put("unenforced_rejects", unenforcedRejects);
        }
        values.put("journaled", journaled);
        values.put("verified", verified);
        values.put("mismatches", mismatches);
        values.put("drift", driftMicros);
        values.put("lost", lost);
        values.put("venue_rejects", venueRejects);
        return new ClosingLine(values);
    }
}
