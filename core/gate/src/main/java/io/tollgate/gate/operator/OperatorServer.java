package io.tollgate.gate.operator;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Gate;
import io.tollgate.sbe.OperatorAction;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * Takes commands from {@link CommandFile} to BookKeeper, and its answers back. A halt takes effect here, before BookKeeper hears of it: the
 * kill switch must work also where BookKeeper stands still.
 *
 * <p>Threading: {@link #poll} and {@link #close} belong to one thread, which never waits here.
 */
public final class OperatorServer implements AutoCloseable {
    private static final int MOST_IN_FLIGHT = 64;
    private static final long STUCK_NANOS = 1_000_000_000L;

    private record Answered(long commandId, OperatorAnswer answer) {}

    private final Gate gate;
    private final EpochNanoClock clock;
    private final CommandFile file;
    private final ManyToOneRingBuffer commands;
    private final BroadcastTransmitter answers;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[CommandFile.MAX_MESSAGE_BYTES]);
    private final OneToOneConcurrentArrayQueue<Answered> answered = new OneToOneConcurrentArrayQueue<>(MOST_IN_FLIGHT);
    private int inFlight;
    private long consumerPosition;
    private long movedNanos;

    /**
     * Makes the command file of this session.
     *
     * @throws io.tollgate.gate.state.StateException if it cannot be made
     */
    public OperatorServer(Gate gate, Path directory, EpochNanoClock clock) {
        this.gate = gate;
        this.clock = clock;
        this.file = CommandFile.create(directory, ProcessHandle.current().pid());
        this.commands = new ManyToOneRingBuffer(file.commands());
        this.answers = new BroadcastTransmitter(file.answers());
        this.movedNanos = clock.nanoTime();
        file.heartbeat(movedNanos);
    }

    /**
     * Hands over what was asked and what was answered.
     *
     * @return how much there was to do
     */
    public int poll() {
        final long nowNanos = clock.nanoTime();
        file.heartbeat(nowNanos);
        int work = answered.drain(this::transmit);
        inFlight -= work;
        if (inFlight < MOST_IN_FLIGHT) {
            work += commands.read(this::onCommand, MOST_IN_FLIGHT - inFlight);
        }
        unblock(nowNanos);
        return work;
    }

    /** A process that died while it wrote leaves a command that is never finished. */
    private void unblock(long nowNanos) {
        final long position = commands.consumerPosition();
        if (position != consumerPosition || commands.producerPosition() == position) {
            consumerPosition = position;
            movedNanos = nowNanos;
        } else if (nowNanos - movedNanos > STUCK_NANOS && inFlight < MOST_IN_FLIGHT) {
            commands.unblock();
            movedNanos = nowNanos;
        }
    }

    private void onCommand(int type, MutableDirectBuffer buffer, int offset, int length) {
        if (type != CommandFile.COMMAND || length < 2 * Long.BYTES) {
            return;
        }
        final long commandId = CommandFile.commandId(buffer, offset);
        if (CommandFile.deadline(buffer, offset) - clock.nanoTime() < 0) {
            refuse(commandId, "the command is older than its deadline, and was not carried out: give it again");
            return;
        }
        try {
            final OperatorCommand command = CommandFile.decode(buffer, offset, length);
            if (command.action() == OperatorAction.HALT) {
                gate.operator().haltAtOnce();
            }
            inFlight++;
            if (!gate.bookKeeper().offer(k -> answered.offer(new Answered(commandId, k.execute(command))))) {
                inFlight--;
                refuse(commandId, "BookKeeper's inbox is full: give the command again");
            }
        } catch (final IllegalArgumentException e) {
            refuse(commandId, String.valueOf(e.getMessage()));
        } catch (final io.tollgate.gate.feed.FeedSink.InboxClosedException e) {
            inFlight--;
            refuse(commandId, "the gatekeeper is closing: give the command again once it runs");
        }
    }

    private void refuse(long commandId, String text) {
        transmit(new Answered(commandId, new OperatorAnswer(FactResult.INVALID, text)));
    }

    private void transmit(Answered a) {
        answers.transmit(CommandFile.ANSWER, message, 0, CommandFile.encode(a.commandId, a.answer, message));
    }

    @Override
    public void close() {
        file.close();
    }
}
