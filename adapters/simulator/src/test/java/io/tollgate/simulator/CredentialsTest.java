package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.proto.polymarket.v1.Side;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the JWT library speaks Date
class CredentialsTest {
    private final AtomicLong skewMillis = new AtomicLong();
    private final VenueSimulator simulator = VenueSimulator.start(TestClient.config()
            .clock(() -> Clock.systemUTC().instant().plusMillis(skewMillis.get()))
            .build());
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private GetAccountBalanceRequest balanceRequest(String account) {
        return GetAccountBalanceRequest.newBuilder()
                .setName(account)
                .setCurrency("USD")
                .build();
    }

    private void balance(String account) {
        assertThat(client.positions().getAccountBalance(balanceRequest(account)).getBalance())
                .isEqualTo("10000.00");
    }

    private static void assertRefused(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> assertThat(
                        refused.getStatus().getCode())
                .isEqualTo(code));
    }

    private void assertTokenRefused(JWTClaimsSet claims, String reason) {
        var response = client.tokenResponse(client.assertion(claims));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("invalid_client").contains(reason);
    }

    @Test
    void servesAGoodTokenAndNobodyElse() {
        String account = client.endpoints.account();
        balance(account);

        client.useToken(null);
        assertRefused(Status.Code.UNAUTHENTICATED, () -> balance(account));
        client.useToken("garbage");
        assertRefused(Status.Code.UNAUTHENTICATED, () -> balance(account));
        client.useToken(client.token() + "x");
        assertRefused(Status.Code.UNAUTHENTICATED, () -> balance(account));
    }

    @Test
    void refusesAnExpiredToken() {
        skewMillis.set(180_001);

        assertRefused(Status.Code.UNAUTHENTICATED, () -> balance(client.endpoints.account()));
    }

    @Test
    void refusesOtherFirmsAndUnknownAccounts() {
        assertRefused(Status.Code.PERMISSION_DENIED, () -> balance("firms/OTHER/accounts/trading"));
        assertRefused(Status.Code.NOT_FOUND, () -> balance("firms/" + client.endpoints.firm() + "/accounts/other"));
        assertRefused(Status.Code.INVALID_ARGUMENT, () -> balance("trading"));
        CreateBalanceLedgerSubscriptionRequest other = CreateBalanceLedgerSubscriptionRequest.newBuilder()
                .setAccount("firms/OTHER/accounts/trading")
                .build();
        assertThat(client.subscribeLedger(other).failure().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void refusesAMissingScope() {
        try (VenueSimulator readOnly = VenueSimulator.start(
                        TestClient.config().scopes("read:positions").build());
                TestClient reader = new TestClient(readOnly)) {
            assertThatThrownBy(() -> reader.orders()
                            .insertOrder(
                                    reader.order("o1", Side.SIDE_BUY, 500, 100).build()))
                    .hasMessage("PERMISSION_DENIED: permission denied: missing required scope write:orders");
        }
    }

    @Test
    void refusesAssertionsThatBreakARule() {
        Instant now = Instant.now();
        assertTokenRefused(client.claims().issuer("somebody").build(), "iss and sub");
        assertTokenRefused(client.claims().subject("somebody").build(), "iss and sub");
        assertTokenRefused(client.claims().audience("https://elsewhere").build(), "aud must be");
        assertTokenRefused(
                client.claims().expirationTime(Date.from(now.plusSeconds(302))).build(), "at most 300 s");
        assertTokenRefused(
                client.claims()
                        .issueTime(Date.from(now.minusSeconds(100)))
                        .expirationTime(Date.from(now.minusSeconds(1)))
                        .build(),
                "expired");
        assertTokenRefused(client.claims().jwtID(null).build(), "jti is required");
        assertThat(client.tokenResponse("no.jwt.atall").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAnAssertionUsedTwice() {
        String assertion = client.assertion(client.claims().build());

        assertThat(client.tokenResponse(assertion).statusCode()).isEqualTo(200);
        assertThat(client.tokenResponse(assertion).body()).contains("jti was used before");
    }

    @Test
    void checksTheRetailSignature() {
        String path = "/v1/account/balances";
        long now = Instant.now().toEpochMilli();

        assertThat(client.retail(path, path, now).statusCode()).isEqualTo(200);
        assertThat(client.retail(path + "?currency=USD", path, now).statusCode())
                .isEqualTo(200);
        assertThat(client.retail(path + "?currency=USD", path + "?currency=USD", now)
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.retail(path, path, now - 31_000).statusCode()).isEqualTo(401);
        assertThat(client.retail(path, path, now + 31_000).statusCode()).isEqualTo(401);
        assertThat(client.get(path).statusCode()).isEqualTo(401);
        assertThat(client.get("/v1/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(client.get("/v1/account/balance").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesTheBackDoorWithoutItsToken() {
        assertThat(client.get("/simulator/truth").statusCode()).isEqualTo(401);
    }

    @Test
    void masksSecrets() {
        assertThat(TestClient.CREDENTIALS.toString())
                .contains("***")
                .doesNotContain(TestClient.CREDENTIALS.retailSeedBase64());
    }
}
