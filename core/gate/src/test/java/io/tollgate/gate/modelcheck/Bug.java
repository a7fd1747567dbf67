package io.tollgate.gate.modelcheck;

/** Bugs that are planted into the models, one at a time; each has a model that must find it. */
enum Bug {
    /** The protocol as it is. */
    NONE(""),
    LIMIT_READ_FIRST("limit read first"),
    PLAIN_WORDS_LIMIT_FIRST("`limit` and `held` as two plain words, limit read first"),
    PLAIN_WORDS_HELD_FIRST("`limit` and `held` as two plain words, held read first"),
    BACK_BY_LANE("`back` raised by a lane beside BookKeeper"),
    BACK_BEFORE_LIMIT("`back` raised before the limit is lowered"),
    ROWS_BEFORE_TAKEN("rows scanned before `taken` is read"),
    CLOSED_NOT_TESTED("CLOSED not tested by itself (beside a second look that counts money given back by later takes)"),
    CLOSED_NOT_TESTED_ALONE("CLOSED not tested by itself, and nothing else wrong"),
    NO_SECOND_LOOK("no re-read after the CAS"),
    SECOND_LOOK_LIMIT_FIRST("at the re-read, `back` read after the limit"),
    SECOND_LOOK_COUNTS_LATER_TAKES("at the re-read, money given back by later takes counts"),
    EXPIRY_AFTER_SENT("expiry after sent"),
    VERSION_BEFORE_RECORD("the limit's version published before its record"),
    LIMIT_READ_BEFORE_VERSION("a lane reads the limit before its version"),
    SLOT_AFTER_CAS("ring slot claimed after the CAS"),
    COMMIT_BEFORE_RECORD("a slot committed before it is written"),
    RELEASE_FREES_FILLED("release beside fill frees a filled part"),
    HOLD_READ_BEFORE_FILLED("an amend reads hold before filled"),
    FILLED_WRITTEN_BEFORE_HOLD("BookKeeper shows a fill before the smaller hold"),
    PENDING_FREED_UNSEEN("a PENDING row freed although its CAS happened"),
    HOLE_NOT_VOIDED("a take without a record is not told by recovery"),
    TAKEN_REWRITTEN("`taken` rewritten at recovery"),
    MARKED_BEFORE_CHARGED("a fact marked CHARGED before it is in transit"),
    NOTED_AFTER_CLEARED("an entry noted as applied after it has cleared"),
    SLOTS_READ_BEFORE_STATE("a tombstone's slots read before its state is FREE"),
    STATE_READ_BEFORE_CLAIM("a late fact reads the row's state before it claims a slot"),
    FREE_ROW_FORGOTTEN("recovery passes a row over that was just being recycled"),
    LEG_NOT_SENT("an order's time-out on one limit runs on while it is at the venue"),
    ORDER_NOT_LOOKED_AT("a lane hangs a reservation on an order without looking whether that was ended"),
    NEXT_READ_BEFORE_END("BookKeeper looks what hangs on an order before it ends it"),
    ORPHANS_FORGOTTEN("recovery passes over what hung on an order that is over"),
    WITHDRAWAL_CLEARS("a withdrawal that clears in transit"),
    EQUALITY_AS_PROOF("equality of amounts taken as proof"),
    CREDIT_BEFORE_MARGIN("a short sale's credit counted before its margin"),
    CREDIT_COUNTED_TWICE("a short sale's credit that came before its fill counted again with it"),
    REPLAYED_TWICE("a replayed entry applied twice"),
    RAISED_MID_MESSAGE("a limit raised in the middle of a message"),
    READ_ASKED_BEFORE_FILL("a snapshot asked for before the fill taken as its barrier read");

    private final String words;

    Bug(String words) {
        this.words = words;
    }

    /** What is wrong. */
    String words() {
        return words;
    }

    /** The model with this bug in it. */
    Space planted() {
        return switch (this) {
            case NONE, CLOSED_NOT_TESTED_ALONE -> throw new IllegalArgumentException("no model finds it: " + this);
            case LIMIT_READ_FIRST -> Scopes.checkAndFill(this);
            case PLAIN_WORDS_LIMIT_FIRST, PLAIN_WORDS_HELD_FIRST -> PlainWordsModel.plainWords(this);
            case BACK_BY_LANE -> Scopes.twoWritersOfBack(this);
            case BACK_BEFORE_LIMIT -> Scopes.reserveAndFill(this);
            case ROWS_BEFORE_TAKEN -> Scopes.deriveBack(this);
            case CLOSED_NOT_TESTED, SECOND_LOOK_COUNTS_LATER_TAKES -> Scopes.forcedTake(this);
            case NO_SECOND_LOOK -> Scopes.reserveAndPublish(this);
            case SECOND_LOOK_LIMIT_FIRST -> Scopes.withdrawalAndFill(this);
            case EXPIRY_AFTER_SENT -> Scopes.sentAndExpiry(this);
            case VERSION_BEFORE_RECORD, LIMIT_READ_BEFORE_VERSION -> PublishModel.publishAndDecide(this);
            case SLOT_AFTER_CAS, COMMIT_BEFORE_RECORD -> RingModel.publishAndDrain(this);
            case RELEASE_FREES_FILLED -> FactsModel.releaseAndFill(this);
            case HOLD_READ_BEFORE_FILLED, FILLED_WRITTEN_BEFORE_HOLD -> FactsModel.fillAndAmend(this);
            case PENDING_FREED_UNSEEN, HOLE_NOT_VOIDED, TAKEN_REWRITTEN -> RecoveryModel.twoReserves(this);
            case MARKED_BEFORE_CHARGED, NOTED_AFTER_CLEARED -> RestartModel.fillsAndRestart(this);
            case SLOTS_READ_BEFORE_STATE, STATE_READ_BEFORE_CLAIM, FREE_ROW_FORGOTTEN -> TombstoneModel.lateFill(this);
            case LEG_NOT_SENT, ORDER_NOT_LOOKED_AT, NEXT_READ_BEFORE_END, ORPHANS_FORGOTTEN ->
                JointModel.reserveAndEnd(this);
            case WITHDRAWAL_CLEARS -> LedgerModel.withdrawalAndFill(this);
            case EQUALITY_AS_PROOF -> LedgerModel.streamAndReads(this);
            case CREDIT_BEFORE_MARGIN, CREDIT_COUNTED_TWICE -> LedgerModel.shortSale(this);
            case REPLAYED_TWICE -> LedgerModel.replay(this);
            case RAISED_MID_MESSAGE -> LedgerModel.messageOfTwo(this);
            case READ_ASKED_BEFORE_FILL -> LedgerModel.barrierReads(this);
        };
    }
}
