package io.tollgate.polymarketus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import io.tollgate.rest.VenueTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of {@code GET /v1/funding/balance-ledger}, oldest entry first: the whole page or nothing. Members that are not known are
 * ignored.
 *
 * @param entries of our currency, in the venue's order
 * @param nextPageToken asks for the next page; empty at the end
 */
record LedgerPage(List<LedgerEntry> entries, String nextPageToken) {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Longer than any id, symbol or token the venue shows. */
    private static final int LONGEST_TEXT = 256;

    private static final int LONGEST_TOKEN = 4096;

    static LedgerPage read(byte[] body, ExchangeConfig config, InstantSource wallClock)
            throws MalformedMessageException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (IOException e) {
            // the parser's text quotes the body: not for logs
            throw new MalformedMessageException(
                    "the answer must be JSON: " + body.length + " bytes cannot be read as such");
        }
        JsonNode rows = json == null ? MAPPER.missingNode() : json.path("entries");
        if (!rows.isArray() && !rows.isMissingNode()) {
            throw new MalformedMessageException("entries must be an array: it is something else");
        }
        List<LedgerEntry> entries = new ArrayList<>();
        for (JsonNode row : rows) {
            String account = text(row, "account", LONGEST_TEXT);
            if (!account.equals(config.account())) {
                throw new MalformedMessageException("account must be the one asked for: account="
                        + VenueText.clean(account) + " asked=" + config.account());
            }
            LedgerEntry entry = entry(row, config.assetScale(), wallClock);
            if (text(row, "currency", LONGEST_TEXT).equals(config.currency())) {
                entries.add(entry);
            }
        }
        boolean end = json == null || json.path("eof").asBoolean(false);
        return new LedgerPage(entries, end ? "" : text(json, "nextPageToken", LONGEST_TOKEN));
    }

    private static LedgerEntry entry(JsonNode row, int assetScale, InstantSource wallClock)
            throws MalformedMessageException {
        String id = text(row, "id", LONGEST_TEXT);
        if (id.isBlank()) {
            throw new MalformedMessageException("id must be given: id is absent or empty");
        }
        String type = text(row, "entryType", LONGEST_TEXT);
        return new LedgerEntry(
                id,
                EntryTypes.kind(type),
                EntryTypes.number(type),
                ExactDecimal.fromText("beforeBalance", text(row, "beforeBalance", LONGEST_TEXT), assetScale),
                ExactDecimal.fromText("afterBalance", text(row, "afterBalance", LONGEST_TEXT), assetScale),
                time(row, wallClock),
                text(row, "symbol", LONGEST_TEXT));
    }

    private static long time(JsonNode row, InstantSource wallClock) throws MalformedMessageException {
        String text = text(row, "updateTime", LONGEST_TEXT);
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return VenueTime.checked("updateTime", time.toEpochSecond(), time.getNano(), wallClock);
        } catch (DateTimeException e) {
            throw new MalformedMessageException(
                    "updateTime must be an RFC 3339 time: updateTime='" + VenueText.clean(text) + "'");
        }
    }

    /** A text member; absent is empty, as the venue leaves unset ones out. */
    private static String text(JsonNode row, String name, int longest) throws MalformedMessageException {
        JsonNode value = row.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            throw new MalformedMessageException(name + " must be text of at most " + longest + " characters");
        }
        return value.textValue();
    }
}
