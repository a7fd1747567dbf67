package io.tollgate.polymarketclob;

/** What a feed of this venue tells as the ledger of its balance. */
public enum ClobFigure {
    /** The holding, or what the contracts may draw of it if that is less: one limit for both. The default. */
    BALANCE_WITHIN_ALLOWANCE,
    /** The holding alone, for a gate in which the allowance is a limit of its own. */
    BALANCE,
    /** What the contracts may draw, alone: the other half of {@link #BALANCE}. */
    ALLOWANCE
}
