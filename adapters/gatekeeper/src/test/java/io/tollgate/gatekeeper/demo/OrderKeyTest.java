package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderKeyTest {

    @ParameterizedTest
    @CsvSource({"1,0,0", "1,63,137438953471", "1048575,1,5", "7,3,123456789"})
    void carriesSessionLaneAndSequence(int session, int lane, long sequence) {
        final long key = OrderKey.of(session, lane, sequence);

        assertThat(key).isPositive();
        assertThat(OrderKey.session(key)).isEqualTo(session);
        assertThat(OrderKey.lane(key)).isEqualTo(lane);
        assertThat(OrderKey.sequence(key)).isEqualTo(sequence);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17})
    void comesBackFromTheClientOrderIdWithItsRevision(int revision) {
        final long key = OrderKey.of(OrderKey.MAX_SESSION, OrderKey.MAX_LANE, OrderKey.MAX_SEQUENCE);
        final String clordId = OrderKey.clordId(key, revision);

        assertThat(OrderKey.parse(clordId)).isEqualTo(key);
        assertThat(OrderKey.revision(clordId)).isEqualTo(revision);
    }

    @Test
    void differsBetweenSessionsOfOneDirectory() {
        assertThat(OrderKey.of(1, 0, 5)).isNotEqualTo(OrderKey.of(2, 0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "12x", "-5", ".1", "1234567890123456789012", "gate-7"})
    void isNotReadOutOfForeignIds(String clordId) {
        assertThat(OrderKey.parse(clordId)).isEqualTo(OrderKey.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1048576,0,0", "1,64,0", "1,-1,0", "1,0,-1", "1,0,137438953472"})
    void refusesWhatDoesNotFit(int session, int lane, long sequence) {
        assertThatThrownBy(() -> OrderKey.of(session, lane, sequence)).isInstanceOf(IllegalArgumentException.class);
    }
}
