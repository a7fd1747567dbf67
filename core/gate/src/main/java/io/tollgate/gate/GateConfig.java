package io.tollgate.gate;

import io.tollgate.gate.book.BookSizes;
import java.nio.file.Path;

/**
 * A gate's settings, fixed when it is opened.
 *
 * @param directory the state directory
 * @param sizes table sizes; fixed when the directory is made
 * @param laneSlots records in a lane's ring, power of two; fixed when the lane is made
 * @param keeperSlots records in BookKeeper's ring, power of two
 * @param reservationTimeoutNanos a reservation that was not sent ends after this
 * @param tombstoneNanos an ended reservation is kept this long, to charge late fills and recognise doubles
 * @param deadAfterNanos the gatekeeper counts as dead this long after its last heartbeat
 * @param shadow decisions are made and journaled, and not enforced
 * @param opensAfterLoss a gate that had to do without some of its files opens by itself once every balance was read anew; else an
 *     operator opens it
 */
public record GateConfig(
        Path directory,
        BookSizes sizes,
        int laneSlots,
        int keeperSlots,
        long reservationTimeoutNanos,
        long tombstoneNanos,
        long deadAfterNanos,
        boolean shadow,
        boolean opensAfterLoss) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    public GateConfig {
        range("laneSlots", laneSlots, 64, 1 << 22);
        range("keeperSlots", keeperSlots, 256, 1 << 20);
        range("reservationTimeoutNanos", reservationTimeoutNanos, 1_000_000, 3_600_000_000_000L);
        range("tombstoneNanos", tombstoneNanos, 1_000_000, 86_400_000_000_000L);
        range("deadAfterNanos", deadAfterNanos, 1_000_000, 60_000_000_000L);
    }

    /** Defaults for a directory: 16,384 records a lane, 1 s to send, 30 s of tombstones, dead after 500 ms. */
    public static GateConfig at(Path directory) {
        return new GateConfig(
                directory,
                BookSizes.DEFAULT,
                16_384,
                16_384,
                1_000_000_000L,
                30_000_000_000L,
                500_000_000L,
                false,
                false);
    }

    private static void range(String name, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    name + " must be from " + low + " to " + high + ": " + name + "=" + value);
        }
    }

    /** With other table sizes. */
    public GateConfig withSizes(BookSizes other) {
        return new GateConfig(
                directory,
                other,
                laneSlots,
                keeperSlots,
                reservationTimeoutNanos,
                tombstoneNanos,
                deadAfterNanos,
                shadow,
                opensAfterLoss);
    }

    /** With other ring lengths. */
    public GateConfig withSlots(int lane, int keeper) {
        return new GateConfig(
                directory,
                sizes,
                lane,
                keeper,
                reservationTimeoutNanos,
                tombstoneNanos,
                deadAfterNanos,
                shadow,
                opensAfterLoss);
    }

    /** With another time to send. */
    public GateConfig withReservationTimeoutNanos(long nanos) {
        return new GateConfig(
                directory,
                sizes,
                laneSlots,
                keeperSlots,
                nanos,
                tombstoneNanos,
                deadAfterNanos,
                shadow,
                opensAfterLoss);
    }

    /** With another life of tombstones. */
    public GateConfig withTombstoneNanos(long nanos) {
        return new GateConfig(
                directory,
                sizes,
                laneSlots,
                keeperSlots,
                reservationTimeoutNanos,
                nanos,
                deadAfterNanos,
                shadow,
                opensAfterLoss);
    }

    /** With another deadline for heartbeats. */
    public GateConfig withDeadAfterNanos(long nanos) {
        return new GateConfig(
                directory,
                sizes,
                laneSlots,
                keeperSlots,
                reservationTimeoutNanos,
                tombstoneNanos,
                nanos,
                shadow,
                opensAfterLoss);
    }

    /** In shadow mode or not. */
    public GateConfig withShadow(boolean on) {
        return new GateConfig(
                directory,
                sizes,
                laneSlots,
                keeperSlots,
                reservationTimeoutNanos,
                tombstoneNanos,
                deadAfterNanos,
                on,
                opensAfterLoss);
    }

    /**
     * Whether a gate that lost files opens by itself once every balance was read anew. Money is then safe only if no order can be at the
     * venue that the journal does not know: with a router that waits for a sync before it sends, or none that was open.
     */
    public GateConfig withOpensAfterLoss(boolean on) {
        return new GateConfig(
                directory,
                sizes,
                laneSlots,
                keeperSlots,
                reservationTimeoutNanos,
                tombstoneNanos,
                deadAfterNanos,
                shadow,
                on);
    }
}
