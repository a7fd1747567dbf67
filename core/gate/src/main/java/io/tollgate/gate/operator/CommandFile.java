package io.tollgate.gate.operator;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.state.MappedFile;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.OperatorAction;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * {@code commands.dat}: how another process gives commands. Made anew by each session of a gatekeeper.
 *
 * <pre>
 *     0  magic, layout version
 *    64  heartbeat: epoch nanoseconds of the server's last look    server
 *   128  process id                                                server, once
 *  4096  commands: many-to-one ring of 64 KiB                      any process; the server reads
 *        answers:  broadcast of 64 KiB                             server; whoever waits reads
 * </pre>
 *
 * <p>A command is dropped unread if it is older than its deadline: a command that nobody waits for any more is not carried out.
 */
final class CommandFile implements AutoCloseable {
    /** The file in a state directory. */
    static final String NAME = "commands.dat";

    static final int COMMAND = 1;
    static final int ANSWER = 2;
    static final int MAX_MESSAGE_BYTES = 1024;

    private static final long MAGIC = 0x444d4d4f434c4f54L;
    private static final int VERSION = 1;
    private static final int HEARTBEAT = 64;
    private static final int PID = 128;
    private static final int HEADER_BYTES = 4096;
    private static final int DATA_BYTES = 64 * 1024;
    private static final int COMMANDS_BYTES = DATA_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
    private static final int ANSWERS_BYTES = DATA_BYTES + BroadcastBufferDescriptor.TRAILER_LENGTH;

    private static final int COMMAND_ID = 0;
    private static final int DEADLINE = 8;
    private static final int RESERVATION = 16;
    private static final int EXEC = 24;
    private static final int QUANTITY = 32;
    private static final int PRICE = 40;
    private static final int AMOUNT = 48;
    private static final int BALANCE = 56;
    private static final int ACTION = 60;
    private static final int CODE = 8;
    private static final int ANSWER_TEXT = 12;
    private static final int TEXTS = 64;

    private final MappedFile file;
    private final UnsafeBuffer buffer;

    private CommandFile(MappedFile file) {
        this.file = file;
        this.buffer = file.buffer();
    }

    /** Makes the file anew. */
    static CommandFile create(Path directory, long pid) {
        final Path path = directory.resolve(NAME);
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new StateException(
                    "state directory must be writable: path=" + path + " (" + e + "): check owner and mount", e);
        }
        final CommandFile made = new CommandFile(
                MappedFile.openOrCreate(path, MAGIC, VERSION, HEADER_BYTES + COMMANDS_BYTES + (long) ANSWERS_BYTES));
        made.buffer.putLong(PID, pid);
        return made;
    }

    /** Opens the file of a session that runs or ran. */
    static CommandFile open(Path directory) {
        return new CommandFile(MappedFile.open(directory.resolve(NAME), MAGIC, VERSION));
    }

    AtomicBuffer commands() {
        return new UnsafeBuffer(buffer, HEADER_BYTES, COMMANDS_BYTES);
    }

    AtomicBuffer answers() {
        return new UnsafeBuffer(buffer, HEADER_BYTES + COMMANDS_BYTES, ANSWERS_BYTES);
    }

    void heartbeat(long epochNanos) {
        buffer.putLongRelease(HEARTBEAT, epochNanos);
    }

    /** Epoch nanoseconds of the server's last look, or 0. */
    long heartbeat() {
        return buffer.getLongAcquire(HEARTBEAT);
    }

    long pid() {
        return buffer.getLong(PID);
    }

    /** Returns the length. */
    static int encode(OperatorCommand command, long deadlineEpochNanos, MutableDirectBuffer to) {
        to.putLong(COMMAND_ID, command.commandId(), ByteOrder.LITTLE_ENDIAN);
        to.putLong(DEADLINE, deadlineEpochNanos, ByteOrder.LITTLE_ENDIAN);
        to.putLong(RESERVATION, command.reservationId(), ByteOrder.LITTLE_ENDIAN);
        to.putLong(EXEC, command.execId(), ByteOrder.LITTLE_ENDIAN);
        to.putLong(QUANTITY, command.quantity(), ByteOrder.LITTLE_ENDIAN);
        to.putLong(PRICE, command.price(), ByteOrder.LITTLE_ENDIAN);
        to.putLong(AMOUNT, command.amount(), ByteOrder.LITTLE_ENDIAN);
        to.putInt(BALANCE, command.balanceId(), ByteOrder.LITTLE_ENDIAN);
        to.putInt(ACTION, command.action().value(), ByteOrder.LITTLE_ENDIAN);
        final int who = to.putStringAscii(TEXTS, command.who(), ByteOrder.LITTLE_ENDIAN);
        return TEXTS + who + to.putStringAscii(TEXTS + who, command.why(), ByteOrder.LITTLE_ENDIAN);
    }

    static long commandId(DirectBuffer from, int at) {
        return from.getLong(at + COMMAND_ID, ByteOrder.LITTLE_ENDIAN);
    }

    static long deadline(DirectBuffer from, int at) {
        return from.getLong(at + DEADLINE, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * What another process wrote, which may be anything.
     *
     * @throws IllegalArgumentException if it is no command
     */
    static OperatorCommand decode(DirectBuffer from, int at, int length) {
        if (length < TEXTS + 2 * Integer.BYTES) {
            throw new IllegalArgumentException("a command has " + TEXTS + " bytes and two texts: bytes=" + length);
        }
        final String who = text(from, at, TEXTS, length);
        return new OperatorCommand(
                commandId(from, at),
                OperatorAction.get((short) from.getInt(at + ACTION, ByteOrder.LITTLE_ENDIAN)),
                from.getInt(at + BALANCE, ByteOrder.LITTLE_ENDIAN),
                from.getLong(at + RESERVATION, ByteOrder.LITTLE_ENDIAN),
                from.getLong(at + EXEC, ByteOrder.LITTLE_ENDIAN),
                from.getLong(at + QUANTITY, ByteOrder.LITTLE_ENDIAN),
                from.getLong(at + PRICE, ByteOrder.LITTLE_ENDIAN),
                from.getLong(at + AMOUNT, ByteOrder.LITTLE_ENDIAN),
                who,
                text(from, at, TEXTS + Integer.BYTES + who.length(), length));
    }

    private static String text(DirectBuffer from, int at, int offset, int length) {
        final int bytes = offset + Integer.BYTES <= length ? from.getInt(at + offset, ByteOrder.LITTLE_ENDIAN) : -1;
        if (bytes < 0 || bytes > length - offset - Integer.BYTES) {
            throw new IllegalArgumentException("a command's text must be in it: text bytes=" + bytes);
        }
        return from.getStringWithoutLengthAscii(at + offset + Integer.BYTES, bytes);
    }

    static int encode(long commandId, OperatorAnswer answer, MutableDirectBuffer to) {
        to.putLong(COMMAND_ID, commandId, ByteOrder.LITTLE_ENDIAN);
        to.putInt(CODE, answer.result().code(), ByteOrder.LITTLE_ENDIAN);
        final String text = answer.text();
        final int room = MAX_MESSAGE_BYTES - ANSWER_TEXT - Integer.BYTES;
        return ANSWER_TEXT
                + to.putStringAscii(
                        ANSWER_TEXT, text.length() > room ? text.substring(0, room) : text, ByteOrder.LITTLE_ENDIAN);
    }

    static OperatorAnswer answer(DirectBuffer from, int at) {
        return new OperatorAnswer(
                FactResult.of(from.getInt(at + CODE, ByteOrder.LITTLE_ENDIAN)),
                from.getStringAscii(at + ANSWER_TEXT, ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public void close() {
        file.close();
    }
}
