package io.tollgate.gate.keeper;

import org.agrona.collections.IntArrayQueue;

/** What BookKeeper keeps of one instrument of one balance: which fills its ledger entries clear, and what came before its fill. */
final class InstrumentState {
    final String name;
    /** Fills in transit, oldest first; rows that were cleared otherwise are skipped. */
    final IntArrayQueue fills = new IntArrayQueue(-1);

    final DebitPairs pairs = new DebitPairs();
    /** Holds of orders that may be at the venue. */
    long openHold;
    /** Execution debits that came before their fill: the fill's cash is smaller by them. */
    long prepaid;

    InstrumentState(String name) {
        this.name = name;
    }

    /** Orders that may be at the venue hold more or less. A debit that came before its fill is kept only for orders that may still have that fill. */
    void opens(long change) {
        openHold += change;
        prepaid = Math.min(prepaid, openHold);
        if (openHold == 0) {
            pairs.noneOpen();
        }
    }
}
