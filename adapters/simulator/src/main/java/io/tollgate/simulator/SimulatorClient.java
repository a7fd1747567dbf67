package io.tollgate.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Drives a simulator that runs as a process of its own, found by the {@code simulator.json} in its directory. Thread-safe. */
public final class SimulatorClient implements VenueControl {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SimulatorFile file;
    private final VenueCredentials credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private SimulatorClient(SimulatorFile file, VenueCredentials credentials) {
        this.file = file;
        this.credentials = credentials;
    }

    /**
     * Connects to the simulator of a directory.
     *
     * @throws SimulatorException if none is running there
     */
    public static SimulatorClient connect(Path directory) {
        SimulatorFile file = SimulatorFile.read(directory);
        SimulatorClient client = new SimulatorClient(file, VenueCredentials.inDirectory(directory));
        client.truth();
        return client;
    }

    /** The simulator's process. */
    public long pid() {
        return file.pid();
    }

    @Override
    public VenueEndpoints endpoints() {
        return file.endpoints();
    }

    @Override
    public VenueCredentials credentials() {
        return credentials;
    }

    @Override
    public VenueTruth truth() {
        try {
            return Http.JSON.readValue(text(request("truth").GET().build()), VenueTruth.class);
        } catch (JsonProcessingException malformed) {
            throw new SimulatorException("the simulator's truth cannot be read: is it of another version?", malformed);
        }
    }

    @Override
    public void audit(Consumer<OrderAudit> consumer) {
        HttpRequest request =
                request("orders").GET().timeout(Duration.ofMinutes(2)).build();
        HttpResponse<Stream<String>> response = send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new SimulatorException("the simulator refused: status=" + response.statusCode());
            }
            lines.forEach(line -> consumer.accept(order(line)));
        }
    }

    private static OrderAudit order(String line) {
        try {
            return Http.JSON.readValue(line, OrderAudit.class);
        } catch (JsonProcessingException malformed) {
            throw new SimulatorException("an order of the audit cannot be read: was it cut off?", malformed);
        }
    }

    @Override
    public String deposit(long amountMicros) {
        return post("deposit", Map.of("amountMicros", amountMicros))
                .path("entryId")
                .asText();
    }

    @Override
    public String withdraw(long amountMicros) {
        return post("withdraw", Map.of("amountMicros", amountMicros))
                .path("entryId")
                .asText();
    }

    @Override
    public void hiddenCredit(long amountMicros) {
        post("hidden-credit", Map.of("amountMicros", amountMicros));
    }

    @Override
    public void hiddenDebit(long amountMicros) {
        post("hidden-debit", Map.of("amountMicros", amountMicros));
    }

    @Override
    public void list(InstrumentSpec spec) {
        post(
                "list",
                Map.of(
                        "symbol", spec.symbol(),
                        "priceScale", spec.priceScale(),
                        "quantityScale", spec.quantityScale(),
                        "tick", spec.tick()));
    }

    @Override
    public void resolve(String symbol, long payoutPrice) {
        post("resolve", Map.of("symbol", symbol, "payoutPrice", payoutPrice));
    }

    @Override
    public void bust(String execId) {
        post("bust", Map.of("execId", execId));
    }

    @Override
    public String fill(String clordId, long quantity, long price) {
        return post("fill", Map.of("clordId", clordId, "quantity", quantity, "price", price))
                .path("execId")
                .asText();
    }

    @Override
    public void cancelUnsolicited(String clordId) {
        post("cancel", Map.of("clordId", clordId));
    }

    @Override
    public Faults faults() {
        return new Faults() {
            @Override
            public void inject(Fault fault) {
                post(
                        "fault",
                        Map.of(
                                "kind", fault.kind().name(),
                                "count", fault.count(),
                                "forMillis", fault.forMillis(),
                                "value", fault.value()));
            }

            @Override
            public void clear() {
                post("clear-faults", Map.of());
            }
        };
    }

    private JsonNode post(String operation, Map<String, ?> body) {
        try {
            String json = Http.JSON.writeValueAsString(body);
            return Http.JSON.readTree(text(request(operation)
                    .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                    .build()));
        } catch (JsonProcessingException malformed) {
            throw new SimulatorException("the simulator's answer cannot be read: operation=" + operation, malformed);
        }
    }

    private HttpRequest.Builder request(String operation) {
        return HttpRequest.newBuilder(URI.create(file.restUrl() + "/simulator/" + operation))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Simulator-Token", file.controlToken());
    }

    private String text(HttpRequest request) {
        HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new SimulatorException(message(response.body()));
        }
        return response.body();
    }

    private static String message(String body) {
        try {
            @Nullable JsonNode error = Http.JSON.readTree(body).get("error");
            return error == null ? body : error.asText();
        } catch (JsonProcessingException noJson) {
            return body;
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw new SimulatorException(
                    "the simulator does not answer: url=" + request.uri() + " pid=" + file.pid() + " cause=" + failure,
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SimulatorException("interrupted while waiting for the simulator", interrupted);
        }
    }

    /** Forgets the connection; the simulator goes on. */
    @Override
    public void close() {
        // the HTTP client's threads end with it
    }
}
