package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Decision;
import io.tollgate.journal.explain.DecisionExplained;
import io.tollgate.journal.explain.DecisionFacts;
import io.tollgate.journal.explain.Explainer;
import io.tollgate.journal.explain.Explanation;
import io.tollgate.journal.explain.ExplanationText;
import io.tollgate.journal.explain.MomentExplained;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a decision is what its record says, and people approved of how it is told. */
class ExplainerTest {
    private static final int OPERATIONS = 1_200;

    @TempDir
    private Path state;

    private Explainer explainer() {
        return new Explainer(state, Integer.MAX_VALUE, (reading, records) -> {});
    }

    @Test
    void aScriptedSessionIsToldAsApproved() throws IOException {
        final long order;
        try (ScriptedSession session = new ScriptedSession(state)) {
            order = session.first;
        }
        assertThat(JournalVerifier.verify(state).good()).isTrue();
        final List<String> told = new ArrayList<>(ExplanationText.of(explainer().reservation(order)));
        told.add("");
        told.add("---");
        told.addAll(ExplanationText.of(explainer().order(ScriptedSession.BIG_ORDER)));
        told.add("");
        told.add("---");
        told.addAll(ExplanationText.of(explainer().at(ScriptedSession.START_NANOS + 7 * ScriptedSession.MILLI + 1)));
        told.add("");
        told.add("---");
        told.addAll(ExplanationText.of(explainer().decisions("checks", d -> d.kind() == DecisionFacts.Kind.CHECK)));
        // what was told, to look at and to approve
        Files.write(Path.of("target", "explained.txt"), told);
        final String approved;
        try (InputStream file = ExplainerTest.class.getResourceAsStream("explained.txt")) {
            assertThat(file).as("the approved text").isNotNull();
            approved = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(String.join("\n", told) + "\n").isEqualTo(approved);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsToldOfEveryDecisionIsWhatItsRecordSays(boolean shadow) {
        try (Gatekeeper keeper = Gatekeeper.launch(Traders.config(state, shadow))) {
            Traders.run(keeper, new AtomicLong(), 7, OPERATIONS, () -> {});
            assertThat(keeper.failure()).isNull();
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        final Explanation all = explainer().decisions("all", d -> true);
        assertThat(all.decisions()).hasSize((int) report.decisions());
        int compared = 0;
        int withHolders = 0;
        for (final DecisionExplained e : all.decisions()) {
            final DecisionFacts d = e.decision();
            if (!e.isComparison()) {
                continue;
            }
            compared++;
            assertThat(e.fits()).as(e.toString()).isEqualTo(d.code() == Decision.APPROVED.code());
            final DecisionExplained.Limit limit = Objects.requireNonNull(e.limit(), e::toString);
            assertThat(limit.limit()).as(e.toString()).isEqualTo(d.limitSeen());
            assertThat(limit.version()).as(e.toString()).isGreaterThanOrEqualTo(d.limitVersion() - 1);
            assertThat(e.attributed() + e.unattributed()).as(e.toString()).isEqualTo(d.held());
            assertThat(e.holders()).as(e.toString()).allMatch(holder -> holder.amount() > 0);
            withHolders += e.holders().isEmpty() ? 0 : 1;
        }
        assertThat(compared).isPositive();
        assertThat(withHolders).isPositive();
        final DecisionFacts last =
                all.decisions().get(all.decisions().size() - 1).decision();
        final MomentExplained moment = explainer().at(last.clockNanos());
        assertThat(moment.balances()).singleElement().satisfies(balance -> assertThat(balance.held())
                .isEqualTo(moment.reservations().stream()
                        .mapToLong(MomentExplained.ReservationAt::held)
                        .sum()));
        assertThat(moment.lastDecisions()).hasSize(Traders.LANES);
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatThereIs() {
        final long order;
        try (ScriptedSession session = new ScriptedSession(state)) {
            order = session.first;
        }
        assertThatThrownBy(() -> explainer().reservation(order + 1_000))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("reservation=" + (order + 1_000) + " is not; it holds 2 reservations")
                .hasMessageContaining("the first " + order)
                .hasMessageContaining("decisions from 2026-11-18T");
        assertThatThrownBy(() -> explainer().order(4))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("order key=4 is not")
                .hasMessageContaining("the last order's key is 43");
        assertThatThrownBy(() -> explainer().at(ScriptedSession.START_NANOS - 1))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is not; it holds 5 decisions from 2026-11-18T");
        assertThatThrownBy(() -> explainer().at(Long.MAX_VALUE)).isInstanceOf(JournalException.class);
    }
}
