package io.tollgate.simulator.rest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket (RFC 6455), server's side: text messages of up to 64 KiB in single frames, ping, pong and close; no fragments, no
 * extensions. What it is to send waits in a bounded queue; a client that does not read is cut off.
 */
public final class SocketConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int MOST_MESSAGE_BYTES = 64 * 1024;
    private static final int MOST_WAITING = 10_000;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int OPCODE = 0x0f;

    /** What is to be sent. */
    private static final class Frame {
        private final int opcode;
        private final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }
    }

    private final Socket socket;
    private final BiFunction<String, Map<String, String>, @Nullable String> refusal;
    private final BiConsumer<SocketConnection, String> heard;
    private final Consumer<SocketConnection> ended;
    private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    // Set by the venue's thread and by the reader.
    private volatile @Nullable String requestId;
    /** Venue thread only. */
    private int nextEntry;

    /**
     * Serves an accepted socket; {@link #start} begins.
     *
     * @param refusal of path and headers (names in lower case): why the handshake is refused, or null
     * @param heard gets each text message, on the reader's thread
     * @param ended is told when it is over
     */
    public SocketConnection(
            Socket socket,
            BiFunction<String, Map<String, String>, @Nullable String> refusal,
            BiConsumer<SocketConnection, String> heard,
            Consumer<SocketConnection> ended) {
        this.socket = socket;
        this.refusal = refusal;
        this.heard = heard;
        this.ended = ended;
    }

    /** Begins to read, on a thread of its own. */
    public void start() {
        run(this::read, "simulator-socket-read");
    }

    private static void run(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Nullable
    String requestId() {
        return requestId;
    }

    int nextEntry() {
        return nextEntry;
    }

    void nextEntry(int index) {
        nextEntry = index;
    }

    void subscribe(String id, int fromEntry) {
        nextEntry = fromEntry;
        requestId = id;
    }

    void unsubscribe(String id) {
        if (id.equals(requestId)) {
            requestId = null;
        }
    }

    /** Any thread; never waits. */
    public void send(String text) {
        put(new Frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    private void put(Frame frame) {
        if (!waiting.offer(frame)) {
            LOG.warn("a WebSocket client does not read: cut off");
            close();
        }
    }

    private void read() {
        try {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            if (!shakeHands(in)) {
                return;
            }
            run(this::write, "simulator-socket-write");
            while (frame(in)) {
                // until the client closes
            }
        } catch (IOException gone) {
            LOG.debug("a WebSocket ended", gone);
        } finally {
            close();
            ended.accept(this);
        }
    }

    private boolean shakeHands(DataInputStream in) throws IOException {
        String[] request = line(in).split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String key = headers.get("sec-websocket-key");
        String refused =
                request.length < 2 || key == null ? "not a WebSocket handshake" : refusal.apply(request[1], headers);
        OutputStream out = socket.getOutputStream();
        if (refused != null) {
            String body = "Unauthorized - " + refused + "\n";
            out.write(("HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return false;
        }
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(String.valueOf(key)) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MOST_HEADER_BYTES) {
                throw new EOFException("no whole handshake");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** RFC 6455 wants SHA-1 here; it is no secret. */
    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
    }

    /** Reads one frame; false at the end. */
    private boolean frame(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if ((second & FIN) == 0 || (first & FIN) == 0 || length < 0 || length > MOST_MESSAGE_BYTES) {
            throw new IOException(
                    "a client's frame must be masked, whole and at most " + MOST_MESSAGE_BYTES + " bytes");
        }
        byte[] mask = new byte[4];
        in.readFully(mask);
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        switch (first & OPCODE) {
            case TEXT -> heard.accept(this, new String(payload, StandardCharsets.UTF_8));
            case PING -> put(new Frame(PONG, payload));
            case CLOSE -> {
                put(new Frame(CLOSE, payload));
                return false;
            }
            default -> LOG.debug("a frame was ignored: opcode={}", first & OPCODE);
        }
        return true;
    }

    private void write() {
        try {
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                Frame frame = waiting.take();
                out.write(bytes(frame));
                out.flush();
                if (frame.opcode == CLOSE) {
                    return;
                }
            }
        } catch (IOException gone) {
            LOG.debug("a WebSocket cannot be written to", gone);
            close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(Frame frame) {
        int length = frame.payload.length;
        int head = length < 126 ? 2 : length < 1 << 16 ? 4 : 10;
        byte[] bytes = new byte[head + length];
        bytes[0] = (byte) (FIN | frame.opcode);
        if (head == 2) {
            bytes[1] = (byte) length;
        } else if (head == 4) {
            bytes[1] = 126;
            bytes[2] = (byte) (length >>> 8);
            bytes[3] = (byte) length;
        } else {
            bytes[1] = 127;
            for (int i = 0; i < 4; i++) {
                bytes[6 + i] = (byte) (length >>> (24 - 8 * i));
            }
        }
        System.arraycopy(frame.payload, 0, bytes, head, length);
        return bytes;
    }

    /** Any thread. */
    @Override
    public void close() {
        // wakes the writer, which then sees that the socket is closed
        waiting.offer(new Frame(CLOSE, new byte[0]));
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.debug("a WebSocket could not be closed", failure);
        }
    }
}
