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

/** Records of older versions of the schema are shorter, and mean what they meant. */
class OldVersionsTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void aLineOfVersionTwoIsNotTakenForADamagedRecord() {
        final JournalState state = new JournalState();
        final BalanceRegisteredEncoder balance = new BalanceRegisteredEncoder();
        balance.wrapAndApplyHeader(buffer, 0, header)
                .balanceId(0)
                .assetScale(6)
                .scopeMode(ScopeMode.CAREFUL)
                .venue("test")
                .account("account")
                .asset("USD");
        state.onRecord(
                0,
                0,
                BalanceRegisteredEncoder.TEMPLATE_ID,
                buffer,
                0,
                HEADER + BalanceRegisteredEncoder.BLOCK_LENGTH,
                0);
        new LineRegisteredEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .lineId(3)
                .balanceId(0)
                .scopeId(1)
                .scopeGeneration(1)
                .maxPrice(99)
                .priceScale(2)
                .side(Side.BUY)
                .feeKind(FeeKind.NONE)
                .instrument("sym")
                // beyond the end of a record of version 2
                .priceTick(5)
                .market0(7);
        final int length = LineRegisteredEncoder.priceTickEncodingOffset();
        header.blockLength(length).version(2);
        state.onRecord(0, 1, LineRegisteredEncoder.TEMPLATE_ID, buffer, 0, HEADER + length, 0);
        final FoldedLine line = state.lines.get(3);
        assertThat(line).isNotNull();
        assertThat(line.rule().priceTick()).isEqualTo(1);
        assertThat(line.market0() | line.market1()).isZero();
    }
}
