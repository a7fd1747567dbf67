package io.tollgate.gatekeeper.demo;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Latencies that the lanes recorded, summed. Owned by the thread that looks. */
final class Latencies {
    static final long HIGHEST_NANOS = 10_000_000_000L;
    static final int DIGITS = 3;

    private final List<SingleWriterRecorder> recorders;
    private final Histogram total = new Histogram(HIGHEST_NANOS, DIGITS);

    Latencies(List<SingleWriterRecorder> recorders) {
        this.recorders = List.copyOf(recorders);
    }

    /** Takes what was recorded since the last call. */
    void collect() {
        for (final SingleWriterRecorder recorder : recorders) {
            total.add(recorder.getIntervalHistogram());
        }
    }

    @Override
    public String toString() {
        if (total.getTotalCount() == 0) {
            return "-";
        }
        return "p50 " + Money.duration(total.getValueAtPercentile(50)) + "  p99 "
                + Money.duration(total.getValueAtPercentile(99)) + "  p99.9 "
                + Money.duration(total.getValueAtPercentile(99.9)) + "  max " + Money.duration(total.getMaxValue());
    }
}
