package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.TestClock;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetailBalancesTest {
    private final RetailBalances balances = new RetailBalances("USD", 6, new TestClock());

    private Snapshot read(String json) throws MalformedMessageException {
        return balances.row(ByteString.encodeUtf8(json)).snapshot(1, 2);
    }

    private Snapshot readRow(String members) throws MalformedMessageException {
        return read("{\"balances\":[{\"currency\":\"USD\"," + members + "}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100000000",
        "0, 0",
        "850.00, 850000000",
        "0.1, 100000",
        "1e2, 100000000",
        "-3.25, -3250000",
        "0.0000019, 1",
        "-0.0000019, -2",
        "9007199254740993.5, overflow",
        "2305843009213.693951, 2305843009213693951",
        "2305843009213.693952, overflow",
        "1e999999999, overflow",
        "1e-999999999, overflow",
        "0e999999999, 0"
    })
    void readsNumbersExactlyAndRoundsDown(String number, String expected) throws Exception {
        String row = "\"currentBalance\":" + number;
        if (expected.equals("overflow")) {
            assertThatThrownBy(() -> readRow(row))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("currentBalance must be below 2^61");
        } else {
            assertThat(readRow(row).ledger()).isEqualTo(Long.parseLong(expected));
        }
    }

    @Test
    void absentBuyingPowerIsUnknownAndAbsentTimeIsNoTime() throws Exception {
        assertThat(readRow("\"currentBalance\":5"))
                .isEqualTo(new Snapshot(5_000_000, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, 1, 2));
        assertThat(readRow("\"currentBalance\":5,\"buyingPower\":null,\"openOrders\":null,\"lastUpdated\":null"))
                .isEqualTo(new Snapshot(5_000_000, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, 1, 2));
    }

    @Test
    void openOrdersAreRoundedDownBecauseTheGateAddsThem() throws Exception {
        assertThat(readRow("\"currentBalance\":5,\"buyingPower\":4,\"openOrders\":0.9999999")
                        .openOrders())
                .isEqualTo(999_999);
    }

    @Test
    void readsTimesWithOffsetAndNanoseconds() throws Exception {
        assertThat(readRow("\"currentBalance\":5,\"lastUpdated\":\"2026-09-17T14:00:00.123456789+02:00\"")
                        .venueTimeNanos())
                .isEqualTo(1_789_646_400_123_456_789L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | balances must be an array",
                "[] | balances must be an array",
                "{\"balances\":{}} | balances must be an array",
                "{\"balances\":[]} | currency=USD is missing",
                "{\"balances\":[{\"currency\":\"usd\",\"currentBalance\":1}]} | currency=USD is missing",
                "{\"balances\":[7,null]} | currency=USD is missing",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1},{\"currency\":\"USD\",\"currentBalance\":1}]} | comes twice",
                "{\"balances\":[{\"currency\":\"USD\"}]} | currentBalance must be a number: it is absent",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":null}]} | currentBalance must be a number",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":\"5\"}]} | currentBalance must be a number",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":true}]} | currentBalance must be a number",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":NaN}]} | must be JSON",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"currentBalance\":2}]} | must be JSON",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1}]} trailing | must be JSON",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"buyingPower\":\"x\"}]} | buyingPower must be a number",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"openOrders\":-1}]} | openOrders must not be negative",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"lastUpdated\":\"yesterday\"}]} | lastUpdated must be an RFC 3339",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"lastUpdated\":7}]} | lastUpdated must be an RFC 3339",
                "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1,\"lastUpdated\":\"2999-01-01T00:00:00Z\"}]} | lastUpdated must lie between",
                "`` | must be",
            })
    void refusesWhatItCannotReadInsteadOfGuessing(String body, String expected) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesDeepNestingAndBinaryNoise() {
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> balances.row(ByteString.of((byte) 0, (byte) 1, (byte) 2, (byte) 0xff)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
