package io.tollgate.gate.keeper;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BalanceTable;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorCommand;

/**
 * Operators' commands. Each is journaled with who, why and its result; what it says of an order then goes the way that a lane's fact
 * goes: into a slot of the row, told in a record, charged, limit before {@code back}. Killed between two of these steps, recovery finds
 * what it finds after a lane's death. Threading: BookKeeper's.
 */
final class OperatorDesk {
    private static final int NO_SLOT = -1;

    private final KeeperContext context;
    private final Book book;
    private final ReservationTable rows;
    private final FactDesk facts;
    private final Publisher publisher;
    private final LossDesk loss;

    OperatorDesk(KeeperContext context, FactDesk facts, Publisher publisher, LossDesk loss) {
        this.loss = loss;
        this.context = context;
        this.book = context.book;
        this.rows = context.book.reservations();
        this.facts = facts;
        this.publisher = publisher;
    }

    OperatorAnswer execute(OperatorCommand command) {
        return switch (command.action()) {
            case HALT -> {
                book.halt(Book.HALT_OPERATOR);
                yield done(command, "the gate is halted until an operator resumes it");
            }
            case RESUME -> {
                final OperatorAnswer answer = done(command, "the operator's halt has ended");
                book.resume(Book.HALT_OPERATOR);
                yield answer;
            }
            case OPEN -> open(command);
            case ENCUMBER -> encumber(command);
            case RELEASE -> release(command);
            case CHARGE -> charge(command);
            default -> throw new IllegalArgumentException("an operator's action must be known: " + command.action());
        };
    }

    private OperatorAnswer open(OperatorCommand command) {
        if ((book.haltVolatile() & Book.HALT_LOSS) == 0) {
            return done(command, "nothing was closed for an operator to open");
        }
        try {
            loss.open(command.who(), command.why());
        } catch (final IllegalStateException e) {
            return answer(command, FactResult.UNCERTAIN, String.valueOf(e.getMessage()));
        }
        return done(command, "the gate may approve again although files were lost");
    }

    private OperatorAnswer done(OperatorCommand command, String text) {
        return answer(command, FactResult.ACCEPTED, text);
    }

    /** Journals the command with its result. */
    private OperatorAnswer answer(OperatorCommand command, FactResult result, String text) {
        context.records.operatorCommand(command, result.code());
        return new OperatorAnswer(result, text);
    }

    private OperatorAnswer encumber(OperatorCommand command) {
        if (command.balanceId() < 0 || command.balanceId() >= context.balances.size()) {
            return answer(
                    command,
                    FactResult.INVALID,
                    "there is no such balance: balance=" + command.balanceId() + "; the gate has "
                            + context.balances.size());
        }
        final BalanceState state = context.balances.get(command.balanceId());
        final BalanceTable table = book.balances();
        final long before = state.operatorEncumbered();
        final int scale = table.assetScale(state.id);
        final OperatorAnswer answer = done(
                command,
                "set aside on balance " + state.id + ": " + Amounts.format(command.amount(), scale) + ", before "
                        + Amounts.format(before, scale));
        state.operatorEncumbered(command.amount());
        publisher.publish(state);
        return answer;
    }

    private OperatorAnswer release(OperatorCommand command) {
        final long id = command.reservationId();
        if (isUnknown(id)) {
            return unknown(command);
        }
        if (rows.companions().naming(id) != id) {
            return notTheOrder(command);
        }
        // an order that its lane has not sent yet must not be sent any more: what ends it would not be true then
        if (rows.stateOf(id) == RowState.RESERVED && !rows.compareAndSetState(id, RowState.RESERVED, RowState.ACKED)) {
            return answer(
                    command,
                    FactResult.UNCERTAIN,
                    "its lane has just sent the order: ask the venue for its status and say it again");
        }
        final int slot = rows.claimFact(id);
        if (slot == NO_SLOT) {
            return noSlot(command);
        }
        final String before = describe(id);
        context.records.operatorCommand(command, FactResult.ACCEPTED.code());
        rows.commitFact(
                id,
                slot,
                FactWord.RELEASE,
                context.records.sequence(),
                0,
                ReleaseReason.OPERATOR.code(),
                command.quantity(),
                0,
                0,
                0);
        context.records.release(id, command.quantity(), ReleaseReason.OPERATOR);
        return settled(id, before);
    }

    private OperatorAnswer charge(OperatorCommand command) {
        final long id = command.reservationId();
        if (isUnknown(id)) {
            return unknown(command);
        }
        if (rows.companions().naming(id) != id) {
            return notTheOrder(command);
        }
        final CostRule rule = context.lineOf((int) id).rule();
        final long fee = command.amount();
        if (FillCash.cashOf(rule, command.price(), command.quantity(), fee) == FillCash.NO_AMOUNT
                || rule.principal(command.price(), command.quantity()) < 0) {
            return answer(
                    command,
                    FactResult.INVALID,
                    "no execution of this line has such a price and quantity: price="
                            + Amounts.format(command.price(), rule.priceScale()) + " quantity="
                            + Amounts.format(command.quantity(), rule.sizeScale()) + "; its highest price is "
                            + Amounts.format(Math.max(rule.maxPrice(), rule.one()), rule.priceScale()));
        }
        final int slot = rows.claimFact(id);
        if (slot == NO_SLOT) {
            return noSlot(command);
        }
        final String before = describe(id);
        context.records.operatorCommand(command, FactResult.ACCEPTED.code());
        rows.commitFact(
                id,
                slot,
                FactWord.FILL,
                context.records.sequence(),
                command.execId(),
                command.quantity(),
                Lane.UNKNOWN_QUANTITY,
                command.price(),
                fee,
                0);
        context.records.fillOf(
                id, command.execId(), command.quantity(), Lane.UNKNOWN_QUANTITY, command.price(), fee, rows.lineId((int)
                        id));
        return settled(id, before);
    }

    private boolean isUnknown(long id) {
        return !rows.isRow(id) || rows.stateOf(id) <= RowState.PENDING || rows.stateOf(id) == RowState.VOID;
    }

    private OperatorAnswer unknown(OperatorCommand command) {
        return answer(
                command,
                FactResult.UNKNOWN_RESERVATION,
                "there is no such reservation, or its tombstone is gone: reservation=" + command.reservationId()
                        + "; list shows those that hold money");
    }

    /** What is said of an order counts for all its limits: of one alone nothing can be said. */
    private OperatorAnswer notTheOrder(OperatorCommand command) {
        return answer(
                command,
                FactResult.INVALID,
                "reservation=" + command.reservationId() + " is on one of several limits of its order: name that by"
                        + " reservation=" + rows.companions().naming(command.reservationId()));
    }

    private OperatorAnswer noSlot(OperatorCommand command) {
        return answer(command, FactResult.UNCERTAIN, "the reservation has no free slot for the fact now: say it again");
    }

    /** The fact is in its slot and told: takes it, and says what came of it. */
    private OperatorAnswer settled(long id, String before) {
        facts.notice(id);
        facts.settle();
        return new OperatorAnswer(FactResult.ACCEPTED, "was " + before + "; is " + describe(id));
    }

    private String describe(long id) {
        final int row = (int) id;
        final CostRule rule = context.lineOf(row).rule();
        return RowState.name(rows.stateOf(id)) + (rows.uncertain(row) ? " UNCERTAIN" : "") + " filled="
                + Amounts.format(rows.filledAcquire(row), rule.sizeScale()) + " held="
                + Amounts.format(rows.holdAcquire(row), rule.assetScale());
    }
}
