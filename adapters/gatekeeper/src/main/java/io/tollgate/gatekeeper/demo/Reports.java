package io.tollgate.gatekeeper.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands reports to the thread that owns the order, by the order's key. What no thread owns is none of this router's orders: the audit finds
 * it at the venue.
 *
 * <p>Threading: {@link #to} before the first report; reports on any thread.
 */
final class Reports implements Consumer<VenueReport> {
    private final int session;
    private volatile List<ReportQueue> lanes = List.of();
    private volatile ReportQueue backOffice = new ReportQueue();

    Reports(int session) {
        this.session = session;
    }

    void to(List<RouterLane> routerLanes, BackOffice office) {
        final List<ReportQueue> queues = new ArrayList<>();
        routerLanes.forEach(lane -> queues.add(lane.inbox()));
        backOffice = office.inbox();
        lanes = queues;
    }

    @Override
    public void accept(VenueReport report) {
        if (report.orderKey() == OrderKey.NONE) {
            return;
        }
        final int lane = OrderKey.lane(report.orderKey());
        if (OrderKey.session(report.orderKey()) == session && lane < lanes.size()) {
            lanes.get(lane).put(report);
        } else {
            backOffice.put(report);
        }
    }
}
