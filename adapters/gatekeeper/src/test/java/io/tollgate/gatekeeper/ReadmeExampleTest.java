package io.tollgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and what it links to is there. */
class ReadmeExampleTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern EXAMPLE = Pattern.compile("<!-- example -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");

    @TempDir
    Path directory;

    @Test
    void theExampleCompiles() throws IOException {
        final Matcher example = EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(example.find()).isTrue();
        final Path source = directory.resolve("ReadmeExample.java");
        Files.writeString(source, """
                import io.tollgate.embedded.Gatekeeper;
                import io.tollgate.gate.*;
                import io.tollgate.gate.money.*;
                import io.tollgate.polymarketus.*;
                import java.nio.file.Path;
                class ReadmeExample {
                    void run(String account, ExchangeConfig exchangeConfig, RetailConfig retailConfig, long orderKey, Object order) {
                %s
                    }
                    void send(Object order) {}
                    void log(String text) {}
                }
                """.formatted(example.group(1)));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
            final boolean compiled = compiler.getTask(
                            null,
                            files,
                            diagnostics,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    directory.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(diagnostics.getDiagnostics().toString()).isTrue();
        }
    }

    @Test
    void everyLinkOfTheDocumentsLeadsSomewhere() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            final List<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
            for (final Path page : pages) {
                final Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(page.resolveSibling(link.group(1)))
                            .as("link in %s", page)
                            .exists();
                }
            }
        }
    }
}
