package io.tollgate.lincheck;

import java.util.ArrayList;
import java.util.List;

/**
 * The search of {@link BookVerifier} for one scenario and its answers.
 *
 * @param before what ran alone before, in order
 * @param threads what ran at once
 * @param after what ran alone afterwards
 */
record BookSearch(List<Op> before, List<List<Op>> threads, List<Op> after) {
    private static final int WHOLE = 0;
    private static final int REST_IS_LEFT = 1;
    private static final int FACTS_ARE_LEFT = 2;

    boolean anyOrder() {
        for (final BookModel model : inOrder(List.of(new BookModel()), before)) {
            if (from(model, new int[threads.size()], new int[threads.size()])) {
                return true;
            }
        }
        return false;
    }

    /** The models that come out of a part without concurrency, from any of those given. */
    private static List<BookModel> inOrder(List<BookModel> from, List<Op> ops) {
        List<BookModel> models = from;
        for (final Op op : ops) {
            final List<BookModel> next = new ArrayList<>();
            for (final BookModel model : models) {
                if (op.isKeepers()) {
                    for (final BookModel taken : facts(model, op)) {
                        next.addAll(rest(taken, op));
                    }
                } else {
                    final List<BookModel> rested = op.name().equals("books") ? rested(model) : List.of(model.copy());
                    rested.stream()
                            .filter(one -> Answers.agree(one, op, false, false))
                            .forEach(next::add);
                }
            }
            models = next;
        }
        return models;
    }

    /** {@code done}: operations of each thread; {@code half[k]}: what of thread k's next operation is done. */
    private boolean from(BookModel model, int[] done, int[] half) {
        boolean over = true;
        for (int thread = 0; thread < done.length; thread++) {
            if (done[thread] == threads.get(thread).size()) {
                continue;
            }
            over = false;
            final Op op = threads.get(thread).get(done[thread]);
            if ((half[thread] != WHOLE || mayBegin(op, done)) && step(model, op, done, half)) {
                return true;
            }
        }
        return over && !inOrder(List.of(model), after).isEmpty();
    }

    private static boolean mayBegin(Op op, int[] done) {
        for (int thread = 0; thread < done.length; thread++) {
            if (op.clock().get(thread) > done[thread]) {
                return false;
            }
        }
        return true;
    }

    private boolean step(BookModel model, Op op, int[] done, int[] half) {
        final int[] doneNext = done.clone();
        doneNext[op.thread()]++;
        if (!op.isKeepers()) {
            final BookModel next = model.copy();
            return (!op.name().equals("halt") || tookAllApproved(op))
                    && Answers.agree(next, op, mayBeCareful(op), besideAnAmendOrHalt(op))
                    && from(next, doneNext, half);
        }
        final int[] halfNext = half.clone();
        if (half[op.thread()] != WHOLE) {
            halfNext[op.thread()] = WHOLE;
            return any(half[op.thread()] == REST_IS_LEFT ? rest(model, op) : facts(model, op), doneNext, halfNext);
        }
        halfNext[op.thread()] = REST_IS_LEFT;
        if (any(facts(model, op), done, halfNext)) {
            return true;
        }
        if (!op.name().equals("stale")) {
            return false;
        }
        halfNext[op.thread()] = FACTS_ARE_LEFT;
        return any(rest(model, op), done, halfNext);
    }

    private boolean any(List<BookModel> models, int[] done, int[] half) {
        return models.stream().anyMatch(model -> from(model, done, half));
    }

    /** Facts are taken, those told before it began in any case; and where time has passed, orders are ended that were not sent. */
    private static List<BookModel> facts(BookModel model, Op op) {
        final List<BookModel> out = new ArrayList<>();
        final int told = model.toldBefore(op);
        for (int set = (1 << model.facts()) - 1; set >= 0; set--) {
            if ((set & told) != told) {
                continue;
            }
            final BookModel next = model.copy();
            next.take(set);
            if (op.name().equals("stale")) {
                next.passTimeout();
                out.addAll(expired(next));
            } else {
                out.add(next);
            }
        }
        return out;
    }

    private static List<BookModel> rest(BookModel model, Op op) {
        final BookModel next = model.copy();
        switch (op.name()) {
            case "lower" -> next.setAside(op.argument(0));
            case "stale" -> next.close();
            case "expire" -> {
                next.passTimeout();
                return expired(next);
            }
            default -> {}
        }
        return List.of(next);
    }

    /** When all is quiet: BookKeeper has looked at every order once more. */
    private static List<BookModel> rested(BookModel model) {
        final BookModel next = model.copy();
        next.take(-1);
        return next.timeoutPassed() ? expired(next) : List.of(next);
    }

    /** Which orders were made before time passed, clocks know. */
    private static List<BookModel> expired(BookModel model) {
        final List<BookModel> out = new ArrayList<>();
        for (int set = 0; set < 1 << model.orders(); set++) {
            final BookModel copy = model.copy();
            copy.expire(set);
            out.add(copy);
        }
        return out;
    }

    /** The halt found in taken every approval there is: those it did not find would have been given after it. */
    private boolean tookAllApproved(Op halt) {
        long approved = 0;
        for (final Op op : before) {
            approved += op.isTake() && op.approved() ? op.asked() : 0;
        }
        for (final List<Op> thread : threads) {
            for (final Op op : thread) {
                approved += op.isTake() && op.approved() ? op.asked() : 0;
            }
        }
        return Long.parseLong(halt.answer().substring(1)) >= approved;
    }

    /** Beside a cycle, or beside or after a take that is void, what is seen as held may be too much. */
    private boolean mayBeCareful(Op op) {
        for (final List<Op> thread : threads) {
            for (final Op other : thread) {
                if (other.isKeepers() && other.overlaps(op)) {
                    return true;
                }
                if (other.isTake()
                        && !other.equals(op)
                        && !other.approved()
                        && !op.isBefore(other)
                        && (other.answer().equals("HALTED") || besideACycle(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean besideACycle(Op take) {
        return threads.stream().flatMap(List::stream).anyMatch(other -> other.isKeepers() && other.overlaps(take));
    }

    private boolean besideAnAmendOrHalt(Op op) {
        return threads.stream()
                .flatMap(List::stream)
                .anyMatch(other -> (other.name().equals("amend") || other.name().equals("halt")) && other.overlaps(op));
    }
}
