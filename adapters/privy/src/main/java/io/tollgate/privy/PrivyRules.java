package io.tollgate.privy;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.time.Duration;

/**
 * The rules of a transfer, the venue's order: it draws its amount and fee out of one wallet. Price is 1 at scale 0, size is the amount at the
 * balance's scale; there is no tick, and the size step is the balance's last place.
 *
 * <p>The venue checks a wallet's own money on one chain. So the venue-exact balance is one for each wallet and chain that transfers leave
 * from (see the venue's page), always summed over all of its transfers: {@link BalanceSpec#careful}.
 *
 * <p>Defaults as of November 2026. The venue publishes no fee for transfers on one chain; an app may charge one ({@code total_fee_bps}), and
 * the network's is paid in the chain's own coin.
 */
public final class PrivyRules {
    /** The only valid price. */
    public static final long PRICE = 1;

    /**
     * How long after a transfer a read is believed to contain it. Not published: a ledger entry, a block and the cache in front of the balance
     * have to pass.
     */
    public static final Duration VISIBLE_AFTER = Duration.ofSeconds(60);

    private static final long MILLIONTHS_PER_BPS = 100;

    private PrivyRules() {}

    /** No fee: transfers of one asset on one chain. */
    public static FeeRule noFee() {
        return FeeRule.none();
    }

    /**
     * A fee that the app charges, reserved on top of the amount and rounded up to the asset's last place.
     *
     * @param totalFeeBps as in {@code fee_configuration.value}: hundredths of a per cent, 0 to 10,000
     * @param slack more of the asset, in its last place: for the network's fee where the asset is the chain's own coin
     */
    public static FeeRule transferFee(int totalFeeBps, long slack) {
        return totalFeeBps == 0 && slack == 0
                ? FeeRule.none()
                : FeeRule.basisPoints(totalFeeBps * MILLIONTHS_PER_BPS, 1, slack);
    }

    /** What transfers out of the configured balance are checked on. */
    public static LineSpec transferLine(PrivyConfig config, FeeRule fee) {
        return new LineSpec("transfer " + config.asset(), Side.BUY, 0, config.assetScale(), PRICE, fee);
    }

    /** The balance that the configuration reads. */
    public static BalanceSpec balance(PrivyConfig config, BalanceRules rules) {
        return BalanceSpec.careful("privy", config.account(), config.asset(), config.assetScale(), rules);
    }

    /** Careful: a read counts for a transfer only {@link #VISIBLE_AFTER} it. */
    public static BalanceRules careful() {
        return BalanceRules.CAREFUL.withVisibleAfterNanos(VISIBLE_AFTER.toNanos());
    }
}
