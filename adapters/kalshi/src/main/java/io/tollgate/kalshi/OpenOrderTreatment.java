package io.tollgate.kalshi;

/**
 * What the venue's figure of available cash says about resting orders. The venue's pages point both ways, so it is a setting; {@link
 * OpenOrderProbe} finds out for an account.
 */
public enum OpenOrderTreatment {
    /** The figure still holds what resting orders need: the gate subtracts its own holds, this adapter the orders of others. */
    GROSS,
    /** The venue has taken out what resting orders need. */
    NET,
    /** Not known: treated as {@link #GROSS}. If the venue nets, what rests is subtracted twice: too careful, never too little. */
    UNKNOWN;

    /** Whether what rests has to be subtracted. */
    boolean isGross() {
        return this != NET;
    }
}
