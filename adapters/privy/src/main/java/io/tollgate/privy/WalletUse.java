package io.tollgate.privy;

import java.math.BigDecimal;

/** What the raw balances of wallets are used for, beside the account's ledger. They are the chain's truth, not the custodian's. */
public enum WalletUse {
    /** They bound the ledger: the smaller of the least that the ledger may hold and the chain. Always careful. */
    BOUND,
    /**
     * They also make it finer: where the chain's exact figure lies within what the ledger's rounding leaves open, it is taken. Right if no
     * deposit below the rounding (0.05 of the asset) waits for screening.
     */
    FINER;

    /** The balance. */
    BigDecimal combine(AccountBalance.Bounds ledger, BigDecimal chain) {
        if (this == FINER && chain.compareTo(ledger.most()) <= 0) {
            return chain;
        }
        return chain.min(ledger.least());
    }
}
