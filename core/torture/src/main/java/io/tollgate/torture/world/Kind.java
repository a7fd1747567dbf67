package io.tollgate.torture.world;

import io.tollgate.gate.BalanceRules;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What kind of world a seed has. Each of these halves of the worlds is there often enough to be met in a minute, and the other half keeps
 * what is there simple.
 *
 * @param withStream there is a ledger stream; else reads alone
 * @param timedReads reads have the venue's time
 * @param soleTrader nobody else trades the account, and the gate is told so
 * @param smallTables fills in transit find their table full
 * @param allSides orders sell, close and owe; else they only buy
 * @param sideBySide the venue checks one side of an instrument at a time, and so does the gate; else all orders of a balance together
 * @param answersStatus the venue loses orders without a word, and says so when it is asked for the status of all
 * @param lanesDie a lane's thread dies and the others go on
 * @param watchdog a watchdog halts the lanes while BookKeeper stands still
 */
record Kind(
        boolean withStream,
        boolean timedReads,
        boolean soleTrader,
        boolean smallTables,
        boolean allSides,
        boolean sideBySide,
        boolean answersStatus,
        boolean lanesDie,
        boolean watchdog) {
    private static final long MILLI = 1_000_000L;

    static Kind of(SplittableRandom random) {
        return new Kind(
                random.nextInt(4) > 0,
                random.nextInt(3) > 0,
                random.nextInt(3) > 0,
                random.nextInt(4) == 0,
                random.nextInt(2) == 0,
                random.nextInt(4) == 0,
                random.nextInt(2) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0);
    }

    List<Terms> terms() {
        return allSides ? Terms.ALL_SIDES : Terms.BUYS;
    }

    int balances() {
        return allSides ? Terms.OWED + 1 : 1;
    }

    BalanceRules rules() {
        final BalanceRules rules = BalanceRules.CAREFUL
                .withVisibleAfterNanos(10 * MILLI)
                .withVenueLagNanos(5 * MILLI)
                .withStreamGraceNanos(30 * MILLI)
                .withStaleAfterNanos(1_000 * MILLI);
        return soleTrader ? rules.soleTrader(BalanceRules.Netting.IGNORED) : rules;
    }
}
