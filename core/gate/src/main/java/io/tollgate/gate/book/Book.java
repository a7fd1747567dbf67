package io.tollgate.gate.book;

import io.tollgate.gate.state.MappedFile;
import io.tollgate.gate.state.StateException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The mapped book file and its tables.
 *
 * <p>Threading: see the package page for who writes which word.
 */
public final class Book implements AutoCloseable {
    /** Lanes refuse with HALTED: set and cleared by an operator. */
    public static final long HALT_OPERATOR = 1;
    /** Lanes refuse with GATEKEEPER_DEAD: set and cleared by the watchdog of their process. */
    public static final long HALT_WATCHDOG = 2;
    /** Lanes refuse with HALTED: set while the gatekeeper starts or ends. */
    public static final long HALT_LIFECYCLE = 4;

    /**
     * Lanes refuse with HALTED: set when recovery had to do without some of the files, cleared by an operator or a setting. It stays over
     * restarts.
     */
    public static final long HALT_LOSS = 8;

    private static final long MAGIC = 0x4b4f4f4245544c54L;
    private static final int VERSION = 1;

    private static final int SIZES = MappedFile.SHAPE_OFFSET;
    private static final int BALANCE_COUNT = 64;
    private static final int SCOPE_COUNT = 68;
    private static final int LINE_COUNT = 72;
    private static final int SHADOW = 76;
    private static final int SESSIONS = 80;
    private static final int BOOT_ID = 88;
    private static final int PID = 96;
    private static final int GENERATION_FLOOR = 104;
    /** BookKeeper, every cycle; read by lanes after the limits. */
    static final int CLOCK = 128;

    static final int HEARTBEAT = 136;
    static final int HALT = 256;
    private static final int HEADER_BYTES = 4096;

    private final MappedFile file;
    private final UnsafeBuffer buffer;
    private final BookSizes sizes;
    private final BalanceTable balances;
    private final ScopeTable scopes;
    private final LineTable lines;
    private final ReservationTable reservations;
    private final TransitTable transit;

    private Book(MappedFile file, BookSizes sizes) {
        this.file = file;
        this.buffer = file.buffer();
        this.sizes = sizes;
        int offset = HEADER_BYTES;
        this.balances = new BalanceTable(buffer, offset);
        offset += sizes.balances() * BalanceTable.ROW_BYTES;
        this.scopes = new ScopeTable(buffer, offset);
        offset += sizes.scopes() * ScopeTable.ROW_BYTES;
        this.lines = new LineTable(buffer, offset);
        offset += sizes.lines() * LineTable.ROW_BYTES;
        this.reservations = new ReservationTable(buffer, offset, sizes.rows());
        offset += sizes.rows() * ReservationTable.ROW_BYTES;
        this.transit = new TransitTable(buffer, offset, sizes.transitRows());
    }

    private static long bytes(BookSizes sizes) {
        return HEADER_BYTES
                + (long) sizes.balances() * BalanceTable.ROW_BYTES
                + (long) sizes.scopes() * ScopeTable.ROW_BYTES
                + (long) sizes.lines() * LineTable.ROW_BYTES
                + (long) sizes.rows() * ReservationTable.ROW_BYTES
                + (long) sizes.transitRows() * TransitTable.ROW_BYTES;
    }

    /**
     * Opens or creates the book.
     *
     * @throws StateException if the file is foreign, of another layout or made with other sizes, or the disk has no room
     */
    public static Book openOrCreate(Path path, BookSizes sizes) {
        final MappedFile file = MappedFile.openOrCreate(
                path,
                MAGIC,
                VERSION,
                bytes(sizes),
                sizes.balances(),
                sizes.scopes(),
                sizes.lines(),
                sizes.lanes(),
                sizes.rowsPerLane(),
                sizes.transitRows());
        final UnsafeBuffer buffer = file.buffer();
        final BookSizes found = sizesIn(buffer);
        if (!found.equals(sizes)) {
            file.close();
            throw new StateException("a book keeps the sizes it was made with: path=" + path + " has " + found
                    + ", asked " + sizes + ": use those sizes, or an empty directory");
        }
        return new Book(file, sizes);
    }

    private static BookSizes sizesIn(UnsafeBuffer buffer) {
        return new BookSizes(
                buffer.getInt(SIZES),
                buffer.getInt(SIZES + 4),
                buffer.getInt(SIZES + 8),
                buffer.getInt(SIZES + 12),
                buffer.getInt(SIZES + 16),
                buffer.getInt(SIZES + 20));
    }

    /**
     * Opens a book to look at it, whether a gatekeeper runs on it or not. What changes it must not be called.
     *
     * @throws StateException if there is none, or it is foreign or of another layout
     */
    public static Book openToRead(Path path) {
        final MappedFile file = MappedFile.openToRead(path, MAGIC, VERSION);
        final BookSizes found;
        try {
            found = sizesIn(file.buffer());
            if (bytes(found) != file.buffer().capacity()) {
                throw new IllegalArgumentException("bytes=" + file.buffer().capacity() + " instead of " + bytes(found));
            }
        } catch (final IllegalArgumentException e) {
            file.close();
            throw new StateException("a book must be whole: path=" + path + " (" + e.getMessage() + ")", e);
        }
        return new Book(file, found);
    }

    /** Random number of the last session. */
    public long bootId() {
        return buffer.getLong(BOOT_ID);
    }

    /** Process of the last session. */
    public long pid() {
        return buffer.getLong(PID);
    }

    /** Sizes of the tables. */
    public BookSizes sizes() {
        return sizes;
    }

    /** Whether no session ever ran on it. */
    public boolean isNew() {
        return sessions() == 0;
    }

    /**
     * For what reads or writes mapped memory by its address.
     *
     * @throws IllegalStateException if the book was closed
     */
    public void requireOpen() {
        requireOpen(buffer);
    }

    static void requireOpen(UnsafeBuffer buffer) {
        if (buffer.capacity() == 0) {
            throw new IllegalStateException("a line must not be used once its gate is closed: end the routers first");
        }
    }

    /** Table of balances. */
    public BalanceTable balances() {
        return balances;
    }

    /** Table of scopes. */
    public ScopeTable scopes() {
        return scopes;
    }

    /** Table of lines. */
    public LineTable lines() {
        return lines;
    }

    /** The words that orders on a line are checked against; the line is registered. */
    public LineWords lineWords(int lineId) {
        return new LineWords(
                buffer,
                balances.offset(lines.balanceId(lineId)),
                scopes.offset(lines.scopeId(lineId)),
                lines.offset(lineId));
    }

    /** Table of reservations. */
    public ReservationTable reservations() {
        return reservations;
    }

    /** Table of fills in transit. */
    public TransitTable transit() {
        return transit;
    }

    /** Rows used in the table of balances. */
    public int balanceCount() {
        return buffer.getIntVolatile(BALANCE_COUNT);
    }

    /** Makes rows visible after they were written. BookKeeper. */
    public void balanceCount(int count) {
        buffer.putIntRelease(BALANCE_COUNT, count);
    }

    /** Rows used in the table of scopes. */
    public int scopeCount() {
        return buffer.getIntVolatile(SCOPE_COUNT);
    }

    /** Makes rows visible after they were written. BookKeeper. */
    public void scopeCount(int count) {
        buffer.putIntRelease(SCOPE_COUNT, count);
    }

    /** Rows used in the table of lines. */
    public int lineCount() {
        return buffer.getIntVolatile(LINE_COUNT);
    }

    /** Makes rows visible after they were written. BookKeeper. */
    public void lineCount(int count) {
        buffer.putIntRelease(LINE_COUNT, count);
    }

    /** Every use of a reservation row that begins now has a generation above it; 0 where no use was ever lost. */
    public int generationFloor() {
        return buffer.getInt(GENERATION_FLOOR);
    }

    /** Recovery. */
    public void generationFloor(int generation) {
        buffer.putInt(GENERATION_FLOOR, generation);
    }

    /** Sessions that ran on this book, the present one included. */
    public int sessions() {
        return buffer.getInt(SESSIONS);
    }

    /** Starts a session. BookKeeper. */
    public void startSession(long bootId, long pid, boolean shadow) {
        buffer.putLong(BOOT_ID, bootId);
        buffer.putLong(PID, pid);
        buffer.putInt(SHADOW, shadow ? 1 : 0);
        buffer.putInt(SESSIONS, sessions() + 1);
    }

    /** Whether decisions are recorded and not enforced. */
    public boolean shadow() {
        return buffer.getInt(SHADOW) != 0;
    }

    /** BookKeeper's clock word: nanoseconds since the epoch at the start of its present cycle. */
    public long clockAcquire() {
        return buffer.getLongAcquire(CLOCK);
    }

    /** Sets the clock word, then the heartbeat. BookKeeper, at the start of a cycle. */
    public void tick(long epochNanos, long nowNanos) {
        buffer.putLongRelease(CLOCK, epochNanos);
        buffer.putLongRelease(HEARTBEAT, nowNanos);
    }

    /** Monotonic clock of BookKeeper's present cycle. */
    public long heartbeatAcquire() {
        return buffer.getLongAcquire(HEARTBEAT);
    }

    /** Halt bits: 0 lets orders through. */
    public long haltVolatile() {
        return buffer.getLongVolatile(HALT);
    }

    /** Sets a bit. Its owner only. */
    public void halt(long bit) {
        long word;
        do {
            word = buffer.getLongVolatile(HALT);
        } while (!buffer.compareAndSetLong(HALT, word, word | bit));
    }

    /** Clears a bit. Its owner only. */
    public void resume(long bit) {
        long word;
        do {
            word = buffer.getLongVolatile(HALT);
        } while (!buffer.compareAndSetLong(HALT, word, word & ~bit));
    }

    /** Writes changed pages to the device. */
    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }
}
