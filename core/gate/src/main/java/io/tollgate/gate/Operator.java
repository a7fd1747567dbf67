package io.tollgate.gate;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.sbe.OperatorAction;

/**
 * What a person may tell a gate, journaled with who and why; {@code ./tollgate operator} says the same from another process.
 *
 * <p>Threading: any thread. Every call waits for BookKeeper, up to ten seconds; {@link #halt} stops approvals before it waits.
 *
 * <p>All methods throw {@link IllegalArgumentException} for names, reasons or amounts out of range, and {@link IllegalStateException} if
 * BookKeeper does not answer. {@code who} is at most 64 and {@code why} at most 160 characters of ASCII.
 */
public final class Operator {
    private final Gate gate;

    Operator(Gate gate) {
        this.gate = gate;
    }

    /**
     * Does what a command says.
     *
     * @return what came of it; ACCEPTED if it was done
     */
    public OperatorAnswer execute(OperatorCommand command) {
        if (command.action() == OperatorAction.HALT) {
            haltAtOnce();
        }
        return gate.call(k -> k.execute(command));
    }

    /** Stops all approvals in every process. No record says so: whoever calls this gives BookKeeper the command to halt next. */
    public void haltAtOnce() {
        gate.book().halt(Book.HALT_OPERATOR);
    }

    /** Stops all approvals in every process at once, then has it journaled. */
    public OperatorAnswer halt(String who, String why) {
        return execute(OperatorCommand.halt(who, why));
    }

    /** Ends {@link #halt}. */
    public OperatorAnswer resume(String who, String why) {
        return execute(OperatorCommand.resume(who, why));
    }

    /** Lets a gate approve again that lost its files. */
    public OperatorAnswer open(String who, String why) {
        return execute(OperatorCommand.open(who, why));
    }

    /**
     * Sets money aside that no order may use, instead of what was set aside before.
     *
     * @param amount in the asset's unit, 0 or more
     */
    public OperatorAnswer encumber(Balance balance, long amount, String who, String why) {
        return execute(OperatorCommand.encumber(balance.id(), amount, who, why));
    }

    /**
     * Says that an order has ended: what it holds beyond the final quantity is given back. An order that was not sent yet cannot be sent
     * any more.
     *
     * @param finalQuantity filled in all, in the line's size scale; executions up to it that were not told yet stay held
     */
    public OperatorAnswer release(long reservation, long finalQuantity, String who, String why) {
        return execute(OperatorCommand.release(reservation, finalQuantity, who, why));
    }

    /**
     * Says that an order was executed, as {@link Lane#fill} does.
     *
     * @param execId key of the execution; use the router's, so that it is charged once whoever tells it
     * @param quantity in the line's size scale
     * @param price in the line's price scale
     * @param fee in the asset's unit, negative for a rebate, or {@link Lane#UNKNOWN_FEE}
     */
    public OperatorAnswer charge(
            long reservation, long execId, long quantity, long price, long fee, String who, String why) {
        return execute(OperatorCommand.charge(reservation, execId, quantity, price, fee, who, why));
    }
}
