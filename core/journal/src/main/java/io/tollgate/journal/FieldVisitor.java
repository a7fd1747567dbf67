package io.tollgate.journal;

/**
 * Takes the fields of one record, by their names in the schema, each as what it is. {@link RecordFields} calls it; JSON, text and
 * tables are made of it.
 */
public interface FieldVisitor {
    /** An id, a count, a version, or a word that only grows. */
    void number(String name, long value);

    /** Nanoseconds since the epoch; 0 or {@link Long#MIN_VALUE} where there is none. */
    void time(String name, long epochNanos);

    /** An amount in the unit of the record's asset. */
    void amount(String name, long value);

    /** A price in the scale of the record's line. */
    void price(String name, long value);

    /** A size or quantity in the scale of the record's line. */
    void size(String name, long value);

    /** A text, or the name of a value of an enumeration. */
    void text(String name, String value);

    /** A yes or no. */
    void flag(String name, boolean value);
}
