package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads of an account's positions: they replace the margin of the fills that they must contain, and are the ledger of what can be sold or
 * bought back. Threading: BookKeeper's.
 */
final class PositionsDesk {
    private final KeeperContext context;
    private final TransitDesk transit;
    private final SnapshotDesk snapshots;
    private final BalanceTable table;

    PositionsDesk(KeeperContext context, TransitDesk transit, SnapshotDesk snapshots) {
        this.context = context;
        this.transit = transit;
        this.snapshots = snapshots;
        this.table = context.book.balances();
    }

    void positions(BalanceState cash, PositionsRead read) {
        if (cash.positionsRead && read.requestNanos() - cash.positionsRequestNanos < 0) {
            // older than the one that stands
            return;
        }
        if (read.margin() < 0 || !Amounts.isAmount(read.margin())) {
            cash.lastReadFailure = "the margin of positions must be from 0 and below 2^61: margin=" + read.margin();
            return;
        }
        cash.positionsRead = true;
        cash.positionsRequestNanos = read.requestNanos();
        final long cleared = transit.clearMargin(cash, read.requestNanos() - cash.rules.visibleAfterNanos());
        // where the venue's figure of spendable money is net of margin, it is held back there
        cash.venueMargin(cash.venueNetsMargin ? 0 : read.margin());
        context.records.positionsApplied(cash, read, cleared);
        tell(cash, read);
    }

    private void tell(BalanceState cash, PositionsRead read) {
        final Map<String, Long> amounts = new HashMap<>();
        for (final PositionsRead.Position position : read.positions()) {
            final boolean isShort = position.quantity() < 0;
            // what is below every amount cannot be negated, and is refused as a read that failed
            final long quantity =
                    position.quantity() == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(position.quantity());
            amounts.put(BalanceSpec.positionAsset(position.instrument(), isShort), quantity);
        }
        for (final BalanceState state : context.balances) {
            final String asset = table.asset(state.id);
            final boolean isPosition = asset.startsWith(BalanceSpec.LONG) || asset.startsWith(BalanceSpec.SHORT);
            if (isPosition
                    && table.venue(state.id).equals(table.venue(cash.id))
                    && table.account(state.id).equals(table.account(cash.id))) {
                snapshots.snapshot(
                        state,
                        new Snapshot(
                                amounts.getOrDefault(asset, 0L),
                                Snapshot.UNKNOWN,
                                0,
                                Snapshot.NO_TIME,
                                read.requestNanos(),
                                read.arrivalNanos()));
            }
        }
    }
}
