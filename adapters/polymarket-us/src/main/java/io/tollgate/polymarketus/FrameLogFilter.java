package io.tollgate.polymarketus;

import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLogLevel;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLogger;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps bearer tokens out of the log: gRPC's transport logs every frame with its headers at DEBUG. Its loggers go to SLF4J, as they do by
 * themselves where SLF4J is there, except that the two that log frames never log below INFO. Concerns gRPC's own copy of Netty in this process.
 */
final class FrameLogFilter extends InternalLoggerFactory {
    private static final String FRAMES = "io.grpc.netty.shaded.io.grpc.netty.Netty";
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private FrameLogFilter() {}

    /** Before the first connection; again it does nothing. */
    static void install() {
        if (INSTALLED.compareAndSet(false, true)) {
            InternalLoggerFactory.setDefaultFactory(new FrameLogFilter());
        }
    }

    @Override
    protected InternalLogger newInstance(String name) {
        org.slf4j.Logger logger = LoggerFactory.getLogger(name);
        boolean frames = name.startsWith(FRAMES);
        return (InternalLogger) Proxy.newProxyInstance(
                FrameLogFilter.class.getClassLoader(),
                new Class<?>[] {InternalLogger.class},
                (proxy, method, arguments) -> call(logger, frames, proxy, method.getName(), arguments));
    }

    private static @Nullable Object call(
            org.slf4j.Logger logger, boolean frames, Object proxy, String what, Object @Nullable [] arguments) {
        switch (what) {
            case "name", "toString" -> {
                return logger.getName();
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "isEnabled" -> {
                return arguments != null && isEnabled(logger, frames, level(((InternalLogLevel) arguments[0]).name()));
            }
            default -> {
                if (what.startsWith("is")) {
                    return isEnabled(logger, frames, level(what.substring(2, what.length() - "Enabled".length())));
                }
            }
        }
        if (arguments != null) {
            boolean isNamed = arguments[0] instanceof InternalLogLevel;
            Level level = level(isNamed ? ((InternalLogLevel) arguments[0]).name() : what);
            if (isEnabled(logger, frames, level)) {
                log(logger, level, arguments, isNamed ? 1 : 0);
            }
        }
        return null;
    }

    private static Level level(String name) {
        return Level.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    private static boolean isEnabled(org.slf4j.Logger logger, boolean frames, Level level) {
        return logger.isEnabledForLevel(level) && !(frames && level.toInt() < Level.INFO.toInt());
    }

    /** Message and arguments, one by one or in an array, of which the last may be what was thrown; or that alone. */
    private static void log(org.slf4j.Logger logger, Level level, Object[] arguments, int first) {
        LoggingEventBuilder event = logger.atLevel(level);
        if (arguments[first] instanceof Throwable thrown) {
            event.setCause(thrown).log(String.valueOf(thrown));
            return;
        }
        Object[] values;
        if (arguments.length == first + 2 && arguments[first + 1] instanceof Object[] array) {
            values = array;
        } else {
            values = java.util.Arrays.copyOfRange(arguments, first + 1, arguments.length);
        }
        FormattingTuple text = MessageFormatter.arrayFormat(String.valueOf(arguments[first]), values);
        Throwable thrown = text.getThrowable();
        (thrown == null ? event : event.setCause(thrown)).log(String.valueOf(text.getMessage()));
    }
}
