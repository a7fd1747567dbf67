package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.gate.money.CostRule;
import io.tollgate.journal.Findings.SessionCounts;
import io.tollgate.journal.ReservationLog.Suspect;
import io.tollgate.sbe.AckedDecoder;
import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.AmendOutcomeDecoder;
import io.tollgate.sbe.BalanceRegisteredDecoder;
import io.tollgate.sbe.BustDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ExpireDecoder;
import io.tollgate.sbe.FillDecoder;
import io.tollgate.sbe.ForcedTakeDecoder;
import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.GivenBackDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import io.tollgate.sbe.LineRegisteredDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import io.tollgate.sbe.RecoveryKind;
import io.tollgate.sbe.RecoveryNoteDecoder;
import io.tollgate.sbe.ReleaseDecoder;
import io.tollgate.sbe.ReserveDecoder;
import io.tollgate.sbe.SentDecoder;
import io.tollgate.sbe.SessionStartDecoder;
import io.tollgate.sbe.VoidDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Takes the records of a journal in order and judges each. One thread. */
final class RecordVerifier implements RecordHandler {
    private static final int UNKNOWN_SCALE = -1;
    private static final int APPROVED = Decision.APPROVED.code();

    private final Findings findings;
    private final RingSequences sequences;
    private final PublishedWords published;
    private final ReservationLog reservations;
    private final DecisionChecks checks;
    /** A record was judged, or a checkpoint taken to go on from. */
    private boolean begun;

    private final Int2IntHashMap assetScales = new Int2IntHashMap(UNKNOWN_SCALE);
    private final Int2ObjectHashMap<VerifiedLine> lines = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<VerifiedScope> scopes = new Int2ObjectHashMap<>();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecord decision = new DecisionRecord();
    private final CheckDecoder check = new CheckDecoder();
    private final ReserveDecoder reserve = new ReserveDecoder();
    private final AmendDecoder amend = new AmendDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final AckedDecoder acked = new AckedDecoder();
    private final AmendOutcomeDecoder amendOutcome = new AmendOutcomeDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final BustDecoder bust = new BustDecoder();
    private final ReleaseDecoder release = new ReleaseDecoder();
    private final ExpireDecoder expire = new ExpireDecoder();
    private final GivenBackDecoder givenBack = new GivenBackDecoder();
    private final VoidDecoder voided = new VoidDecoder();
    private final ForcedTakeDecoder forcedTake = new ForcedTakeDecoder();
    private final LimitPublishedDecoder limit = new LimitPublishedDecoder();
    private final BalanceRegisteredDecoder balance = new BalanceRegisteredDecoder();
    private final LineRegisteredDecoder line = new LineRegisteredDecoder();
    private final GapDecoder gap = new GapDecoder();
    private final SessionStartDecoder sessionStart = new SessionStartDecoder();
    private final RecoveryNoteDecoder note = new RecoveryNoteDecoder();

    RecordVerifier(Findings findings) {
        this.findings = findings;
        this.sequences = new RingSequences(findings);
        this.published = new PublishedWords(findings);
        this.reservations = new ReservationLog(this::onWrongAmend);
        this.checks = new DecisionChecks(findings, reservations);
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
        findings.record(templateId);
        begun = true;
        final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        if (ringId != JOURNALER_RING) {
            final long inRecord = length >= MessageHeaderDecoder.ENCODED_LENGTH + 2 * Long.BYTES
                    ? buffer.getLong(body, ByteOrder.LITTLE_ENDIAN)
                    : -1;
            if (!sequences.isNew(ringId, sequence, inRecord)) {
                return;
            }
            if (ringId == 0 && inRecord >= 0) {
                published.keeperAt(buffer.getLong(body + Long.BYTES, ByteOrder.LITTLE_ENDIAN));
            }
        }
        if (!decision(ringId, sequence, templateId, buffer, offset)
                && !fact(ringId, sequence, templateId, buffer, offset)
                && !keeper(ringId, sequence, templateId, buffer, offset)) {
            onOther(ringId, sequence, templateId);
        }
    }

    private boolean decision(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case CheckDecoder.TEMPLATE_ID ->
                onDecision(decision.set(check.wrapAndApplyHeader(buffer, offset, header), ringId, sequence));
            case ReserveDecoder.TEMPLATE_ID ->
                onDecision(decision.set(reserve.wrapAndApplyHeader(buffer, offset, header), ringId, sequence));
            case AmendDecoder.TEMPLATE_ID ->
                onDecision(decision.set(amend.wrapAndApplyHeader(buffer, offset, header), ringId, sequence));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onDecision(DecisionRecord d) {
        findings.decision(d.code);
        boolean right = knownCode(d);
        final VerifiedLine registered = lines.get(d.lineId);
        final VerifiedLine ofLine = registered == null ? null : registered.at(d.clockNanos);
        if (ofLine == null) {
            // an amend that found no reservation has no line either
            if (d.kind == DecisionRecord.Kind.AMEND && right && d.code == Decision.UNKNOWN_RESERVATION.code()) {
                findings.session.verified++;
            } else {
                findings.wrong(MismatchKind.UNKNOWN_LINE, d.ringId, d.sequence, () -> "line=" + d.lineId);
            }
        } else {
            right &= checks.right(d, ofLine);
            if (d.tile && d.amount > 0 && d.kind != DecisionRecord.Kind.CHECK) {
                right &= cover(ofLine.scope(), d.taken, d.amount, d.ringId, d.sequence);
            }
            published.judge(d, ofLine, right);
        }
        remember(d);
    }

    private void onWrongAmend(Suspect amendment) {
        findings.wrong(MismatchKind.DELTA, amendment.ringId(), amendment.sequence(), amendment::text);
        findings.unchecked--;
        amendment.session().verified--;
    }

    private boolean knownCode(DecisionRecord d) {
        try {
            Decision.of(d.code);
            return true;
        } catch (final IllegalArgumentException e) {
            findings.note(MismatchKind.UNKNOWN_CODE, d.ringId, d.sequence, () -> "code=" + d.code);
            return false;
        }
    }

    private void remember(DecisionRecord d) {
        final boolean stands = d.code == APPROVED || d.shadow;
        if (!stands || d.reservationId == 0) {
            if (d.kind == DecisionRecord.Kind.RESERVE) {
                reservations.refused(d.ringId);
            }
            return;
        }
        switch (d.kind) {
            case RESERVE -> {
                if (!reservations.approved(d.reservationId, d.ringId, d.price, d.leg)) {
                    findings.wrong(
                            MismatchKind.RESERVATION_REPEATED,
                            d.ringId,
                            d.sequence,
                            () -> "reservation=" + d.reservationId);
                }
            }
            case AMEND -> {
                if (d.code == APPROVED || d.tile || d.code >= Decision.FEED_STOPPED.code()) {
                    reservations.amendApproved(d.reservationId, d.ringId, d.price);
                } else if (d.code == Decision.OVERFLOW.code()) {
                    // in shadow mode only: the record does not tell whether the amend was in flight or never began
                    reservations.amendUnclear(d.reservationId);
                }
            }
            case CHECK -> {}
        }
    }

    /** Returns whether the piece was free. */
    private boolean cover(VerifiedScope scope, long taken, long amount, int ringId, long sequence) {
        if (scope.tiles.cover(taken, amount)) {
            return true;
        }
        findings.tileOverlaps++;
        findings.note(
                MismatchKind.TILE_OVERLAP,
                ringId,
                sequence,
                () -> scope + " [" + Long.toUnsignedString(taken) + ", " + Long.toUnsignedString(taken + amount) + ")");
        return false;
    }

    private boolean fact(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case SentDecoder.TEMPLATE_ID -> {
                sent.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, sent.reservationId(), sent.code());
            }
            case AckedDecoder.TEMPLATE_ID -> {
                acked.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, acked.reservationId(), acked.code());
            }
            case AmendOutcomeDecoder.TEMPLATE_ID -> {
                amendOutcome.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, amendOutcome.reservationId(), amendOutcome.code());
                if (amendOutcome.code() == APPROVED) {
                    final boolean accepted = amendOutcome.accepted() == 1;
                    reservations.amendOutcome(amendOutcome.reservationId(), ringId, accepted, priceOfAnswer());
                }
            }
            case FillDecoder.TEMPLATE_ID -> {
                fill.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, fill.reservationId(), fill.code());
                findings.session.fills++;
            }
            case BustDecoder.TEMPLATE_ID -> {
                bust.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, bust.reservationId(), bust.code());
            }
            case ReleaseDecoder.TEMPLATE_ID -> {
                release.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, release.reservationId(), release.code());
                findings.session.releases++;
                if (release.code() == APPROVED && release.finalCumQuantity() >= 0) {
                    reservations.ended(release.reservationId());
                }
            }
            case ExpireDecoder.TEMPLATE_ID -> {
                expire.wrapAndApplyHeader(buffer, offset, header);
                onFact(ringId, sequence, templateId, expire.reservationId(), APPROVED);
                reservations.ended(expire.reservationId());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** 0 if it was not said, as in journals of before. */
    private long priceOfAnswer() {
        return amendOutcome.price() == AmendOutcomeDecoder.priceNullValue() ? 0 : amendOutcome.price();
    }

    private void onFact(int ringId, long sequence, int templateId, long reservationId, int code) {
        // a fact with another code found no reservation, or one that had ended
        if (code == APPROVED && !reservations.fact(reservationId, ringId, sequence, Messages.name(templateId))) {
            findings.wrong(MismatchKind.UNKNOWN_RESERVATION, ringId, sequence, () -> "reservation=" + reservationId);
        }
    }

    private boolean keeper(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case GivenBackDecoder.TEMPLATE_ID ->
                onGivenBack(givenBack.wrapAndApplyHeader(buffer, offset, header), ringId, sequence);
            case VoidDecoder.TEMPLATE_ID -> {
                voided.wrapAndApplyHeader(buffer, offset, header);
                onTake(voided.scopeId(), voided.taken(), voided.amount(), ringId, sequence);
            }
            case ForcedTakeDecoder.TEMPLATE_ID -> {
                forcedTake.wrapAndApplyHeader(buffer, offset, header);
                onTake(forcedTake.scopeId(), forcedTake.taken(), forcedTake.amount(), ringId, sequence);
            }
            case LimitPublishedDecoder.TEMPLATE_ID -> {
                limit.wrapAndApplyHeader(buffer, offset, header);
                if (!published.publish(limit.balanceId(), limit.limitVersion(), limit.newLimit(), limit.clockNanos())) {
                    findings.wrong(
                            MismatchKind.LIMIT_VERSION_FELL,
                            ringId,
                            sequence,
                            () -> "balance=" + limit.balanceId() + " version=" + limit.limitVersion());
                }
            }
            case BalanceRegisteredDecoder.TEMPLATE_ID -> {
                balance.wrapAndApplyHeader(buffer, offset, header);
                assetScales.put(balance.balanceId(), balance.assetScale());
            }
            case LineRegisteredDecoder.TEMPLATE_ID ->
                onLine(line.wrapAndApplyHeader(buffer, offset, header), ringId, sequence);
            case GapDecoder.TEMPLATE_ID -> {
                gap.wrapAndApplyHeader(buffer, offset, header);
                findings.session.unrecorded += gap.count();
            }
            case RecoveryNoteDecoder.TEMPLATE_ID -> {
                note.wrapAndApplyHeader(buffer, offset, header);
                if (KeeperFold.isLoss(note.kindRaw())) {
                    findings.losses++;
                    scopes.values().forEach(scope -> scope.lossy = true);
                } else if (note.kindRaw() == RecoveryKind.SET_ASIDE.value()
                        && note.reservationId() != 0
                        && note.lineId() >= 0) {
                    reservations.approved(note.reservationId(), ringId, note.price(), false);
                }
            }
            case SessionStartDecoder.TEMPLATE_ID -> {
                sessionStart.wrapAndApplyHeader(buffer, offset, header);
                findings.startSession(new SessionCounts(
                        sessionStart.bootId(), sessionStart.clockNanos(), sessionStart.shadow() != 0));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onGivenBack(GivenBackDecoder given, int ringId, long sequence) {
        if (given.holdAfter() == 0 && given.reservationId() != 0) {
            reservations.ended(given.reservationId());
        }
        final VerifiedScope scope = scope(given.scopeId(), ringId, sequence);
        if (scope != null && !scope.giveBack(given.backAfter())) {
            findings.wrong(MismatchKind.BACK_FELL, ringId, sequence, () -> scope + " back=" + given.backAfter());
        }
    }

    private void onTake(int scopeId, long taken, long amount, int ringId, long sequence) {
        final VerifiedScope scope = scope(scopeId, ringId, sequence);
        if (scope != null && (amount <= 0 || !cover(scope, taken, amount, ringId, sequence))) {
            findings.mismatches(1);
            if (amount <= 0) {
                findings.note(MismatchKind.TILE_FLAG, ringId, sequence, () -> scope + " amount=" + amount);
            }
        }
    }

    private @Nullable VerifiedScope scope(int scopeId, int ringId, long sequence) {
        final VerifiedScope scope = scopes.get(scopeId);
        if (scope == null) {
            findings.wrong(MismatchKind.UNKNOWN_SCOPE, ringId, sequence, () -> "scope=" + scopeId);
        }
        return scope;
    }

    private void onLine(LineRegisteredDecoder registered, int ringId, long sequence) {
        VerifiedScope scope = scopes.get(registered.scopeId());
        if (scope == null || scope.generation != registered.scopeGeneration()) {
            scope = new VerifiedScope(
                    registered.scopeId(), registered.scopeGeneration(), registered.takenAtStart(), scope);
            scopes.put(registered.scopeId(), scope);
        }
        final int lineId = registered.lineId();
        final int assetScale = assetScales.get(registered.balanceId());
        if (assetScale == UNKNOWN_SCALE) {
            findings.wrong(
                    MismatchKind.INVALID_LINE,
                    ringId,
                    sequence,
                    () -> "line=" + lineId + " balance=" + registered.balanceId() + " was not registered");
            return;
        }
        try {
            final CostRule rule = VerifiedLine.rule(registered, assetScale);
            final VerifiedLine before = lines.get(lineId);
            lines.put(
                    lineId,
                    new VerifiedLine(
                            registered.balanceId(),
                            scope,
                            rule,
                            registered.clockNanos(),
                            before == null ? null : before.latest()));
        } catch (final IllegalArgumentException e) {
            findings.wrong(MismatchKind.INVALID_LINE, ringId, sequence, () -> "line=" + lineId + " " + e.getMessage());
        }
    }

    private void onOther(int ringId, long sequence, int templateId) {
        if (Messages.isUnknown(templateId)) {
            findings.wrong(MismatchKind.UNKNOWN_RECORD, ringId, sequence, () -> "template=" + templateId);
        }
    }

    /** A whole state checkpoint stands here. */
    void onCheckpoint(JournalState state) {
        if (begun) {
            CheckpointComparison.compare(state, sequences, scopes, findings);
            return;
        }
        begun = true;
        findings.fromCheckpoint = true;
        findings.fromNanos = state.clockNanos;
        findings.recordsBefore = state.records;
        findings.losses = state.losses;
        sequences.restore(state.positions, state.renewed);
        state.balances.values().forEach(b -> {
            assetScales.put(b.id, b.assetScale);
            published.restore(b);
        });
        state.scopes.values().forEach(folded -> {
            final VerifiedScope scope = new VerifiedScope(folded.scopeId, folded.generation, folded.takenAtStart, null);
            scope.restore(folded);
            scopes.put(folded.scopeId, scope);
        });
        state.lines.values().forEach(l -> {
            final VerifiedScope scope = scopes.get(l.scopeId());
            if (scope != null) {
                lines.put(l.lineId(), new VerifiedLine(l.balanceId(), scope, l.rule(), l.sinceNanos(), null));
            }
        });
        state.orders.values().forEach(reservations::restore);
        state.orders.values().forEach(reservations::restoreLegs);
    }

    /** The journal has ended: what still waits for something is wrong. */
    void end() {
        published.end();
        reservations.end();
        reservations
                .waiting()
                .forEach((id, facts) -> facts.forEach(fact -> {
                    if (findings.losses > 0) {
                        findings.lost++;
                    } else {
                        findings.wrong(
                                MismatchKind.UNKNOWN_RESERVATION,
                                fact.ringId(),
                                fact.sequence(),
                                () -> fact.type() + " reservation=" + id);
                    }
                }));
        for (VerifiedScope last : scopes.values()) {
            for (VerifiedScope scope = last; scope != null; scope = scope.before) {
                endOfTiles(scope);
            }
        }
    }

    private void endOfTiles(VerifiedScope scope) {
        final int holes = scope.tiles.holes();
        if (holes > 0 && scope.lossy) {
            findings.lost += holes;
        } else if (holes > 0) {
            findings.tileHoles += holes;
            findings.mismatches(holes);
            findings.note(
                    MismatchKind.TILE_HOLE,
                    -1,
                    -1,
                    () -> scope + " first [" + Long.toUnsignedString(scope.tiles.frontier()) + ", "
                            + Long.toUnsignedString(scope.tiles.endOfFirstHole()) + ") of " + holes);
        }
        final VerifiedScope before = scope.before;
        if (before != null
                && !before.lossy
                && before.tiles.holes() == 0
                && before.tiles.frontier() != scope.takenAtStart) {
            findings.tileHoles++;
            findings.wrong(
                    MismatchKind.TILE_HOLE,
                    -1,
                    -1,
                    () -> scope + " begins at " + Long.toUnsignedString(scope.takenAtStart) + " and " + before
                            + " ended at " + Long.toUnsignedString(before.tiles.frontier()));
        }
    }
}
