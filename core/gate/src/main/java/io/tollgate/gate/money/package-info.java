/**
 * Exact arithmetic of money: what an order can draw at worst, and how decimal text becomes an amount.
 *
 * <p>Everything is a {@code long}. Amounts are in the asset's own unit, 10<sup>−assetScale</sup>, below 2⁶¹; prices and sizes
 * have the scales of their line. Products are 128 bits wide, fees up to 192; a result out of range is a negative constant, never
 * a wrapped number. There is no binary floating point, no allocation after construction, and no division by a variable.
 *
 * <h2>Formulas</h2>
 *
 * With P the price and S the size as {@code long}s, {@code one = 10^priceScale} (what a contract pays) and {@code k = assetScale −
 * priceScale − sizeScale}:
 *
 * <table>
 * <caption>What is computed, and which way it is rounded</caption>
 * <tr><th>what</th><th>formula</th><th>rounded</th></tr>
 * <tr><td>principal</td><td>{@code P × S × 10^k}</td><td>up</td></tr>
 * <tr><td>credit of a sale</td><td>{@code P × S × 10^k}</td><td>down</td></tr>
 * <tr><td>margin of a short</td><td>{@code one × S × 10^k}</td><td>up</td></tr>
 * <tr><td>cost, BUY</td><td>principal + worst-case fee</td><td>each up</td></tr>
 * <tr><td>cost, SELL_TO_OPEN</td><td>{@code (one − P) × S × 10^k} + worst-case fee</td><td>each up</td></tr>
 * <tr><td>cost, SELL_TO_CLOSE and BUY_TO_CLOSE</td><td>{@code S × 10^(assetScale − sizeScale)} of the position</td>
 * <td>up</td></tr>
 * <tr><td>fee, BASIS_POINTS</td><td>{@code rate × P × S × 10^k}</td><td>up to roundTo, then + slack</td></tr>
 * <tr><td>fee, QUADRATIC</td><td>{@code rate × S × P × (one − P) × 10^(k − priceScale)}</td><td>up to roundTo, then +
 * slack</td></tr>
 * <tr><td>balance from text</td><td>{@link io.tollgate.gate.money.Amounts#parseFloor}</td><td>down</td></tr>
 * <tr><td>debt from text</td><td>{@link io.tollgate.gate.money.Amounts#parseCeil}</td><td>up</td></tr>
 * </table>
 *
 * <h2>Ticks and steps</h2>
 *
 * A line may have a tick and a size step ({@link io.tollgate.gate.money.CostRule#orderCost}). They are the venue's rule for orders, not for
 * money: what a fill leaves of an order is held whatever its size, and a fill may have any price.
 *
 * <h2>Why the limit price is the worst case</h2>
 *
 * A buy at limit L may fill at any p ≤ L. Principal and exact fee per contract are {@code p + Θp(1−p)}, whose slope {@code 1 +
 * Θ(1−2p)} is not negative while {@code Θ ≤ 1}; so they are largest at L. (An opening sell is the mirror image, {@code (1−p) +
 * Θp(1−p)}, largest at its limit; with a fee on the value, {@code (1−p) + Θp}, too.)
 *
 * <p>Rounding: let the fills be cheaper than the limit by d in principal; their exact fees are then larger than the limit's by at
 * most Θd. The fee at the limit is rounded up. If the venue rounds the total half-even, the d saved always covers the next step of
 * the fee while Θ ≤ ½; above that, and for a venue that rounds up, {@link io.tollgate.gate.money.FeeRule#slack} has to.
 *
 * <p>A fee larger than the rule's is bounded by a larger rate: Polymarket US charges combos {@code p × (0.0695(1−p) +
 * 0.04(1−p)⁴)}, which the quadratic rule with rate 0.1095 bounds.
 */
@NullMarked
package io.tollgate.gate.money;

import org.jspecify.annotations.NullMarked;
