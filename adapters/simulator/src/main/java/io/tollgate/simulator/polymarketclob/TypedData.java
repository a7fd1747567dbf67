package io.tollgate.simulator.polymarketclob;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What wallets sign at this venue: the proof for API credentials, and orders. Any thread. */
final class TypedData {
    private static final String AUTH = "ClobAuth(address address,string timestamp,uint256 nonce,string message)";
    private static final String ORDER =
            "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder)";

    private TypedData() {}

    static byte[] auth(long chainId, String address, String timestamp, String nonce) {
        return digest(
                join(
                        text("EIP712Domain(string name,string version,uint256 chainId)"),
                        text("ClobAuthDomain"),
                        text("1"),
                        word(BigInteger.valueOf(chainId))),
                join(
                        text(AUTH),
                        hex(address),
                        text(timestamp),
                        word(new BigInteger(nonce)),
                        text("This message attests that I control the given wallet")));
    }

    /** Of an order; it is its id too. */
    static byte[] order(long chainId, String exchange, String version, ClobOrderRequest order) {
        return digest(
                join(
                        text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                        text("Polymarket CTF Exchange"),
                        text(version),
                        word(BigInteger.valueOf(chainId)),
                        hex(exchange)),
                join(
                        text(ORDER),
                        word(BigInteger.valueOf(order.salt())),
                        hex(order.maker()),
                        hex(order.signer()),
                        word(new BigInteger(order.tokenId())),
                        word(BigInteger.valueOf(order.makerAmount())),
                        word(BigInteger.valueOf(order.takerAmount())),
                        word(BigInteger.valueOf(order.buy() ? 0 : 1)),
                        word(BigInteger.valueOf(order.signatureType())),
                        word(BigInteger.valueOf(order.timestampMillis())),
                        hex(order.metadata()),
                        hex(order.builder())));
    }

    private static byte[] digest(byte[] domain, byte[] struct) {
        return Keccak.hash(join(new byte[] {0x19, 0x01}, Keccak.hash(domain), Keccak.hash(struct)));
    }

    private static byte[] text(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hexadecimal text with 0x as a word. */
    private static byte[] hex(String text) {
        return word(new BigInteger(1, HexFormat.of().parseHex(text.substring(2))));
    }

    static byte[] word(BigInteger number) {
        final byte[] bytes = number.toByteArray();
        final byte[] word = new byte[32];
        final int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, word, 32 - length, length);
        return word;
    }

    static byte[] join(byte[]... parts) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
