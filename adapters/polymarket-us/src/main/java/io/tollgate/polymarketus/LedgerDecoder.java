package io.tollgate.polymarketus;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.polymarketus.ProtoContract.LedgerFields;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of the ledger stream to entries, whole messages or nothing: one entry that cannot be read makes the message unreadable.
 *
 * <p>Not thread-safe: belongs to one feed's thread.
 */
final class LedgerDecoder {
    /** Longer ids and names than any the venue shows: they are kept by the gate, so they have a bound. */
    private static final int LONGEST_TEXT = 256;

    private final ProtoContract contract;
    private final LedgerFields fields;
    private final String account;
    private final String currency;
    private final int assetScale;
    private final InstantSource wallClock;
    private boolean proven;

    LedgerDecoder(ExchangeConfig config, InstantSource wallClock) {
        this.contract = config.contract();
        this.fields = contract.ledgerFields();
        this.account = config.account();
        this.currency = config.currency();
        this.assetScale = config.assetScale();
        this.wallClock = wallClock;
    }

    /** The request that opens the stream. */
    byte[] request(ResumePoint from) {
        Message.Builder request = contract.newLedgerRequest();
        request.setField(fields.requestAccount(), account);
        request.setField(fields.requestCurrency(), currency);
        if (from.exists()) {
            WireTime.write(request, fields.requestResumeTime(), from.updateTimeNanos());
        }
        return request.build().toByteArray();
    }

    /** Whether a message has shown that the field numbers are right. */
    boolean isProven() {
        return proven;
    }

    /**
     * Reads one message.
     *
     * @return its entries of our currency, in the venue's order; empty for a heartbeat
     * @throws ContractMisfitException if it is the first with content and does not fit
     * @throws MalformedMessageException if it cannot be read
     */
    List<LedgerEntry> decode(byte[] bytes) throws ContractMisfitException, MalformedMessageException {
        Message message;
        try {
            message = contract.parseLedgerResponse(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("message of " + bytes.length + " bytes is not readable as protobuf");
        }
        int count = message.getRepeatedFieldCount(fields.entries());
        if (count == 0 && bytes.length > 0 && !proven && !contract.isVenuesOwn()) {
            // With wrong numbers entries hide in unknown fields and every message would pass for a heartbeat.
            throw new ContractMisfitException("it has content but no entries", false);
        }
        try {
            List<LedgerEntry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                read((Message) message.getRepeatedField(fields.entries(), i), entries);
            }
            if (!entries.isEmpty()) {
                proven = true;
            }
            return entries;
        } catch (MalformedMessageException e) {
            if (!proven) {
                throw new ContractMisfitException(String.valueOf(e.getMessage()), contract.isVenuesOwn());
            }
            throw e;
        }
    }

    private void read(Message entry, List<LedgerEntry> into) throws MalformedMessageException {
        String entryAccount = text(entry, fields.account());
        if (!Accounts.isName(entryAccount)) {
            throw new MalformedMessageException("account must have the form firms/{firm}/accounts/{id}: account='"
                    + VenueText.clean(entryAccount) + "'");
        }
        if (!entryAccount.equals(account)) {
            throw new MalformedMessageException("account must be the one asked for: account="
                    + VenueText.clean(entryAccount) + " asked=" + account);
        }
        String entryCurrency = text(entry, fields.currency());
        if (!Rules.isCurrency(entryCurrency)) {
            throw new MalformedMessageException(
                    "currency must be an upper-case code: currency='" + VenueText.clean(entryCurrency) + "'");
        }
        String id = text(entry, fields.id());
        if (id.isBlank()) {
            throw new MalformedMessageException("id must be given: id is absent or empty");
        }
        long updateTimeNanos = WireTime.read("update_time", entry, fields.updateTime(), wallClock);
        if (!entryCurrency.equals(currency)) {
            return;
        }
        EnumValueDescriptor type = (EnumValueDescriptor) entry.getField(fields.entryType());
        into.add(new LedgerEntry(
                id,
                EntryTypes.kind(type.getName()),
                type.getNumber(),
                ExactDecimal.fromText("before_balance", text(entry, fields.beforeBalance()), assetScale),
                ExactDecimal.fromText("after_balance", text(entry, fields.afterBalance()), assetScale),
                updateTimeNanos,
                text(entry, fields.symbol())));
    }

    private static String text(Message message, FieldDescriptor field) throws MalformedMessageException {
        String text = (String) message.getField(field);
        if (text.length() > LONGEST_TEXT) {
            throw new MalformedMessageException(
                    field.getName() + " must be at most " + LONGEST_TEXT + " characters: it has " + text.length());
        }
        return text;
    }
}
