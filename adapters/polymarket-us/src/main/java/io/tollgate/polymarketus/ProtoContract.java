package io.tollgate.polymarketus;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Which field numbers the venue's messages have.
 *
 * <p>The venue publishes names, types and order of the fields, but not their numbers. {@link #published()} takes the published order
 * as numbering, and the feeds check the first message against it. Who holds the venue's own bundle compiles it,
 *
 * <pre>protoc -I api --include_imports --descriptor_set_out=venue.desc polymarket/v1/funding.proto polymarket/v1/positions.proto</pre>
 *
 * <p>and gives the file to {@link #fromDescriptorSet(Path)}: fields are then found by name.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProtoContract {
    static final String LEDGER_METHOD = "polymarket.v1.FundingAPI/CreateBalanceLedgerSubscription";
    static final String BALANCE_METHOD = "polymarket.v1.PositionAPI/GetAccountBalance";

    private static final long LARGEST_FILE_BYTES = 16 * 1024 * 1024;
    private static final ProtoContract PUBLISHED = new ProtoContract(
            false,
            CreateBalanceLedgerSubscriptionRequest.getDefaultInstance(),
            CreateBalanceLedgerSubscriptionResponse.getDefaultInstance(),
            GetAccountBalanceRequest.getDefaultInstance(),
            GetAccountBalanceResponse.getDefaultInstance());

    private final boolean venuesOwn;
    private final Message ledgerRequest;
    private final Message ledgerResponse;
    private final Message balanceRequest;
    private final Message balanceResponse;
    private final LedgerFields ledgerFields;
    private final BalanceFields balanceFields;

    private ProtoContract(
            boolean venuesOwn,
            Message ledgerRequest,
            Message ledgerResponse,
            Message balanceRequest,
            Message balanceResponse) {
        this.venuesOwn = venuesOwn;
        this.ledgerRequest = ledgerRequest;
        this.ledgerResponse = ledgerResponse;
        this.balanceRequest = balanceRequest;
        this.balanceResponse = balanceResponse;
        this.ledgerFields =
                LedgerFields.of(ledgerRequest.getDescriptorForType(), ledgerResponse.getDescriptorForType());
        this.balanceFields =
                BalanceFields.of(balanceRequest.getDescriptorForType(), balanceResponse.getDescriptorForType());
    }

    /** The published order of the fields as their numbers: the generated stubs. */
    public static ProtoContract published() {
        return PUBLISHED;
    }

    /**
     * The venue's own numbers, from a compiled descriptor set.
     *
     * @throws IllegalArgumentException if the file cannot be read, or lacks a message or field that the feeds need
     */
    public static ProtoContract fromDescriptorSet(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new IllegalArgumentException(
                        "descriptor set must be at most " + LARGEST_FILE_BYTES + " bytes: file=" + file + " bytes="
                                + Files.size(file) + "; give the output of protoc --descriptor_set_out");
            }
            return fromDescriptorSet(FileDescriptorSet.parseFrom(Files.readAllBytes(file)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "descriptor set must be a FileDescriptorSet: file=" + file
                            + " cannot be read as one; give the output of protoc --descriptor_set_out, not a .proto file",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "descriptor set must be readable: file=" + file + " ("
                            + e.getClass().getSimpleName() + "); check the path and its permissions",
                    e);
        }
    }

    /**
     * The venue's own numbers, from a descriptor set.
     *
     * @throws IllegalArgumentException if it lacks a message or field that the feeds need
     */
    public static ProtoContract fromDescriptorSet(FileDescriptorSet set) {
        Function<String, Descriptor> messages = new DescriptorSetReader(set)::message;
        return new ProtoContract(
                true,
                prototype(messages, "CreateBalanceLedgerSubscriptionRequest"),
                prototype(messages, "CreateBalanceLedgerSubscriptionResponse"),
                prototype(messages, "GetAccountBalanceRequest"),
                prototype(messages, "GetAccountBalanceResponse"));
    }

    private static Message prototype(Function<String, Descriptor> messages, String name) {
        return DynamicMessage.getDefaultInstance(messages.apply("polymarket.v1." + name));
    }

    /** Whether the numbers are the venue's own, and not a guess that the first message has to confirm. */
    boolean isVenuesOwn() {
        return venuesOwn;
    }

    LedgerFields ledgerFields() {
        return ledgerFields;
    }

    BalanceFields balanceFields() {
        return balanceFields;
    }

    Message.Builder newLedgerRequest() {
        return ledgerRequest.newBuilderForType();
    }

    Message.Builder newBalanceRequest() {
        return balanceRequest.newBuilderForType();
    }

    Message parseLedgerResponse(byte[] bytes) throws InvalidProtocolBufferException {
        return ledgerResponse.getParserForType().parseFrom(bytes);
    }

    Message parseBalanceResponse(byte[] bytes) throws InvalidProtocolBufferException {
        return balanceResponse.getParserForType().parseFrom(bytes);
    }

    @Override
    public String toString() {
        return venuesOwn ? "ProtoContract[venue's descriptor set]" : "ProtoContract[published order]";
    }

    /** A time on the wire: {@code google.protobuf.Timestamp}, by name as everything else. */
    record TimeFields(FieldDescriptor time, FieldDescriptor seconds, FieldDescriptor nanos) {
        static TimeFields of(Descriptor message, String name) {
            FieldDescriptor time = DescriptorSetReader.field(message, name, FieldDescriptor.Type.MESSAGE, false);
            return new TimeFields(
                    time,
                    DescriptorSetReader.field(time.getMessageType(), "seconds", FieldDescriptor.Type.INT64, false),
                    DescriptorSetReader.field(time.getMessageType(), "nanos", FieldDescriptor.Type.INT32, false));
        }
    }

    /** Fields of the ledger subscription. */
    record LedgerFields(
            FieldDescriptor requestAccount,
            FieldDescriptor requestCurrency,
            TimeFields requestResumeTime,
            FieldDescriptor entries,
            FieldDescriptor id,
            FieldDescriptor account,
            FieldDescriptor currency,
            FieldDescriptor beforeBalance,
            FieldDescriptor afterBalance,
            TimeFields updateTime,
            FieldDescriptor entryType,
            FieldDescriptor symbol) {

        static LedgerFields of(Descriptor request, Descriptor response) {
            FieldDescriptor entries =
                    DescriptorSetReader.field(response, "entries", FieldDescriptor.Type.MESSAGE, true);
            Descriptor entry = entries.getMessageType();
            return new LedgerFields(
                    text(request, "account"),
                    text(request, "currency"),
                    TimeFields.of(request, "resume_time"),
                    entries,
                    text(entry, "id"),
                    text(entry, "account"),
                    text(entry, "currency"),
                    text(entry, "before_balance"),
                    text(entry, "after_balance"),
                    TimeFields.of(entry, "update_time"),
                    DescriptorSetReader.field(entry, "entry_type", FieldDescriptor.Type.ENUM, false),
                    text(entry, "symbol"));
        }
    }

    /** Fields of the balance read. */
    record BalanceFields(
            FieldDescriptor requestName,
            FieldDescriptor requestCurrency,
            FieldDescriptor balance,
            FieldDescriptor buyingPower,
            FieldDescriptor openOrders,
            TimeFields updateTime) {

        static BalanceFields of(Descriptor request, Descriptor response) {
            return new BalanceFields(
                    text(request, "name"),
                    text(request, "currency"),
                    text(response, "balance"),
                    text(response, "buying_power"),
                    text(response, "open_orders"),
                    TimeFields.of(response, "update_time"));
        }
    }

    private static FieldDescriptor text(Descriptor message, String name) {
        return DescriptorSetReader.field(message, name, FieldDescriptor.Type.STRING, false);
    }
}
