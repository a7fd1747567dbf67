package io.tollgate.gatekeeper.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gatekeeper.crash.KillMoment.After;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    private static final long START_NANOS = 400_000_000;
    private static final long RECOVERY_NANOS = 100_000_000;

    private static List<KillMoment> deal(long seed) {
        final KillPlan plan = new KillPlan(seed);
        return IntStream.range(0, 40)
                .mapToObj(i -> plan.next(START_NANOS, RECOVERY_NANOS))
                .toList();
    }

    @Test
    void aSeedDealsTheSameMomentsAgain() {
        assertThat(deal(7)).isEqualTo(deal(7)).isNotEqualTo(deal(8));
    }

    @Test
    void thirtyOfAHundredAreInStartAndRecovery() {
        final List<KillMoment> moments = deal(3);

        assertThat(moments.stream()
                        .filter(moment -> moment.after() == After.START
                                || moment.after() == After.OPENING
                                || moment.after() == After.OPEN))
                .hasSize(12);
        assertThat(moments).allSatisfy(moment -> assertThat(moment.nanos()).isPositive());
        assertThat(moments)
                .filteredOn(moment -> moment.after() == After.OPENING)
                .allSatisfy(moment -> assertThat(moment.nanos()).isLessThan(RECOVERY_NANOS));
    }
}
