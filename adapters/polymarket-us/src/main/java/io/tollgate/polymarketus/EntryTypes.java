package io.tollgate.polymarketus;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import java.util.List;
import java.util.Locale;

/**
 * The venue's types of ledger entries by name. Stream, REST and documents spell them with different prefixes.
 *
 * <p>Source: Polymarket US, proto reference and funding overview.
 */
final class EntryTypes {
    private static final List<String> PREFIXES = List.of("LEDGER_ENTRY_TYPE_BALANCE_", "LEDGER_ENTRY_TYPE_");
    /** The venue's number for a type that is not known here. */
    private static final int UNKNOWN = 0;

    private EntryTypes() {}

    /** What the gate may conclude from an entry of this type. */
    static LedgerEntry.Kind kind(String wireName) {
        return switch (bare(wireName)) {
            case "ORDER_EXECUTION" -> LedgerEntry.Kind.EXECUTION;
            case "COMMISSION" -> LedgerEntry.Kind.COMMISSION;
            default -> LedgerEntry.Kind.OTHER;
        };
    }

    /** The venue's number of the type, 0 if the name is not known. */
    static int number(String wireName) {
        String name = bare(wireName);
        for (LedgerEntryType type : LedgerEntryType.values()) {
            if (type != LedgerEntryType.UNRECOGNIZED && bare(type.name()).equals(name)) {
                return type.getNumber();
            }
        }
        return UNKNOWN;
    }

    private static String bare(String wireName) {
        String name = wireName.toUpperCase(Locale.ROOT);
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
