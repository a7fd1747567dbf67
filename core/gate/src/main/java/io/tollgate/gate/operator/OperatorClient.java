package io.tollgate.gate.operator;

import io.tollgate.gate.state.StateException;
import java.nio.file.Path;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.CopyBroadcastReceiver;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands to a gatekeeper that runs in another process, through the files of its state directory.
 *
 * <p>Threading: one thread. Several clients may be at work at once.
 */
public final class OperatorClient implements AutoCloseable {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Path directory;
    private final EpochNanoClock clock;
    private final IdleStrategy idle;
    private final CommandFile file;
    private final ManyToOneRingBuffer commands;
    private final CopyBroadcastReceiver answers;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[CommandFile.MAX_MESSAGE_BYTES]);
    private @Nullable OperatorAnswer answer;

    /**
     * Opens the command file.
     *
     * @param directory the state directory
     * @param clock time since the epoch, the same as the gatekeeper's
     * @param idle how to wait
     * @throws StateException if no gatekeeper ever made one there, or it may not be written
     */
    public OperatorClient(Path directory, EpochNanoClock clock, IdleStrategy idle) {
        this.directory = directory;
        this.clock = clock;
        this.idle = idle;
        this.file = CommandFile.open(directory);
        this.commands = new ManyToOneRingBuffer(file.commands());
        this.answers = new CopyBroadcastReceiver(new BroadcastReceiver(file.answers()));
    }

    /**
     * Gives a command and waits for the answer.
     *
     * @param command with a number of its own, which nobody else waits for
     * @param timeoutNanos how long to wait; a command that nobody took until then is not carried out
     * @throws StateException if no gatekeeper takes or answers it in time
     */
    public OperatorAnswer execute(OperatorCommand command, long timeoutNanos) {
        final long deadline = clock.nanoTime() + timeoutNanos;
        final int length = CommandFile.encode(command, deadline, message);
        answer = null;
        while (!commands.write(CommandFile.COMMAND, message, 0, length)) {
            await(deadline, command);
        }
        while (true) {
            answers.receive((type, buffer, offset, bytes) -> {
                if (type == CommandFile.ANSWER && CommandFile.commandId(buffer, offset) == command.commandId()) {
                    answer = CommandFile.answer(buffer, offset);
                }
            });
            final OperatorAnswer received = answer;
            if (received != null) {
                return received;
            }
            await(deadline, command);
        }
    }

    private void await(long deadline, OperatorCommand command) {
        final long now = clock.nanoTime();
        if (now - deadline > 0) {
            throw new StateException("no gatekeeper answered " + command.action() + " on " + directory
                    + ": is it running? last heartbeat " + age(now) + " ago (pid " + file.pid()
                    + "); the journal shows whether the command was carried out");
        }
        idle.idle();
    }

    /** How old the gatekeeper's last sign of life is, for people. */
    private String age(long nowNanos) {
        final long nanos = Math.max(0, nowNanos - file.heartbeat());
        return nanos / SECOND_NANOS + "." + nanos % SECOND_NANOS / (SECOND_NANOS / 10) + " s";
    }

    @Override
    public void close() {
        file.close();
    }
}
