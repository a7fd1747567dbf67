package io.tollgate.gate.book;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import org.agrona.concurrent.UnsafeBuffer;

/** Lines: what recovery and BookKeeper need to know of them. */
public final class LineTable {
    static final int ROW_BYTES = 256;

    private static final int BALANCE = 0;
    private static final int SCOPE = 4;
    private static final int SIDE = 8;
    private static final int PRICE_SCALE = 12;
    private static final int SIZE_SCALE = 16;
    private static final int ASSET_SCALE = 20;
    private static final int FEE_KIND = 24;
    static final int RETIRED = 28;
    private static final int MAX_PRICE = 32;
    private static final int FEE_RATE = 40;
    private static final int FEE_ROUND_TO = 48;
    private static final int FEE_SLACK = 56;
    /** Cash balance of a closing line plus one, and its fee. */
    private static final int CASH = 64;

    private static final int CASH_FEE_KIND = 68;
    private static final int CASH_FEE_RATE = 72;
    private static final int CASH_FEE_ROUND_TO = 80;
    private static final int CASH_FEE_SLACK = 88;
    /** Added later: 0 in an older book stands for 1. */
    private static final int PRICE_TICK = 96;

    private static final int SIZE_STEP = 104;
    /** Beginning of a digest of the market's name. */
    private static final int MARKET = 112;

    private static final int INSTRUMENT = 128;
    private static final int INSTRUMENT_LENGTH = 128;

    private final UnsafeBuffer buffer;
    private final int start;

    LineTable(UnsafeBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    /** Offset of the row, for a line that resolves it once. */
    public int offset(int lineId) {
        return start + lineId * ROW_BYTES;
    }

    /** Writes a new row. BookKeeper, before the count makes it visible. */
    public void create(int lineId, int balanceId, int scopeId, CostRule rule, String instrument) {
        final int row = offset(lineId);
        buffer.setMemory(row, ROW_BYTES, (byte) 0);
        buffer.putInt(row + BALANCE, balanceId);
        buffer.putInt(row + SCOPE, scopeId);
        buffer.putInt(row + SIDE, rule.side().code());
        buffer.putInt(row + PRICE_SCALE, rule.priceScale());
        buffer.putInt(row + SIZE_SCALE, rule.sizeScale());
        buffer.putInt(row + ASSET_SCALE, rule.assetScale());
        buffer.putLong(row + MAX_PRICE, rule.maxPrice());
        buffer.putInt(row + FEE_KIND, rule.takerFee().kind().code());
        buffer.putLong(row + FEE_RATE, rule.takerFee().rateMillionths());
        buffer.putLong(row + FEE_ROUND_TO, rule.takerFee().roundTo());
        buffer.putLong(row + FEE_SLACK, rule.takerFee().slack());
        buffer.putLong(row + PRICE_TICK, rule.priceTick());
        buffer.putLong(row + SIZE_STEP, rule.sizeStep());
        Text.put(buffer, row + INSTRUMENT, INSTRUMENT_LENGTH, instrument, "instrument");
    }

    /** Says which market the line is of, as two words. BookKeeper, before the count makes the row visible. */
    public void market(int lineId, int word, long value) {
        buffer.putLong(offset(lineId) + MARKET + word * Long.BYTES, value);
    }

    /** A word of the line's market. */
    public long market(int lineId, int word) {
        return buffer.getLong(offset(lineId) + MARKET + word * Long.BYTES);
    }

    /** Says which cash a closing line's fills move, and by which fee. BookKeeper, before the count makes the row visible. */
    public void cash(int lineId, int balanceId, FeeRule fee) {
        final int row = offset(lineId);
        buffer.putInt(row + CASH_FEE_KIND, fee.kind().code());
        buffer.putLong(row + CASH_FEE_RATE, fee.rateMillionths());
        buffer.putLong(row + CASH_FEE_ROUND_TO, fee.roundTo());
        buffer.putLong(row + CASH_FEE_SLACK, fee.slack());
        buffer.putInt(row + CASH, balanceId + 1);
    }

    /** Cash that a closing line's fills move, or -1. */
    public int cashBalanceId(int lineId) {
        return buffer.getInt(offset(lineId) + CASH) - 1;
    }

    /** What a closing line's fills do to cash: the value of a buy, and its fee. */
    public CostRule cashRule(int lineId, int cashScale) {
        final int row = offset(lineId);
        final FeeRule fee = new FeeRule(
                FeeRule.Kind.of(buffer.getInt(row + CASH_FEE_KIND)),
                buffer.getLong(row + CASH_FEE_RATE),
                buffer.getLong(row + CASH_FEE_ROUND_TO),
                buffer.getLong(row + CASH_FEE_SLACK));
        return new CostRule(
                Side.BUY,
                buffer.getInt(row + PRICE_SCALE),
                buffer.getInt(row + SIZE_SCALE),
                cashScale,
                buffer.getLong(row + MAX_PRICE),
                fee);
    }

    /** The line's cost rule, built again from the row. */
    public CostRule rule(int lineId) {
        final int row = offset(lineId);
        final FeeRule fee = new FeeRule(
                FeeRule.Kind.of(buffer.getInt(row + FEE_KIND)),
                buffer.getLong(row + FEE_RATE),
                buffer.getLong(row + FEE_ROUND_TO),
                buffer.getLong(row + FEE_SLACK));
        return new CostRule(
                Side.of(buffer.getInt(row + SIDE)),
                buffer.getInt(row + PRICE_SCALE),
                buffer.getInt(row + SIZE_SCALE),
                buffer.getInt(row + ASSET_SCALE),
                buffer.getLong(row + MAX_PRICE),
                fee,
                Math.max(1, buffer.getLong(row + PRICE_TICK)),
                Math.max(1, buffer.getLong(row + SIZE_STEP)));
    }

    /** Balance the line draws on. */
    public int balanceId(int lineId) {
        return buffer.getInt(offset(lineId) + BALANCE);
    }

    /** Scope the line's reservations are summed in. */
    public int scopeId(int lineId) {
        return buffer.getInt(offset(lineId) + SCOPE);
    }

    /** Name of the instrument. */
    public String instrument(int lineId) {
        return Text.get(buffer, offset(lineId) + INSTRUMENT, INSTRUMENT_LENGTH);
    }

    /** Retires the line: nothing more is approved on it. BookKeeper. */
    public void retire(int lineId) {
        buffer.putIntVolatile(offset(lineId) + RETIRED, 1);
    }

    /** Opens a retired line again. BookKeeper. */
    public void reopen(int lineId) {
        buffer.putIntVolatile(offset(lineId) + RETIRED, 0);
    }
}
