package io.tollgate.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all rounds of a run measured, by benchmark. A figure is the median over all iterations of all rounds: a neighbour on a shared
 * machine lifts some iterations, and a mean would carry that into the ratios.
 *
 * <p>Threading: one thread.
 */
final class Measured {
    private final Map<String, List<Sample>> samples = new TreeMap<>();

    /**
     * One iteration.
     *
     * @param nanos per operation
     * @param bytes allocated per operation
     */
    record Sample(double nanos, double bytes) {}

    void add(String name, double nanos, double bytes) {
        samples.computeIfAbsent(name, k -> new ArrayList<>()).add(new Sample(nanos, bytes));
    }

    boolean has(String name) {
        return samples.containsKey(name);
    }

    Iterable<String> names() {
        return samples.keySet();
    }

    int count(String name) {
        return of(name).size();
    }

    double medianNanos(String name) {
        return quantile(nanos(name), 0.5);
    }

    /** Of the worst iteration: what allocates now and then counts. */
    double mostBytes(String name) {
        return of(name).stream().mapToDouble(Sample::bytes).max().orElse(0);
    }

    String row(String name) {
        final double[] nanos = nanos(name);
        return String.format(
                Locale.ROOT,
                "%-50s %9.2f %9.2f %9.2f %9.2f %10.5f %6d",
                name,
                quantile(nanos, 0.5),
                quantile(nanos, 0),
                quantile(nanos, 0.25),
                quantile(nanos, 0.75),
                mostBytes(name),
                nanos.length);
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-50s %9s %9s %9s %9s %10s %6s",
                "benchmark (ns/op over iterations)",
                "median",
                "least",
                "p25",
                "p75",
                "most B/op",
                "n");
    }

    private List<Sample> of(String name) {
        final List<Sample> found = samples.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there must be a measurement: benchmark=" + name);
        }
        return found;
    }

    private double[] nanos(String name) {
        final double[] nanos = of(name).stream().mapToDouble(Sample::nanos).toArray();
        Arrays.sort(nanos);
        return nanos;
    }

    private static double quantile(double[] sorted, double q) {
        final double at = q * (sorted.length - 1);
        final int below = (int) Math.floor(at);
        final int above = (int) Math.ceil(at);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
