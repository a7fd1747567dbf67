package io.tollgate.polymarketclob;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The typed message by which a wallet proves itself to the venue (EIP-712), and what it is made of. Any thread. */
final class Eip712 {
    private static final int WORD_BYTES = 32;
    private static final String DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId)";
    private static final String AUTH_TYPE = "ClobAuth(address address,string timestamp,uint256 nonce,string message)";
    private static final String AUTH_MESSAGE = "This message attests that I control the given wallet";

    private Eip712() {}

    /** Digest of the message that creates or derives API credentials. */
    static byte[] clobAuth(long chainId, Address address, String timestamp, BigInteger nonce) {
        final byte[] domain =
                keccak(join(text(DOMAIN_TYPE), text("ClobAuthDomain"), text("1"), word(BigInteger.valueOf(chainId))));
        final byte[] struct = keccak(join(
                text(AUTH_TYPE),
                word(new BigInteger(1, address.bytes())),
                text(timestamp),
                word(nonce),
                text(AUTH_MESSAGE)));
        return digest(domain, struct);
    }

    /** What is signed for a struct of a domain, both hashed. */
    static byte[] digest(byte[] domain, byte[] struct) {
        return keccak(join(new byte[] {0x19, 0x01}, domain, struct));
    }

    /** Keccak-256, which is not SHA3-256. */
    static byte[] keccak(byte[] bytes) {
        final KeccakDigest digest = new KeccakDigest(256);
        digest.update(bytes, 0, bytes.length);
        final byte[] hash = new byte[WORD_BYTES];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** Text is encoded as its hash. */
    static byte[] text(String text) {
        return keccak(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A number of up to 256 bits as 32 bytes. */
    static byte[] word(BigInteger number) {
        final byte[] signed = number.toByteArray();
        final byte[] word = new byte[WORD_BYTES];
        final int length = Math.min(signed.length, WORD_BYTES);
        System.arraycopy(signed, signed.length - length, word, WORD_BYTES - length, length);
        return word;
    }

    static byte[] join(byte[]... parts) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
