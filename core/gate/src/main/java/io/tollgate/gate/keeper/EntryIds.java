package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger entries that were applied last, by a 128-bit digest of their ids; kept in the mapped row, so that a replay after a restart
 * recognises them. Threading: BookKeeper's.
 */
final class EntryIds {
    private record Digest(long high, long low) {}

    private final BalanceTable table;
    private final int balanceId;
    private final Set<Digest> known = new HashSet<>();
    private final MessageDigest sha256;

    @Nullable
    private Digest resume;

    EntryIds(BalanceTable table, int balanceId) {
        this.table = table;
        this.balanceId = balanceId;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        final long count = table.idCount(balanceId);
        for (long i = Math.max(0, count - BalanceTable.ID_WINDOW); i < count; i++) {
            known.add(at(i));
        }
    }

    private Digest at(long index) {
        return new Digest(table.idHigh(balanceId, index), table.idLow(balanceId, index));
    }

    private Digest digest(String id) {
        final byte[] hash = sha256.digest(id.getBytes(StandardCharsets.UTF_8));
        final java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(hash);
        return new Digest(buffer.getLong(), buffer.getLong());
    }

    boolean contains(String id) {
        return known.contains(digest(id));
    }

    /** A stream is opened again: what was applied last is what its replay must bring back. */
    void resume() {
        final long count = table.idCount(balanceId);
        resume = count > 0 ? at(count - 1) : null;
    }

    /** Whether this is the entry that had been applied last when the stream was opened again. */
    boolean isResume(String id) {
        return resume != null && resume.equals(digest(id));
    }

    void note(String id, long updateTimeNanos) {
        final long count = table.idCount(balanceId);
        if (count >= BalanceTable.ID_WINDOW) {
            known.remove(at(count - BalanceTable.ID_WINDOW));
        }
        final Digest digest = digest(id);
        table.noteId(balanceId, digest.high(), digest.low(), updateTimeNanos);
        known.add(digest);
    }

    void forget() {
        known.clear();
        table.forgetIds(balanceId);
    }
}
