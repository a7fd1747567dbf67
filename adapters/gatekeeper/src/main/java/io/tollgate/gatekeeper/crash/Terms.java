package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.nio.file.Path;
import java.util.List;

/** What gate and venue agree on. */
final class Terms {
    static final int ACCOUNTS = 2;
    /** Has a ledger stream and snapshots with times; the other one snapshots without, and nothing else. */
    static final int STREAM_ACCOUNT = 0;

    static final int LANES = 3;
    static final List<String> INSTRUMENTS = List.of("crash-a", "crash-b");
    static final long MAX_PRICE = 999;

    private static final long FEE_MILLIONTHS = 15_000;
    private static final long MILLION = 1_000_000;
    /** A price unit times a size unit is 10^-5 dollars. */
    private static final long MICROS_PER_UNIT = 10;

    private Terms() {}

    static GateConfig config(Path directory) {
        return GateConfig.at(directory)
                .withSizes(new BookSizes(4, 16, 32, LANES, 4096, 32_768))
                .withSlots(4096, 8192)
                .withReservationTimeoutNanos(300_000_000L)
                .withTombstoneNanos(8_000_000_000L);
    }

    static BalanceSpec balance(int account) {
        final BalanceRules rules = BalanceRules.CAREFUL
                .withVenueLagNanos(0)
                .withVisibleAfterNanos(0)
                .soleTrader(BalanceRules.Netting.IGNORED);
        return BalanceSpec.careful("crash-test", "account-" + account, "USD", 6, rules);
    }

    static LineSpec line(int instrument) {
        return new LineSpec(
                INSTRUMENTS.get(instrument), Side.BUY, 3, 2, MAX_PRICE, FeeRule.basisPoints(FEE_MILLIONTHS, 1, 0));
    }

    /** Principal in micro-dollars: exact. */
    static long principal(long price, long size) {
        return Math.multiplyExact(Math.multiplyExact(price, size), MICROS_PER_UNIT);
    }

    /** What the venue charges for an execution: rounded down. */
    static long fee(long principal) {
        return Math.multiplyExact(principal, FEE_MILLIONTHS) / MILLION;
    }

    /** The most that executions of this size at this price or a better one can cost, however the size is cut into pieces. */
    static long worstCost(long price, long size) {
        if (size <= 0) {
            return 0;
        }
        final long principal = principal(price, size);
        return principal - Math.floorDiv(-Math.multiplyExact(principal, FEE_MILLIONTHS), MILLION);
    }
}
