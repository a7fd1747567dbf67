package io.tollgate.benchmarks;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.CostRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that a check can do: the same words of the same mapped book, read in the same order and strength, the same cost rule, and
 * the compare. No lane, no line, no bounds checks, nothing stored.
 *
 * <p>Threading: one thread.
 */
final class Floor implements AutoCloseable {
    // offsets inside a row, as in the tables of io.tollgate.gate.book; a test compares the answers with the gate's
    private static final int HALT = 256;
    private static final int RETIRED = 28;
    private static final int BACK = 128;
    private static final int TAKEN = 0;
    private static final int VERSION = 8;
    private static final int LIMIT = 0;

    private final MappedByteBuffer mapped;
    private final CostRule rule;
    private final long halt;
    private final long retired;
    private final long back;
    private final long taken;
    private final long version;
    private final long limit;

    /**
     * Maps a gate's book once more.
     *
     * @param directory the gate's state directory
     */
    Floor(Path directory, BookSizes sizes, int lineId) {
        final Path file = directory.resolve("book.dat");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        } catch (final IOException e) {
            throw new UncheckedIOException("the book must be readable: path=" + file, e);
        }
        final long start = new UnsafeBuffer(mapped).addressOffset();
        try (Book book = Book.openOrCreate(file, sizes)) {
            final int balance = book.balances().offset(book.lines().balanceId(lineId));
            final int scope = book.scopes().offset(book.lines().scopeId(lineId));
            this.rule = book.lines().rule(lineId);
            this.halt = start + HALT;
            this.retired = start + book.lines().offset(lineId) + RETIRED;
            this.back = start + scope + BACK;
            this.taken = start + scope + TAKEN;
            this.version = start + balance + VERSION;
            this.limit = start + balance + LIMIT;
        }
    }

    /** 0 if the order could be paid for, else another number. */
    int check(long price, long size) {
        final long cost = rule.cost(price, size);
        if (cost < 0) {
            return (int) -cost;
        }
        if (UnsafeApi.getLongVolatile(null, halt) != 0 || UnsafeApi.getIntVolatile(null, retired) != 0) {
            return 1;
        }
        final long given = UnsafeApi.getLongAcquire(null, back);
        final long held = UnsafeApi.getLongAcquire(null, taken) - given;
        final long seen = UnsafeApi.getLongAcquire(null, version);
        final long published = UnsafeApi.getLongAcquire(null, limit);
        return published >= 0 && seen >= 0 && held + cost <= published ? 0 : 2;
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
