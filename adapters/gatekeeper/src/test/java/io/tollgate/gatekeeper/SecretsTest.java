package io.tollgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No secret is in anything that is said: secrets are planted as every venue's credentials, and looked for in the log at its lowest level (of this
 * project and of the libraries), in exceptions with their causes, in {@code toString} of what holds them, in the output of commands, and in every file of the
 * state directories. What requests carried (signatures, tokens, assertions, passphrases) is looked for as well.
 */
@Timeout(300)
class SecretsTest {
    /** As much of a secret as must not be seen: a line of a PEM file is longer. */
    private static final int PART = 24;

    @TempDir
    Path folder;

    @Test
    void nothingThatIsSaidOrKeptHoldsASecret() throws Exception {
        final Map<String, String> planted = plant();
        final Path said = folder.resolve("said.txt");
        final Process driver = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(driver.waitFor(280, TimeUnit.SECONDS)).as("the driver ends").isTrue();
        final String all = Files.readString(said);
        final List<String> missing = Stream.of(
                        "secrets driver: done",
                        " TRACE ",
                        " DEBUG ",
                        "***",
                        "exit 2",
                        "\"failure\"",
                        "RefusedException")
                .filter(sign -> !all.contains(sign))
                .toList();
        assertThat(missing)
                .as("what is looked through was said; it ends: %s", all.substring(Math.max(0, all.length() - 2000)))
                .isEmpty();
        for (final String seen : Files.readAllLines(folder.resolve("seen.txt"))) {
            planted.put("seen in a request " + planted.size(), seen);
        }
        assertThat(planted).hasSizeGreaterThan(100);

        final Map<Long, List<String>> beginnings = new HashMap<>();
        planted.keySet().forEach(name -> beginnings
                .computeIfAbsent(beginning(bytes(part(planted.getOrDefault(name, "")))), key -> new ArrayList<>())
                .add(name));
        final List<String> leaks = new ArrayList<>(leaks(said, beginnings, planted));
        for (final String state : List.of("state", "state2")) {
            try (Stream<Path> files = Files.walk(folder.resolve(state))) {
                for (final Path file : files.filter(Files::isRegularFile).toList()) {
                    leaks.addAll(leaks(file, beginnings, planted));
                }
            }
        }
        assertThat(leaks.stream().distinct().limit(20)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long beginning(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** Looks for all of them in one pass, by their first eight bytes. */
    private static List<String> leaks(Path file, Map<Long, List<String>> beginnings, Map<String, String> planted)
            throws IOException {
        final byte[] content = Files.readAllBytes(file);
        final List<String> leaks = new ArrayList<>();
        long word = 0;
        for (int i = 0; i < content.length; i++) {
            word = word << 8 | (content[i] & 0xff);
            final List<String> names = word == 0 ? null : beginnings.get(word);
            if (names == null) {
                continue;
            }
            final int from = i - 7;
            for (final String name : names) {
                final byte[] part = bytes(part(planted.getOrDefault(name, "")));
                if (from + part.length <= content.length
                        && Arrays.equals(part, Arrays.copyOfRange(content, from, from + part.length))) {
                    final int begin = Math.max(0, from - 200);
                    leaks.add(name + " in " + file.getFileName() + ": "
                            + new String(content, begin, from + part.length - begin, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return leaks;
    }

    private static String part(String secret) {
        return secret.length() <= PART ? secret : secret.substring(0, PART);
    }

    private List<String> command() {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dtollgate.stackTraces=true",
                "-cp",
                System.getProperty("java.class.path"),
                SecretsDriver.class.getName(),
                folder.toString()));
        return command;
    }

    private Map<String, String> plant() throws Exception {
        final Map<String, String> planted = new LinkedHashMap<>();
        final Path secrets = Files.createDirectories(folder.resolve("secrets"));
        pem(planted, "rsa", KeyPairGenerator.getInstance("RSA"), 2048, secrets);
        pem(planted, "ed25519", KeyPairGenerator.getInstance("Ed25519"), 255, secrets);
        text(planted, "retail.txt", SecretsDriver.RETAIL_SEED, secrets);
        text(planted, "clob.txt", SecretsDriver.CLOB_SECRET, secrets);
        text(planted, "passphrase.txt", SecretsDriver.CLOB_PASSPHRASE, secrets);
        text(planted, "wallet.key", SecretsDriver.WALLET_KEY, secrets);
        text(planted, "privy.txt", SecretsDriver.PRIVY_SECRET, secrets);
        text(planted, "cut.txt", "plantedCutSecret!!", secrets);
        planted.put("derived secret", SecretsDriver.CLOB_DERIVED_SECRET);
        planted.put("derived passphrase", SecretsDriver.CLOB_DERIVED_PASSPHRASE);
        planted.put("token", EchoVenue.TOKEN);
        planted.put("any signed token", "eyJhbGciOi");
        return planted;
    }

    private static void text(Map<String, String> planted, String file, String secret, Path secrets) throws IOException {
        planted.put(file, secret);
        Files.writeString(secrets.resolve(file), secret + "\n");
    }

    private static void pem(
            Map<String, String> planted, String name, KeyPairGenerator generator, int bits, Path secrets)
            throws IOException {
        generator.initialize(bits);
        final KeyPair pair = generator.generateKeyPair();
        final String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        // the first line says what kind of key it is, and nothing of the key
        final List<String> lines = Arrays.asList(text.split("\n"));
        for (int line = lines.size() > 1 ? 1 : 0; line < lines.size(); line++) {
            if (lines.get(line).length() >= PART) {
                planted.put(name + " line " + line, lines.get(line));
            }
        }
        planted.put(
                name + " in hexadecimal",
                java.util.HexFormat.of()
                        .formatHex(pair.getPrivate().getEncoded())
                        .substring(64));
        Files.writeString(
                secrets.resolve(name + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }
}
