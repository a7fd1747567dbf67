package io.tollgate.simulator.polymarketclob;

import java.util.List;

/**
 * What the venue says to an order.
 *
 * @param accepted whether it took it
 * @param orderId the order's hash
 * @param status live or matched; empty for a refused one
 * @param error the venue's words for a refusal; empty if accepted
 * @param tradeIds fills that were made at once
 */
public record ClobAnswer(boolean accepted, String orderId, String status, String error, List<String> tradeIds) {
    static ClobAnswer refused(String orderId, String error) {
        return new ClobAnswer(false, orderId, "", error, List.of());
    }
}
