package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.Side;
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
    private final ReservationTable rows;

    PositionsDesk(KeeperContext context, TransitDesk transit, SnapshotDesk snapshots) {
        this.context = context;
        this.transit = transit;
        this.snapshots = snapshots;
        this.table = context.book.balances();
        this.rows = context.book.reservations();
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
        final long containedUpTo = read.requestNanos() - cash.rules.visibleAfterNanos();
        // where the venue's figure of spendable money is net of margin, it is held back there
        final long margin = cash.venueNetsMargin ? 0 : read.margin();
        final long before = cash.marginHeld();
        transit.dropFreed(cash);
        final long beside = transit.marginBeside(cash, containedUpTo);
        final long fallen = Math.max(0, Math.subtractExact(before, Math.addExact(margin, beside)));
        // before the rows that it replaces go: killed between, more is held back
        // what an earlier read freed waits since then, unless this one shows another margin: then all begins to wait
        // now
        final long sinceNanos = fallen == cash.marginOnTrust() ? cash.marginOnTrustNanos() : context.stamp();
        cash.venueMargin(margin, Math.min(fallen, purchases(cash)), sinceNanos);
        final long cleared = transit.clearMargin(cash, containedUpTo);
        context.records.positionsApplied(cash, read, cleared);
        tell(cash, read);
    }

    /**
     * What open orders that buy back a short may take of the cash: the read may show less margin because of executions whose debit neither the
     * ledger nor a lane has told yet. Their fills free no margin any more: this read may have freed it.
     */
    private long purchases(BalanceState cash) {
        long sum = 0;
        cash.readBefore.clear();
        for (int row = 0; row < rows.rowCount(); row++) {
            final long word = rows.stateVolatile(row);
            final int state = (int) word;
            if (state < RowState.PENDING || state > RowState.ACKED) {
                continue;
            }
            final LineInfo line = context.lineOf(row);
            final LineInfo.CashLeg leg = line.cash();
            if (leg == null || leg.balance() != cash || line.rule().side() != Side.BUY_TO_CLOSE) {
                continue;
            }
            cash.readBefore.add(ReservationTable.id(row, (int) (word >>> 32)));
            sum = Math.min(Amounts.MAX_AMOUNT, sum + mostOf(leg, row));
        }
        return sum;
    }

    private long mostOf(LineInfo.CashLeg leg, int row) {
        final boolean amending = rows.amendState(row) != AmendState.NONE;
        final long price = Math.max(rows.currentPriceAcquire(row), amending ? rows.amendPrice(row) : 0);
        final long size = Math.max(rows.currentSizeAcquire(row), amending ? rows.amendSize(row) : 0);
        final long open = size - rows.filledAcquire(row);
        final long cost = open <= 0 ? 0 : leg.rule().cost(price, open);
        return cost < 0 ? Amounts.MAX_AMOUNT : cost;
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
