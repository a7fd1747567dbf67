package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.ScopeModel.Order;
import java.util.List;

/** Protocols on one scope: who does what beside whom. */
final class Scopes {
    private Scopes() {}

    /** reserve, reserve, reserve: the limit is enough for two. */
    static Space threeReserve(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 0, true);
        final List<Order> rows =
                List.of(model.reserve("lane 1", 2), model.reserve("lane 2", 2), model.reserve("lane 3", 1));
        model.voids(model.keeper());
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** reserve, reserve, and limits that fall, rise and close. */
    static Space reserveAndPublish(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 0, false);
        final List<Order> rows = List.of(model.reserve("lane 1", 3), model.reserve("lane 2", 1));
        final Actor keeper = model.keeper();
        model.publish(keeper, 2);
        model.publish(keeper, 4);
        model.publish(keeper, ScopeModel.closed());
        model.publish(keeper, 3);
        model.voids(keeper);
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** reserve, a fill of an open order, reserve. */
    static Space reserveAndFill(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 5, 3, true);
        final Order open = model.openOrder("open order");
        final List<Order> rows = List.of(open, model.reserve("lane 1", 2), model.reserve("lane 2", 1));
        final Actor keeper = model.keeper();
        model.fill(keeper, open, 2);
        model.fill(keeper, open, 1);
        model.voids(keeper);
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** A withdrawal, then a fill, beside two that reserve: the limit falls for two reasons. */
    static Space withdrawalAndFill(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 6, 2, false);
        final Order open = model.openOrder("open order");
        final List<Order> rows = List.of(open, model.reserve("lane 1", 4), model.reserve("lane 2", 1));
        final Actor keeper = model.keeper();
        model.publish(keeper, 5);
        model.fill(keeper, open, 2);
        model.voids(keeper);
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** A take by force after the lane's own, given back before the lane looks again. */
    static Space forcedTake(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 0, false);
        final List<Order> rows = List.of(model.reserve("lane 1", 3), model.reserve("lane 2", 1));
        final Actor keeper = model.keeper();
        model.publish(keeper, bug == Bug.CLOSED_NOT_TESTED ? ScopeModel.closed() : 2);
        model.forcedTakeAndBack(keeper, bug == Bug.CLOSED_NOT_TESTED ? 5 : 2);
        model.voids(keeper);
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** reserve, end of the first one's order, reserve: money goes round. */
    static Space reserveAndGiveBack(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 1, true);
        final Order open = model.openOrder("open order");
        final Order first = model.reserve("lane 1", 2);
        final Order second = model.reserve("lane 2", 2);
        final Actor keeper = model.keeper();
        model.giveBack(keeper, first);
        model.fill(keeper, open, 1);
        model.giveBack(keeper, second);
        model.voids(keeper);
        model.exactAtQuiet(List.of(open, first, second));
        return model.space;
    }

    /** The lane ends its order itself, or (planted) raises back itself, beside a fill that BookKeeper takes. */
    static Space twoWritersOfBack(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 2, true);
        final Order open = model.openOrder("open order");
        final Order own = model.reserve("lane 1", 2);
        final Actor keeper = model.keeper();
        model.fill(keeper, open, 2);
        model.voids(keeper);
        model.exactAtQuiet(List.of(open, own));
        return model.space;
    }

    /** back derived from taken and the rows, beside two that reserve. */
    static Space deriveBack(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 2, true);
        final Order open = model.openOrder("open order");
        final List<Order> rows = List.of(open, model.reserve("lane 1", 2), model.reserve("lane 2", 3));
        final Actor keeper = model.keeper();
        model.derive(keeper, rows, open);
        return model.space;
    }

    /** The halt word against reserve. */
    static Space reserveAndHalt(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 0, true);
        final List<Order> rows = List.of(model.reserve("lane 1", 2), model.reserve("lane 2", 2));
        model.halting("halt");
        final Actor keeper = model.keeper();
        model.publish(keeper, ScopeModel.closed());
        model.voids(keeper);
        model.exactAtQuiet(rows);
        return model.space;
    }

    /** canAfford beside reserve and a fill. */
    static Space checkAndFill(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 2, true);
        final Order open = model.openOrder("open order");
        model.check("lane 1", 3);
        final Order order = model.reserve("lane 2", 1);
        final Actor keeper = model.keeper();
        model.fill(keeper, open, 2);
        model.voids(keeper);
        model.exactAtQuiet(List.of(open, order));
        return model.space;
    }

    /** An order's time to be sent runs out just as it is sent, beside two that reserve. */
    static Space sentAndExpiry(Bug bug) {
        final ScopeModel model = new ScopeModel(bug, 4, 3, true);
        final Order open = model.openOrder("open order");
        model.sent("router", open);
        final Order first = model.reserve("lane 1", 2);
        final Order second = model.reserve("lane 2", 3);
        final Actor keeper = model.keeper();
        model.expire(keeper, open);
        model.voids(keeper);
        model.exactAtQuiet(List.of(open, first, second));
        return model.space;
    }
}
