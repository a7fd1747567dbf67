package io.tollgate.gate;

/** What a balance's open reservations are summed over. The mode belongs to the balance and never changes. */
public enum Scopes {
    /** The whole balance: the default, right for every venue. */
    CAREFUL,
    /** One side of one instrument, for a venue that checks each of them against the whole balance. */
    INSTRUMENT_SIDE,
    /** One market: all instruments and sides with the same {@link LineSpec#market}. */
    MARKET
}
