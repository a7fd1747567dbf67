package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionNumberTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void countsFromOneAndNeverRepeats() {
        final Path state = directory.resolve("new");

        assertThat(SessionNumber.next(state)).isEqualTo(1);
        assertThat(SessionNumber.next(state)).isEqualTo(2);
        assertThat(SessionNumber.next(state)).isEqualTo(3);
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Files.writeString(directory.resolve(SessionNumber.FILE), "seven\n");

        assertThatThrownBy(() -> SessionNumber.next(directory))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("seven")
                .hasMessageContaining(SessionNumber.FILE);
    }
}
