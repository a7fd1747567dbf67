package io.tollgate.gatekeeper.demo;

import java.nio.charset.StandardCharsets;

/**
 * The 64-bit key under which the gate knows an execution: FNV-1a of the venue's text, then a mixing step. It depends on the text alone, so a
 * router that comes back after a crash gives the same execution the same key. It needs to be unique among the executions of one order only.
 */
final class ExecutionKey {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ExecutionKey() {}

    static long of(String venueExecutionId) {
        long hash = FNV_OFFSET;
        for (final byte octet : venueExecutionId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        // finalizer of splitmix64: neighbouring ids differ in all bits
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
