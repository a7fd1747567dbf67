package io.tollgate.lincheck.driven;

import io.tollgate.lincheck.SharedWord;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A word outside the heap. Threading: any thread. */
public final class BufferWord implements SharedWord {
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES));

    @Override
    public long addByReadAndWrite() {
        final long sum = buffer.getLongVolatile(0) + 1;
        buffer.putLongVolatile(0, sum);
        return sum;
    }

    @Override
    public long addByCompareAndSet() {
        while (true) {
            final long before = buffer.getLongVolatile(0);
            if (buffer.compareAndSetLong(0, before, before + 1)) {
                return before + 1;
            }
        }
    }
}
