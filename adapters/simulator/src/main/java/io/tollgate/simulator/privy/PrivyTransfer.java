package io.tollgate.simulator.privy;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A transfer as it truly is.
 *
 * @param id the action's id
 * @param walletId where it leaves from
 * @param chain the chain's name
 * @param asset lower case
 * @param raw amount in base units
 * @param decimals decimal places of the asset on its chain
 * @param destination the recipient's address
 * @param referenceId the client's name of it; may be empty
 * @param createdMillis when it was accepted
 * @param status what became of it
 * @param broadcast whether it got as far as a transaction
 */
public record PrivyTransfer(
        String id,
        String walletId,
        String chain,
        String asset,
        BigInteger raw,
        int decimals,
        String destination,
        String referenceId,
        long createdMillis,
        Status status,
        boolean broadcast) {

    /** What became of a transfer. */
    public enum Status {
        /** Accepted. */
        PENDING,
        /** The money has gone. */
        SUCCEEDED,
        /** Refused after it was accepted, before anything was sent. */
        REJECTED,
        /** It did not arrive; the money is still there. */
        FAILED
    }

    /** The amount in whole units. */
    public BigDecimal amount() {
        return new BigDecimal(raw, decimals);
    }

    PrivyTransfer ended(Status newStatus, boolean wasBroadcast) {
        return new PrivyTransfer(
                id,
                walletId,
                chain,
                asset,
                raw,
                decimals,
                destination,
                referenceId,
                createdMillis,
                newStatus,
                wasBroadcast);
    }
}
