package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutionKeyTest {

    @Test
    void neverChangesForAnId() {
        // a change of the derivation would let a restarted router charge fills twice
        assertThat(ExecutionKey.of("")).isEqualTo(-780787492076525413L);
        assertThat(ExecutionKey.of("1HPT7DPFMC5KW")).isEqualTo(-3203227742747900111L);
    }

    @Test
    void differsForNeighbours() {
        final Set<Long> keys = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            keys.add(ExecutionKey.of("ex-" + i));
        }

        assertThat(keys).hasSize(100_000);
    }
}
