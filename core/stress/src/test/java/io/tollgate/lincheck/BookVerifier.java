package io.tollgate.lincheck;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.verifier.CachedVerifier;

/**
 * Looks for an order of the operations in which {@link BookModel} gives the answers that were given. Operations of one thread keep their
 * order, and one that was over before another began comes first.
 *
 * <p>What is less than linearizable, and why it is right:
 *
 * <ul>
 *   <li>BookKeeper's cycle is not one step but two, facts and then the rest, between which others may come; and a fact that is told during a
 *       cycle may wait for the next one.
 *   <li>A refusal for lack of funds may be careful beside a cycle: while a fill is charged its money is counted twice. And beside a take
 *       that is void, because the limit fell or the gate was halted: its money is held until BookKeeper gives it back. So is what a reader
 *       of <i>held</i> sees. An approval is never taken at less than its word.
 *   <li>An amend finds another one pending although that one is refused in the end.
 *   <li>A send that began before a halt may still be made: a halt stops what has not begun.
 * </ul>
 */
public final class BookVerifier extends CachedVerifier {
    /** Made by Lincheck. The specification is {@link BookModel}, whatever class is given. */
    public BookVerifier(Class<?> ignored) {}

    @Override
    public boolean verifyResultsImpl(ExecutionScenario scenario, ExecutionResult result) {
        final List<List<Op>> threads = new ArrayList<>();
        for (int thread = 0; thread < scenario.getParallelExecution().size(); thread++) {
            final List<Actor> actors = scenario.getParallelExecution().get(thread);
            final List<Op> ops = new ArrayList<>();
            for (int i = 0; i < actors.size(); i++) {
                ops.add(Op.of(
                        thread,
                        i,
                        actors.get(i),
                        result.getParallelResultsWithClock().get(thread).get(i)));
            }
            threads.add(ops);
        }
        final List<Op> before = ops(scenario.getInitExecution(), result.getInitResults());
        final List<Op> after = ops(scenario.getPostExecution(), result.getPostResults());
        final BookSearch search = new BookSearch(before, threads, after);
        return search.anyOrder();
    }

    private static List<Op> ops(List<Actor> actors, List<?> answers) {
        final List<Op> ops = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            ops.add(Op.of(i, actors.get(i), answers.get(i)));
        }
        return ops;
    }
}
