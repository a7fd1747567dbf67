package io.tollgate.simulator.venue;

import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import java.util.TreeMap;

/** Position, working orders and their requirement in one instrument. Owned by the venue's thread. */
final class InstrumentState {
    final InstrumentSpec spec;
    /** Working orders by number. */
    final TreeMap<Long, Order> working = new TreeMap<>();
    /** Signed position in quantity units. */
    long netQuantity;

    boolean resolved;
    long buyGrossMicros;
    long sellGrossMicros;

    InstrumentState(InstrumentSpec spec) {
        this.spec = spec;
    }

    /** One dollar per contract that is short. */
    long marginMicros() {
        return Math.max(0, -netQuantity) * spec.payoutMicrosPerUnit();
    }

    long requirementMicros(FundsMode mode) {
        return requirementMicros(mode, 0, 0);
    }

    /** The requirement if the sides' gross sums were larger by these amounts. */
    long requirementMicros(FundsMode mode, long moreBuyMicros, long moreSellMicros) {
        long buys = Math.max(0, buyGrossMicros + moreBuyMicros - marginMicros());
        long sells =
                Math.max(0, sellGrossMicros + moreSellMicros - Math.max(0, netQuantity) * spec.payoutMicrosPerUnit());
        return mode == FundsMode.ACCOUNT ? buys + sells : Math.max(buys, sells);
    }
}
