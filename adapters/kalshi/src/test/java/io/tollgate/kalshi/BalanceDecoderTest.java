package io.tollgate.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shard 3 is asked for. */
class BalanceDecoderTest {
    private static long read(String json) throws MalformedMessageException {
        return new BalanceDecoder(3).read(Json.read(ByteString.encodeUtf8(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the shard's own figure, as asked for
                "{'balance':30012,'balance_dollars':'300.1275','portfolio_value':8820,'updated_ts':1791374400} | 300127500",
                "{'balance_dollars':'300.1275','balance_breakdown':[{'exchange_index':3,'balance':'300.1275'}]} | 300127500",
                "{'balance_dollars':'300.1275','balance_breakdown':[]} | 300127500",
                "{'balance_dollars':'300.1275','balance_breakdown':null} | 300127500",
                // a venue that gave the total of all shards instead: the shard's row
                "{'balance_dollars':'1500.1275','balance_breakdown':[{'exchange_index':0,'balance':'1200'},{'exchange_index':3,'balance':'300.1275'}]} | 300127500",
                // whichever is smaller
                "{'balance_dollars':'1.5','balance_breakdown':[{'exchange_index':3,'balance':'2'}]} | 1500000",
                // no row of ours, and the rows are all there is: nothing on our shard
                "{'balance_dollars':'1200','balance_breakdown':[{'exchange_index':0,'balance':'1200.0000'}]} | 0",
                "{'balance_dollars':'0.0000','balance_breakdown':[{'exchange_index':0,'balance':'1200.0000'}]} | 0",
                "{'balance':120000,'balance_breakdown':[{'exchange_index':0,'balance':'1200.0051'}]} | 0",
                // older forms
                "{'balance_breakdown':[{'exchange_index':3,'balance':'0.5682'}]} | 568200",
                "{'balance':31647} | 316470000",
                // rounded down, below zero too; numbers are exact
                "{'balance_dollars':'0.0000019'} | 1",
                "{'balance_dollars':'-0.0000001'} | -1",
                "{'balance_dollars':0.1} | 100000",
            })
    void theSmallestFigureThatSpeaksOfOurShardCounts(String json, long micros) throws Exception {
        assertThat(read(json.replace('\'', '"'))).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'portfolio_value':8820}",
                "{'balance':null}",
                "{'balance':1.5}",
                "{'balance':'31647'}",
                "{'balance':9223372036854775807}",
                "{'balance':-9223372036854775808}",
                "{'balance_dollars':'NaN'}",
                "{'balance_dollars':''}",
                "{'balance_dollars':'1e5'}",
                "{'balance_dollars':'99999999999999999999'}",
                "{'balance_dollars':true}",
                "{'balance_dollars':'1','balance_breakdown':{}}",
                "{'balance_dollars':'1','balance_breakdown':[{'exchange_index':3}]}",
                "{'balance_dollars':'1','balance_breakdown':[{'balance':'1'}]}",
                "{'balance_dollars':'1','balance_breakdown':[{'exchange_index':'3','balance':'1'}]}",
                // the same shard twice
                "{'balance_dollars':'1','balance_breakdown':[{'exchange_index':3,'balance':'1'},{'exchange_index':3,'balance':'1'}]}",
                // our shard is missing and the rows are not all there is
                "{'balance_dollars':'5','balance_breakdown':[{'exchange_index':0,'balance':'1'}]}",
                "{'balance':500,'balance_breakdown':[{'exchange_index':0,'balance':'1'}]}",
                "{'balance_breakdown':[{'exchange_index':0,'balance':'1'}]}",
            })
    void whatCannotBeReadIsNotZero(String json) {
        assertThatThrownBy(() -> read(json.replace('\'', '"'))).isInstanceOf(MalformedMessageException.class);
    }
}
