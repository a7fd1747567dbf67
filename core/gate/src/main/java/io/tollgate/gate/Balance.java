package io.tollgate.gate;

/**
 * A registered balance: one (venue, account, asset).
 *
 * @param id its number, as in the journal
 * @param venue who holds the money
 * @param account the venue's name of the account
 * @param asset currency, outcome token or signed position
 * @param assetScale amounts are in units of 10^-assetScale
 */
public record Balance(int id, String venue, String account, String asset, int assetScale) {}
