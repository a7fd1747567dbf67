package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The router: asks the gate, sends, amends and cancels, and tells the gate what the venue reports. One thread. */
final class Orders {
    private final World world;
    private final Events events;
    private final Delays delays;
    private final SplittableRandom random;
    private final Settings settings;
    private final GateSide gate;
    private final Lane lane;
    private final List<GateLine> lines;
    private final Outside outside;
    private final Reads reads;
    private final Judge judge;
    private final Tally tally;
    private final OwnFills ownFills;
    private final Session requests;
    private final Session reports;
    private final Map<String, OwnOrder> open = new HashMap<>();

    Orders(
            World world,
            Events events,
            Delays delays,
            SplittableRandom random,
            Settings settings,
            GateSide gate,
            List<GateLine> lines,
            Outside outside,
            Reads reads,
            Judge judge,
            OwnFills ownFills,
            Tally tally) {
        this.world = world;
        this.events = events;
        this.delays = delays;
        this.random = random;
        this.settings = settings;
        this.gate = gate;
        this.lane = gate.lane();
        this.lines = lines;
        this.outside = outside;
        this.reads = reads;
        this.judge = judge;
        this.tally = tally;
        this.ownFills = ownFills;
        this.requests = new Session(events, delays::request);
        this.reports = new Session(events, delays::report);
    }

    /** The router would like to send this. */
    void decide(Ask ask) {
        final long answer = lines.get(ask.kind()).reserve(ask.price(), ask.size(), ask.key());
        final boolean pattern = reads.shown(ask.kind()) >= world.guideCost(ask.kind(), ask.price(), ask.size());
        final Decided decided = decided(ask, answer > 0 ? 0 : (int) -answer, pattern);
        if (answer > 0) {
            fact(lane.sent(answer));
        }
        gate.told(delays.keeper());
        requests.send(() -> arrives(decided, answer));
    }

    private Decided decided(Ask ask, int code, boolean pattern) {
        return new Decided(
                ask,
                events.nowNanos(),
                code,
                pattern,
                code != 0 && world.wouldAccept(ask, 0),
                outside.delivered(ask.kind()),
                outside.oldestFall(Long.MAX_VALUE));
    }

    private void fact(int code) {
        if (code != FactResult.ACCEPTED.code()) {
            throw new IllegalStateException("the gate must take a fact: result=" + FactResult.of(code));
        }
        gate.told(delays.keeper());
    }

    private void arrives(Decided decided, long reservation) {
        final boolean accepts = judge.order(decided, events.nowNanos());
        if (!decided.approved()) {
            return;
        }
        final Placed placed = world.place(decided.ask());
        if (accepts != (placed.verdict() == Verdict.ACCEPTED)) {
            throw new IllegalStateException("a venue must do what its rule says: rule=" + accepts + " did=" + placed
                    + " asked=" + decided.ask());
        }
        switch (placed.verdict()) {
            case ACCEPTED -> {
                reports.send(() -> fact(lane.acked(reservation)));
                follow(new OwnOrder(reservation, placed.orderId(), decided.ask()));
            }
            case NO_FUNDS -> reports.send(() -> fact(lane.refusedForFunds(reservation, placed.available())));
            case OTHER -> reports.send(() -> fact(lane.release(reservation, 0, ReleaseReason.REJECTED)));
        }
    }

    private void follow(OwnOrder order) {
        open.put(order.orderId, order);
        final OrderKind kind = world.kinds().get(order.asked.kind());
        if (kind.partial() && random.nextInt(1_000) < settings.takerPermille()) {
            take(order);
            return;
        }
        final long life = delays.exponential(settings.lifetime()) + 10 * Delays.MILLI;
        if (random.nextInt(1_000) < settings.fillPermille()) {
            final int fills = kind.partial() ? random.nextInt(1, 4) : 1;
            for (int i = 0; i < fills; i++) {
                events.after(random.nextLong(life), () -> fill(order, false));
            }
        }
        if (kind.amendable() && random.nextInt(1_000) < settings.amendPermille()) {
            events.after(random.nextLong(life), () -> amend(order));
        }
        events.after(life, () -> cancel(order));
    }

    /** What it finds at once, and no more. */
    private void take(OwnOrder order) {
        if (random.nextInt(3) > 0) {
            fill(order, true);
        }
        endAtVenue(order);
    }

    private void fill(OwnOrder order, boolean taker) {
        final long left = world.remaining(order.orderId);
        if (left == 0) {
            return;
        }
        final OrderKind kind = world.kinds().get(order.asked.kind());
        final long steps = left / kind.sizeStep();
        final long quantity = !kind.partial() || steps <= 1 || random.nextInt(3) == 0
                ? left
                : (random.nextLong(steps - 1) + 1) * kind.sizeStep();
        final Execution execution = world.fill(order.orderId, quantity, taker);
        tally.fills++;
        final OwnFills.Fill own = ownFills.add(order.asked.kind(), execution, events.nowNanos());
        if (execution.ended()) {
            open.remove(order.orderId);
        }
        reports.send(() -> {
            own.told(events.nowNanos());
            order.filled = execution.cumQuantity();
            fact(lane.fill(
                    order.reservation,
                    execution.execId(),
                    execution.quantity(),
                    execution.cumQuantity(),
                    execution.price(),
                    execution.fee(),
                    0));
            if (execution.ended()) {
                order.ending = true;
                fact(lane.release(order.reservation, execution.cumQuantity(), ReleaseReason.FILLED));
            }
        });
    }

    private void cancel(OwnOrder order) {
        if (!order.ending) {
            order.ending = true;
            requests.send(() -> endAtVenue(order));
        }
    }

    private void endAtVenue(OwnOrder order) {
        final long filled = world.cancel(order.orderId);
        if (filled >= 0) {
            ended(order.orderId, filled);
        }
    }

    /** The venue has ended an order, asked or unasked. */
    void ended(String orderId, long filled) {
        final OwnOrder order = open.remove(orderId);
        if (order == null) {
            throw new IllegalArgumentException("an order that ends must be open and ours: order=" + orderId);
        }
        tally.cancels++;
        reports.send(() -> {
            order.ending = true;
            fact(lane.release(order.reservation, filled, ReleaseReason.CANCELLED));
        });
    }

    private void amend(OwnOrder order) {
        if (order.ending || order.amending) {
            return;
        }
        final OrderKind kind = world.kinds().get(order.asked.kind());
        final long tick = kind.priceTick() * (random.nextInt(7) - 3);
        final long price = Math.max(kind.lowestPrice(), Math.min(kind.highestPrice(), order.price + tick));
        final long rest = order.size - order.filled;
        final long steps = Math.max(1, rest * random.nextInt(50, 200) / 100 / kind.sizeStep());
        final long size = order.filled + steps * kind.sizeStep();
        final Ask ask = new Ask(order.asked.kind(), price, size, order.asked.key());
        final int code = lines.get(ask.kind()).amend(order.reservation, price, size);
        final Decided decided = decided(ask, code, false);
        if (decided.approved()) {
            order.amending = true;
        }
        gate.told(delays.keeper());
        requests.send(() -> amendArrives(decided, order));
    }

    private void amendArrives(Decided decided, OwnOrder order) {
        final Ask ask = decided.ask();
        final long left = world.remaining(order.orderId);
        final boolean possible = left > 0 && ask.size() > order.size - left;
        if (possible) {
            judge.amend(decided, order.orderId, events.nowNanos());
        }
        if (!decided.approved()) {
            return;
        }
        final Verdict verdict = possible ? world.amend(order.orderId, ask.price(), ask.size()) : Verdict.OTHER;
        if (verdict == Verdict.ACCEPTED) {
            order.price = ask.price();
            order.size = ask.size();
        }
        reports.send(() -> {
            order.amending = false;
            if (verdict == Verdict.ACCEPTED) {
                fact(lane.amendAccepted(order.reservation, ask.price(), ask.size()));
            } else {
                fact(lane.amendRefused(order.reservation, ask.price(), ask.size()));
            }
        });
    }
}
