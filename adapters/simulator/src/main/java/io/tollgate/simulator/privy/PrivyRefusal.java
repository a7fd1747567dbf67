package io.tollgate.simulator.privy;

/** The simulated venue does not do what was asked. */
public final class PrivyRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    PrivyRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The code of the answer; empty for none. */
    public String code() {
        return code;
    }
}
