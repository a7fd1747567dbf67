package io.tollgate.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Scenarios out of a seed, in the form of {@link Scenarios}: two lanes and BookKeeper, of one to three operations each.
 *
 * <p>A lane either has an order from before and makes none, or has none: so both lanes can tell of an order, and it is clear which is
 * meant. An amend is told of no order that is filled beyond its size, and of none of which a part will still be filled after its end: what
 * such an increment costs is not the model's.
 */
final class RandomScenarios {
    private static final int LANES = 2;

    private final Random random;
    private final boolean[] holds = new boolean[LANES];
    /** Orders may be amended, and then end only unfilled; or they may end with a part filled. */
    private final boolean amends;
    /** The amend came before, and its answer comes now. */
    private final boolean answers;

    /** What the venue says of an order that has ended, in all words about it. */
    private final int[] finallyFilled = new int[LANES];

    private int number;
    private int executed;

    private RandomScenarios(long seed) {
        random = new Random(seed);
        amends = random.nextInt(3) == 0;
        answers = amends && random.nextBoolean();
    }

    /** As text. */
    static String of(long seed) {
        return new RandomScenarios(seed).text();
    }

    private String text() {
        final StringJoiner text = new StringJoiner(" | ");
        text.add(before());
        final int lanes = 1 + random.nextInt(LANES);
        for (int lane = 0; lane < lanes; lane++) {
            text.add(many(lane));
        }
        text.add(keeper());
        return text.add("books").toString();
    }

    private String before() {
        final List<String> ops = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            holds[lane] = random.nextInt(3) != 0;
            if (!holds[lane]) {
                continue;
            }
            finallyFilled[lane] = amends ? 0 : random.nextInt(3);
            final int dollars = 3 + random.nextInt(3);
            ops.add("reserve:" + lane + ":" + dollars);
            ops.add("cycle");
            if (amends || random.nextInt(3) != 0) {
                ops.add("sent:" + lane);
            }
            if (random.nextBoolean()) {
                ops.add("cycle");
            }
            if (answers) {
                ops.add("amend:" + lane + ":" + lane + ":1");
            }
            if (random.nextInt(3) == 0) {
                ops.add(fill(lane, lane, 1));
            }
        }
        return String.join(" ", ops);
    }

    private String many(int lane) {
        final List<String> ops = new ArrayList<>();
        final int count = 1 + random.nextInt(3);
        while (ops.size() < count) {
            ops.add(one(lane));
        }
        return String.join(" ", ops);
    }

    private String one(int lane) {
        final int other = 1 - lane;
        final int order = holds[lane] && (!holds[other] || random.nextBoolean()) ? lane : other;
        switch (random.nextInt(holds[lane] || holds[other] ? 7 : 2)) {
            case 0:
                return "check:" + lane + ":" + dollars(6);
            case 1:
                return holds[lane] ? "check:" + lane + ":" + dollars(6) : "reserve:" + lane + ":" + dollars(6);
            case 2:
                return "sent:" + lane;
            case 3, 4:
                return fill(lane, order, amends ? 1 : 3);
            case 5:
                return "release:" + lane + ":" + order + ":" + finallyFilled[order];
            default:
                if (!amends) {
                    return fill(lane, order, 3);
                }
                return answers
                        ? "answer:" + lane + ":" + order + ":" + random.nextInt(2)
                        : "amend:" + lane + ":" + order + ":" + dollars(3);
        }
    }

    private String fill(int lane, int order, int most) {
        // now and then the same execution again
        if (number == 0 || random.nextInt(4) != 0) {
            number++;
            executed = dollars(most);
        }
        return "fill:" + lane + ":" + order + ":" + number + ":" + executed;
    }

    private String keeper() {
        final List<String> ops = new ArrayList<>();
        final int count = 1 + random.nextInt(3);
        while (ops.size() < count) {
            ops.add(
                    switch (random.nextInt(12)) {
                        case 0, 1 -> "lower:" + dollars(5);
                        case 2, 3 -> "expire";
                        case 4 -> "stale";
                        case 5, 6 -> "held";
                        case 7 -> "halt";
                        default -> "cycle";
                    });
        }
        return String.join(" ", ops);
    }

    private int dollars(int most) {
        return 1 + random.nextInt(most);
    }
}
