package io.tollgate.torture.world;

import java.math.BigInteger;

/** What the account owns and owes at the venue: cash, contracts, and what is held back for those that are owed. */
final class Assets {
    private BigInteger ledger;
    private BigInteger margin = BigInteger.ZERO;
    private final BigInteger[] contracts = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};

    Assets(long cash) {
        this.ledger = BigInteger.valueOf(cash);
    }

    /** The ledger of cash. */
    BigInteger ledger() {
        return ledger;
    }

    /** What the venue holds back of it. */
    BigInteger margin() {
        return margin;
    }

    /** Of a position, not of cash. */
    BigInteger contracts(int balance) {
        return contracts[balance];
    }

    void moveCash(BigInteger amount) {
        ledger = ledger.add(amount);
    }

    /** An execution, beside its cash; a negative quantity undoes it. */
    void execute(Terms terms, long quantity) {
        margin = margin.add(terms.marginOf(quantity));
        final BigInteger traded = BigInteger.valueOf(quantity);
        if (terms.closes()) {
            contracts[terms.balance()] = contracts[terms.balance()].subtract(traded);
        } else if (terms.instrument().equals(Terms.OF_HELD)) {
            contracts[Terms.HELD] = contracts[Terms.HELD].add(traded);
        } else if (terms.instrument().equals(Terms.OF_OWED)) {
            contracts[Terms.OWED] = contracts[Terms.OWED].add(traded);
        }
    }
}
