package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.JointLine;
import io.tollgate.gate.Line;

/** The gate's line of one kind of order, whether one limit or several cover it. */
interface GateLine {

    /** A reservation's id, or minus the number of a decision. */
    long reserve(long price, long size, long orderKey);

    /** Number of a decision. */
    int amend(long reservation, long price, long size);

    /** Of an order with one limit. */
    static GateLine of(Line line) {
        return new GateLine() {
            @Override
            public long reserve(long price, long size, long orderKey) {
                return line.reserve(price, size, orderKey);
            }

            @Override
            public int amend(long reservation, long price, long size) {
                return line.amend(reservation, price, size);
            }
        };
    }

    /** Of an order with several. */
    static GateLine of(JointLine line) {
        return new GateLine() {
            @Override
            public long reserve(long price, long size, long orderKey) {
                return line.reserve(price, size, orderKey);
            }

            @Override
            public int amend(long reservation, long price, long size) {
                return line.amend(reservation, price, size);
            }
        };
    }
}
