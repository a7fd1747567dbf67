package io.tollgate.simulator.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The venue's rule in its own words, and the proofs that it asks for. */
class ClobVenueTest {
    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(10_000_000);
    private static final String YES = "1099520129273";
    private static final String OTHER = "1099520129275";
    private static final String OWNER = ClobAccount.example().owner();

    private final ClobVenue venue = venue(ClobAccount.example());
    private long salt = 1;

    private static ClobVenue venue(ClobAccount account) {
        ClobVenue venue = new ClobVenue(account, CLOCK);
        venue.list(ClobMarketSpec.of("0x" + "c".repeat(64), List.of(YES, "1099520129274")));
        venue.list(ClobMarketSpec.of("0x" + "d".repeat(64), List.of(OTHER, "1099520129276")));
        venue.allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
        return venue;
    }

    private ClobAnswer buy(ClobVenue at, String token, long cash, long shares) {
        return at.submit(ClobOrderRequest.limit(salt++, OWNER, token, true, cash, shares));
    }

    @Test
    void refusesInTheVenuesWords() {
        venue.deposit("", 1_933_630);
        String id = buy(venue, YES, 500_000, 5_000_000).orderId();
        venue.fill(id, 5_000_000);
        assertThat(buy(venue, YES, 1_000_000, 5_000_000).status()).isEqualTo("live");
        assertThat(buy(venue, YES, 1_000_000, 5_000_000).error())
                .isEqualTo(
                        "not enough balance / allowance: the balance is not enough -> balance: 1933630, sum of active orders: 1056000, sum of matched orders: 500000, order amount (inc. fees): 1056000");
        assertThat(venue.submit(ClobOrderRequest.limit(salt++, OWNER, YES, false, 5_000_000, 1_000_000))
                        .error())
                .isEqualTo(
                        "not enough balance / allowance: the balance is not enough -> balance: 0, order amount: 5000000");
        venue.allow("", ClobVenue.EXCHANGE, BigInteger.ZERO);
        venue.deposit("", 90_000_000);
        assertThat(buy(venue, YES, 1_000_000, 5_000_000).error())
                .isEqualTo(
                        "not enough balance / allowance: the allowance is not enough -> allowance: 0, order amount: 1056000");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void sumsByMarketOrOverTheAccount(boolean perMarket, boolean accepted) {
        ClobVenue at = venue(ClobAccount.example().withRules(perMarket, true, 100));
        at.deposit("", 1_500_000);
        assertThat(buy(at, YES, 1_000_000, 5_000_000).accepted()).isTrue();
        assertThat(buy(at, OTHER, 1_000_000, 5_000_000).accepted()).isEqualTo(accepted);
        assertThat(buy(at, YES, 1_000_000, 5_000_000).accepted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 4000000, lower than the minimum: 5",
        "1025000, 5000000, tick size",
        "1000000, 5001000, max accuracy",
        "5000000, 5000000, price below one"
    })
    void rulesOfTheMarketAreKept(long cash, long shares, String error) {
        venue.deposit("", 90_000_000);
        assertThat(buy(venue, YES, cash, shares).error()).contains(error);
    }

    /** Over many random days: what is promised is never more than what the wallet holds, so every settlement is covered. */
    @Test
    void neverTakesWhatItCannotSettle() {
        Random random = new Random(17);
        for (int day = 0; day < 40; day++) {
            ClobVenue at = venue(ClobAccount.example());
            at.deposit("", random.nextInt(40_000_000));
            int refused = 0;
            for (int i = 0; i < 120; i++) {
                long price = 1L + random.nextInt(99);
                long shares = 500L + random.nextInt(1_000);
                ClobAnswer answer = random.nextInt(4) == 0
                        ? at.submit(ClobOrderRequest.limit(
                                salt++, OWNER, YES, false, shares * 10_000, shares * price * 100))
                        : buy(at, YES, shares * price * 100, shares * 10_000);
                refused += answer.accepted() ? 0 : 1;
                for (String id : at.liveOrders()) {
                    int what = random.nextInt(6);
                    if (what == 0) {
                        at.cancel(id);
                    } else if (what == 1) {
                        ClobOrder order = at.order(id);
                        assertThat(order).isNotNull();
                        at.fill(id, Math.max(1, order == null ? 1 : order.restShares() / 2));
                    }
                }
                if (random.nextInt(5) == 0) {
                    at.settleAll();
                }
                assertThat(at.balance("")).isNotNegative();
                assertThat(at.balance(YES)).isNotNegative();
            }
            at.settleAll();
            assertThat(at.balance("")).isNotNegative();
            assertThat(refused).isPositive();
        }
    }

    @Test
    void keccakAndRecoveryAreThoseOfTheChain() {
        assertThat(HexFormat.of().formatHex(Keccak.hash(new byte[0])))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assertThat(HexFormat.of().formatHex(Keccak.hash("a".repeat(136).getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e");
        byte[] digest = TypedData.auth(80002, OWNER, "10000000", "23");
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("8f442df8073c9cf2e36d7b20ca9d64d1a9352e982cc82a293b7de2df57920610");
        String official =
                "0xf62319a987514da40e57e2f4d7529f7bac38f0355bd88bb5adbb3768d80de6c1682518e0af677d5260366425f4361e7b70c25ae232aff0ab2331e2b164a1aedc1b";
        assertThat(Secp256k1.signer(digest, official)).isEqualTo(OWNER);
        assertThat(Secp256k1.signer(digest, official.replace("1b", "1c"))).isNotEqualTo(OWNER);
        assertThat(Secp256k1.signer(digest, "0x00")).isNull();
        assertThat(Secp256k1.signer(digest, "0x" + "0".repeat(130))).isNull();
    }

    @Test
    void aProofIsReallyChecked() {
        ClobAccount account = ClobAccount.example();
        InstantSource clock = () -> Instant.ofEpochSecond(1_000_000);
        ClobAccount zero = new ClobAccount(0, 137, OWNER, OWNER, 0, "k", "A".repeat(43) + "=", "p", false, false, 10);
        ClobProof proof = new ClobProof(zero, clock);
        Map<String, String> good = Map.of(
                "POLY_ADDRESS", account.owner(),
                "POLY_SIGNATURE", "hv7lqdKeUXxUNciz9TrE_PozAMfofZtb4MZpEIy7ATU=",
                "POLY_TIMESTAMP", "1000000",
                "POLY_API_KEY", "k",
                "POLY_PASSPHRASE", "p");
        assertThat(proof.refusal(headers(good), "GET", "/balance-allowance", ""))
                .isEmpty();
        assertThat(proof.refusal(headers(good), "GET", "/balance-allowance", "1"))
                .isNotEmpty();
        assertThat(proof.refusal(headers(good), "POST", "/balance-allowance", ""))
                .isNotEmpty();
        for (String header : good.keySet()) {
            Map<String, String> bad = new HashMap<>(good);
            bad.put(header, "1" + good.get(header));
            assertThat(proof.refusal(headers(bad), "GET", "/balance-allowance", ""))
                    .as(header)
                    .isNotEmpty();
            bad.remove(header);
            assertThat(proof.refusal(headers(bad), "GET", "/balance-allowance", ""))
                    .as(header)
                    .isNotEmpty();
        }
        // signed with the query, which is the usual mistake
        Map<String, String> query = new HashMap<>(good);
        query.put("POLY_SIGNATURE", "mSViMqyBX_V4Q-Ghhwf-6wvqNga2l6uh9AJ3U7C75MM=");
        assertThat(proof.refusal(headers(query), "GET", "/balance-allowance", ""))
                .isNotEmpty();
    }

    private static Headers headers(Map<String, String> map) {
        Headers headers = new Headers();
        map.forEach(headers::set);
        return headers;
    }
}
