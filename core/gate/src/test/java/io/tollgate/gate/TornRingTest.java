package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.AckedEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot whose commit word came to the device and the rest of which did not. */
class TornRingTest {
    private static final int SEQUENCE = MessageHeaderEncoder.ENCODED_LENGTH;

    @TempDir
    Path directory;

    private Ring open() {
        return Ring.lane(directory.resolve("1-a.ring"), 1, 8, 8);
    }

    private static void tell(Ring ring) {
        final int offset = ring.producer().claimFact();
        new AckedEncoder()
                .wrapAndApplyHeader(ring.producer().buffer(), offset, new MessageHeaderEncoder())
                .sequence(ring.producer().sequence())
                .reservationId(7)
                .code(0);
        ring.producer().commit();
    }

    @Test
    void aRecordThatIsNotWhatItsSlotSaysIsFoundByItsPlace() {
        try (Ring ring = open()) {
            for (int i = 0; i < 5; i++) {
                tell(ring);
            }
            assertThat(ring.tornAt(0)).isEqualTo(-1);
            final int offset = ring.journalReader().find(3);
            // what the lap before had left there
            ring.producer().buffer().putLong(offset + SEQUENCE, 3 - 8, ByteOrder.LITTLE_ENDIAN);
        }
        try (Ring ring = open()) {
            assertThat(ring.tornAt(0)).isEqualTo(3);
            ring.clearTorn(0);
            assertThat(ring.tornAt(0)).isEqualTo(-1);
            assertThat(ring.producer().sequence()).isEqualTo(3);
            tell(ring);
            assertThat(ring.journalReader().find(3)).isPositive();
            assertThat(ring.journalReader().find(4)).isNegative();
        }
    }

    @Test
    void aRecordWithoutAHeaderIsFoundToo() {
        try (Ring ring = open()) {
            tell(ring);
            ring.producer().buffer().putLong(ring.journalReader().find(0), 0);
        }
        try (Ring ring = open()) {
            assertThat(ring.tornAt(0)).isZero();
        }
    }

    @Test
    void whatIsInTheJournalIsNotLookedAt() {
        try (Ring ring = open()) {
            tell(ring);
            tell(ring);
            ring.producer().buffer().putLong(ring.journalReader().find(0), 0);
            ring.journalReader().skipTo(1);
        }
        try (Ring ring = open()) {
            assertThat(ring.tornAt(0)).isEqualTo(-1);
            ring.producer().buffer().putLong(ring.journalReader().find(1), 0);
            assertThat(ring.tornAt(0)).isEqualTo(1);
            // the queue had it, and the ring's own word of that is older
            assertThat(ring.tornAt(2)).isEqualTo(-1);
        }
    }
}
