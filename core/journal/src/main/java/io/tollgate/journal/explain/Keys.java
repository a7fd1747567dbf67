package io.tollgate.journal.explain;

import io.tollgate.journal.FieldVisitor;

/** The numbers of a record by which it is found. One thread. */
final class Keys implements FieldVisitor {
    static final int NONE = -1;

    long clockNanos;
    long reservationId;
    int lineId;
    int balanceId;
    int scopeId;
    int code;

    void reset() {
        clockNanos = 0;
        reservationId = 0;
        lineId = NONE;
        balanceId = NONE;
        scopeId = NONE;
        code = 0;
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
