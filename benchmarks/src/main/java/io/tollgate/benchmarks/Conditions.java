package io.tollgate.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a measurement was made: without that it is no measurement. */
final class Conditions {
    private Conditions() {}

    /** Lines to print before the figures. */
    static List<String> describe() {
        return List.of(
                "machine  " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "load     " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                        + " runnable threads in the last minute",
                "jvm      " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "records  " + DirectAppendBenchmark.RECORD_BYTES + " bytes of a check, header included");
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unnamed processor");
        } catch (final IOException e) {
            // only Linux has that file
            return "processor not known here (" + e.getClass().getSimpleName() + ")";
        }
    }
}
