package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TimestampProto;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.proto.polymarket.v1.Enums;
import io.tollgate.proto.polymarket.v1.Funding;
import io.tollgate.proto.polymarket.v1.Positions;
import io.tollgate.rest.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoContractTest {
    private static final long T = 1_789_646_400_123_000_000L;
    private static final String REQUEST = "0a266669726d732f4953562d416c6963652f6163636f756e74732f616c6963652d747261"
            + "64696e671203555344220b08c0acafd50610c0a9d33a";
    private static final String RESPONSE =
            "0a6c0a04626c5f3112266669726d732f4953562d416c6963652f6163636f756e74732f616c6963"
                    + "652d74726164696e671a0355534422063130302e30302a0739362e39363336320466696c6c3a0b08c0acafd50610c0a9d33a480352056165"
                    + "632d785a0a323032362d30392d3137";

    private static ExchangeConfig config(ProtoContract contract) {
        return ExchangeConfig.builder()
                .credentials(ExchangeCredentials.of("c", TestVenue.KEYS.getPrivate()))
                .account(TestVenue.ACCOUNT)
                .contract(contract)
                .build();
    }

    private static LedgerDecoder decoder(ProtoContract contract) {
        return new LedgerDecoder(config(contract), new TestClock());
    }

    /** The published contract with every field number of every message moved up by ten, as a descriptor set. */
    static FileDescriptorSet renumbered() {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder()
                .addFile(TimestampProto.getDescriptor().toProto())
                .addFile(Enums.getDescriptor().toProto());
        for (FileDescriptorProto file : new FileDescriptorProto[] {
            Funding.getDescriptor().toProto(), Positions.getDescriptor().toProto()
        }) {
            FileDescriptorProto.Builder moved = file.toBuilder();
            for (DescriptorProto.Builder message : moved.getMessageTypeBuilderList()) {
                for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
                    field.setNumber(field.getNumber() + 10);
                }
            }
            set.addFile(moved);
        }
        return set.build();
    }

    @Test
    void writesAndReadsTheBytesOfTheVenuePage() throws Exception {
        LedgerDecoder decoder = decoder(ProtoContract.published());

        assertThat(HexFormat.of().formatHex(decoder.request(new ResumePoint(T))))
                .isEqualTo(REQUEST);
        assertThat(decoder.decode(HexFormat.of().parseHex(RESPONSE)))
                .containsExactly(
                        new LedgerEntry("bl_1", LedgerEntry.Kind.EXECUTION, 3, 100_000_000, 96_963_600, T, "aec-x"));
        assertThat(decoder.decode(new byte[0])).isEmpty();
    }

    @Test
    void theVenuesOwnDescriptorSetExchangesTheNumbers(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("venue.desc"), renumbered().toByteArray());
        ProtoContract own = ProtoContract.fromDescriptorSet(file);
        byte[] wire = Renumbering.up(HexFormat.of().parseHex(RESPONSE));

        assertThat(decoder(own).decode(wire)).extracting(LedgerEntry::id).containsExactly("bl_1");
        assertThat(decoder(own).request(new ResumePoint(T)))
                .isEqualTo(Renumbering.up(HexFormat.of().parseHex(REQUEST)));
        assertThatThrownBy(() -> decoder(ProtoContract.published()).decode(wire))
                .as("the same bytes under the published order")
                .isInstanceOf(ContractMisfitException.class)
                .hasMessageContaining("fromDescriptorSet");
        assertThatThrownBy(() -> decoder(own).decode(HexFormat.of().parseHex("5a00")))
                .as("an empty entry under the venue's own numbers")
                .isInstanceOf(ContractMisfitException.class)
                .hasMessageContaining("current bundle");
    }

    /** Adds ten to the field numbers of the messages above: entries and their fields, but not of times. */
    private static final class Renumbering {
        static byte[] up(byte[] wire) {
            var set = com.google.protobuf.UnknownFieldSet.newBuilder();
            try {
                com.google.protobuf.UnknownFieldSet.parseFrom(wire).asMap().forEach((number, field) -> {
                    var moved = com.google.protobuf.UnknownFieldSet.Field.newBuilder(field);
                    if (number == 1 && field.getLengthDelimitedList().get(0).size() > 60) {
                        moved.clear()
                                .addLengthDelimited(com.google.protobuf.ByteString.copyFrom(
                                        up(field.getLengthDelimitedList().get(0).toByteArray())));
                    }
                    set.addField(number + 10, moved.build());
                });
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
            return set.build().toByteArray();
        }
    }

    @Test
    void worksWithoutImportsThatTheMessagesDoNotNeed() {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        for (FileDescriptorProto file : renumbered().getFileList()) {
            if (!file.getName().startsWith("google/")) {
                set.addFile(file.toBuilder().addDependency("google/api/annotations.proto"));
            }
        }
        assertThat(ProtoContract.fromDescriptorSet(set.build())).hasToString("ProtoContract[venue's descriptor set]");
    }

    @Test
    void namesWhatADescriptorSetLacks(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> ProtoContract.fromDescriptorSet(FileDescriptorSet.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks polymarket.v1.CreateBalanceLedgerSubscriptionRequest")
                .hasMessageContaining("--include_imports");
        assertThatThrownBy(() ->
                        ProtoContract.fromDescriptorSet(Files.writeString(folder.resolve("x.proto"), "syntax = 1;")))
                .hasMessageContaining("must be a FileDescriptorSet")
                .hasMessageContaining("x.proto");
        assertThatThrownBy(() -> ProtoContract.fromDescriptorSet(folder.resolve("missing")))
                .hasMessageContaining("must be readable");
        assertThatThrownBy(() ->
                        ProtoContract.fromDescriptorSet(changed("after_balance", f -> f.setName("balance_after"))))
                .hasMessageContaining("BalanceLedgerEntry lacks after_balance");
        assertThatThrownBy(() -> ProtoContract.fromDescriptorSet(
                        changed("after_balance", f -> f.setType(FieldDescriptorProto.Type.TYPE_DOUBLE))))
                .hasMessageContaining("BalanceLedgerEntry.after_balance is DOUBLE, not STRING");
    }

    private static FileDescriptorSet changed(
            String name, java.util.function.Consumer<FieldDescriptorProto.Builder> change) {
        FileDescriptorSet.Builder set = renumbered().toBuilder();
        for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
            for (DescriptorProto.Builder message : file.getMessageTypeBuilderList()) {
                message.getFieldBuilderList().stream()
                        .filter(f -> f.getName().equals(name))
                        .forEach(change);
            }
        }
        return set.build();
    }
}
