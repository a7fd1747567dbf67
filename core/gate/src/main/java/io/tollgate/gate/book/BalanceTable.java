package io.tollgate.gate.book;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Balances: the published limit for lanes, and BookKeeper's own amounts so that they survive it.
 *
 * <p>All amounts are in the asset's own unit.
 */
public final class BalanceTable {
    /** Limit of a balance nothing may be approved on. */
    public static final long CLOSED = -1;
    /** First scope of a row that has none yet. */
    public static final int NO_SCOPE = -1;
    /** Ids of ledger entries kept to recognise them in a replay. */
    public static final int ID_WINDOW = 256;

    static final int ROW_BYTES = 8192;

    static final int LIMIT = 0;
    static final int VERSION = 8;
    static final int STATUS = 16;
    private static final int LEDGER = 128;
    private static final int LEDGER_TIME = 136;
    private static final int HAS_LEDGER = 144;
    private static final int VENUE_ENCUMBERED = 152;
    private static final int OPERATOR_ENCUMBERED = 160;
    private static final int SHORTFALL = 168;
    private static final int UNEXPLAINED = 176;
    private static final int IN_TRANSIT = 184;
    private static final int MARGIN = 192;
    private static final int LAST_ENTRY_TIME = 200;
    private static final int ID_COUNT = 208;
    private static final int DOUBTED = 216;
    private static final int REFUSED = 224;
    private static final int REFUSALS = 232;
    private static final int EARLY_CREDIT = 240;
    private static final int VENUE_MARGIN = 248;
    private static final int FOLDED_MARGIN = 256;
    private static final long FROM_ENTRY = 1;
    private static final long FROM_SNAPSHOT = 2;
    private static final int NAMES = 512;
    private static final int VENUE_LENGTH = 32;
    private static final int ACCOUNT_LENGTH = 128;
    private static final int ASSET_LENGTH = 96;
    private static final int ASSET_SCALE = NAMES + VENUE_LENGTH + ACCOUNT_LENGTH + ASSET_LENGTH;
    private static final int SCOPE_MODE = ASSET_SCALE + 4;
    private static final int FIRST_SCOPE = ASSET_SCALE + 8;
    private static final int IDS = 1024;

    private final UnsafeBuffer buffer;
    private final int start;

    BalanceTable(UnsafeBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    private int row(int balanceId) {
        return start + balanceId * ROW_BYTES;
    }

    /** Writes a new row. BookKeeper, before the count makes it visible. */
    public void create(
            int balanceId, String venue, String account, String asset, int assetScale, int scopeMode, int firstScope) {
        final int row = row(balanceId);
        buffer.setMemory(row, ROW_BYTES, (byte) 0);
        buffer.putLong(row + LIMIT, CLOSED);
        Text.put(buffer, row + NAMES, VENUE_LENGTH, venue, "venue");
        Text.put(buffer, row + NAMES + VENUE_LENGTH, ACCOUNT_LENGTH, account, "account");
        Text.put(buffer, row + NAMES + VENUE_LENGTH + ACCOUNT_LENGTH, ASSET_LENGTH, asset, "asset");
        buffer.putInt(row + ASSET_SCALE, assetScale);
        buffer.putInt(row + SCOPE_MODE, scopeMode);
        buffer.putInt(row + FIRST_SCOPE, firstScope);
    }

    /** Offset of the row, for a line that resolves it once. */
    public int offset(int balanceId) {
        return row(balanceId);
    }

    /** Publishes: status, then version, then limit. BookKeeper. */
    public void publish(int balanceId, int status, long version, long limit) {
        final int row = row(balanceId);
        buffer.putIntRelease(row + STATUS, status);
        buffer.putLongRelease(row + VERSION, version);
        // volatile: a lane that takes after this store sees it in its read after the CAS
        buffer.putLongVolatile(row + LIMIT, limit);
    }

    /** Published limit. */
    public long limit(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + LIMIT);
    }

    /** Version of the published limit. */
    public long version(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + VERSION);
    }

    /** Published status. */
    public int status(int balanceId) {
        return buffer.getIntVolatile(row(balanceId) + STATUS);
    }

    /** The amount the venue says is in the balance. */
    public long ledger(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + LEDGER);
    }

    /** Venue's time of the ledger. */
    public long ledgerTime(int balanceId) {
        return buffer.getLong(row(balanceId) + LEDGER_TIME);
    }

    /** Whether a ledger was ever known. */
    public boolean hasLedger(int balanceId) {
        return buffer.getLong(row(balanceId) + HAS_LEDGER) != 0;
    }

    /** Whether the ledger came from a snapshot, so that entries of its very time may or may not be in it. */
    public boolean isLedgerFromSnapshot(int balanceId) {
        return buffer.getLong(row(balanceId) + HAS_LEDGER) == FROM_SNAPSHOT;
    }

    /** Keeps the ledger. BookKeeper. */
    public void ledger(int balanceId, long amount, long venueTimeNanos, boolean fromSnapshot) {
        final int row = row(balanceId);
        // the amount first: killed between, entries of the time that is not there yet are applied again, which changes
        // nothing
        buffer.putLongRelease(row + LEDGER, amount);
        buffer.putLongRelease(row + LEDGER_TIME, venueTimeNanos);
        buffer.putLongRelease(row + HAS_LEDGER, fromSnapshot ? FROM_SNAPSHOT : FROM_ENTRY);
    }

    /** Whether the balance was reconciling. */
    public boolean isDoubted(int balanceId) {
        return buffer.getLong(row(balanceId) + DOUBTED) != 0;
    }

    /** BookKeeper. */
    public void doubted(int balanceId, boolean doubted) {
        buffer.putLongRelease(row(balanceId) + DOUBTED, doubted ? 1 : 0);
    }

    /** Forgets the ledger: the next one must come from a snapshot. BookKeeper. */
    public void forgetLedger(int balanceId) {
        buffer.putLong(row(balanceId) + HAS_LEDGER, 0);
    }

    /** Held back by the venue for what is not our reservations. */
    public long venueEncumbered(int balanceId) {
        return buffer.getLong(row(balanceId) + VENUE_ENCUMBERED);
    }

    /** BookKeeper. */
    public void venueEncumbered(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + VENUE_ENCUMBERED, amount);
    }

    /** Held back by an operator. */
    public long operatorEncumbered(int balanceId) {
        return buffer.getLong(row(balanceId) + OPERATOR_ENCUMBERED);
    }

    /** BookKeeper. */
    public void operatorEncumbered(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + OPERATOR_ENCUMBERED, amount);
    }

    /** Missing in a snapshot against the stream. */
    public long shortfall(int balanceId) {
        return buffer.getLong(row(balanceId) + SHORTFALL);
    }

    /** BookKeeper. */
    public void shortfall(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + SHORTFALL, amount);
    }

    /** Fills that belong to no row, as a lump. */
    public long unexplained(int balanceId) {
        return buffer.getLong(row(balanceId) + UNEXPLAINED);
    }

    /** BookKeeper. */
    public void unexplained(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + UNEXPLAINED, amount);
    }

    /** Held back because the venue refused an approved order. */
    public long refused(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + REFUSED);
    }

    /** BookKeeper. */
    public void refused(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + REFUSED, amount);
    }

    /** Approved orders that the venue refused for lack of funds, ever. */
    public long refusals(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + REFUSALS);
    }

    /** BookKeeper. */
    public void countRefusal(int balanceId) {
        buffer.putLongRelease(row(balanceId) + REFUSALS, buffer.getLong(row(balanceId) + REFUSALS) + 1);
    }

    /** Credits of opening sales that the ledger shows and no fill explains yet. */
    public long earlyCredit(int balanceId) {
        return buffer.getLong(row(balanceId) + EARLY_CREDIT);
    }

    /** BookKeeper. */
    public void earlyCredit(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + EARLY_CREDIT, amount);
    }

    /** Margin of all positions as the last read of them told. */
    public long venueMargin(int balanceId) {
        return buffer.getLong(row(balanceId) + VENUE_MARGIN);
    }

    /** BookKeeper. */
    public void venueMargin(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + VENUE_MARGIN, amount);
    }

    /** Margin of fills that have no row in transit any more. */
    public long foldedMargin(int balanceId) {
        return buffer.getLong(row(balanceId) + FOLDED_MARGIN);
    }

    /** BookKeeper. */
    public void foldedMargin(int balanceId, long amount) {
        buffer.putLongRelease(row(balanceId) + FOLDED_MARGIN, amount);
    }

    /** Sum of cash in transit, for readers; derived from the transit table. */
    public long inTransit(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + IN_TRANSIT);
    }

    /** Sum of margin, for readers: what the last read of positions told, and of fills that it does not contain. */
    public long margin(int balanceId) {
        return buffer.getLongVolatile(row(balanceId) + MARGIN);
    }

    /** Shows the sums. BookKeeper. */
    public void inTransit(int balanceId, long cash, long margin) {
        buffer.putLongRelease(row(balanceId) + IN_TRANSIT, cash);
        buffer.putLongRelease(row(balanceId) + MARGIN, margin);
    }

    /** Venue's time of the last entry that was applied. Valid while {@link #idCount} is not 0. */
    public long lastEntryTime(int balanceId) {
        return buffer.getLongAcquire(row(balanceId) + LAST_ENTRY_TIME);
    }

    /** Ids of entries noted, ever. */
    public long idCount(int balanceId) {
        return buffer.getLongAcquire(row(balanceId) + ID_COUNT);
    }

    /** Upper half of the id noted as {@code index}, one of the last {@link #ID_WINDOW}. */
    public long idHigh(int balanceId, long index) {
        return buffer.getLong(row(balanceId) + IDS + (int) (index % ID_WINDOW) * 16);
    }

    /** Lower half. */
    public long idLow(int balanceId, long index) {
        return buffer.getLong(row(balanceId) + IDS + (int) (index % ID_WINDOW) * 16 + 8);
    }

    /** Notes an entry as applied. BookKeeper, after its amounts. */
    public void noteId(int balanceId, long high, long low, long updateTimeNanos) {
        final int row = row(balanceId);
        final long count = buffer.getLong(row + ID_COUNT);
        final int entry = row + IDS + (int) (count % ID_WINDOW) * 16;
        buffer.putLong(entry, high);
        buffer.putLong(entry + 8, low);
        buffer.putLongRelease(row + LAST_ENTRY_TIME, updateTimeNanos);
        buffer.putLongRelease(row + ID_COUNT, count + 1);
    }

    /** Forgets all ids: a cold start. BookKeeper. */
    public void forgetIds(int balanceId) {
        buffer.putLongRelease(row(balanceId) + ID_COUNT, 0);
    }

    /** Name of the venue. */
    public String venue(int balanceId) {
        return Text.get(buffer, row(balanceId) + NAMES, VENUE_LENGTH);
    }

    /** Name of the account. */
    public String account(int balanceId) {
        return Text.get(buffer, row(balanceId) + NAMES + VENUE_LENGTH, ACCOUNT_LENGTH);
    }

    /** Name of the asset. */
    public String asset(int balanceId) {
        return Text.get(buffer, row(balanceId) + NAMES + VENUE_LENGTH + ACCOUNT_LENGTH, ASSET_LENGTH);
    }

    /** Decimal digits of the asset's unit. */
    public int assetScale(int balanceId) {
        return buffer.getInt(row(balanceId) + ASSET_SCALE);
    }

    /** Number of the scope mode. */
    public int scopeMode(int balanceId) {
        return buffer.getInt(row(balanceId) + SCOPE_MODE);
    }

    /** Recovery, where it is known after the row was made. */
    public void firstScope(int balanceId, int scopeId) {
        buffer.putInt(row(balanceId) + FIRST_SCOPE, scopeId);
    }

    /** The scope of a balance in careful mode. */
    public int firstScope(int balanceId) {
        return buffer.getInt(row(balanceId) + FIRST_SCOPE);
    }
}
