package io.tollgate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies a file and leaves holes where it holds zeros: queue files are large and empty. */
final class SparseCopy {
    private static final int BLOCK = 1 << 16;

    private SparseCopy() {}

    static void copy(Path from, Path to) throws IOException {
        final ByteBuffer block = ByteBuffer.allocate(BLOCK);
        final ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final long size = in.size();
            for (long at = 0; at < size; at += block.limit()) {
                block.clear();
                while (block.hasRemaining() && in.read(block, at + block.position()) > 0) {
                    // until the block is full or the file ends
                }
                block.flip();
                zeros.clear().limit(block.limit());
                if (!block.equals(zeros)) {
                    out.write(block.duplicate(), at);
                }
            }
            if (out.size() < size) {
                out.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }
}
