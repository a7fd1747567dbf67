package io.tollgate.gatekeeper.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command around the simulator: arguments, closing line, exit status. */
@org.jspecify.annotations.NullUnmarked
class TortureCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new TortureCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void closesWithALineForScripts() {
        assertThat(run("--seed", "1", "--seeds", "2")).isZero();
        final String text = out.toString().strip();
        assertThat(text.substring(text.lastIndexOf('\n') + 1))
                .matches(
                        Pattern.compile(
                                "torture: seeds=2 steps=\\d+ operations=\\d+ crashes=\\d+ overspends=0 unjournaled=0 inexact=0"));
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertThat(run("--seeds", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("must be 1 or more", "seeds=0");
    }
}
