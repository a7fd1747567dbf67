package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.feed.PositionsRead.Position;
import io.tollgate.rest.MalformedMessageException;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetailPositionsTest {
    private final RetailPositions positions = new RetailPositions(2);

    private String page(String json, String cursor) throws MalformedMessageException {
        return positions.page(ByteString.encodeUtf8(json), cursor);
    }

    @Test
    void pagesArePutTogetherToTheLast() throws Exception {
        assertThat(page(
                        "{\"positions\":{\"a\":{\"netPositionDecimal\":\"3.12\",\"netPosition\":\"3\",\"more\":1}},"
                                + "\"nextCursor\":\"n1\",\"eof\":false}",
                        ""))
                .isEqualTo("n1");
        assertThat(page(
                        "{\"positions\":{\"b\":{\"netPositionDecimal\":\"-10.009\"},"
                                + "\"flat\":{\"netPositionDecimal\":\"0\"}},\"nextCursor\":\"n2\",\"eof\":true}",
                        "n1"))
                .isEmpty();
        assertThat(positions.positions()).containsExactly(new Position("a", 312), new Position("b", -1_000));
        assertThat(positions.shortsPayout(6)).isEqualTo(10_009_000);
    }

    @Test
    void aWholeNumberMayBeRoundedUpSoItCountsAsOneLess() throws Exception {
        page(
                "{\"positions\":{\"a\":{\"netPosition\":\"3\"},\"b\":{\"netPosition\":-2},\"c\":{\"netPosition\":\"1\"}},\"eof\":true}",
                "");
        assertThat(positions.positions()).containsExactly(new Position("a", 200), new Position("b", -100));
        assertThat(positions.shortsPayout(6)).isEqualTo(3_000_000);
    }

    @Test
    void noPositionsIsAnAnswerOnlyIfItEnds() throws Exception {
        assertThat(page("{\"eof\":true}", "")).isEmpty();
        assertThat(page("{\"positions\":{}}", "")).isEmpty();
        assertThat(positions.positions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|must say that it ends",
                "[]|must say that it ends",
                "{\"positions\":[],\"eof\":true}|must be an object",
                "{\"positions\":{\"a\":{}},\"eof\":true}|netPosition must be text",
                "{\"positions\":{\"a\":{\"netPositionDecimal\":\"NaN\"}},\"eof\":true}|netPositionDecimal must be plain decimal text",
                "{\"positions\":{\"a\":{\"netPositionDecimal\":1e999999999}},\"eof\":true}|out of range",
                "{\"positions\":{\"a\":{\"netPositionDecimal\":\"99999999999999999999\"}},\"eof\":true}|out of range",
                "{\"positions\":{\"\":{\"netPositionDecimal\":\"1\"}},\"eof\":true}|twice or is empty",
                "{\"positions\":{},\"eof\":false}|must say where to go on",
                "{\"positions\":{},\"eof\":false,\"nextCursor\":\"same\"}|nextCursor is its own",
                "{\"positions\":{\"a\":{\"netPositionDecimal\":\"1\"},\"a\":{\"netPositionDecimal\":\"1\"}},\"eof\":true}|cannot be read",
                "{\"positions\"|cannot be read",
            })
    void whatCannotBeReadIsNoRead(String json, String expected) {
        assertThatThrownBy(() -> page(json, "same"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aMarketOnTwoPagesIsNoRead() throws Exception {
        page("{\"positions\":{\"a\":{\"netPositionDecimal\":\"1\"}},\"eof\":false,\"nextCursor\":\"n\"}", "");
        assertThatThrownBy(() -> page("{\"positions\":{\"a\":{\"netPositionDecimal\":\"1\"}},\"eof\":true}", "n"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("comes twice");
    }
}
