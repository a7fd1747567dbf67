package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.journal.VerificationReport.Mismatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts and examples of one verification. One thread. */
final class Findings {
    /** Counts of one session; changed until the journal ends. */
    static final class SessionCounts {
        final long bootId;
        final long startNanos;
        final boolean shadow;
        long decisions;
        long approved;
        long refusedFunds;
        long verified;
        long unrecorded;
        long fills;
        long releases;

        SessionCounts(long bootId, long startNanos, boolean shadow) {
            this.bootId = bootId;
            this.startNanos = startNanos;
            this.shadow = shadow;
        }

        boolean isEmpty() {
            return (decisions | unrecorded | fills | releases) == 0;
        }

        private VerificationReport.Session summary() {
            return new VerificationReport.Session(
                    bootId,
                    startNanos,
                    shadow,
                    decisions,
                    approved,
                    refusedFunds,
                    verified,
                    unrecorded,
                    fills,
                    releases);
        }
    }

    private final int mostExamples;
    private final List<Mismatch> examples = new ArrayList<>();
    private final EnumMap<MismatchKind, Long> byKind = new EnumMap<>(MismatchKind.class);
    private final List<SessionCounts> sessions = new ArrayList<>();
    private final long[] byCode = new long[1 << 16];
    private final long[] byTemplate = new long[1 << 16];
    private long mismatches;

    long records;
    long sequenceHoles;
    long missingRecords;
    long tileHoles;
    long tileOverlaps;
    long unchecked;
    boolean fromCheckpoint;
    long fromNanos;
    long recordsBefore;
    long checkpoints;
    long losses;
    long lost;
    SessionCounts session = new SessionCounts(0, 0, false);

    Findings(int mostExamples) {
        this.mostExamples = mostExamples;
    }

    void startSession(SessionCounts next) {
        if (!session.isEmpty() || session.bootId != 0) {
            sessions.add(session);
        }
        session = next;
    }

    void record(int templateId) {
        records++;
        byTemplate[templateId]++;
    }

    void decision(int code) {
        byCode[code]++;
        session.decisions++;
        if (code == Decision.APPROVED.code()) {
            session.approved++;
        } else if (code == Decision.INSUFFICIENT_FUNDS.code()) {
            session.refusedFunds++;
        }
    }

    /** Notes a kind without counting a wrong record: a record may be wrong in several ways. */
    void note(MismatchKind kind, int ringId, long sequence, Supplier<String> text) {
        byKind.merge(kind, 1L, Long::sum);
        if (examples.size() < mostExamples) {
            examples.add(new Mismatch(kind, ringId, sequence, text.get()));
        }
    }

    /** Counts records or pieces that are wrong or missing. */
    void mismatches(long count) {
        mismatches += count;
    }

    /** Notes a kind and counts one wrong record. */
    void wrong(MismatchKind kind, int ringId, long sequence, Supplier<String> text) {
        note(kind, ringId, sequence, text);
        mismatches(1);
    }

    VerificationReport report() {
        final List<SessionCounts> all = new ArrayList<>(sessions);
        if (!session.isEmpty() || session.bootId != 0) {
            all.add(session);
        }
        final SortedMap<Integer, Long> codes = new TreeMap<>();
        for (int code = 0; code < byCode.length; code++) {
            if (byCode[code] > 0) {
                codes.put(code, byCode[code]);
            }
        }
        final SortedMap<String, Long> types = new TreeMap<>();
        for (int template = 0; template < byTemplate.length; template++) {
            if (byTemplate[template] > 0) {
                types.put(Messages.name(template), byTemplate[template]);
            }
        }
        final long decisions =
                codes.values().stream().mapToLong(Long::longValue).sum();
        final long approved = codes.getOrDefault(Decision.APPROVED.code(), 0L);
        return new VerificationReport(
                records,
                decisions,
                approved,
                decisions - approved,
                codes.getOrDefault(Decision.INSUFFICIENT_FUNDS.code(), 0L),
                Collections.unmodifiableSortedMap(codes),
                Collections.unmodifiableSortedMap(types),
                all.stream().mapToLong(s -> s.verified).sum(),
                mismatches,
                Map.copyOf(byKind),
                List.copyOf(examples),
                sequenceHoles,
                missingRecords,
                tileHoles,
                tileOverlaps,
                all.stream().mapToLong(s -> s.unrecorded).sum(),
                unchecked,
                all.stream().mapToLong(s -> s.fills).sum(),
                all.stream().mapToLong(s -> s.releases).sum(),
                all.stream().map(SessionCounts::summary).toList(),
                new VerificationReport.Coverage(fromCheckpoint, fromNanos, recordsBefore, checkpoints, losses, lost));
    }
}
