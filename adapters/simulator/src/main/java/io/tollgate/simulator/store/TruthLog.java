package io.tollgate.simulator.store;

import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.venue.Journal;
import io.tollgate.simulator.venue.VenueEvent;
import io.tollgate.simulator.venue.VenueState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The venue's truth as an append-only text file. {@link #append} buffers, {@link #flush} hands what is buffered to the operating
 * system; the venue flushes before it publishes. Belongs to the venue's thread.
 */
public final class TruthLog implements Journal, AutoCloseable {
    private static final String FORMAT = "tollgate-simulator-truth-1";
    private static final int FLUSH_AT_CHARS = 1 << 16;

    private final FileChannel channel;
    private final StringBuilder buffer = new StringBuilder(FLUSH_AT_CHARS);
    private final VenueState state;
    private final int run;

    private TruthLog(FileChannel channel, VenueState state, int run) {
        this.channel = channel;
        this.state = state;
        this.run = run;
    }

    /**
     * Opens the log, replays it, and notes the start of another run.
     *
     * @param file created if it does not exist
     * @param account of this venue; a log of another account is refused
     * @param initialBalanceMicros used for a new log only: a log keeps its own
     * @param newState makes the state to replay into, for a given initial balance
     * @throws SimulatorException if the file is no truth log of this account, or is damaged before its last line
     */
    public static TruthLog open(
            Path file, String account, long initialBalanceMicros, LongFunction<VenueState> newState) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return open(channel, file, account, initialBalanceMicros, newState);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new SimulatorException("cannot open the truth log: file=" + file + " cause=" + failure, failure);
        }
    }

    private static TruthLog open(
            FileChannel channel,
            Path file,
            String account,
            long initialBalanceMicros,
            LongFunction<VenueState> newState)
            throws IOException {
        cutUnfinishedLine(channel);
        channel.position(0);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        String header = reader.readLine();
        if (header == null) {
            TruthLog log = new TruthLog(channel, newState.apply(initialBalanceMicros), 1);
            log.line(FORMAT + EventCodec.FIELD + account + EventCodec.FIELD + initialBalanceMicros);
            log.line("run" + EventCodec.FIELD + 1);
            log.flush();
            return log;
        }
        String[] fields = header.split(String.valueOf(EventCodec.FIELD), -1);
        if (fields.length != 3 || !fields[0].equals(FORMAT) || !fields[1].equals(account)) {
            throw new SimulatorException("not a truth log of this account: file=" + file + " account=" + account
                    + " header=" + header + "; choose another directory or the same account");
        }
        VenueState state = newState.apply(Long.parseLong(fields[2]));
        int run = replay(reader, file, state) + 1;
        channel.position(channel.size());
        TruthLog log = new TruthLog(channel, state, run);
        log.line("run" + EventCodec.FIELD + run);
        log.flush();
        return log;
    }

    private static int replay(BufferedReader reader, Path file, VenueState state) throws IOException {
        int runs = 0;
        long lineNumber = 1;
        String line = reader.readLine();
        while (line != null) {
            lineNumber++;
            try {
                if (line.startsWith("run" + EventCodec.FIELD)) {
                    runs++;
                } else {
                    for (String event : line.split(String.valueOf(EventCodec.EVENT), -1)) {
                        state.replay(EventCodec.read(event, state));
                    }
                }
            } catch (IllegalArgumentException malformed) {
                throw new SimulatorException(
                        "truth log is damaged: file=" + file + " line=" + lineNumber + " cause="
                                + malformed.getMessage() + "; restore the file or start with a new directory",
                        malformed);
            }
            line = reader.readLine();
        }
        return runs;
    }

    /** A crash can leave the last line unfinished: nobody was told of it, so it never was. */
    private static void cutUnfinishedLine(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        channel.truncate(end);
    }

    /** The truth as replayed. */
    public VenueState state() {
        return state;
    }

    /** 1 for the first simulator on this directory, then one more each time. */
    public int run() {
        return run;
    }

    @Override
    public void append(List<VenueEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                buffer.append(EventCodec.EVENT);
            }
            EventCodec.write(buffer, events.get(i));
        }
        buffer.append('\n');
        if (buffer.length() >= FLUSH_AT_CHARS) {
            flush();
        }
    }

    private void line(String text) {
        buffer.append(text).append('\n');
    }

    @Override
    public void flush() {
        if (buffer.isEmpty()) {
            return;
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(buffer.toString());
        buffer.setLength(0);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot write the truth log: is the disk full? cause=" + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try (channel) {
            flush();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close the truth log: " + failure.getMessage(), failure);
        }
    }
}
