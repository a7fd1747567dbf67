package io.tollgate.gate.modelcheck;

/** Protocols as they are, each enumerated to its end. */
enum Protocol {
    THREE_RESERVE("reserve, reserve, reserve", 5_000),
    RESERVE_AND_PUBLISH("reserve, reserve, limits that fall, rise and close", 5_000),
    RESERVE_AND_FILL("reserve, two fills of an open order, reserve", 10_000),
    WITHDRAWAL_AND_FILL("reserve, a withdrawal and a fill, reserve", 4_000),
    FORCED_TAKE("reserve, a forced take that is given back, reserve", 4_000),
    RESERVE_AND_GIVE_BACK("reserve, orders that end, reserve", 4_000),
    DERIVE_BACK("reserve, back derived from taken and the rows, reserve", 1_000),
    RESERVE_AND_HALT("reserve, halt, CLOSED, reserve", 3_000),
    CHECK_AND_FILL("canAfford, a fill, reserve", 900),
    SENT_AND_EXPIRY("reserve, sent, expiry, reserve", 1_000),
    PUBLISH_AND_DECIDE("record, version and limit published, two lanes that decide", 400),
    RING("a lane's ring and its two readers", 5_000),
    RELEASE_AND_FILL("release, fill, reserve", 1_000),
    FILL_AND_AMEND("fill, amend, reserve", 15_000),
    FILL_AND_ACCEPTED_AMEND("fill, amend accepted, reserve", 40_000),
    RELEASE_FILL_AMEND("release, fill, amend", 25_000),
    RECOVERY_OF_RESERVES("crashes in two reserves and in recovery", 3_000),
    RECOVERY_OF_EQUAL_RESERVES("the same with equal amounts", 3_000),
    RECOVERY_OF_FORCED_TAKE("crashes in a reserve, a forced take and in recovery", 2_000),
    RECOVERY_OF_AMEND("crashes in an amend, a reserve, the booking and recovery", 5_000),
    RESTART_OF_FILLS("two fills and two entries, crashes between any two steps", 9_000),
    LATE_FILL("a late fill, the end of its tombstone, the row's next use, a crash", 150),
    JOINT_RESERVE("an order with two limits, time-outs of either, its end, crashes between any two steps", 100),
    WITHDRAWAL_IN_TRANSIT("a fill and a withdrawal: entries and fact in any order", 100),
    REPLAY("two fills, a withdrawal, and a stream that repeats", 5_000),
    MESSAGE_OF_TWO("a message of two entries beside a fill", 120),
    SHORT_SALE("a short sale and a withdrawal", 100),
    BARRIER_READS("two fills around two reads, which are the only feed", 1_000),
    STREAM_AND_READS("two fills, a withdrawal, a stream and two reads beside it", 35_000);

    private final String words;
    private final int atLeast;

    Protocol(String words, int atLeast) {
        this.words = words;
        this.atLeast = atLeast;
    }

    /** Who does what. */
    String words() {
        return words;
    }

    /** Fewer states mean that the model has become smaller than it was meant to be. */
    int atLeast() {
        return atLeast;
    }

    Space space() {
        return switch (this) {
            case THREE_RESERVE -> Scopes.threeReserve(Bug.NONE);
            case RESERVE_AND_PUBLISH -> Scopes.reserveAndPublish(Bug.NONE);
            case RESERVE_AND_FILL -> Scopes.reserveAndFill(Bug.NONE);
            case WITHDRAWAL_AND_FILL -> Scopes.withdrawalAndFill(Bug.NONE);
            case FORCED_TAKE -> Scopes.forcedTake(Bug.NONE);
            case RESERVE_AND_GIVE_BACK -> Scopes.reserveAndGiveBack(Bug.NONE);
            case DERIVE_BACK -> Scopes.deriveBack(Bug.NONE);
            case RESERVE_AND_HALT -> Scopes.reserveAndHalt(Bug.NONE);
            case CHECK_AND_FILL -> Scopes.checkAndFill(Bug.NONE);
            case SENT_AND_EXPIRY -> Scopes.sentAndExpiry(Bug.NONE);
            case PUBLISH_AND_DECIDE -> PublishModel.publishAndDecide(Bug.NONE);
            case RING -> RingModel.publishAndDrain(Bug.NONE);
            case RELEASE_AND_FILL -> FactsModel.releaseAndFill(Bug.NONE);
            case FILL_AND_AMEND -> FactsModel.fillAndAmend(Bug.NONE);
            case FILL_AND_ACCEPTED_AMEND -> FactsModel.fillAndAcceptedAmend(Bug.NONE);
            case RELEASE_FILL_AMEND -> FactsModel.releaseFillAmend(Bug.NONE);
            case RECOVERY_OF_RESERVES -> RecoveryModel.twoReserves(Bug.NONE);
            case RECOVERY_OF_EQUAL_RESERVES -> RecoveryModel.twoEqualReserves(Bug.NONE);
            case RECOVERY_OF_FORCED_TAKE -> RecoveryModel.reserveAndForcedTake(Bug.NONE);
            case RECOVERY_OF_AMEND -> RecoveryModel.amendAndReserve(Bug.NONE);
            case RESTART_OF_FILLS -> RestartModel.fillsAndRestart(Bug.NONE);
            case LATE_FILL -> TombstoneModel.lateFill(Bug.NONE);
            case JOINT_RESERVE -> JointModel.reserveAndEnd(Bug.NONE);
            case WITHDRAWAL_IN_TRANSIT -> LedgerModel.withdrawalAndFill(Bug.NONE);
            case REPLAY -> LedgerModel.replay(Bug.NONE);
            case MESSAGE_OF_TWO -> LedgerModel.messageOfTwo(Bug.NONE);
            case SHORT_SALE -> LedgerModel.shortSale(Bug.NONE);
            case BARRIER_READS -> LedgerModel.barrierReads(Bug.NONE);
            case STREAM_AND_READS -> LedgerModel.streamAndReads(Bug.NONE);
        };
    }
}
