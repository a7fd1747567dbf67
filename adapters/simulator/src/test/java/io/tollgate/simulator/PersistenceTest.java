package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PersistenceTest {
    @TempDir
    Path directory;

    private SimulatorConfig config() {
        return TestClient.config().directory(directory).build();
    }

    private static List<OrderAudit> audit(VenueControl simulator) {
        List<OrderAudit> orders = new ArrayList<>();
        simulator.audit(orders::add);
        return orders;
    }

    /** Sends orders and waits until the venue has decided on all of them. */
    private static void trade(VenueSimulator simulator, String prefix) {
        try (TestClient client = new TestClient(simulator)) {
            var stream = client.subscribeOrders(CreateOrderSubscriptionRequest.getDefaultInstance());
            stream.next();
            for (int i = 0; i < 20; i++) {
                client.orders()
                        .insertOrder(client.order(prefix + i, i % 3 == 0 ? Side.SIDE_SELL : Side.SIDE_BUY, 500, 100 + i)
                                .build());
            }
            int decided = 0;
            while (decided < 20) {
                decided += ((CreateOrderSubscriptionResponse) stream.next())
                        .getUpdate()
                        .getExecutionsCount();
            }
        }
    }

    @Test
    void aLaterSimulatorGoesOnWhereTheFirstStood() {
        VenueTruth before;
        List<OrderAudit> ordersBefore;
        try (VenueSimulator first = VenueSimulator.start(config())) {
            trade(first, "first-");
            String execId = first.fill("first-1", 50, 490);
            first.fill("first-2", 1_000, 500);
            first.bust(execId);
            first.cancelUnsolicited("first-4");
            first.deposit(1_234_567);
            first.withdraw(7);
            first.hiddenCredit(11);
            first.resolve("sim-event-d", 1000);
            before = first.truth();
            ordersBefore = audit(first);
        }
        try (VenueSimulator second = VenueSimulator.start(config())) {
            assertThat(second.truth()).isEqualTo(before);
            assertThat(audit(second)).isEqualTo(ordersBefore);

            trade(second, "second-");
            Set<String> ids = new HashSet<>();
            assertThat(audit(second)).hasSize(40).allMatch(order -> ids.add(order.orderId()));
            assertThatThrownBy(() -> second.resolve("sim-event-d", 0)).hasMessageContaining("resolved already");
        }
    }

    @Test
    void dropsALineThatACrashLeftUnfinished() throws IOException {
        VenueTruth before;
        try (VenueSimulator first = VenueSimulator.start(config())) {
            first.deposit(5_000_000);
            before = first.truth();
        }
        Files.writeString(directory.resolve("truth.log"), "cash\t99\tbl_x", StandardOpenOption.APPEND);

        try (VenueSimulator second = VenueSimulator.start(config())) {
            assertThat(second.truth()).isEqualTo(before);
        }
    }

    @Test
    void refusesADamagedOrForeignLog() throws IOException {
        Path log = directory.resolve("truth.log");
        Files.writeString(log, "something else\n");
        assertThatThrownBy(() -> VenueSimulator.start(config()))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("not a truth log of this account");
        Files.delete(log);
        VenueSimulator.start(config()).close();
        Files.writeString(log, "nonsense\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> VenueSimulator.start(config())).hasMessageContaining("truth log is damaged: file=");
    }

    @Test
    void refusesASecondSimulatorOnTheDirectory() {
        try (VenueSimulator first = VenueSimulator.start(config())) {
            assertThat(first.truth().balanceMicros()).isPositive();
            assertThatThrownBy(() -> VenueSimulator.start(config()))
                    .isInstanceOf(SimulatorException.class)
                    .hasMessageContaining("another simulator uses this directory")
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesAPortInUseAndAForeignAddress() {
        try (VenueSimulator first = VenueSimulator.start(TestClient.config().build())) {
            assertThatThrownBy(() -> VenueSimulator.start(
                            TestClient.config().ports(first.grpcPort(), 0).build()))
                    .hasMessageContaining("cannot listen for gRPC")
                    .hasMessageContaining("port=" + first.grpcPort());
            assertThatThrownBy(() -> VenueSimulator.start(
                            TestClient.config().ports(0, first.httpPort()).build()))
                    .hasMessageContaining("cannot listen for HTTP")
                    .hasMessageContaining("port=" + first.httpPort());
        }
        assertThatThrownBy(() ->
                        VenueSimulator.start(TestClient.config().host("0.0.0.0").build()))
                .hasMessageContaining("loopback only");
    }

    @Test
    void keepsSecretsToItsOwner() throws IOException {
        SimulatorConfig own = SimulatorConfig.builder().directory(directory).build();
        try (VenueSimulator simulator = VenueSimulator.start(own);
                TestClient client = new TestClient(simulator)) {
            assertThat(client.balances().statusCode()).isEqualTo(200);
            for (String file : List.of("simulator.json", "client.pem", "retail.seed")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(directory.resolve("simulator.json")).doesNotExist();
        try (VenueSimulator again = VenueSimulator.start(own);
                TestClient client = new TestClient(again)) {
            assertThat(client.balances().statusCode()).as("the same keys").isEqualTo(200);
        }
    }

    @Test
    void runsAsAProcessThatOutlivesItsClientsAndEndsByItself() throws Exception {
        List<String> arguments =
                List.of("--idle-exit-seconds", "3", "--balance", "500", "--behaviour", "filledAtOnce=600");
        // loads what the test's own client needs, so that the simulator is not idle meanwhile
        assertThat(TestClient.CREDENTIALS).isNotNull();
        long pid;
        try (SimulatorClient simulator = SimulatorProcess.connectOrStart(
                        directory, List.of("-Xmx128m"), arguments, Duration.ofSeconds(60));
                TestClient client = new TestClient(simulator)) {
            pid = simulator.pid();
            assertThat(simulator.truth().balanceMicros()).isEqualTo(500_000_000);
            client.orders()
                    .insertOrder(client.order("o1", Side.SIDE_BUY, 500, 100).build());
            simulator.deposit(5_000_000);
            simulator.list(InstrumentSpec.of("another"));
            simulator.faults().dropLedgerStream(1);
            simulator.faults().clear();
            assertThatThrownBy(() -> simulator.withdraw(900_000_000))
                    .isInstanceOf(SimulatorException.class)
                    .hasMessageContaining("USD available, requested 900");
            assertThat(audit(simulator)).extracting(OrderAudit::firstClordId).containsExactly("o1");
            try (SimulatorClient second =
                    SimulatorProcess.connectOrStart(directory, List.of(), List.of(), Duration.ofSeconds(60))) {
                assertThat(second.pid()).isEqualTo(pid);
            }
            int status = new CommandLine(new SimulatorMain(
                            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)))
                    .execute("--dir", directory.toString());
            assertThat(status).as("the directory is taken").isEqualTo(SimulatorMain.DIRECTORY_IN_USE);
        }

        ProcessHandle.of(pid).ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(40)));
        try (VenueSimulator later = VenueSimulator.start(
                SimulatorConfig.builder().directory(directory).build())) {
            assertThat(later.truth().counts().deposits()).isEqualTo(1);
            assertThat(later.truth().counts().inserted()).isEqualTo(1);
        }
    }

    @Test
    void aKilledSimulatorRemembersWhatItsClientsWereTold() {
        long pid;
        try (SimulatorClient simulator = SimulatorProcess.connectOrStart(
                        directory, List.of("-Xmx128m"), List.of("--balance", "500"), Duration.ofSeconds(60));
                TestClient client = new TestClient(simulator)) {
            pid = simulator.pid();
            var stream = client.subscribeLedger(client.ledgerRequest()
                    .setResumeTime(Timestamp.getDefaultInstance())
                    .build());
            String id = simulator.deposit(5_000_000);
            assertThat(stream.nextEntry().getId()).isEqualTo(id);
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            process.destroyForcibly();
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20));
        }

        assertThat(directory.resolve("simulator.json")).as("left behind").exists();
        assertThatThrownBy(() -> SimulatorClient.connect(directory))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("does not answer");
        try (VenueSimulator later = VenueSimulator.start(
                SimulatorConfig.builder().directory(directory).build())) {
            assertThat(later.truth().balanceMicros()).isEqualTo(505_000_000);
        }
    }

    @Test
    void saysWhyAProcessDidNotStart() {
        assertThatThrownBy(() -> SimulatorProcess.connectOrStart(
                        directory, List.of(), List.of("--behaviour", "rejected=2000"), Duration.ofSeconds(60)))
                .hasMessageContaining("status=2")
                .hasMessageContaining("shares must be 0 to 1000 per mille");
    }

    @Test
    void isIdleOnlyWhenNobodyHasBeenThereForTheWholeTime() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        AtomicInteger connections = new AtomicInteger();
        AtomicLong lastRequest = new AtomicLong(nanos.get());
        long idle = TimeUnit.SECONDS.toNanos(60);
        IdleWatch watch = new IdleWatch(idle, nanos::get, connections::get, lastRequest::get);

        nanos.addAndGet(idle - 1);
        assertThat(watch.expired()).isFalse();
        connections.set(1);
        nanos.addAndGet(10 * idle);
        assertThat(watch.expired()).isFalse();
        connections.set(0);
        nanos.addAndGet(idle - 1);
        lastRequest.set(nanos.get());
        nanos.addAndGet(1);
        assertThat(watch.expired()).as("a request came").isFalse();
        nanos.addAndGet(idle - 2);
        assertThat(watch.expired()).isFalse();
        nanos.addAndGet(1);
        assertThat(watch.expired()).isTrue();
    }
}
