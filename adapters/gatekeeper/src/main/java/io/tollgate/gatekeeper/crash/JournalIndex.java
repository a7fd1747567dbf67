package io.tollgate.gatekeeper.crash;

import io.tollgate.journal.RecordHandler;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** What a journal says of each reservation. Threading: one thread. */
final class JournalIndex implements RecordHandler {
    /** A reservation as its records tell it. */
    static final class Row {
        long orderKey;
        long cost;
        long price;
        long size;
        boolean approved;
        boolean released;
        boolean expired;
        /** Gate's clock at its expiry, nanoseconds since the epoch. */
        long expiredAtNanos;

        boolean givenBack;
        final Map<Long, Long> fills = new HashMap<>();
        final Set<ToldOrder.Amend> amends = new HashSet<>();

        long filled() {
            return fills.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Why it ended, as the journal says, or empty. */
        String reason(long size) {
            if (expired) {
                return "expired";
            } else if (released) {
                return "released";
            } else if (filled() >= size) {
                return "filled";
            }
            return givenBack ? "given back" : "";
        }
    }

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();
    private final ExpireDecoder expire = new ExpireDecoder();
    private final GivenBackDecoder givenBack = new GivenBackDecoder();
    private final Long2ObjectHashMap<Row> rows = new Long2ObjectHashMap<>();

    /** The reservation, or null if no record names it. */
    @Nullable
    Row row(long reservation) {
        return rows.get(reservation);
    }

    private Row of(long reservation) {
        Row row = rows.get(reservation);
        if (row == null) {
            row = new Row();
            rows.put(reservation, row);
        }
        return row;
    }

    @Override
    public void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            int length,
            long batchTimeNanos) {
        switch (templateId) {
            case ReserveDecoder.TEMPLATE_ID -> {
                reserve.wrapAndApplyHeader(buffer, offset, header);
                if (reserve.code() == 0) {
                    final Row row = of(reserve.reservationId());
                    row.approved = true;
                    row.orderKey = reserve.orderKey();
                    row.cost = reserve.cost();
                    row.price = reserve.price();
                    row.size = reserve.size();
                }
            }
            case AmendDecoder.TEMPLATE_ID -> {
                amend.wrapAndApplyHeader(buffer, offset, header);
                if (amend.code() == 0) {
                    of(amend.reservationId()).amends.add(new ToldOrder.Amend(amend.newPrice(), amend.newSize()));
                }
            }
            case FillDecoder.TEMPLATE_ID -> {
                fill.wrapAndApplyHeader(buffer, offset, header);
                if (fill.code() == 0) {
                    // told twice, it is one
                    of(fill.reservationId()).fills.put(fill.execId(), fill.quantity());
                }
            }
            case ReleaseDecoder.TEMPLATE_ID -> {
                release.wrapAndApplyHeader(buffer, offset, header);
                if (release.code() == 0 && release.finalCumQuantity() >= 0) {
                    of(release.reservationId()).released = true;
                }
            }
            case ExpireDecoder.TEMPLATE_ID -> {
                expire.wrapAndApplyHeader(buffer, offset, header);
                final Row row = of(expire.reservationId());
                row.expired = true;
                row.expiredAtNanos = expire.clockNanos();
            }
            case GivenBackDecoder.TEMPLATE_ID -> {
                givenBack.wrapAndApplyHeader(buffer, offset, header);
                if (givenBack.holdAfter() == 0) {
                    of(givenBack.reservationId()).givenBack = true;
                }
            }
            default -> {
                // not of a reservation's life, or the verifier's to judge
            }
        }
    }
}
