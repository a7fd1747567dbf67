package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {

    @Test
    void ofOneSessionAreToldApartByTheirAmounts() {
        final Set<Long> amounts = new HashSet<>();
        for (long sequence = 0; sequence < 10_000; sequence++) {
            amounts.add(Withdrawals.amountMicros(100, OrderKey.of(3, BackOffice.LANE_NUMBER, sequence)));
        }

        assertThat(amounts).hasSize(10_000).allMatch(amount -> amount >= 1_000_000 && amount < 1_010_000);
    }
}
