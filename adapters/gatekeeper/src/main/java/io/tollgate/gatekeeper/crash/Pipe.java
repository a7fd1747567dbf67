package io.tollgate.gatekeeper.crash;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a pair of pipes. A frame is written by one call of the operating system and is shorter than what a pipe takes whole, so it
 * is there or not: a killed writer leaves no half of one between two others.
 *
 * <p>Threading: {@link #send} by any thread, {@link #receive} by one.
 */
final class Pipe {
    /** One frame. */
    static final class Frame {
        private final Word word;
        private final long[] values;

        Frame(Word word, long... values) {
            this.word = word;
            this.values = values;
        }

        Word word() {
            return word;
        }

        long value(int index) {
            return values[index];
        }

        int intValue(int index) {
            return Math.toIntExact(values[index]);
        }
    }

    private final DataInputStream in;
    private final OutputStream out;

    /** @param out not buffered: what was sent is with the operating system */
    Pipe(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
        this.out = out;
    }

    /**
     * Sends a frame. When it returns, the other side hears of it whatever becomes of this one.
     *
     * @throws IOException if the other side is gone
     */
    void send(Word word, long... values) throws IOException {
        if (values.length != word.length()) {
            throw new IllegalArgumentException(word + " has " + word.length() + " values: " + values.length);
        }
        final ByteBuffer frame = ByteBuffer.allocate(1 + Long.BYTES * values.length);
        frame.put((byte) word.number());
        for (final long value : values) {
            frame.putLong(value);
        }
        synchronized (out) {
            out.write(frame.array());
            out.flush();
        }
    }

    /** The next frame, or null when the other side is gone. */
    @Nullable
    Frame receive() throws IOException {
        try {
            final Word word = Word.of(in.readUnsignedByte());
            final long[] values = new long[word.length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readLong();
            }
            return new Frame(word, values);
        } catch (final EOFException e) {
            return null;
        }
    }
}
