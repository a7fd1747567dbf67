package io.tollgate.simulator.polymarketclob;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keccak-256 as the chain uses it: the sponge before SHA-3 changed the padding. Any thread. */
final class Keccak {
    private static final int RATE_BYTES = 136;
    private static final int LANES = 25;
    private static final int ROUNDS = 24;
    private static final long[] ROUND_CONSTANTS = constants();
    private static final int[] ROTATIONS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANE_ORDER = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private Keccak() {}

    private static long[] constants() {
        final long[] constants = new long[ROUNDS];
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int bit = 0; bit < 7; bit++) {
                if ((register & 1) != 0) {
                    constants[round] ^= 1L << ((1 << bit) - 1);
                }
                register = (register << 1) ^ ((register & 0x80) != 0 ? 0x171 : 0);
            }
        }
        return constants;
    }

    static byte[] hash(byte[] message) {
        final byte[] padded = Arrays.copyOf(message, (message.length / RATE_BYTES + 1) * RATE_BYTES);
        padded[message.length] ^= 0x01;
        padded[padded.length - 1] ^= (byte) 0x80;
        final long[] state = new long[LANES];
        final ByteBuffer in = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            for (int lane = 0; lane < RATE_BYTES / Long.BYTES; lane++) {
                state[lane] ^= in.getLong();
            }
            permute(state);
        }
        final ByteBuffer out = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int lane = 0; lane < 4; lane++) {
            out.putLong(state[lane]);
        }
        return out.array();
    }

    private static void permute(long[] a) {
        final long[] columns = new long[5];
        for (final long constant : ROUND_CONSTANTS) {
            for (int x = 0; x < 5; x++) {
                columns[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }
            for (int x = 0; x < 5; x++) {
                final long mix = columns[(x + 4) % 5] ^ Long.rotateLeft(columns[(x + 1) % 5], 1);
                for (int y = 0; y < LANES; y += 5) {
                    a[x + y] ^= mix;
                }
            }
            long moved = a[1];
            for (int i = 0; i < LANE_ORDER.length; i++) {
                final long next = a[LANE_ORDER[i]];
                a[LANE_ORDER[i]] = Long.rotateLeft(moved, ROTATIONS[i]);
                moved = next;
            }
            for (int y = 0; y < LANES; y += 5) {
                final long[] row = Arrays.copyOfRange(a, y, y + 5);
                for (int x = 0; x < 5; x++) {
                    a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
                }
            }
            a[0] ^= constant;
        }
    }
}
