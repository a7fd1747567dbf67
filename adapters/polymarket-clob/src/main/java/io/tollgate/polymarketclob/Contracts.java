package io.tollgate.polymarketclob;

import java.util.Objects;

/**
 * A chain and its exchange contracts: whom an allowance must be given to. Settings, because the venue has replaced them before; the
 * constants are those of the official client 1.1.0 (2026-07-17) and of the venue's page "Contracts".
 *
 * @param chainId signed in the wallet's proof
 * @param exchange draws for {@link MarketKind#NORMAL}
 * @param negRiskExchange draws for {@link MarketKind#NEG_RISK}
 * @param exchangeV3 draws for {@link MarketKind#V2_POSITION}
 */
public record Contracts(long chainId, Address exchange, Address negRiskExchange, Address exchangeV3) {

    /** Production. */
    public static final Contracts POLYGON = new Contracts(
            137,
            Address.of("0xE111180000d2663C0091e4f400237545B87B996B"),
            Address.of("0xe2222d279d744050d28e00520010520000310F59"),
            Address.of("0xe3333700cA9d93003F00f0F71f8515005F6c00Aa"));

    /** Test net. */
    public static final Contracts AMOY = new Contracts(
            80002,
            Address.of("0xE111180000d2663C0091e4f400237545B87B996B"),
            Address.of("0xe2222d279d744050d28e00520010520000310F59"),
            Address.of("0x9fE6e61422AdB6F610d8597F9684b16912D50C3D"));

    /** Checks that nothing is missing. */
    public Contracts {
        if (chainId <= 0) {
            throw new IllegalArgumentException(
                    "chainId must be positive: chainId=" + chainId + "; 137 is Polygon, 80002 its test net");
        }
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(negRiskExchange, "negRiskExchange");
        Objects.requireNonNull(exchangeV3, "exchangeV3");
    }

    /** Who draws the money of an order in such a market. */
    public Address spender(MarketKind kind) {
        return switch (kind) {
            case NORMAL -> exchange;
            case NEG_RISK -> negRiskExchange;
            case V2_POSITION -> exchangeV3;
        };
    }
}
