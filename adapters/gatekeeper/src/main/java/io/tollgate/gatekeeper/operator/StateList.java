package io.tollgate.gatekeeper.operator;

import io.tollgate.gate.BalanceView;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.operator.StateView;
import io.tollgate.gate.operator.StateView.Held;
import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** What is in a book, as text. */
final class StateList {
    private static final long RUNNING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private StateList() {}

    static void print(StateView state, long nowEpochNanos, PrintWriter out) {
        out.println("gatekeeper: " + sign(state, nowEpochNanos));
        out.println("halted: " + halted(state));
        for (final BalanceView view : state.balances()) {
            out.println(balance(state, view));
        }
        final List<Held> reservations = state.reservations();
        long uncertain = 0;
        for (final Held held : reservations) {
            out.println(reservation(held));
            uncertain += held.reservation().uncertain() ? 1 : 0;
        }
        out.println("operator: action=LIST balances=" + state.balances().size() + " reservations=" + reservations.size()
                + " uncertain=" + uncertain);
    }

    /** BookKeeper's last sign of life. */
    static String sign(StateView state, long nowEpochNanos) {
        if (state.lastCycleNanos() == 0) {
            return "never ran";
        }
        final long age = Math.max(0, nowEpochNanos - state.lastCycleNanos());
        return (age < RUNNING_NANOS ? "running" : "not running, or standing still") + " (pid " + state.pid()
                + ", last cycle " + Amounts.format(age / 100_000_000, 1) + " s ago)";
    }

    private static String halted(StateView state) {
        final StringJoiner by = new StringJoiner("; ");
        by.setEmptyValue("no");
        if (state.isHaltedByOperator()) {
            by.add("by an operator, until resume");
        }
        if (state.isHaltedByLoss()) {
            by.add("because files were lost, until open");
        }
        if (state.isHaltedByWatchdog()) {
            by.add("by the watchdog, which misses BookKeeper");
        }
        if (state.isHaltedByLifecycle()) {
            by.add("because the gatekeeper is closed, starting, or has failed");
        }
        return by.toString();
    }

    private static String balance(StateView state, BalanceView view) {
        final int scale = view.balance().assetScale();
        return "balance " + view.balance().id() + " " + view.balance().venue() + " "
                + view.balance().account() + " " + view.balance().asset() + " " + view.status() + " limit="
                + (view.limit() < 0 ? "CLOSED" : Amounts.format(view.limit(), scale)) + " ledger="
                + Amounts.format(view.ledger(), scale) + " encumbered=" + Amounts.format(view.encumbered(), scale)
                + " by_operator="
                + Amounts.format(state.operatorEncumbered(view.balance().id()), scale) + " in_transit="
                + Amounts.format(view.inTransit(), scale) + " held=" + Amounts.format(view.held(), scale);
    }

    static String reservation(Held held) {
        final ReservationView r = held.reservation();
        return "reservation " + r.id() + (r.orderReservation() == r.id() ? "" : " of=" + r.orderReservation()) + " "
                + r.state() + (r.uncertain() ? " UNCERTAIN" : "") + " order="
                + r.orderKey()
                + " " + r.side() + " " + r.instrument() + " price=" + Amounts.format(r.price(), held.priceScale())
                + " size=" + Amounts.format(r.size(), held.sizeScale()) + " filled="
                + Amounts.format(r.filled(), held.sizeScale()) + " held=" + Amounts.format(r.hold(), held.assetScale())
                + " balance=" + held.balanceId() + " line=" + r.lineId();
    }
}
