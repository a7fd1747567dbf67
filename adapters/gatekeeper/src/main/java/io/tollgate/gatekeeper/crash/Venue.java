package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import io.tollgate.gatekeeper.crash.ToldOrder.Execution;
import io.tollgate.gatekeeper.crash.ToldOrder.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * The venue: orders live and die in it, whether a gate is there or not, and reports that no gate hears are gone. Threading: the parent's
 * main thread.
 */
final class Venue {
    /** Reports to whoever is connected. */
    @FunctionalInterface
    interface Reports {
        void send(Word word, long... values);
    }

    private static final long MILLI = 1_000_000;
    private static final long LOW_CASH = 150_000_000;
    private static final long MOST_DEPOSIT = 400_000_000;
    private static final long DEPOSIT_NANOS = 80 * MILLI;

    private final SplittableRandom random;
    private final Timers timers;
    private final LongSupplier epochNanos;
    private final Reports reports;
    private final Suspicions suspicions;
    private final Map<Long, ToldOrder> orders = new LinkedHashMap<>();
    private final List<TruthAccount> accounts = new ArrayList<>();
    private final List<LedgerStream> streams = new ArrayList<>();
    private long executions;
    private boolean settling;

    Venue(long seed, Timers timers, LongSupplier epochNanos, Reports reports, Suspicions suspicions) {
        this.random = new SplittableRandom(seed);
        this.timers = timers;
        this.epochNanos = epochNanos;
        this.reports = reports;
        this.suspicions = suspicions;
        for (int account = 0; account < Terms.ACCOUNTS; account++) {
            final TruthAccount truth = new TruthAccount(account);
            accounts.add(truth);
            streams.add(new LedgerStream(truth, random.split(), timers, epochNanos, reports));
            deposit(truth);
        }
    }

    Collection<ToldOrder> orders() {
        return orders.values();
    }

    /** Whether an approval with this key was told. */
    boolean knows(long key) {
        return orders.containsKey(key);
    }

    List<TruthAccount> accounts() {
        return accounts;
    }

    /** Counts for people. */
    String summary() {
        return executions + " executions, "
                + accounts.stream()
                        .mapToInt(account -> account.entries().size())
                        .sum() + " ledger entries";
    }

    /** No more deposits: what is open comes to its end. */
    void settle() {
        settling = true;
    }

    /** The gate is gone. What it approved and did not send, nobody will send; amends that it did not ask for will not come. */
    void disconnected() {
        streams.forEach(LedgerStream::close);
        for (final ToldOrder order : orders.values()) {
            if (order.place == Place.APPROVED) {
                move(order, Place.ABANDONED);
            } else if (order.amendPrice != 0) {
                order.amendPrice = 0;
                order.amendSize = 0;
                account(order).recount(order);
            }
        }
    }

    /** Takes what the gate says; false if it is not for the venue. */
    boolean take(Frame frame) {
        switch (frame.word()) {
            case APPROVED -> approved(frame);
            case ORDER -> later(order(frame), 3, this::arrived, Place.APPROVED);
            case DROPPED -> dropped(frame);
            case AMENDING -> amending(frame);
            case AMEND -> {
                final long price = frame.value(1);
                final long size = frame.value(2);
                final ToldOrder order = order(frame);
                timers.in(delay(5), () -> amend(order, price, size));
            }
            case CANCEL -> {
                final ToldOrder order = order(frame);
                timers.in(delay(5), () -> cancel(order));
            }
            case STATUS -> status(frame.value(0));
            case TOLD -> order(frame).toldExecutions.add(frame.value(1));
            case STREAM -> streams.get(frame.intValue(0)).open(frame.value(1));
            case READ -> streams.get(frame.intValue(0)).read(frame.value(1));
            default -> {
                return false;
            }
        }
        return true;
    }

    private ToldOrder order(Frame frame) {
        final ToldOrder order = orders.get(frame.value(0));
        if (order == null) {
            throw new CrashTestException("the gate must tell an approval first: " + frame.word() + " of key="
                    + frame.value(0) + " that was never told as approved");
        }
        return order;
    }

    private TruthAccount account(ToldOrder order) {
        return accounts.get(order.account);
    }

    private void move(ToldOrder order, Place place) {
        order.place = place;
        suspicions.note(order);
        account(order).recount(order);
    }

    private long delay(int mostMillis) {
        return random.nextLong(mostMillis * MILLI);
    }

    private void approved(Frame frame) {
        final ToldOrder order = new ToldOrder(
                frame.value(0),
                frame.value(1),
                frame.value(2),
                frame.intValue(3),
                frame.intValue(4),
                frame.value(5),
                frame.value(6));
        if (orders.put(order.key, order) != null) {
            throw new CrashTestException("an order's key must be used once: key=" + order.key);
        }
        move(order, Place.APPROVED);
        suspicions.look(account(order), epochNanos.getAsLong());
    }

    private void dropped(Frame frame) {
        final ToldOrder order = orders.get(frame.value(0));
        // one that was approved at the very end of a session is not known here: its telling was killed
        if (order != null) {
            move(order, Place.DROPPED);
        }
    }

    private void amending(Frame frame) {
        final ToldOrder order = order(frame);
        order.toldAmends.add(new ToldOrder.Amend(frame.value(1), frame.value(2)));
        if (order.place == Place.OPEN) {
            order.amendPrice = frame.value(1);
            order.amendSize = frame.value(2);
            account(order).recount(order);
            suspicions.look(account(order), epochNanos.getAsLong());
        }
    }

    private void later(ToldOrder order, int mostMillis, java.util.function.Consumer<ToldOrder> work, Place expected) {
        if (order.place == expected) {
            // the bytes are under way: it is the venue's from now on
            move(order, Place.OPEN);
            suspicions.look(account(order), epochNanos.getAsLong());
            timers.in(delay(mostMillis), () -> work.accept(order));
        }
    }

    private void arrived(ToldOrder order) {
        final int draw = random.nextInt(100);
        if (draw < 3) {
            move(order, Place.ENDED);
            reports.send(Word.REJECTED, order.key);
            return;
        }
        if (draw < 10) {
            // the fill overtakes the acknowledgement
            fill(order, random.nextLong(1, order.size + 1));
            reports.send(Word.ACKED, order.key);
            return;
        }
        reports.send(Word.ACKED, order.key);
        if (draw < 30) {
            fill(order, order.size);
        } else if (draw < 75) {
            final int pieces = random.nextInt(1, 7);
            for (int i = 1; i <= pieces; i++) {
                final long share = i == pieces && random.nextInt(10) < 7 ? order.size : order.size / (pieces + 1);
                timers.in(delay(150 * i), () -> fill(order, Math.max(1, share)));
            }
        } else if (draw < 80) {
            timers.in(delay(600), () -> cancel(order));
        } else {
            timers.in(delay(4_000), () -> fill(order, order.size));
        }
    }

    private void fill(ToldOrder order, long mostQuantity) {
        if (order.place != Place.OPEN) {
            return;
        }
        final long quantity = Math.min(mostQuantity, order.size - order.cumQuantity);
        if (quantity <= 0) {
            return;
        }
        final long better = random.nextInt(3) == 0 ? random.nextLong(Math.min(order.price, 20)) : 0;
        final long price = order.price - better;
        final long principal = Terms.principal(price, quantity);
        final long fee = Terms.fee(principal);
        order.cumQuantity += quantity;
        final LedgerStream stream = streams.get(order.account);
        if (fee > 0 && random.nextBoolean()) {
            stream.change(-principal, LedgerEntry.Kind.EXECUTION, order.instrument);
            stream.change(-fee, LedgerEntry.Kind.COMMISSION, order.instrument);
        } else {
            stream.change(-principal - fee, LedgerEntry.Kind.EXECUTION, order.instrument);
        }
        final Execution execution = new Execution(++executions, quantity, price, fee, epochNanos.getAsLong());
        order.executions.add(execution);
        move(order, order.cumQuantity == order.size ? Place.ENDED : Place.OPEN);
        report(order, execution, order.cumQuantity, order.place == Place.ENDED);
        if (random.nextInt(20) == 0) {
            report(order, execution, order.cumQuantity, order.place == Place.ENDED);
        }
    }

    private void report(ToldOrder order, Execution execution, long cumQuantity, boolean ended) {
        reports.send(
                Word.FILL,
                order.key,
                execution.id(),
                execution.quantity(),
                cumQuantity,
                execution.price(),
                execution.fee(),
                execution.timeNanos(),
                ended ? 1 : 0);
    }

    private void cancel(ToldOrder order) {
        if (order.place == Place.OPEN) {
            move(order, Place.ENDED);
            reports.send(Word.CANCELLED, order.key, order.cumQuantity);
        }
    }

    private void amend(ToldOrder order, long price, long size) {
        final boolean accepted = order.place == Place.OPEN && size > order.cumQuantity && random.nextInt(10) != 0;
        order.amendPrice = 0;
        order.amendSize = 0;
        if (accepted) {
            order.price = price;
            order.size = size;
        }
        account(order).recount(order);
        reports.send(accepted ? Word.AMENDED : Word.AMEND_REFUSED, order.key);
    }

    private void status(long key) {
        final ToldOrder order = orders.get(key);
        if (order == null || order.place == Place.ABANDONED) {
            reports.send(Word.STATUS_UNKNOWN, key);
            return;
        }
        long cumQuantity = 0;
        for (final Execution execution : order.executions) {
            cumQuantity += execution.quantity();
            report(order, execution, cumQuantity, false);
        }
        reports.send(Word.STATUS_IS, key, order.place == Place.OPEN ? 1 : 0, order.cumQuantity);
    }

    private void deposit(TruthAccount truth) {
        if (!settling && truth.cash() < LOW_CASH) {
            streams.get(truth.number()).change(random.nextLong(MOST_DEPOSIT), LedgerEntry.Kind.OTHER, 0);
        }
        timers.in(DEPOSIT_NANOS, () -> deposit(truth));
    }
}
