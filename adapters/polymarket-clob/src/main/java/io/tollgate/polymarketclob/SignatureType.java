package io.tollgate.polymarketclob;

/**
 * Which wallet of a key's owner holds the money. The venue finds the wallet by the owner's address and this number, nothing else: with a
 * wrong one it answers a balance of zero, not an error.
 */
public enum SignatureType {
    /** The owner's own account. */
    EOA(0),
    /** The venue's proxy wallet of an e-mail or Magic login. */
    POLY_PROXY(1),
    /** The venue's Gnosis Safe of a browser wallet. */
    POLY_GNOSIS_SAFE(2),
    /** A deposit wallet (ERC-1271): what new accounts get. */
    POLY_1271(3);

    private final int wire;

    SignatureType(int wire) {
        this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
        return wire;
    }
}
