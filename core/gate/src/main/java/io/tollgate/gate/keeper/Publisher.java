package io.tollgate.gate.keeper;

import io.tollgate.gate.book.BalanceTable;
import io.tollgate.sbe.BalanceStatus;

/**
 * Publishes limits: the record first, then version, then limit. With no room for a record only CLOSED is published. Threading:
 * BookKeeper's.
 */
final class Publisher {
    static final String NO_ROOM_TEXT = "the journal's disk is below its mark: free disk space";

    private final KeeperContext context;
    private final BalanceTable table;

    Publisher(KeeperContext context) {
        this.context = context;
        this.table = context.book.balances();
    }

    /** Publishes every balance that changed. */
    int publishAll() {
        int published = 0;
        for (final BalanceState state : context.balances) {
            if (state.dirty || statusOf(state, context.nowNanos) != state.status) {
                published += publish(state) ? 1 : 0;
            }
        }
        return published;
    }

    /** Publishes one balance; true if something changed. */
    boolean publish(BalanceState state) {
        state.dirty = false;
        int status = statusOf(state, context.nowNanos);
        final long before = table.limit(state.id);
        long limit = limit(state, status, before);
        if (limit > before) {
            // a pause of BookKeeper's own between the start of the cycle and now must not raise a stale balance
            status = statusOf(state, context.clock.nanoTime());
            limit = limit(state, status, before);
        }
        if (limit == before && status == state.status) {
            return false;
        }
        if (!context.records.hasRoom(2)) {
            table.publish(state.id, BalanceStatus.JOURNAL_FULL.value(), table.version(state.id), BalanceTable.CLOSED);
            state.status = BalanceStatus.JOURNAL_FULL.value();
            state.dirty = true;
            return true;
        }
        final BalanceStatus next = BalanceStatus.get((short) status);
        if (status != state.status) {
            context.records.statusChanged(state.id, BalanceStatus.get((short) state.status), next, textOf(state, next));
            state.status = status;
        }
        final long version = table.version(state.id) + 1;
        context.records.limitPublished(state, version, limit, next);
        table.publish(state.id, status, version, limit);
        return true;
    }

    private static long limit(BalanceState state, int status, long before) {
        if (status != BalanceStatus.OPEN.value()) {
            return BalanceTable.CLOSED;
        }
        final long spendable = Math.max(0, state.spendable());
        final boolean mayOnlyFall = state.stream == BalanceState.Stream.REPLAYING || !state.backlog.isEmpty();
        return mayOnlyFall ? Math.min(before, spendable) : spendable;
    }

    private static int statusOf(BalanceState state, long nowNanos) {
        final BalanceStatus status;
        if (state.stopped != null) {
            status = BalanceStatus.STOPPED;
        } else if (!state.confirmed || !state.hasLedger()) {
            status = BalanceStatus.UNKNOWN;
        } else if (isStale(state, nowNanos)) {
            status = BalanceStatus.STALE;
        } else if (state.isDoubted()) {
            status = BalanceStatus.RECONCILING;
        } else if (state.noRoom) {
            status = BalanceStatus.JOURNAL_FULL;
        } else {
            status = BalanceStatus.OPEN;
        }
        return status.value();
    }

    private static boolean isStale(BalanceState state, long nowNanos) {
        return nowNanos - lastWordNanos(state) > state.rules.staleAfterNanos();
    }

    /** What freshness runs from: money data, or heartbeats, which stand in for money data, but only so long. */
    static long lastWordNanos(BalanceState state) {
        final long vouchedUntil = state.lastMoneyNanos + state.rules.heartbeatVouchNanos();
        final long heartbeat = state.lastHeartbeatNanos - vouchedUntil < 0 ? state.lastHeartbeatNanos : vouchedUntil;
        return heartbeat - state.lastMoneyNanos > 0 ? heartbeat : state.lastMoneyNanos;
    }

    private static String textOf(BalanceState state, BalanceStatus next) {
        return switch (next) {
            case STOPPED -> state.stopped == null ? "" : state.stopped;
            case RECONCILING -> state.doubtText;
            case STALE -> "no money data in time";
            case UNKNOWN -> "no money data in this session";
            case JOURNAL_FULL -> NO_ROOM_TEXT;
            default -> "";
        };
    }
}
