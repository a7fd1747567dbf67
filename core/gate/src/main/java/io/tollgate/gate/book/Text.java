package io.tollgate.gate.book;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** ASCII text in a field of fixed length, padded with zero bytes. */
final class Text {
    private Text() {}

    static void put(UnsafeBuffer buffer, int offset, int length, String text, String name) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > length || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    name + " must be ASCII of at most " + length + " characters: " + name + "=" + text);
        }
        buffer.setMemory(offset, length, (byte) 0);
        buffer.putBytes(offset, bytes);
    }

    static String get(UnsafeBuffer buffer, int offset, int length) {
        int end = 0;
        while (end < length && buffer.getByte(offset + end) != 0) {
            end++;
        }
        final byte[] bytes = new byte[end];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
