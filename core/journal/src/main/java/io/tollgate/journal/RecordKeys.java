package io.tollgate.journal;

/**
 * The numbers of a record by which it is found, and by which others are understood. {@link #reset} it, then let
 * {@link RecordFields#visit} fill it.
 *
 * <p>Threading: one thread.
 */
public final class RecordKeys implements FieldVisitor {
    /** Of a line, balance or scope that the record does not name. */
    public static final int NONE = -1;

    private long clockNanos;
    private long reservationId;
    private int lineId;
    private int balanceId;
    private int scopeId;
    private int code;

    /** Of no record. */
    public void reset() {
        clockNanos = 0;
        reservationId = 0;
        lineId = NONE;
        balanceId = NONE;
        scopeId = NONE;
        code = 0;
    }

    /** Nanoseconds since the epoch, or 0. */
    public long clockNanos() {
        return clockNanos;
    }

    /** The reservation, or 0. */
    public long reservationId() {
        return reservationId;
    }

    /** The line, or {@link #NONE}. */
    public int lineId() {
        return lineId;
    }

    /** The balance, or {@link #NONE}. */
    public int balanceId() {
        return balanceId;
    }

    /** The scope, or {@link #NONE}. */
    public int scopeId() {
        return scopeId;
    }

    /** The number that was answered; 0 is yes. */
    public int code() {
        return code;
    }

    @Override
    public void number(String name, long value) {
        switch (name) {
            case "reservationId" -> reservationId = value;
            case "lineId" -> lineId = (int) value;
            case "balanceId" -> balanceId = (int) value;
            case "scopeId" -> scopeId = (int) value;
            case "code" -> code = (int) value;
            default -> {}
        }
    }

    @Override
    public void time(String name, long epochNanos) {
        if (name.equals("clockNanos")) {
            clockNanos = epochNanos;
        }
    }

    @Override
    public void amount(String name, long value) {}

    @Override
    public void price(String name, long value) {}

    @Override
    public void size(String name, long value) {}

    @Override
    public void text(String name, String value) {}

    @Override
    public void flag(String name, boolean value) {}
}
