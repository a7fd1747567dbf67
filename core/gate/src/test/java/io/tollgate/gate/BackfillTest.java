package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.StatusChangeDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What past entries do, read after the chain of the stream broke. */
@org.jspecify.annotations.NullUnmarked
class BackfillTest {
    private static final long BASE = 100 * MILLI;

    @TempDir
    Path directory;

    private GateHarness h;
    /** What BookKeeper wrote, as far as these tests ask for it. */
    private final List<String> journal = new ArrayList<>();

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, BASE);
        h.stream.sink().ledgerEntries(h.usd.id(), List.of(entry(1, 10_000_000, 9_000_000)), h.nowNanos);
        h.step();
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private static LedgerEntry entry(int number, long before, long after) {
        return entry(Kind.OTHER, number, before, after);
    }

    private static LedgerEntry entry(Kind kind, int number, long before, long after) {
        return new LedgerEntry("e" + number, kind, 3, before, after, BASE + number * MILLI, "sym-a");
    }

    private void cycle() {
        h.cycle();
        final RingReader reader = h.rings.get(Ring.KEEPER_RING_ID).journalReader();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        int offset;
        while ((offset = reader.poll()) >= 0) {
            header.wrap(reader.buffer(), offset);
            if (header.templateId() == LedgerEntryAppliedDecoder.TEMPLATE_ID) {
                final LedgerEntryAppliedDecoder e = new LedgerEntryAppliedDecoder();
                e.wrapAndApplyHeader(reader.buffer(), offset, header);
                journal.add(e.entryId() + " ledger=" + e.ledger() + " cleared=" + e.cleared());
            } else if (header.templateId() == StatusChangeDecoder.TEMPLATE_ID) {
                final StatusChangeDecoder s = new StatusChangeDecoder();
                s.wrapAndApplyHeader(reader.buffer(), offset, header);
                if (s.text().startsWith("back-fill")) {
                    journal.add(s.text());
                }
            }
            h.journal.add(reader.buffer(), offset);
            reader.advance();
        }
        reader.publish();
        h.drain();
    }

    private void breakTheChain() {
        h.stream.sink().ledgerEntries(h.usd.id(), List.of(entry(4, 6_000_000, 5_000_000)), h.nowNanos);
        cycle();
        assertThat(h.available()).isEqualTo(5_000_000);
        journal.clear();
    }

    @Test
    void aBreakAsksForEverythingSinceTheLedgerBeforeIt() {
        assertThat(h.stream.backfills).isEmpty();
        breakTheChain();
        assertThat(h.stream.backfills).containsExactly(BASE + MILLI);
        assertThat(h.snapshots.backfills).containsExactly(BASE + MILLI);
    }

    @Test
    void missedEntriesAreJournaledOnceAndExplainTheBreak() {
        breakTheChain();
        h.stream
                .sink()
                .backfilled(
                        h.usd.id(),
                        List.of(entry(1, 10_000_000, 9_000_000), entry(2, 9_000_000, 8_000_000)),
                        false,
                        h.nowNanos);
        h.stream
                .sink()
                .backfilled(
                        h.usd.id(),
                        List.of(entry(3, 8_000_000, 6_000_000), entry(4, 6_000_000, 5_000_000)),
                        true,
                        h.nowNanos);
        cycle();
        assertThat(journal)
                .containsExactly(
                        "e2 ledger=5000000 cleared=0",
                        "e3 ledger=5000000 cleared=0",
                        "back-fill: 2 entries had been missed; the chain is whole");
        assertThat(h.available()).isEqualTo(5_000_000);
        journal.clear();
        h.stream.sink().backfilled(h.usd.id(), List.of(entry(2, 9_000_000, 8_000_000)), true, h.nowNanos);
        cycle();
        assertThat(journal).isEmpty();
    }

    @Test
    void whatTheVenueDoesNotShowLeavesTheBreakAndSaysSo() {
        breakTheChain();
        h.stream.sink().backfilled(h.usd.id(), List.of(entry(2, 9_000_000, 8_500_000)), true, h.nowNanos);
        cycle();
        assertThat(journal)
                .containsExactly(
                        "e2 ledger=5000000 cleared=0",
                        "back-fill: 1 entries had been missed; the chain stays broken, by types that the venue does not show");
    }

    @Test
    void aPastEntryClearsNoFillAndMovesNoMoney() {
        final long r = h.buy.reserve(50, 2, 1);
        assertThat(h.buy.sent(r)).isZero();
        h.buy.fill(r, 1, 2, 2, 50, 0, 0);
        h.step();
        h.stream.sink().ledgerEntries(h.usd.id(), List.of(entry(4, 6_000_000, 5_000_000)), h.nowNanos);
        cycle();
        assertThat(h.available()).isEqualTo(4_000_000);
        h.stream
                .sink()
                .backfilled(h.usd.id(), List.of(entry(Kind.EXECUTION, 2, 9_000_000, 8_000_000)), true, h.nowNanos);
        cycle();
        assertThat(journal).contains("e2 ledger=5000000 cleared=0");
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void anEntryThatTheStreamHasYetToBringIsLeftToIt() {
        breakTheChain();
        h.stream.sink().backfilled(h.usd.id(), List.of(entry(5, 5_000_000, 9_000_000)), true, h.nowNanos);
        cycle();
        assertThat(h.available()).isEqualTo(5_000_000);
        assertThat(journal).hasSize(1);
        h.stream.sink().ledgerEntries(h.usd.id(), List.of(entry(5, 5_000_000, 4_000_000)), h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void aPageWithMoreEntriesThanTheJournalHasRoomForIsTakenToItsEnd() {
        breakTheChain();
        final List<LedgerEntry> page = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            page.add(new LedgerEntry("p" + i, Kind.OTHER, 1, i, i + 1, BASE + 2 * MILLI, ""));
        }
        h.stream.sink().backfilled(h.usd.id(), page, true, h.nowNanos);
        for (int i = 0; i < 20; i++) {
            cycle();
        }
        assertThat(journal).hasSize(1_001);
        assertThat(h.available()).isEqualTo(5_000_000);
    }
}
