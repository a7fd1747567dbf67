package io.tollgate.stress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestConfig;

/** What a run found: for each test its samples and outcomes with their sentences, and one line for all. */
final class StressReport {
    private static final int MOST_LINES = 40;

    private final Map<String, TestResult> results = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private final Map<String, Integer> jvms = new HashMap<>();

    StressReport(List<TestConfig> configs, Collection<TestResult> runs) {
        configs.forEach(config -> asked.add(config.name));
        for (final TestResult run : runs) {
            jvms.merge(run.getName(), 1, Integer::sum);
            if (run.status() != Status.NORMAL) {
                failures.add(name(run.getName()) + " " + run.status() + " " + run.getConfig().jvmArgs
                        + told(run.getMessages()) + told(run.getVmErr()));
            } else if (run.getTotalCount() == 0) {
                failures.add(name(run.getName()) + " has no sample: " + run.getConfig().jvmArgs);
            }
        }
        for (final TestResult merged : ReportUtils.mergedByName(runs)) {
            results.put(merged.getName(), merged);
        }
    }

    private static String told(List<String> lines) {
        final StringBuilder out = new StringBuilder();
        lines.stream()
                .filter(line -> !line.contains("at java.base/"))
                .limit(MOST_LINES)
                .forEach(line -> out.append(System.lineSeparator()).append(line));
        return out.toString();
    }

    private static String name(String test) {
        return test.substring(test.lastIndexOf(".tests.") + ".tests.".length());
    }

    /** Prints it; true if all is as it must be. */
    boolean print(PrintStream out) {
        long samples = 0;
        long forbidden = 0;
        for (final String test : asked) {
            final TestResult result = results.get(test);
            if (result == null) {
                failures.add(name(test) + " has no result");
                continue;
            }
            samples += result.getTotalCount();
            out.printf("%n%s: %,d samples in %d JVMs%n", name(test), result.getTotalCount(), jvms.get(test));
            for (final GradingResult outcome : result.grading().gradingResults.values()) {
                if (outcome.count == 0) {
                    continue;
                }
                if (outcome.expect == Expect.FORBIDDEN) {
                    forbidden += outcome.count;
                    failures.add(name(test) + " saw a forbidden outcome: " + outcome.id + ": " + outcome.description);
                }
                out.printf("  %,12d  %-50s %-10s %s%n", outcome.count, outcome.id, word(outcome), outcome.description);
            }
        }
        failures.forEach(failure -> out.printf("%nFAILED: %s%n", failure));
        out.printf(
                "%nstress: tests=%d jvms=%d samples=%d forbidden=%d failures=%d%n",
                asked.size(),
                jvms.values().stream().mapToInt(Integer::intValue).sum(),
                samples,
                forbidden,
                failures.size());
        return failures.isEmpty();
    }

    private static String word(GradingResult outcome) {
        return switch (outcome.expect) {
            case ACCEPTABLE -> "";
            case ACCEPTABLE_INTERESTING -> "careful";
            default -> outcome.expect.toString();
        };
    }
}
