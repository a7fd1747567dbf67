package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReserveDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In shadow mode every decision is made and recorded, and none is enforced. */
@NullUnmarked
class ShadowModeTest {
    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(GateHarness.SMALL)
                        .withSlots(64, 256)
                        .withShadow(true))
                .withSnapshots();
    }

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void letsEverythingThroughAndRecordsWhatItWouldHaveSaid() {
        assertThat(h.buy.canAfford(50, 1)).isZero();
        final long unknown = h.buy.reserve(50, 1, 1);
        h.snapshot(1_000_000, 5);
        final long fits = h.buy.reserve(50, 1, 2);
        final long tooLarge = h.buy.reserve(50, 100, 3);
        final long invalid = h.buy.reserve(0, 1, 4);
        assertThat(unknown).isPositive();
        assertThat(fits).isPositive();
        assertThat(tooLarge).isPositive();
        assertThat(invalid).isEqualTo(Lane.UNTRACKED);
        assertThat(codes())
                .containsExactly(
                        Decision.UNKNOWN_BALANCE,
                        Decision.UNKNOWN_BALANCE,
                        Decision.APPROVED,
                        Decision.INSUFFICIENT_FUNDS,
                        Decision.INVALID_PRICE);
    }

    @Test
    void holdsWhatTheRouterSendsAnyway() {
        h.snapshot(1_000_000, 5);
        final long r = h.buy.reserve(50, 100, 1);
        assertThat(h.buy.sent(r)).isZero();
        assertThat(h.buy.acked(r)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(50_000_000);
        assertThat(h.buy.amend(r, 60, 100)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(60_000_000);
        assertThat(h.lane.amendAccepted(r)).isZero();
        assertThat(h.buy.release(r, 0, ReleaseReason.CANCELLED)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).held()).isZero();
        // facts about an order that could not be tracked are nobody's
        assertThat(h.buy.sent(Lane.UNTRACKED)).isZero();
        assertThat(h.buy.fill(Lane.UNTRACKED, 1, 1, 1, 50, 0, 0)).isZero();
    }

    private List<Decision> codes() {
        final List<Decision> codes = new ArrayList<>();
        final Ring ring = h.rings.get(1);
        final RingReader reader = ring.journalReader();
        for (long sequence = 0; sequence < ring.producer().sequence(); sequence++) {
            final int offset = reader.find(sequence);
            final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(reader.buffer(), offset);
            final int at = offset + MessageHeaderDecoder.ENCODED_LENGTH;
            if (header.templateId() == CheckDecoder.TEMPLATE_ID) {
                final CheckDecoder check =
                        new CheckDecoder().wrap(reader.buffer(), at, header.blockLength(), header.version());
                assertThat(check.flags().shadow()).isTrue();
                codes.add(Decision.of(check.code()));
            } else if (header.templateId() == ReserveDecoder.TEMPLATE_ID) {
                final ReserveDecoder reserve =
                        new ReserveDecoder().wrap(reader.buffer(), at, header.blockLength(), header.version());
                assertThat(reserve.flags().shadow()).isTrue();
                codes.add(Decision.of(reserve.code()));
            }
        }
        return codes;
    }
}
