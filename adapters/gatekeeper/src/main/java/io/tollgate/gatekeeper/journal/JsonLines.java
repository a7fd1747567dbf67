package io.tollgate.gatekeeper.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.tollgate.journal.FieldVisitor;
import io.tollgate.journal.Messages;
import io.tollgate.journal.RecordFields;
import io.tollgate.journal.RecordPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.agrona.DirectBuffer;

/** Records as JSON, one object a line, with the schema's names and integers. One thread. */
final class JsonLines implements AutoCloseable {
    private final RecordFields fields = new RecordFields();
    private final JsonGenerator generator;
    private final Fields visitor = new Fields();

    JsonLines(Writer out) throws IOException {
        this.generator = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(out)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    void write(
            int ringId,
            long sequence,
            int templateId,
            long timeNanos,
            DirectBuffer buffer,
            int offset,
            long batchTimeNanos) {
        try {
            generator.writeStartObject();
            generator.writeStringField("time", RecordPrinter.time(timeNanos));
            generator.writeNumberField("ring", ringId);
            generator.writeNumberField("sequence", sequence);
            generator.writeStringField("type", Messages.name(templateId));
            fields.visit(buffer, offset, visitor);
            generator.writeNumberField("batchNanos", batchTimeNanos);
            generator.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }

    private final class Fields implements FieldVisitor {
        @Override
        public void number(String name, long value) {
            try {
                generator.writeNumberField(name, value);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void time(String name, long epochNanos) {
            number(name, epochNanos);
        }

        @Override
        public void amount(String name, long value) {
            number(name, value);
        }

        @Override
        public void price(String name, long value) {
            number(name, value);
        }

        @Override
        public void size(String name, long value) {
            number(name, value);
        }

        @Override
        public void text(String name, String value) {
            try {
                generator.writeStringField(name, value);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void flag(String name, boolean value) {
            try {
                generator.writeBooleanField(name, value);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
