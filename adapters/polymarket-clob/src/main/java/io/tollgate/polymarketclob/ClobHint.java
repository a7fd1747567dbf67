package io.tollgate.polymarketclob;

/** What looks like a known mistake in a read that is no error by itself. For people. */
public enum ClobHint {
    /** Nothing. */
    NONE(""),
    /** The balance is zero. */
    ZERO_BALANCE(
            "the balance reads 0, which this venue answers to a wrong signatureType too: it finds the wallet by owner and signatureType alone;"
                    + " 0 own account, 1 e-mail proxy, 2 browser wallet's safe, 3 deposit wallet (new accounts)"),
    /** No money may be drawn. */
    NO_ALLOWANCE(
            "the exchange contract may draw nothing (allowance none): approve it at the venue or on the chain, then ask for an update; check"
                    + " marketKinds");

    private final String text;

    ClobHint(String text) {
        this.text = text;
    }

    /** Cause and cure. */
    public String text() {
        return text;
    }

    /** What a read suggests. */
    public static ClobHint of(BalanceAllowance read, ClobConfig config) {
        if (read.balance() == 0) {
            return config.asset().isCollateral() ? ZERO_BALANCE : NONE;
        }
        return config.marketKinds().stream()
                        .anyMatch(kind -> read.allowance(config.contracts().spender(kind)) == 0)
                ? NO_ALLOWANCE
                : NONE;
    }
}
