package io.tollgate.gatekeeper.simulator;

import io.tollgate.simulator.admin.AdminVenue;
import java.util.List;
import java.util.Map;

/**
 * A venue that runs.
 *
 * @param admin its truth
 * @param endpoints what the port file says of it, in order: addresses, names, paths of files that hold secrets; no secret itself
 * @param credentials entries under {@code credentials} of the configuration file, by name
 * @param balances entries under {@code balances}
 * @param stop ends it
 */
record Running(
        AdminVenue admin,
        Map<String, Object> endpoints,
        Map<String, Map<String, Object>> credentials,
        List<Map<String, Object>> balances,
        Runnable stop) {}
