package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.simulator.TestClient.Received;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final long CENT = 10_000;

    private final VenueSimulator simulator = VenueSimulator.start(
            TestClient.config().publishMicros(0).heartbeatMillis(20).build());
    private final TestClient client = new TestClient(simulator);
    private final Faults faults = simulator.faults();

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private Received<CreateBalanceLedgerSubscriptionResponse> ledger() {
        return client.subscribeLedger(client.ledgerRequest()
                .setResumeTime(Timestamp.getDefaultInstance())
                .build());
    }

    /** The next message that is no heartbeat. */
    private static BalanceLedgerEntry nextEntry(Received<CreateBalanceLedgerSubscriptionResponse> stream) {
        CreateBalanceLedgerSubscriptionResponse message;
        do {
            message = (CreateBalanceLedgerSubscriptionResponse) stream.next();
        } while (message.getEntriesCount() == 0);
        return message.getEntries(0);
    }

    private static Status failure(Received<CreateBalanceLedgerSubscriptionResponse> stream) {
        Object item;
        do {
            item = stream.next();
        } while (!(item instanceof Throwable));
        return Status.fromThrowable((Throwable) item);
    }

    @Test
    void dropsTheLedgerStreamAndRefusesNewOnes() {
        simulator.deposit(CENT);
        var stream = ledger();
        nextEntry(stream);

        faults.dropLedgerStream(60_000);

        assertThat(failure(stream).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(ledger().failure().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        faults.clear();
        nextEntry(ledger());
    }

    @Test
    void dropsTheOrderStream() {
        var orders = client.subscribeOrders(CreateOrderSubscriptionRequest.getDefaultInstance());
        orders.next();

        faults.dropOrderStream(0);

        Object item;
        do {
            item = orders.next();
        } while (!(item instanceof Throwable));
        assertThat(Status.fromThrowable((Throwable) item).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void repeatsEntries() {
        String first = simulator.deposit(CENT);
        var stream = ledger();
        assertThat(nextEntry(stream).getId()).isEqualTo(first);

        faults.repeatEntries(1);

        assertThat(nextEntry(stream).getId()).isEqualTo(first);
    }

    @Test
    void staysSilentWithoutHeartbeatsForATime() {
        simulator.deposit(CENT);
        var stream = ledger();
        nextEntry(stream);
        stream.next();

        faults.silenceLedgerStream(60_000);
        String id = simulator.deposit(CENT);
        // the venue goes on: its other answers arrive while the stream says nothing
        assertThat(simulator.truth().lastEntryId()).isEqualTo(id);
        while (!stream.isEmpty()) {
            assertThat(((CreateBalanceLedgerSubscriptionResponse) stream.next()).getEntriesCount())
                    .isZero();
        }
        faults.silenceLedgerStream(1);

        assertThat(nextEntry(stream).getId()).isEqualTo(id);
    }

    @Test
    void delaysEntriesWhileHeartbeatsGoOn() {
        faults.delayLedgerStream(300, 60_000);
        String id = simulator.deposit(CENT);
        var stream = ledger();

        assertThat(stream.next()).isEqualTo(CreateBalanceLedgerSubscriptionResponse.getDefaultInstance());
        assertThat(nextEntry(stream).getId()).isEqualTo(id);
    }

    @Test
    void sendsGarbageOfThreeKinds() {
        faults.sendGarbage(FaultKind.GARBAGE_ACCOUNT, 1);
        var stream = ledger();
        assertThat(nextEntry(stream).getAccount()).isNotEqualTo(client.endpoints.account());

        faults.sendGarbage(FaultKind.GARBAGE_DECIMALS, 1);
        assertThat(nextEntry(stream).getAfterBalance()).isEqualTo("1e");

        faults.sendGarbage(FaultKind.GARBAGE_BYTES, 1);
        assertThat(failure(stream).isOk()).isFalse();
    }

    @Test
    void answersRetailWithErrorsForTheNextRequests() {
        faults.answerRest(401, 1);
        HttpResponse<String> unauthorized = client.balances();
        faults.answerRest(429, 1);
        HttpResponse<String> tooMany = client.balances();
        faults.answerRest(500, 2);

        assertThat(unauthorized.statusCode()).isEqualTo(401);
        assertThat(unauthorized.body()).doesNotStartWith("{");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(client.balances().statusCode()).isEqualTo(500);
        assertThat(client.balances().statusCode()).isEqualTo(500);
        assertThat(client.balances().statusCode()).isEqualTo(200);
    }

    @Test
    void limitsRetailRequestsPerSecond() {
        int tooMany = 0;
        for (int i = 0; i < 21; i++) {
            tooMany += client.balances().statusCode() == 429 ? 1 : 0;
        }

        assertThat(tooMany)
                .as("20 in the first second; more only if that took a second")
                .isLessThanOrEqualTo(1);
        try (VenueSimulator strict = VenueSimulator.start(
                        TestClient.config().retailRequestsPerSecond(1).build());
                TestClient reader = new TestClient(strict)) {
            int refused = 0;
            for (int i = 0; i < 50; i++) {
                refused += reader.balances().statusCode() == 429 ? 1 : 0;
            }
            assertThat(refused).isPositive();
        }
    }

    @Test
    void liesByACentInTheNextSnapshotsOnly() throws IOException {
        faults.lieInRetail(-CENT, 1);
        String lie = client.balances().body();
        String truth = client.balances().body();

        assertThat(Http.JSON.readTree(lie).at("/balances/1/currentBalance").decimalValue())
                .isEqualByComparingTo("9999.99");
        assertThat(Http.JSON.readTree(lie).at("/balances/1/buyingPower").decimalValue())
                .isEqualByComparingTo("9999.99");
        assertThat(Http.JSON.readTree(truth).at("/balances/1/currentBalance").decimalValue())
                .isEqualByComparingTo("10000");
        assertThat(Http.JSON.readTree(truth).at("/balances/0/currency").asText())
                .as("row 0 is not the one")
                .isEqualTo("EUR");
        assertThat(simulator.truth().balanceMicros()).isEqualTo(10_000_000_000L);
    }

    @Test
    void writesAmountsAsExactNumbersWithEveryDecimal() {
        simulator.deposit(963_600);

        assertThat(client.balances().body()).contains("\"currentBalance\":10000.9636,\"currency\":\"USD\"");
    }

    @Test
    void liesInTheBalanceReadOnlyWhenTold() {
        GetAccountBalanceRequest request = GetAccountBalanceRequest.newBuilder()
                .setName(client.endpoints.account())
                .setCurrency("USD")
                .build();
        faults.inject(new Fault(FaultKind.LIE_POSITION_API, 1, 0, CENT));

        assertThat(client.positions().getAccountBalance(request).getBalance()).isEqualTo("10000.01");
        assertThat(client.positions().getAccountBalance(request).getBalance()).isEqualTo("10000.00");
    }

    @Test
    void deniesTokensAndRefusesThoseItHasGiven() {
        faults.denyTokens(1);
        assertThat(client.tokenResponse(client.assertion(client.claims().build()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.token()).isNotEmpty();

        faults.inject(new Fault(FaultKind.REFUSE_TOKENS, 1, 0, 0));
        GetAccountBalanceRequest request = GetAccountBalanceRequest.newBuilder()
                .setName(client.endpoints.account())
                .setCurrency("USD")
                .build();
        assertThatThrownBy(() -> client.positions().getAccountBalance(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        assertThat(client.positions().getAccountBalance(request).getBalance()).isEqualTo("10000.00");
    }

    @Test
    void refusesAFaultWithoutABound() {
        assertThatThrownBy(() -> faults.silenceLedgerStream(Long.MAX_VALUE)).hasMessageContaining("out of bounds");
        assertThatThrownBy(() -> faults.answerRest(418, 1)).hasMessageContaining("401, 429 or 500");
    }
}
