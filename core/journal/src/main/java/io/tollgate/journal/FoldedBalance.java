package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState.JournaledBalance;

/** A balance as BookKeeper's records tell it. One thread. */
final class FoldedBalance {
    final int id;
    String venue = "";
    String account = "";
    String asset = "";
    int assetScale;
    int scopeMode;
    boolean hasLedger;
    long ledger;
    long ledgerTimeNanos;
    String lastEntryId = "";
    long encumbered;
    long operatorEncumbered;
    long margin;
    long inTransit;
    long unpublished;
    long limit = -1;
    /** The limit of the version before: a lane may have seen it with the new version. */
    long limitBefore = -1;

    long limitVersion;
    long limitClockNanos;

    FoldedBalance(int id) {
        this.id = id;
    }

    JournaledBalance snapshot() {
        return new JournaledBalance(
                id,
                venue,
                account,
                asset,
                assetScale,
                scopeMode,
                hasLedger,
                ledger,
                ledgerTimeNanos,
                lastEntryId,
                encumbered,
                operatorEncumbered,
                margin,
                inTransit,
                unpublished,
                limitVersion);
    }
}
