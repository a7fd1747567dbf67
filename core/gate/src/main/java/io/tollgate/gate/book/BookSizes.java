package io.tollgate.gate.book;

import io.tollgate.gate.state.StateException;
import org.agrona.BitUtil;

/**
 * How many rows the tables of a book have; fixed when the state directory is made.
 *
 * @param balances most balances
 * @param scopes most scopes
 * @param lines most lines
 * @param lanes most lanes
 * @param rowsPerLane reservations (tombstones included) of one lane, power of two
 * @param transitRows fills in transit (those kept to recognise doubles included)
 */
public record BookSizes(int balances, int scopes, int lines, int lanes, int rowsPerLane, int transitRows) {

    /** Suits one account and a few router threads: about 60 MB. */
    public static final BookSizes DEFAULT = new BookSizes(16, 1024, 2048, 4, 16_384, 65_536);

    /**
     * Checks the ranges.
     *
     * @throws StateException naming the size that is out of range
     */
    public BookSizes {
        range("balances", balances, 1, 1024);
        range("scopes", scopes, balances, 65_536);
        range("lines", lines, 1, 65_536);
        range("lanes", lanes, 1, 64);
        range("rowsPerLane", rowsPerLane, 8, 65_536);
        range("transitRows", transitRows, 8, 1 << 20);
        if (!BitUtil.isPowerOfTwo(rowsPerLane)) {
            throw new StateException("rowsPerLane must be a power of two: rowsPerLane=" + rowsPerLane);
        }
        if ((long) lanes * rowsPerLane * ReservationTable.ROW_BYTES > 1L << 30) {
            throw new StateException("reservations must fit in 1 GiB: lanes=" + lanes + " rowsPerLane=" + rowsPerLane
                    + ": lower one of them");
        }
    }

    private static void range(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new StateException(name + " must be from " + low + " to " + high + ": " + name + "=" + value);
        }
    }

    /** Reservations in all. */
    public int rows() {
        return lanes * rowsPerLane;
    }
}
