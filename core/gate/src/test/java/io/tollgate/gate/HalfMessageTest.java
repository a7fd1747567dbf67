package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill between two entries of one message: what the first booked and the second takes back is never spendable. */
@org.jspecify.annotations.NullUnmarked
class HalfMessageTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long CASH = 10_000_000;
    private static final long MISTAKE = 50_000_000;
    private static final int ENTRIES = 401;

    @TempDir
    Path directory;

    @Test
    void theLedgerInTheMiddleOfAMessageIsDoubtedAfterAKill() {
        try (GateHarness h = new GateHarness(directory).withSnapshots().withStream()) {
            h.stream.opened(h.usd.id(), h.nowNanos);
            h.step();
            h.snapshot(CASH, SECOND);
            // booked by mistake and taken back, again and again: more than the journal has room for
            final List<LedgerEntry> message = new ArrayList<>();
            message.add(entry(0, CASH, CASH));
            while (message.size() < ENTRIES) {
                message.add(entry(message.size(), CASH, CASH + MISTAKE));
                message.add(entry(message.size(), CASH + MISTAKE, CASH));
            }
            h.stream.sink().ledgerEntries(h.usd.id(), message, h.nowNanos);
            h.cycle();
            while (h.gate.view(h.usd).ledger() == CASH) {
                // one more slot: BookKeeper stops in the middle of a pair
                drainOne(h);
                h.cycle();
            }
            assertThat(h.gate.view(h.usd).limit()).isLessThanOrEqualTo(CASH);
            h.crash();
            final int applied = applied(h, message);
            assertThat(message.get(applied).afterBalance()).isEqualTo(CASH + MISTAKE);
            h.stream.opened(h.usd.id(), h.nowNanos);
            // the venue's repetition is cut where the process died
            h.stream.sink().ledgerEntries(h.usd.id(), message.subList(0, applied + 1), h.nowNanos);
            h.step();
            assertThat(h.gate.view(h.usd).ledger()).isEqualTo(CASH + MISTAKE);
            assertThat(h.gate.view(h.usd).limit()).isNegative();
            assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
            h.stream.sink().ledgerEntries(h.usd.id(), message.subList(applied + 1, message.size()), h.nowNanos);
            h.pass(20 * MILLI);
            while (h.gate.view(h.usd).ledger() != CASH || applied(h, message) != message.size() - 1) {
                h.step();
            }
            h.snapshot(CASH, message.get(message.size() - 1).updateTimeNanos());
            assertThat(h.available()).isEqualTo(CASH);
        }
    }

    private static LedgerEntry entry(int number, long before, long after) {
        return new LedgerEntry("e-" + number, Kind.OTHER, 1, before, after, SECOND + (1 + number) * MILLI, "");
    }

    private static int applied(GateHarness h, List<LedgerEntry> message) {
        final long time = h.gate.book().balances().lastEntryTime(h.usd.id());
        for (int i = 0; i < message.size(); i++) {
            if (message.get(i).updateTimeNanos() == time) {
                return i;
            }
        }
        throw new IllegalStateException("one of the entries must have been applied last: " + time);
    }

    private static void drainOne(GateHarness h) {
        final var reader = h.rings.get(0).journalReader();
        final int offset = reader.poll();
        assertThat(offset).isNotNegative();
        h.journal.add(reader.buffer(), offset);
        reader.advance();
        reader.publish();
    }
}
