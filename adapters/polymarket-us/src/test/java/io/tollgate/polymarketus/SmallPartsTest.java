package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals, back-off, statuses, texts, fees: the parts without a wire. */
class SmallPartsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 6, 0",
        "100.00, 6, 100000000",
        "96.9636, 6, 96963600",
        "-0.5, 6, -500000",
        "0.9999999, 6, 999999",
        "-0.0000001, 6, -1",
        "007.5, 2, 750",
        "1.999, 0, 1",
        "2.305843009213693951, 18, 2305843009213693951",
        "-2305843009213.693951, 6, -2305843009213693951",
        "0.0000000000000000000001, 6, 0"
    })
    void readsDecimalTextExactlyAndRoundsDown(String text, int scale, long expected) throws Exception {
        assertThat(ExactDecimal.fromText("x", text, scale)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 ",
                "+1",
                ".5",
                "5.",
                "1e3",
                "1,000.00",
                "0x10",
                "NaN",
                "Infinity",
                "--1",
                "١",
                "1.2.3",
                "$5"
            })
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> ExactDecimal.fromText("after_balance", text, 6))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("after_balance must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2305843009213.693952", "-2305843009213.693952", "9999999999999999999999999999999999999999"})
    void refusesWhatIsOutOfRange(String text) {
        assertThatThrownBy(() -> ExactDecimal.fromText("x", text, 6)).hasMessageContaining("out of range");
    }

    @Test
    void agreesWithUnlimitedArithmetic() throws Exception {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            int scale = random.nextInt(10);
            BigDecimal value = new BigDecimal(new BigInteger(10 + random.nextInt(45), random), random.nextInt(20));
            BigDecimal signed = random.nextBoolean() ? value : value.negate();
            BigInteger expected = signed.setScale(scale, RoundingMode.FLOOR).unscaledValue();
            if (expected.abs().compareTo(BigInteger.valueOf(ExactDecimal.AMOUNT_LIMIT)) < 0) {
                assertThat(ExactDecimal.fromText("x", signed.toPlainString(), scale))
                        .isEqualTo(expected.longValueExact());
            } else {
                assertThatThrownBy(() -> ExactDecimal.fromText("x", signed.toPlainString(), scale))
                        .hasMessageContaining("out of range");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void everyStatusCodeHasARow(Status.Code code) {
        assertThat(StatusRule.TABLE).containsKey(code);
        assertThat(StatusRule.of(code).meaning()).isNotBlank();
        assertThat(StatusRule.of(code).cure()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, REAUTHENTICATE",
        "UNAVAILABLE, RETRY",
        "RESOURCE_EXHAUSTED, RETRY_LATE",
        "PERMISSION_DENIED, STOP",
        "FAILED_PRECONDITION, STOP",
        "ABORTED, STOP",
        "INVALID_ARGUMENT, STOP",
        "UNIMPLEMENTED, STOP",
        "NOT_FOUND, STOP",
        "OK, RETRY",
        "CANCELLED, RETRY",
        "UNKNOWN, RETRY",
        "INTERNAL, RETRY",
        "DEADLINE_EXCEEDED, RETRY",
        "DATA_LOSS, RETRY",
        "OUT_OF_RANGE, RETRY",
        "ALREADY_EXISTS, RETRY"
    })
    void statusesMeanWhatTheVenueSays(Status.Code code, StatusRule.Action action) {
        assertThat(StatusRule.of(code).action()).isEqualTo(action);
    }

    @Test
    void backoffWaitsBetweenHalfAndWholeOfItsStep() {
        Random random = new Random(3);
        Backoff backoff = new Backoff(Duration.ofNanos(1_000), Duration.ofNanos(30_000), random);
        for (int round = 0; round < 100; round++) {
            long step = 1_000;
            for (int i = 0; i < 8; i++) {
                assertThat(backoff.nextNanos()).isBetween(step / 2, step);
                step = Math.min(30_000, step * 2);
            }
            assertThat(backoff.longestNanos()).isBetween(15_000L, 30_000L);
            backoff.reset();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "999999999999, 300",
        "'', 0",
        "-3, 0",
        "soon, 0",
        "'Thu, 01 Oct 2026 12:00:30 GMT', 30",
        "'Thu, 01 Oct 2026 11:00:00 GMT', 0",
        "'Fri, 02 Oct 2026 12:00:00 GMT', 300",
        "99999999999999999999, 0"
    })
    void readsRetryAfterInBothForms(String header, long seconds) {
        assertThat(RetryAfter.of(header, Instant.parse("2026-10-01T12:00:00Z"))).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(RetryAfter.of(null, Instant.EPOCH)).isZero();
    }

    @Test
    void venueTextIsBoundedOnOneLineAndWithoutSecrets() {
        assertThat(VenueText.clean("a\r\nERROR forged\u0007\u2028x")).isEqualTo("a ERROR forged x");
        assertThat(VenueText.clean("x y ".repeat(1000))).hasSizeLessThan(300);
        assertThat(VenueText.clean("got Bearer abc.def.ghi!")).isEqualTo("got ***");
        assertThat(VenueText.clean("sent eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln"))
                .isEqualTo("sent ***");
        assertThat(VenueText.clean("key nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="))
                .isEqualTo("key ***");
        assertThat(VenueText.clean("token opaque-1 refused", "opaque-1")).isEqualTo("token *** refused");
        assertThat(VenueText.clean("no access to firms/ISV-Alice/accounts/alice-trading-account-1"))
                .contains("alice-trading-account-1");
        assertThat(VenueText.clean(null)).isEmpty();
    }

    @Test
    void feesAreTheVenuesPublishedOnes() {
        // 100 contracts at 0.50: 0.0695 * 100 * 0.25 = 1.7375, half-even to the cent 1.74.
        long exactMicros = PolymarketUsFees.TAKER_THETA_MILLIONTHS * 100 * 25 / 100;
        BigDecimal cents = new BigDecimal(exactMicros)
                .divide(new BigDecimal(PolymarketUsFees.ROUNDING_MICROS), 0, RoundingMode.HALF_EVEN);
        assertThat(cents).isEqualByComparingTo("174");
    }
}
