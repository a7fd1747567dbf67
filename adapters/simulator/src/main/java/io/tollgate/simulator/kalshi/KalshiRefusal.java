package io.tollgate.simulator.kalshi;

import java.util.Map;

/** The venue's no: a status and a body in one of its three shapes. */
public final class KalshiRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> body;

    private KalshiRefusal(int status, String text, Map<String, Object> body) {
        super(status + " " + text);
        this.status = status;
        this.code = text;
        this.body = body;
    }

    /** As the gateway and the exchange say it. */
    static KalshiRefusal nested(int status, String code, String details) {
        return new KalshiRefusal(
                status, code, Map.of("error", Map.of("code", code, "message", code, "details", details)));
    }

    /** As documented. */
    static KalshiRefusal flat(int status, String code, String message) {
        return new KalshiRefusal(status, code, Map.of("code", code, "message", message, "details", ""));
    }

    /** As parameters are refused. */
    static KalshiRefusal bare(String message) {
        return new KalshiRefusal(400, message, Map.of("msg", message));
    }

    /** As rates are. */
    static KalshiRefusal tooMany() {
        return new KalshiRefusal(429, "too many requests", Map.of("error", "too many requests"));
    }

    /** The venue's word for it, or its text where there is none. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    Map<String, Object> body() {
        return body;
    }
}
