package io.tollgate.simulator.privy;

import java.math.RoundingMode;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated Privy behaves.
 *
 * @param port 0 for a free one; always on 127.0.0.1
 * @param appId whose requests are accepted
 * @param appSecret its secret
 * @param rounding how amounts are brought to one decimal
 * @param chainDecimals decimals of {@code assets_by_chain}; negative leaves that member out
 * @param showsPendingAsSpent whether the ledger shown is less what pending transfers take
 * @param requestsPerSecond above it 429
 * @param authorizationKey a P-256 key that must have signed transfers; null for none
 */
public record PrivySimulatorConfig(
        int port,
        String appId,
        String appSecret,
        RoundingMode rounding,
        int chainDecimals,
        boolean showsPendingAsSpent,
        int requestsPerSecond,
        @Nullable PublicKey authorizationKey) {

    /** A free port, fixed credentials, half up, without {@code assets_by_chain}, pending not subtracted, 1,000 requests a second. */
    public static PrivySimulatorConfig defaults() {
        return new PrivySimulatorConfig(
                0, "app_simulated", "privy_app_secret_of_the_simulator", RoundingMode.HALF_UP, -1, false, 1000, null);
    }

    /** With other credentials. */
    public PrivySimulatorConfig withApp(String newAppId, String newAppSecret) {
        return new PrivySimulatorConfig(
                port,
                newAppId,
                newAppSecret,
                rounding,
                chainDecimals,
                showsPendingAsSpent,
                requestsPerSecond,
                authorizationKey);
    }

    /** On another port. */
    public PrivySimulatorConfig withPort(int newPort) {
        return new PrivySimulatorConfig(
                newPort,
                appId,
                appSecret,
                rounding,
                chainDecimals,
                showsPendingAsSpent,
                requestsPerSecond,
                authorizationKey);
    }

    /** With another rounding. */
    public PrivySimulatorConfig withRounding(RoundingMode newRounding) {
        return new PrivySimulatorConfig(
                port,
                appId,
                appSecret,
                newRounding,
                chainDecimals,
                showsPendingAsSpent,
                requestsPerSecond,
                authorizationKey);
    }

    /** With {@code assets_by_chain} of so many decimals. */
    public PrivySimulatorConfig withChainDecimals(int decimals) {
        return new PrivySimulatorConfig(
                port, appId, appSecret, rounding, decimals, showsPendingAsSpent, requestsPerSecond, authorizationKey);
    }

    /** With pending transfers subtracted from what is shown, or not. */
    public PrivySimulatorConfig withPendingShownAsSpent(boolean shown) {
        return new PrivySimulatorConfig(
                port, appId, appSecret, rounding, chainDecimals, shown, requestsPerSecond, authorizationKey);
    }

    /** With another rate limit. */
    public PrivySimulatorConfig withRequestsPerSecond(int most) {
        return new PrivySimulatorConfig(
                port, appId, appSecret, rounding, chainDecimals, showsPendingAsSpent, most, authorizationKey);
    }

    /** With a key that must have signed transfers. */
    public PrivySimulatorConfig withAuthorizationKey(PublicKey key) {
        return new PrivySimulatorConfig(
                port, appId, appSecret, rounding, chainDecimals, showsPendingAsSpent, requestsPerSecond, key);
    }

    @Override
    public String toString() {
        return "PrivySimulatorConfig[port=" + port + ", appId=" + appId + ", appSecret=***]";
    }
}
