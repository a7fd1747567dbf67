package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.rest.RequestBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials, settings and rules. */
class PrivyConfigTest {
    private static final String SECRET = "privy_app_secret_plantedPlantedPlanted";

    @Test
    void authenticatesWithBasicAndTheAppsId() {
        final Request request = PrivyCredentials.of("app_demo", "privy_app_secret_x")
                .authenticate(new Request.Builder().url("http://127.0.0.1/"))
                .build();
        assertThat(request.header("Authorization")).isEqualTo("Basic YXBwX2RlbW86cHJpdnlfYXBwX3NlY3JldF94");
        assertThat(request.header("privy-app-id")).isEqualTo("app_demo");
    }

    @Test
    void readsTheSecretFromAFileWithoutItsLineEnd(@TempDir Path folder) throws Exception {
        final Path file = Files.writeString(folder.resolve("secret"), "privy_app_secret_x\r\n");
        assertThat(PrivyCredentials.fromFile("app_demo", file)
                        .authenticate(new Request.Builder().url("http://127.0.0.1/"))
                        .build()
                        .header("Authorization"))
                .isEqualTo("Basic YXBwX2RlbW86cHJpdnlfYXBwX3NlY3JldF94");
        assertThatThrownBy(() -> PrivyCredentials.fromFile("app", folder.resolve("missing")))
                .hasMessageContaining("appSecret file must be readable");
    }

    @Test
    void showsNoSecret() {
        final PrivyCredentials credentials = PrivyCredentials.of("app_demo", SECRET);
        assertThat(credentials).hasToString("PrivyCredentials[appId=app_demo, appSecret=***]");
        assertThat(AccountBalanceTest.config().credentials(credentials).build().toString())
                .doesNotContain("planted")
                .contains("appSecret=***");
        final String header = credentials
                .authenticate(new Request.Builder().url("http://127.0.0.1/"))
                .build()
                .header("Authorization");
        assertThat(credentials.clean("you sent " + SECRET + " as " + header))
                .doesNotContain("planted")
                .doesNotContain(String.valueOf(header).substring(6));
        assertThatThrownBy(() -> PrivyCredentials.of("app", SECRET + "\u00e4"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("planted"));
        assertThatThrownBy(() -> PrivyCredentials.of("a:b", SECRET))
                .hasMessageContaining("appId must have no colon")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("planted"));
        assertThatThrownBy(() -> PrivyCredentials.of("app", " \n")).hasMessageContaining("appSecret must be given");
    }

    @Test
    void theScaleFollowsTheAsset() {
        assertThat(AccountBalanceTest.config().build().assetScale()).isEqualTo(6);
        assertThat(AccountBalanceTest.config().symbol("ETH").build().assetScale())
                .isEqualTo(9);
        assertThat(AccountBalanceTest.config().symbol("NEW").build().assetScale())
                .isEqualTo(6);
        assertThat(AccountBalanceTest.config().chainId("eip155:8453").build().asset())
                .isEqualTo("USDC@eip155:8453");
        assertThat(AccountBalanceTest.config().chainId("eip155:8453").build().walletChain())
                .isEqualTo("base");
    }

    private static void refused(UnaryOperator<PrivyConfig.Builder> change, String... parts) {
        assertThatThrownBy(() -> change.apply(AccountBalanceTest.config()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void refusesWrongSettingsWithTheCure() {
        refused(c -> c.baseUrl("http://api.privy.io"), "baseUrl must use TLS");
        refused(c -> c.baseUrl("https://api.privy.io/v1"), "baseUrl must have no path", "/v1");
        refused(c -> c.account("a/b"), "account must match", "a/b");
        refused(c -> c.symbol("U S"), "symbol must match");
        refused(c -> c.chainId("base"), "chainId must match", "CAIP-2");
        refused(c -> c.assetScale(9), "assetScale must be between 0 and 6");
        refused(c -> c.documentedDecimals(19), "documentedDecimals");
        refused(c -> c.walletIds(List.of("w1", "w1")), "walletIds must differ");
        refused(c -> c.walletIds(List.of("w/1")), "walletId must match");
        refused(c -> c.chainId("eip155:999999").walletIds(List.of("w1")), "walletChain must be given");
        refused(c -> c.budget(0, 1), "requestsPerSecond");
    }

    @Test
    void aTransferDrawsItsAmountAndFee() {
        final PrivyConfig config = AccountBalanceTest.config().build();
        assertThat(cost(PrivyRules.transferLine(config, PrivyRules.noFee()), 12_500_000))
                .isEqualTo(12_500_000);
        // 25 bps of 12.500001, up to the last place
        assertThat(cost(PrivyRules.transferLine(config, PrivyRules.transferFee(25, 0)), 12_500_001))
                .isEqualTo(12_500_001 + 31_251);
        assertThat(cost(PrivyRules.transferLine(config, PrivyRules.transferFee(0, 7)), 1))
                .isEqualTo(8);
        assertThat(PrivyRules.transferFee(0, 0)).isEqualTo(FeeRule.none());
        final PrivyConfig eth = AccountBalanceTest.config().symbol("ETH").build();
        assertThat(cost(PrivyRules.transferLine(eth, PrivyRules.noFee()), 9_200_000_000L))
                .isEqualTo(9_200_000_000L);
        assertThat(PrivyRules.careful().visibleAfterNanos()).isEqualTo(60_000_000_000L);
    }

    private static long cost(LineSpec line, long size) {
        return new CostRule(
                        line.side(),
                        line.priceScale(),
                        line.sizeScale(),
                        line.sizeScale(),
                        line.maxPrice(),
                        line.takerFee())
                .cost(PrivyRules.PRICE, size);
    }

    @Test
    void theBudgetIsAsConfigured() {
        final io.tollgate.rest.TestClock clock = new io.tollgate.rest.TestClock();
        final RequestBudget budget = PrivySnapshotFeed.budget(
                AccountBalanceTest.config().budget(5, 2).build(), clock.environment());
        assertThat(budget.take(2, clock.nanoTime())).isZero();
        assertThat(budget.take(1, clock.nanoTime())).isEqualTo(200_000_000L);
    }
}
