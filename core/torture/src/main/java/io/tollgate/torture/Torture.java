package io.tollgate.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeds, several at a time, until the first one fails or it has had enough.
 *
 * <p>Threading: one thread; it starts a thread for each world that runs at the same time, and the actors of the worlds.
 */
public final class Torture {
    private static final String WORLD = "io.tollgate.torture.world.World";

    private final Path directory;
    private Totals sums = Totals.NONE;
    private final SteppingLoader loader = new SteppingLoader(Torture.class.getClassLoader());

    /**
     * Prepares for runs.
     *
     * @param directory for the gates' files; on a file system in memory if there is one
     */
    public Torture(Path directory) {
        this.directory = directory;
    }

    /** Where files are fastest on this machine: in memory if possible. */
    public static Path fastDirectory() {
        final Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    /** Runs one seed. The same seed always gives the same run. */
    public Outcome run(long seed) {
        final Path place = makeDirectory(seed);
        final Trace trace = new Trace(loader::site);
        final Scheduler scheduler = new Scheduler(new SplittableRandom(seed), trace, loader::isOrdered);
        final Episode episode = newEpisode();
        try {
            episode.run(scheduler, place, seed);
        } finally {
            deleteAll(place);
        }
        final Violation violation = scheduler.violation();
        final Totals totals = new Totals(
                1,
                scheduler.steps(),
                episode.operations(),
                episode.crashes(),
                count(violation, Violation.Kind.OVERSPEND),
                count(violation, Violation.Kind.UNJOURNALED),
                count(violation, Violation.Kind.INEXACT));
        return new Outcome(seed, violation, violation == null ? List.of() : trace.lines(), trace.hash(), totals);
    }

    private static long count(@Nullable Violation violation, Violation.Kind kind) {
        return violation != null && violation.kind() == kind ? 1 : 0;
    }

    /**
     * Runs seeds from {@code first} on.
     *
     * @param most seeds at most
     * @param worlds how many run at the same time
     * @param goesOn asked before each seed; a seed that has begun is finished
     * @param each told of each seed's end, one at a time
     * @return the sums; at the first failure no new seed begins
     */
    public Totals run(long first, long most, int worlds, BooleanSupplier goesOn, Consumer<Outcome> each) {
        final AtomicLong next = new AtomicLong();
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        add(Totals.NONE, true);
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < worlds; i++) {
            final Thread thread = new Thread(
                    () -> {
                        try {
                            work(first, most, next, goesOn, each);
                        } catch (final RuntimeException | Error e) {
                            failures.add(e);
                        }
                    },
                    "torture-" + i);
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Torture::join);
        if (!failures.isEmpty()) {
            throw new IllegalStateException("torture itself failed: " + failures.get(0), failures.get(0));
        }
        return sums();
    }

    private void work(long first, long most, AtomicLong next, BooleanSupplier goesOn, Consumer<Outcome> each) {
        while (goesOn.getAsBoolean() && sums().good()) {
            final long index = next.getAndIncrement();
            if (index >= most) {
                return;
            }
            final Outcome outcome = run(first + index);
            synchronized (this) {
                add(outcome.totals(), false);
                each.accept(outcome);
            }
        }
    }

    private synchronized Totals sums() {
        return sums;
    }

    private synchronized void add(Totals more, boolean first) {
        sums = first ? more : sums.plus(more);
    }

    private static void join(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Episode newEpisode() {
        try {
            return (Episode) loader.loadClass(WORLD).getConstructor().newInstance();
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException("the world must be made: " + e.getCause(), e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("the world's class must be on the class path: " + e, e);
        }
    }

    private Path makeDirectory(long seed) {
        try {
            return Files.createTempDirectory(directory, "tollgate-torture-" + seed + "-");
        } catch (final IOException e) {
            throw new UncheckedIOException("torture needs a directory for its files: " + directory + " (" + e + ")", e);
        }
    }

    private static void deleteAll(Path place) {
        try (Stream<Path> all = Files.walk(place)) {
            for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("torture must be able to delete its files: " + place, e);
        }
    }
}
