package io.tollgate.polymarketus;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.polymarketus.ProtoContract.BalanceFields;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import java.time.InstantSource;

/** Bytes of {@code GetAccountBalance} to a snapshot. Not thread-safe: belongs to one feed's thread. */
final class BalanceDecoder {
    private final ProtoContract contract;
    private final BalanceFields fields;
    private final String account;
    private final String currency;
    private final int assetScale;
    private final InstantSource wallClock;
    private boolean proven;

    BalanceDecoder(ExchangeConfig config, InstantSource wallClock) {
        this.contract = config.contract();
        this.fields = contract.balanceFields();
        this.account = config.account();
        this.currency = config.currency();
        this.assetScale = config.assetScale();
        this.wallClock = wallClock;
    }

    byte[] request() {
        return contract.newBalanceRequest()
                .setField(fields.requestName(), account)
                .setField(fields.requestCurrency(), currency)
                .build()
                .toByteArray();
    }

    /**
     * Reads an answer. The balance must be there; an absent buying power is unknown, absent open orders are 0, an absent time is no
     * time, except in the first answer under unconfirmed field numbers, which must have a plausible time.
     */
    Snapshot decode(byte[] bytes, long requestNanos, long arrivalNanos)
            throws ContractMisfitException, MalformedMessageException {
        Message message;
        try {
            message = contract.parseBalanceResponse(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("answer of " + bytes.length + " bytes is not readable as protobuf");
        }
        try {
            boolean timeRequired = !proven && !contract.isVenuesOwn();
            long venueTimeNanos =
                    timeRequired || message.hasField(fields.updateTime().time())
                            ? WireTime.read("update_time", message, fields.updateTime(), wallClock)
                            : Snapshot.NO_TIME;
            Snapshot snapshot = new Snapshot(
                    ExactDecimal.fromText("balance", text(message, fields.balance()), assetScale),
                    optional("buying_power", text(message, fields.buyingPower()), Snapshot.UNKNOWN),
                    openOrders(message),
                    venueTimeNanos,
                    requestNanos,
                    arrivalNanos);
            proven = true;
            return snapshot;
        } catch (MalformedMessageException e) {
            if (!proven) {
                throw new ContractMisfitException(String.valueOf(e.getMessage()), contract.isVenuesOwn());
            }
            throw e;
        }
    }

    private long openOrders(Message message) throws MalformedMessageException {
        long openOrders = optional("open_orders", text(message, fields.openOrders()), 0);
        if (openOrders < 0) {
            throw new MalformedMessageException(
                    "open_orders must not be negative: open_orders=" + openOrders + " units");
        }
        return openOrders;
    }

    private long optional(String what, String text, long absent) throws MalformedMessageException {
        return text.isEmpty() ? absent : ExactDecimal.fromText(what, text, assetScale);
    }

    private static String text(Message message, FieldDescriptor field) {
        return (String) message.getField(field);
    }
}
