package io.tollgate.stress;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.PresetRegularTopology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs jcstress with what these tests need: JVM flags, strides as short as the pool of gates is small, and tests of three actors also on
 * machines of two processors, which jcstress itself leaves out. Its options are jcstress' own; {@code -m quick} is the run of the build.
 *
 * <p>Exit status 1 if an outcome was forbidden, a test failed, or a test has no sample.
 */
public final class StressMain {
    private static final String FLAGS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final int ACTORS = 3;
    /** Strides as short as the pool is small; waiting threads give way, because there may be more actors than processors. */
    private static final List<String> DEFAULTS =
            List.of("-strideSize", "8", "-strideCount", "8", "-spinStyle", "THREAD_YIELD", "-af", "NONE");

    private static final List<String> QUICK = List.of("-time", "400", "-iters", "1", "-fsm", "1", "-sc", "false");

    private StressMain() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        final boolean quick = isQuick(args);
        final List<String> given = new ArrayList<>(Arrays.asList(args));
        for (int i = 0; i < DEFAULTS.size(); i += 2) {
            setUnlessGiven(given, DEFAULTS.get(i), DEFAULTS.get(i + 1));
        }
        for (int i = 0; quick && i < QUICK.size(); i += 2) {
            setUnlessGiven(given, QUICK.get(i), QUICK.get(i + 1));
        }
        final Options options = new Options(given.toArray(String[]::new));
        if (!options.parse()) {
            System.exit(2);
        }
        final List<TestConfig> configs = configs(options, quick);
        if (configs.isEmpty()) {
            System.err.println("stress: no test matches: -t=" + options.getTestFilter());
            System.exit(2);
        }
        final InProcessCollector results = new InProcessCollector();
        final int processors = Math.max(ACTORS, Runtime.getRuntime().availableProcessors());
        final Scheduler scheduler = new Scheduler(new PresetRegularTopology(1, processors, 1), processors);
        final ConsoleReportPrinter printer = new ConsoleReportPrinter(
                options, new PrintWriter(System.out, true, StandardCharsets.UTF_8), configs.size());
        final SerializedBufferCollector sink =
                new SerializedBufferCollector(quick ? results : MuxCollector.of(printer, results));
        final TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
        printer.setExecutor(executor);
        executor.runAll(configs);
        sink.close();
        System.exit(new StressReport(configs, results.getTestResults()).print(System.out) ? 0 : 1);
    }

    private static void setUnlessGiven(List<String> options, String name, String value) {
        if (!options.contains(name)) {
            options.add(name);
            options.add(value);
        }
    }

    private static boolean isQuick(String[] args) {
        final int mode = Arrays.asList(args).indexOf("-m");
        return mode >= 0 && mode + 1 < args.length && args[mode + 1].equals("quick");
    }

    private static List<TestConfig> configs(Options options, boolean quick) {
        final List<List<String>> jvms = new ArrayList<>();
        if (quick) {
            jvms.add(words(FLAGS));
        } else {
            OSSupport.init();
            VMSupport.initFlags(options);
            final List<String> prepend = new ArrayList<>(words(FLAGS));
            prepend.addAll(options.getJvmArgsPrepend());
            VMSupport.detectAvailableVMConfigs(options.isSplitCompilation(), options.getJvmArgs(), prepend);
            VMSupport.getAvailableVMConfigs().forEach(config -> jvms.add(config.args()));
        }
        final List<TestConfig> configs = new ArrayList<>();
        final Pattern filter = Pattern.compile(options.getTestFilter());
        for (final String name : new TreeSet<>(TestList.tests())) {
            if (filter.matcher(name).find()) {
                for (final List<String> jvm : jvms) {
                    add(configs, options, TestList.getInfo(name), jvm);
                }
            }
        }
        Collections.shuffle(configs, new Random());
        return configs;
    }

    private static void add(List<TestConfig> configs, Options options, TestInfo test, List<String> jvm) {
        final SchedulingClass anywhere =
                new SchedulingClass(AffinityMode.NONE, test.threads(), org.openjdk.jcstress.os.NodeType.PACKAGE);
        for (int actor = 0; actor < test.threads(); actor++) {
            anywhere.setNode(actor, -1);
            anywhere.setCore(actor, -1);
        }
        final int[] modes = options.isSplitCompilation() && VMSupport.compilerDirectivesAvailable()
                ? CompileMode.casesFor(test.threads(), VMSupport.c1Available(), VMSupport.c2Available())
                : new int[] {CompileMode.UNIFIED};
        for (final int mode : modes) {
            for (int fork = 0; fork < options.getForks(); fork++) {
                configs.add(new TestConfig(options, test, fork, jvm, mode, anywhere));
            }
        }
    }

    private static List<String> words(String flags) {
        return List.of(flags.split(" "));
    }
}
