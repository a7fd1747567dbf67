package io.tollgate.simulator.polymarketclob;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Who signed a digest: the signer's address recovered from a signature over secp256k1. Slow and plain. Any thread. */
final class Secp256k1 {
    private static final BigInteger P =
            new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger SEVEN = BigInteger.valueOf(7);
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final Point G = new Point(
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
            new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));

    private record Point(BigInteger x, BigInteger y) {}

    private Secp256k1() {}

    /**
     * The signer.
     *
     * @param signature {@code 0x} and 65 bytes: r, s, v
     * @return the address in lower case with {@code 0x}; null if it is no signature
     */
    static @Nullable String signer(byte[] digest, String signature) {
        if (!signature.matches("0x[0-9a-fA-F]{130}")) {
            return null;
        }
        final byte[] bytes = HexFormat.of().parseHex(signature.substring(2));
        final BigInteger r = new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32));
        final BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
        final int odd = bytes[64] - 27;
        if (r.signum() == 0
                || s.signum() == 0
                || r.compareTo(N) >= 0
                || s.compareTo(N.shiftRight(1)) > 0
                || odd >> 1 != 0) {
            return null;
        }
        final BigInteger square = r.modPow(THREE, P).add(SEVEN).mod(P);
        final BigInteger root = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!root.modPow(BigInteger.TWO, P).equals(square)) {
            return null;
        }
        final Point nonce = new Point(r, root.testBit(0) == (odd == 1) ? root : P.subtract(root));
        final BigInteger inverse = r.modInverse(N);
        final BigInteger e =
                new BigInteger(1, digest).negate().multiply(inverse).mod(N);
        final Point key = add(times(G, e), times(nonce, s.multiply(inverse).mod(N)));
        if (key == null) {
            return null;
        }
        final byte[] hash = Keccak.hash(TypedData.join(TypedData.word(key.x()), TypedData.word(key.y())));
        return "0x" + HexFormat.of().formatHex(hash, 12, 32);
    }

    private static @Nullable Point times(Point point, BigInteger factor) {
        Point sum = null;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (factor.testBit(bit)) {
                sum = add(sum, point);
            }
        }
        return sum;
    }

    /** Null is the point at infinity. */
    private static @Nullable Point add(@Nullable Point a, @Nullable Point b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        final BigInteger slope;
        if (a.x().equals(b.x())) {
            if (a.y().add(b.y()).mod(P).signum() == 0) {
                return null;
            }
            slope = THREE.multiply(a.x())
                    .multiply(a.x())
                    .multiply(a.y().shiftLeft(1).modInverse(P));
        } else {
            slope = b.y().subtract(a.y()).multiply(b.x().subtract(a.x()).modInverse(P));
        }
        final BigInteger x =
                slope.multiply(slope).subtract(a.x()).subtract(b.x()).mod(P);
        return new Point(x, slope.multiply(a.x().subtract(x)).subtract(a.y()).mod(P));
    }
}
