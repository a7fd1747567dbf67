package io.tollgate.gatekeeper.crash;

import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which lane follows which order. Threading: any. */
final class OrderMap {
    private final ConcurrentMap<Long, HeldOrder> byKey = new ConcurrentHashMap<>();
    private volatile List<CrashLane> lanes = List.of();

    void to(List<CrashLane> all) {
        lanes = List.copyOf(all);
    }

    /** Before the order goes: its reports find their lane. */
    void add(HeldOrder order) {
        byKey.put(order.key, order);
    }

    void remove(HeldOrder order) {
        byKey.remove(order.key);
    }

    int open() {
        return byKey.size();
    }

    /** Hands a report to the lane that follows its order. Reports of orders that are over, or not taken over yet, go nowhere. */
    void report(Frame frame) {
        final HeldOrder order = byKey.get(frame.value(0));
        if (order != null) {
            lanes.get(order.follower).report(order, frame);
        }
    }
}
