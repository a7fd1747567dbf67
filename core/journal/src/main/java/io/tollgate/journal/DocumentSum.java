package io.tollgate.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/** CRC-32C over a document's header and content: what the device or a stray write changed is found, and never guessed. One thread. */
final class DocumentSum {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer words = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] scratch = new byte[1024];

    DocumentSum begin(int ringId, long first, int count, long nanos) {
        crc.reset();
        words.clear();
        words.putInt(ringId).putInt(count).putLong(first).putLong(nanos);
        crc.update(words.array(), 0, words.position());
        return this;
    }

    void add(DirectBuffer buffer, int offset, int length) {
        if (scratch.length < length) {
            scratch = new byte[Integer.highestOneBit(length) << 1];
        }
        buffer.getBytes(offset, scratch, 0, length);
        crc.update(scratch, 0, length);
    }

    void add(long first, long second) {
        words.clear();
        words.putLong(first).putLong(second);
        crc.update(words.array(), 0, words.position());
    }

    int value() {
        return (int) crc.getValue();
    }
}
