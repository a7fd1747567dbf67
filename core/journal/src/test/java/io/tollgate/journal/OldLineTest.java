package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sbe.BalanceRegisteredEncoder;
import io.tollgate.sbe.FeeKind;
import io.tollgate.sbe.LineRegisteredEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ScopeMode;
import io.tollgate.sbe.Side;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A line's record that was written before fields were added at its end. */
class OldLineTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalState state = new JournalState();

    @Test
    void aLineOfVersionTwoIsRead() {
        new BalanceRegisteredEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .balanceId(0)
                .assetScale(6)
                .scopeMode(ScopeMode.CAREFUL)
                .venue("venue")
                .account("account")
                .asset("USD");
        state.onRecord(
                0, 0, BalanceRegisteredEncoder.TEMPLATE_ID, buffer, 0, 8 + BalanceRegisteredEncoder.BLOCK_LENGTH, 1);
        new LineRegisteredEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(1)
                .maxPrice(99)
                .lineId(0)
                .balanceId(0)
                .scopeId(0)
                .scopeGeneration(1)
                .priceScale(2)
                .sizeScale(0)
                .side(Side.BUY)
                .feeKind(FeeKind.NONE)
                .instrument("sym");
        final int oldLength = LineRegisteredEncoder.priceTickEncodingOffset();
        header.wrap(buffer, 0).version(2).blockLength(oldLength);
        // what stands behind it is another record's
        buffer.setMemory(8 + oldLength, LineRegisteredEncoder.BLOCK_LENGTH - oldLength, (byte) 7);
        state.onRecord(0, 1, LineRegisteredEncoder.TEMPLATE_ID, buffer, 0, 8 + oldLength, 1);
        final FoldedLine line = state.lines.get(0);
        assertThat(line).isNotNull();
        assertThat(line.instrument()).isEqualTo("sym");
        assertThat(line.rule().priceTick()).isEqualTo(1);
        assertThat(line.cash()).isNull();
    }
}
