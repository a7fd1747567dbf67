package io.tollgate.lincheck;

/** Whether {@link BookModel} gives an operation's answer; if so, the model is changed by it. Threading: none. */
final class Answers {
    private Answers() {}

    /**
     * For an operation of one step.
     *
     * @param careful what is seen as held may be too much
     * @param overtaken it ran beside an amend or a halt
     */
    static boolean agree(BookModel model, Op op, boolean careful, boolean overtaken) {
        switch (op.name()) {
            case "reserve":
                if (!decided(model, op, op.argument(1), careful)) {
                    return false;
                }
                if (op.approved()) {
                    model.reserve(op.argument(0), op.argument(1));
                }
                return true;
            case "check":
                return decided(model, op, op.argument(1), careful);
            case "sent":
                return sent(model, op, overtaken);
            case "release":
                return told(model, op, BookModel.Kind.RELEASE, 0);
            case "fill":
                return told(model, op, BookModel.Kind.FILL, op.argument(2));
            case "answer":
                return answered(model, op, careful || overtaken);
            case "amend":
                return amended(model, op, careful, overtaken);
            case "halt":
                model.halt();
                return true;
            case "held":
                final long held = Long.parseLong(op.answer().substring(1));
                return held == model.held() || (careful && held > model.held());
            case "books":
                return op.answer().equals((model.closed() ? "closed" : "$" + model.limit()) + " $" + model.held());
            default:
                throw new IllegalArgumentException("no such operation: " + op);
        }
    }

    /** In the order of precedence: halted, closed, too little. */
    private static boolean decided(BookModel model, Op op, long dollars, boolean careful) {
        return switch (op.answer()) {
            case "approved" -> !model.halted() && !model.closed() && model.fits(dollars);
            case "HALTED" -> model.halted();
            case "STALE" -> model.closed();
            case "refused" -> !model.closed() && (careful || !model.fits(dollars));
            default -> false;
        };
    }

    private static boolean sent(BookModel model, Op op, boolean besideHalt) {
        final int lane = op.argument(0);
        if (!model.hasOrder(lane)) {
            return op.answer().equals("none");
        }
        switch (op.answer()) {
            case "sent":
                if ((model.halted() && !besideHalt) || !model.sendable(lane)) {
                    return false;
                }
                model.send(lane);
                return true;
            case "HALTED":
                return model.halted();
            case "NOT_SENDABLE":
                return !model.sendable(lane);
            default:
                return false;
        }
    }

    /** The order is the second argument, the dollars the last one. */
    private static boolean told(BookModel model, Op op, BookModel.Kind kind, int number) {
        final int order = op.argument(1);
        if (!model.hasOrder(order)) {
            return op.answer().equals("none");
        }
        if (!op.answer().equals("ACCEPTED")) {
            return false;
        }
        model.tell(op, order, kind, number, op.argument(op.arguments().size() - 1));
        return true;
    }

    private static boolean answered(BookModel model, Op op, boolean careful) {
        final int order = op.argument(1);
        if (!model.hasOrder(order)) {
            return op.answer().equals("none");
        }
        if (op.answer().equals("NO_AMEND")) {
            return careful || !model.hasAmend(order);
        }
        model.tell(op, order, op.argument(2) == 1 ? BookModel.Kind.AMEND_ACCEPTED : BookModel.Kind.AMEND_REFUSED, 0, 0);
        return op.answer().equals("ACCEPTED") && (careful || model.hasAmend(order));
    }

    private static boolean amended(BookModel model, Op op, boolean careful, boolean overtaken) {
        final int order = op.argument(1);
        if (!model.hasOrder(order)) {
            return op.answer().equals("none");
        }
        switch (op.answer()) {
            case "ended":
                return !model.stands(order);
            case "AMEND_PENDING":
                return model.stands(order) && (careful || overtaken || model.hasAmend(order));
            case "approved":
                if (!model.stands(order) || model.hasAmend(order)) {
                    return false;
                }
                break;
            default:
                break;
        }
        if (!decided(model, op, op.argument(2), careful)) {
            return false;
        }
        if (op.approved()) {
            model.amend(order, op.argument(2));
        }
        return true;
    }
}
