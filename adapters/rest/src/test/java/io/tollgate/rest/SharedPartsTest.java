package io.tollgate.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets, clocks and JSON: the parts that every venue leans on. */
class SharedPartsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");

    /** However it is asked, a bucket never gives more than what it held at first and what has come in since. */
    @Test
    void aBudgetIsNeverOverdrawn() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int burst = 1 + random.nextInt(20);
            long nanosPerToken = 1L + random.nextInt(1_000);
            RequestBudget budget = new RequestBudget(burst, nanosPerToken, 0);
            long now = 0;
            long given = 0;
            for (int i = 0; i < 200; i++) {
                now += random.nextInt(2_000);
                int tokens = 1 + random.nextInt(burst);
                long wait = budget.take(tokens, now);
                if (wait == 0) {
                    given += tokens;
                    assertThat(given).isLessThanOrEqualTo(burst + now / nanosPerToken);
                } else {
                    assertThat(budget.take(tokens, now + wait - 1)).isPositive();
                    now += wait;
                    assertThat(budget.take(tokens, now)).isZero();
                    given += tokens;
                }
            }
        }
    }

    @Test
    void aReadThatCostsMoreThanTheBucketHoldsIsPaidBack() {
        RequestBudget budget = new RequestBudget(5, 10, 0);
        assertThat(budget.take(20, 0)).isZero();
        assertThat(budget.take(1, 0)).isEqualTo(160);
        assertThat(budget.take(1, 160)).isZero();
    }

    @Test
    void aVenueThatSaysStopEmptiesTheBucket() {
        RequestBudget budget = new RequestBudget(5, 10, 0);
        budget.emptyUntil(1_000);
        assertThat(budget.take(1, 0)).isEqualTo(1_000);
        assertThat(budget.take(1, 1_000)).isZero();
        assertThat(budget.take(1, 1_000)).isEqualTo(10);
    }

    @Test
    void aBudgetMustHoldSomething() {
        assertThatThrownBy(() -> new RequestBudget(0, 1, 0)).hasMessageContaining("burst=0");
    }

    @ParameterizedTest
    @CsvSource({
        // what the header's whole seconds and the call's duration can explain is no difference
        "'Thu, 01 Oct 2026 12:00:00 GMT', 0, in step with",
        "'Thu, 01 Oct 2026 11:59:59 GMT', 0, in step with",
        "'Thu, 01 Oct 2026 12:00:01 GMT', 0, in step with",
        "'Thu, 01 Oct 2026 11:59:00 GMT', 59, 59 s ahead of",
        "'Thu, 01 Oct 2026 12:01:01 GMT', -60, 60 s behind",
        "soon, 0, perhaps not in step with"
    })
    void clocksAreCompared(String date, long seconds, String text) {
        ClockSkew skew = new ClockSkew("test", Duration.ofSeconds(2));
        skew.measure(date, NOON, NOON.plusSeconds(1));
        assertThat(skew.last()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(skew.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.0000009, 1000000, 1000001", "0.5, 500000, 500000", "-0.0000001, -1, 0", "7, 7000000, 7000000"})
    void amountsAreRoundedDownAndDebtsUp(String amount, long down, long up) throws Exception {
        for (String json : new String[] {"{\"a\":" + amount + "}", "{\"a\":\"" + amount + "\"}"}) {
            JsonNode node = Json.read(ByteString.encodeUtf8(json));
            assertThat(Json.amount(node, "a", 6)).isEqualTo(down);
            assertThat(Json.amountUp(node, "a", 6)).isEqualTo(up);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":null}",
                "{}",
                "{\"a\":true}",
                "{\"a\":\"\"}",
                "{\"a\":\"1e3\"}",
                "{\"a\":\"NaN\"}",
                "{\"a\":1e999999999}",
                "{\"a\":[1]}",
                "{\"a\":\"99999999999999999999\"}"
            })
    void whatIsNoAmountIsNotZero(String json) throws Exception {
        JsonNode node = Json.read(ByteString.encodeUtf8(json));
        assertThatThrownBy(() -> Json.amount(node, "a", 6))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("a must be");
        assertThatThrownBy(() -> Json.amountUp(node, "a", 6)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "secret-looking text", "{\"a\":NaN}"})
    void whatIsNoJsonIsAnErrorThatQuotesNothing(String body) {
        assertThatThrownBy(() -> Json.read(ByteString.encodeUtf8(body)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageNotContaining("secret");
        assertThat(Json.readError(ByteString.encodeUtf8("<html>")).isObject()).isTrue();
    }
}
