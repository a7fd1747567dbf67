package io.tollgate.polymarketclob;

import io.tollgate.rest.KeyFiles;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The private key of a wallet (secp256k1): the account that owns the API key. Only needed to create or derive API credentials; a gate that is
 * given credentials does not need it. {@link #toString} shows the address and no secret.
 *
 * <p>Signatures are deterministic (RFC 6979) with a low s, as wallets make them. Immutable; any thread.
 */
public final class WalletKey {
    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
    private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
    private static final Pattern HEX_KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
    private static final int WORD_BYTES = 32;
    private static final String CURE = "give the wallet's private key: 64 hexadecimal digits, with or without 0x";

    private final BigInteger secret;
    private final ECPoint point;
    private final Address address;

    private WalletKey(BigInteger secret) {
        this.secret = secret;
        this.point =
                new FixedPointCombMultiplier().multiply(CURVE.getG(), secret).normalize();
        final byte[] encoded = point.getEncoded(false);
        final byte[] hash = Eip712.keccak(Arrays.copyOfRange(encoded, 1, encoded.length));
        this.address = Address.of(Arrays.copyOfRange(hash, hash.length - Address.BYTES, hash.length));
    }

    /**
     * From its hexadecimal text.
     *
     * @throws IllegalArgumentException if it is none; the text never holds it
     */
    public static WalletKey ofHex(String hex) {
        final String text = hex.strip();
        if (!HEX_KEY.matcher(text).matches()) {
            throw new IllegalArgumentException("privateKey must be 32 bytes in hexadecimal: it is not; " + CURE);
        }
        final byte[] bytes = HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
        final BigInteger secret = new BigInteger(1, bytes);
        Arrays.fill(bytes, (byte) 0);
        if (secret.signum() == 0 || secret.compareTo(CURVE.getN()) >= 0) {
            throw new IllegalArgumentException(
                    "privateKey must be a number below the curve's order: it is not; " + CURE);
        }
        return new WalletKey(secret);
    }

    /**
     * From a file that holds its hexadecimal text and nothing else.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else; the text never holds its content
     */
    public static WalletKey fromFile(Path file) {
        return ofHex(KeyFiles.text("privateKey", file));
    }

    /** The account of this key. */
    public Address address() {
        return address;
    }

    /**
     * Signs a digest.
     *
     * @param digest 32 bytes
     * @return {@code 0x}, r, s and v (27 or 28) in hexadecimal
     */
    String sign(byte[] digest) {
        final ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, CURVE));
        final BigInteger[] rs = signer.generateSignature(digest);
        final BigInteger r = rs[0];
        final boolean high = rs[1].compareTo(HALF_ORDER) > 0;
        final BigInteger s = high ? CURVE.getN().subtract(rs[1]) : rs[1];
        final byte[] bytes = new byte[2 * WORD_BYTES + 1];
        put(r, bytes, 0);
        put(s, bytes, WORD_BYTES);
        bytes[2 * WORD_BYTES] = (byte) (27 + parity(digest, r, s));
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /** Whether the y of the signature's point is odd: tells which of two keys signed. */
    private int parity(byte[] digest, BigInteger r, BigInteger s) {
        // the point is (digest + r × secret) / s × G: from what was signed, so that it needs no second nonce
        final BigInteger inverse = s.modInverse(CURVE.getN());
        final BigInteger one = new BigInteger(1, digest).multiply(inverse).mod(CURVE.getN());
        final BigInteger two = r.multiply(inverse).mod(CURVE.getN());
        final ECPoint nonce =
                CURVE.getG().multiply(one).add(point.multiply(two)).normalize();
        return nonce.getAffineYCoord().toBigInteger().testBit(0) ? 1 : 0;
    }

    private static void put(BigInteger number, byte[] bytes, int offset) {
        System.arraycopy(Eip712.word(number), 0, bytes, offset, WORD_BYTES);
    }

    @Override
    public String toString() {
        return "WalletKey[address=" + address + ", privateKey=***]";
    }
}
