package io.tollgate.polymarketclob;

import java.math.BigInteger;
import java.util.HexFormat;

/** An order on the wire, signed by the test's own wallet: what a router sends. */
final class SignedOrder {
    private static final String ZERO = "0x" + "0".repeat(64);

    private SignedOrder() {}

    /** A GTC order of a plain account in a usual market; amounts in millionths. */
    static String json(WalletKey key, String apiKey, long salt, String token, boolean buy, long maker, long taker) {
        byte[] domain = Eip712.keccak(Eip712.join(
                Eip712.text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                Eip712.text("Polymarket CTF Exchange"),
                Eip712.text("2"),
                word(Contracts.POLYGON.chainId()),
                address(Contracts.POLYGON.exchange())));
        byte[] struct = Eip712.keccak(Eip712.join(
                Eip712.text(
                        "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder)"),
                word(salt),
                address(key.address()),
                address(key.address()),
                Eip712.word(new BigInteger(token)),
                word(maker),
                word(taker),
                word(buy ? 0 : 1),
                word(0),
                word(1_780_000_000_000L),
                word(0),
                word(0)));
        assertDomain(domain);
        String signature = key.sign(Eip712.digest(domain, struct));
        return "{\"order\":{\"salt\":" + salt + ",\"maker\":\"" + key.address() + "\",\"signer\":\"" + key.address()
                + "\",\"tokenId\":\"" + token + "\",\"makerAmount\":\"" + maker + "\",\"takerAmount\":\"" + taker
                + "\",\"side\":\"" + (buy ? "BUY" : "SELL")
                + "\",\"expiration\":\"0\",\"signatureType\":0,\"timestamp\":\"1780000000000\",\"metadata\":\"" + ZERO
                + "\",\"builder\":\"" + ZERO + "\",\"signature\":\"" + signature + "\"},\"owner\":\"" + apiKey
                + "\",\"orderType\":\"GTC\",\"deferExec\":false,\"postOnly\":false}";
    }

    private static void assertDomain(byte[] domain) {
        // of the venue's page: exchange version 2 on Polygon
        if (!HexFormat.of()
                .formatHex(domain)
                .equals("3264e159346253e26a64e00b69032db0e7d32f94628de3e6eecb50304d7af3d2")) {
            throw new AssertionError("the domain of orders is not the venue's");
        }
    }

    private static byte[] word(long number) {
        return Eip712.word(BigInteger.valueOf(number));
    }

    private static byte[] address(Address address) {
        return Eip712.word(new BigInteger(1, address.bytes()));
    }
}
