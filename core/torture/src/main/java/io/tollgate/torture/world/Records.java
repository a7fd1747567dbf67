package io.tollgate.torture.world;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LedgerEntryAppliedDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.PositionsAppliedDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import io.tollgate.sbe.SnapshotAppliedDecoder;
import io.tollgate.sbe.SnapshotOutcome;
import io.tollgate.sbe.StatusChangeDecoder;
import io.tollgate.sbe.VoidDecoder;
import io.tollgate.torture.Trace;
import io.tollgate.torture.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/** The records of all rings in the order in which they were committed, and what they say. Survives the process, as a journal does. */
final class Records {
    private static final int INSUFFICIENT_FUNDS = 50;
    private static final int MUST_SPLIT = 51;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    /** The last record of a lane. */
    private record Last(int templateId, long reservation, int code) {}

    private final Trace trace;
    private final LongConsumer onExpired;
    private final List<Ring> rings = new ArrayList<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private final Map<Integer, Last> last = new HashMap<>();
    private final Map<List<Long>, Integer> hashes = new HashMap<>();
    /** Takes seen in memory, of each scope by where they begin, that no record has claimed. */
    private final Map<Integer, TreeMap<Long, Long>> untold = new TreeMap<>();
    /** What the records of each balance and scope said last. */
    private final Map<Integer, Long> publishedVersion = new HashMap<>();

    private final Map<Integer, Long> publishedLimit = new HashMap<>();
    private final Map<Integer, Long> backTold = new HashMap<>();
    private final Map<Integer, Integer> scopeOfLine = new HashMap<>();

    private final Set<String> appliedEntries = new HashSet<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forced = new ForcedTakeDecoder();
    private final GivenBackDecoder given = new GivenBackDecoder();
    private final LimitPublishedDecoder published = new LimitPublishedDecoder();
    private final ExpireDecoder expire = new ExpireDecoder();
    private final LedgerEntryAppliedDecoder entry = new LedgerEntryAppliedDecoder();
    private final SnapshotAppliedDecoder snapshot = new SnapshotAppliedDecoder();
    private final StatusChangeDecoder status = new StatusChangeDecoder();
    private final LineRegisteredDecoder registered = new LineRegisteredDecoder();
    private final PositionsAppliedDecoder positions = new PositionsAppliedDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final AckedDecoder acked = new AckedDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final BustDecoder bust = new BustDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();
    private final AmendOutcomeDecoder outcome = new AmendOutcomeDecoder();
    private long provedRequestNanos = Long.MIN_VALUE;
    private long count;

    /** @param onExpired told of a reservation that was not sent in time, before its money is given back */
    Records(Trace trace, LongConsumer onExpired) {
        this.trace = trace;
        this.onExpired = onExpired;
    }

    void processDied() {
        rings.clear();
    }

    void ring(Ring ring) {
        rings.add(ring);
    }

    /** Records ever committed. */
    long count() {
        return count;
    }

    long publishedVersion(int balance) {
        return publishedVersion.getOrDefault(balance, 0L);
    }

    long publishedLimit(int balance) {
        return publishedLimit.getOrDefault(balance, -1L);
    }

    long backTold(int scope) {
        return backTold.getOrDefault(scope, 0L);
    }

    /** When the last read was asked for that the ledger has been equal to. */
    long provedRequestNanos() {
        return provedRequestNanos;
    }

    boolean hasApplied(String entryId) {
        return appliedEntries.contains(entryId);
    }

    /** Takes what was committed since the last look. */
    void follow() {
        for (int i = 0; i < rings.size(); i++) {
            final Ring ring = rings.get(i);
            final RingReader reader = ring.journalReader();
            long sequence = next.getOrDefault(ring.ringId(), 0L);
            int offset = reader.find(sequence);
            while (offset >= 0) {
                record(ring.ringId(), sequence, reader.buffer(), offset);
                next.put(ring.ringId(), ++sequence);
                offset = reader.find(sequence);
            }
        }
    }

    /** Memory shows a take. */
    void took(int scope, long from, long to) {
        untold.computeIfAbsent(scope, any -> new TreeMap<>()).put(from, to);
    }

    private void claim(int scope, long from, long amount, String record) {
        final TreeMap<Long, Long> ofScope = untold.computeIfAbsent(scope, any -> new TreeMap<>());
        final Long to = ofScope.get(from);
        if (to == null || to - from != amount) {
            throw new Violation(
                    Violation.Kind.UNJOURNALED,
                    "a record's take must have been made, once, and as long as it says: " + record + " [" + from + ", "
                            + (from + amount) + ") of scope " + scope + ", takes without record=" + untold);
        }
        ofScope.remove(from);
    }

    void allTakesTold(String when) {
        if (untold.values().stream().anyMatch(ofScope -> !ofScope.isEmpty())) {
            throw new Violation(
                    Violation.Kind.UNJOURNALED, "every take must have its record " + when + ": without=" + untold);
        }
    }

    void begin(int ringId) {
        last.remove(ringId);
    }

    /** S3: what a lane answers was committed to its ring before. */
    void mustHaveTold(int ringId, int templateId, long reservation, int code) {
        final Last told = last.get(ringId);
        if (told == null || told.templateId != templateId || told.reservation != reservation || told.code != code) {
            throw new Violation(
                    Violation.Kind.UNJOURNALED,
                    "an answer must have its record: ring=" + ringId + " reservation=" + reservation + " code=" + code
                            + " last record=" + told);
        }
    }

    /** What Journaler reads must be what was committed. */
    void mustBeCommitted(int ringId, long sequence, DirectBuffer buffer, int offset) {
        final Integer hash = hashes.remove(List.of((long) ringId, sequence));
        if (hash == null || hash != hash(buffer, offset)) {
            throw new Violation(
                    Violation.Kind.UNJOURNALED,
                    "the journal must get each record as it was committed: ring=" + ringId + " sequence=" + sequence);
        }
    }

    private int hash(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        final int length = HEADER + header.blockLength();
        int hash = 1;
        for (int i = 0; i + 8 <= length; i += 8) {
            hash = hash * 31 + Long.hashCode(buffer.getLong(offset + i));
        }
        return hash;
    }

    private void say(String what) {
        trace.say("record", what);
    }

    private void last(int ringId, String name, long reservation, int code) {
        last.put(ringId, new Last(header.templateId(), reservation, code));
        say(name + " " + reservation + " code " + code + " in ring " + ringId);
    }

    private void record(int ringId, long sequence, DirectBuffer buffer, int offset) {
        count++;
        hashes.put(List.of((long) ringId, sequence), hash(buffer, offset));
        header.wrap(buffer, offset);
        final int at = offset + HEADER;
        final int length = header.blockLength();
        final int schema = header.version();
        switch (header.templateId()) {
            case CheckDecoder.TEMPLATE_ID -> last.put(ringId, new Last(header.templateId(), 0, 0));
            case ReserveDecoder.TEMPLATE_ID -> {
                reserve.wrap(buffer, at, length, schema);
                last(ringId, "Reserve", reserve.reservationId(), reserve.code());
                mustFit(reserve.code(), reserve.taken() - reserve.back() + reserve.cost(), reserve.limitSeen());
                if (reserve.flags().tile()) {
                    claim(reserve.scopeId(), reserve.taken(), reserve.cost(), "Reserve");
                }
            }
            case AmendDecoder.TEMPLATE_ID -> {
                amend.wrap(buffer, at, length, schema);
                last(ringId, "Amend", amend.reservationId(), amend.code());
                if (amend.delta() > 0) {
                    mustFit(amend.code(), amend.taken() - amend.back() + amend.delta(), amend.limitSeen());
                }
                if (amend.flags().tile()) {
                    claim(scopeOfLine(amend.lineId()), amend.taken(), amend.delta(), "Amend");
                }
            }
            case SentDecoder.TEMPLATE_ID -> {
                sent.wrap(buffer, at, length, schema);
                last(ringId, "Sent", sent.reservationId(), sent.code());
            }
            case AckedDecoder.TEMPLATE_ID -> {
                acked.wrap(buffer, at, length, schema);
                last(ringId, "Acked", acked.reservationId(), acked.code());
            }
            case FillDecoder.TEMPLATE_ID -> {
                fill.wrap(buffer, at, length, schema);
                last(ringId, "Fill", fill.reservationId(), fill.code());
            }
            case BustDecoder.TEMPLATE_ID -> {
                bust.wrap(buffer, at, length, schema);
                last(ringId, "Bust", bust.reservationId(), bust.code());
            }
            case ReleaseDecoder.TEMPLATE_ID -> {
                release.wrap(buffer, at, length, schema);
                last(ringId, "Release", release.reservationId(), release.code());
            }
            case AmendOutcomeDecoder.TEMPLATE_ID -> {
                outcome.wrap(buffer, at, length, schema);
                last(ringId, "AmendOutcome", outcome.reservationId(), outcome.code());
            }
            default -> keeperRecord(buffer, at, length, schema);
        }
    }

    private int scopeOfLine(int lineId) {
        final Integer scope = scopeOfLine.get(lineId);
        if (scope == null) {
            throw new Violation(
                    Violation.Kind.UNJOURNALED, "a line must be registered in the journal before its takes: " + lineId);
        }
        return scope;
    }

    /** Each refusal has its own code, and an approval's own figures cover it. */
    private static void mustFit(int code, long heldAfter, long limit) {
        final boolean wrong =
                switch (code) {
                    case 0 -> limit < 0 || heldAfter > limit;
                    case INSUFFICIENT_FUNDS, MUST_SPLIT -> limit < 0 || heldAfter <= limit;
                    default -> false;
                };
        if (wrong) {
            throw new Violation(
                    Violation.Kind.INEXACT,
                    "a decision must follow from what its record says was seen: code=" + code + " held with it="
                            + heldAfter + " limit=" + limit);
        }
    }

    private void keeperRecord(DirectBuffer buffer, int at, int length, int schema) {
        switch (header.templateId()) {
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrap(buffer, at, length, schema);
                say("Void of " + voided.reservationId());
                claim(voided.scopeId(), voided.taken(), voided.amount(), "Void");
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forced.wrap(buffer, at, length, schema);
                say("ForcedTake for " + forced.reservationId() + " of " + forced.amount());
                claim(forced.scopeId(), forced.taken(), forced.amount(), "ForcedTake");
            }
            case GivenBackDecoder.TEMPLATE_ID -> {
                given.wrap(buffer, at, length, schema);
                backTold.put(given.scopeId(), given.backAfter());
                say("GivenBack of " + given.reservationId() + ": " + given.amount() + ", holds " + given.holdAfter()
                        + ", " + given.cause());
            }
            case LimitPublishedDecoder.TEMPLATE_ID -> {
                published.wrap(buffer, at, length, schema);
                publishedVersion.put(published.balanceId(), published.limitVersion());
                publishedLimit.put(published.balanceId(), published.newLimit());
                say("LimitPublished of " + published.balanceId() + ": " + published.newLimit() + " ledger "
                        + published.ledger() + " encumbered " + published.encumbered() + " in transit "
                        + published.inTransit() + " " + published.status());
            }
            case ExpireDecoder.TEMPLATE_ID -> {
                expire.wrap(buffer, at, length, schema);
                say("Expire " + expire.reservationId());
                onExpired.accept(expire.reservationId());
            }
            case LedgerEntryAppliedDecoder.TEMPLATE_ID -> {
                entry.wrap(buffer, at, length, schema);
                appliedEntries.add(entry.entryId());
                say("LedgerEntryApplied " + entry.entryId() + " ledger " + entry.ledger() + " cleared "
                        + entry.cleared());
            }
            case SnapshotAppliedDecoder.TEMPLATE_ID -> {
                snapshot.wrap(buffer, at, length, schema);
                final boolean agrees = snapshot.outcome() == SnapshotOutcome.AGREES;
                if (snapshot.balanceId() == Terms.CASH
                        && (snapshot.outcome() == SnapshotOutcome.ADOPTED
                                || (agrees && snapshot.amount() == snapshot.ledger()))) {
                    provedRequestNanos = snapshot.requestNanos();
                }
                say("SnapshotApplied to " + snapshot.balanceId() + ": " + snapshot.amount() + " " + snapshot.outcome()
                        + " cleared " + snapshot.cleared() + " ledger " + snapshot.ledger());
            }
            case LineRegisteredDecoder.TEMPLATE_ID -> {
                registered.wrap(buffer, at, length, schema);
                scopeOfLine.put(registered.lineId(), registered.scopeId());
                say("LineRegistered " + registered.lineId() + " scope " + registered.scopeId());
            }
            case PositionsAppliedDecoder.TEMPLATE_ID -> {
                positions.wrap(buffer, at, length, schema);
                say("PositionsApplied margin " + positions.margin() + " cleared " + positions.cleared());
            }
            case StatusChangeDecoder.TEMPLATE_ID -> {
                status.wrap(buffer, at, length, schema);
                say("StatusChange of " + status.balanceId() + ": " + status.before() + " -> " + status.after());
            }
            default -> say("record of type " + header.templateId());
        }
    }
}
