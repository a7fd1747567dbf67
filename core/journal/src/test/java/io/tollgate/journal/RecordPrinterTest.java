package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.StatusChangeEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordPrinterTest {
    @TempDir
    private Path state;

    private List<String> print(Consumer<TestGate> story) {
        final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);
        try (TestGate gate = new TestGate(state, -5_000_000)) {
            final Journaler journaler = Journaler.open(
                    gate.journal(), clock::incrementAndGet, () -> Long.MAX_VALUE, JournalerOptions.defaults());
            gate.addTo(journaler);
            story.accept(gate);
            journaler.onClose();
        }
        final List<String> lines = new ArrayList<>();
        final RecordPrinter printer = new RecordPrinter();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.readAll((ring, sequence, template, buffer, offset, length, nanos) -> {
                printer.take(ring, sequence, template, buffer, offset, nanos);
                lines.add(printer.line());
            });
        }
        return lines;
    }

    @Test
    void amountsPricesAndSizesAreDecimalsInTheScalesOfTheLine() {
        final List<String> lines = print(gate -> {
            gate.open(100);
            final long r = gate.lane(1).reserve(500, 20);
            gate.giveBack(r, 10_000_000, GiveBackCause.RELEASE);
            gate.lane(1).fill(r, 77, 20, 499).release(r, -1);
        });
        assertThat(lines)
                .contains(
                        "2026-09-21T14:13:20.000003000Z 0:2 LineRegistered lineId=3 balanceId=7 instrument=TEST-YES side=BUY"
                                + " priceScale=3 sizeScale=0 maxPrice=0.999 priceTick=0.001 sizeStep=1 feeKind=NONE feeRate=0 feeRounding=0.000001"
                                + " feeSlack=0.000000 scopeId=5 scopeGeneration=1 takenAtStart=18446744073704551616"
                                + " (TEST-YES BUY)",
                        "2026-09-21T14:13:20.000004000Z 0:3 LimitPublished balanceId=7 status=OPEN newLimit=100.000000"
                                + " limitVersion=1 ledger=100.000000 encumbered=0.000000 inTransit=0.000000"
                                + " (polymarket-us USD)",
                        "2026-09-21T14:13:20.000005000Z 1:0 Reserve code=0 decision=APPROVED reservationId=1 orderKey=0"
                                + " lineId=3 scopeId=5 price=0.500 size=20 cost=10.000000 limitSeen=100.000000"
                                + " limitVersion=1 taken=18446744073704551616 held=0.000000 back=18446744073704551616 tile"
                                + " (TEST-YES BUY)")
                .anyMatch(line -> line.contains(" GivenBack cause=RELEASE reservationId=1 scopeId=5 amount=10.000000"))
                .anyMatch(line -> line.contains(" Fill code=0 result=ACCEPTED reservationId=1 lineId=-1 execId=77"
                        + " quantity=20 cumQuantity=20 price=0.499 fee=0.000000 (TEST-YES BUY)"))
                .anyMatch(line -> line.contains("finalCumQuantity=UNKNOWN why=1"));
    }

    @Test
    void closedIsAWord() {
        final List<String> lines = print(gate -> {
            gate.open(100).publish(-1);
            gate.lane(1).check(500, 1);
        });
        assertThat(lines)
                .anyMatch(line -> line.contains("newLimit=CLOSED"))
                .anyMatch(line -> line.contains("decision=STALE") && line.contains("limitSeen=CLOSED"));
    }

    @Test
    void withoutRegistrationsTheBareUnitsAreShown() {
        final List<String> lines = print(gate -> gate.lane(1).check(500, 1));
        assertThat(lines).singleElement().asString().contains("price=500u size=1u cost=500000u");
    }

    @Test
    void whatAVenueWroteCannotDriveATerminal() {
        final List<String> lines = print(gate -> {
            final StatusChangeEncoder record = new StatusChangeEncoder()
                    .wrapAndApplyHeader(gate.buffer(), gate.claim(), new MessageHeaderEncoder())
                    .sequence(gate.keeper.producer().sequence())
                    .clockNanos(gate.tick());
            record.text("bad \u001b[2J \"text\"");
            gate.keeper.producer().commit();
        });
        assertThat(lines).singleElement().asString().contains("text=\"bad ?[2J 'text'\"");
    }

    @Test
    void gapsAreJournalersOwn() {
        final List<String> lines = print(gate -> {
            gate.lane(1).acks(2);
            gate.lane(1).ring.producer().countUnrecorded();
        });
        assertThat(lines).anyMatch(line -> line.contains(" journaler Gap ringId=1 count=1"));
    }
}
