package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.Rules;
import java.io.IOException;
import java.math.BigInteger;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the owner's address, and API credentials that are given or got from the venue with the owner's key. One for an account; all its
 * feeds share it. {@link #toString} shows no secret.
 *
 * <p>Got from the venue: {@code GET /auth/derive-api-key} first, which changes nothing there; where the venue has none for this nonce, {@code
 * POST /auth/api-key} makes them. They are kept until a request signed with them is refused.
 *
 * <p>Threading: any thread; while one gets credentials the others wait for it.
 */
public final class ClobAuthentication {
    static final String DERIVE_PATH = "/auth/derive-api-key";
    static final String CREATE_PATH = "/auth/api-key";

    private final Address owner;
    private final @Nullable WalletKey walletKey;
    private final long chainId;
    private final long nonce;
    private final boolean given;
    private @Nullable ApiCredentials credentials;

    private ClobAuthentication(
            Address owner,
            @Nullable WalletKey walletKey,
            long chainId,
            long nonce,
            @Nullable ApiCredentials credentials) {
        this.owner = owner;
        this.walletKey = walletKey;
        this.chainId = chainId;
        this.nonce = nonce;
        this.given = credentials != null;
        this.credentials = credentials;
    }

    /**
     * With credentials that were made before.
     *
     * @param owner the account whose key made them: never the proxy, safe or deposit wallet
     */
    public static ClobAuthentication given(Address owner, ApiCredentials credentials) {
        return new ClobAuthentication(
                Rules.given("owner", owner, "give the address of the key that made the API credentials"),
                null,
                0,
                0,
                Rules.given("credentials", credentials, "give ApiCredentials.of, or use derived"));
    }

    /**
     * With credentials that the venue gives the owner of this key.
     *
     * @param chainId {@link Contracts#chainId}
     * @param nonce which of the owner's API keys, 0 for the usual one
     */
    public static ClobAuthentication derived(WalletKey key, long chainId, long nonce) {
        if (nonce < 0) {
            throw new IllegalArgumentException("nonce must be 0 or more: nonce=" + nonce + "; 0 is the usual one");
        }
        Rules.given("walletKey", key, "give WalletKey.fromFile");
        return new ClobAuthentication(key.address(), key, chainId, nonce, null);
    }

    /** The account that signs; goes into {@code POLY_ADDRESS}. */
    public Address owner() {
        return owner;
    }

    /** The credentials in use, got from the venue if need be. */
    synchronized ApiCredentials credentials(Calls calls, HttpUrl base)
            throws IOException, MalformedMessageException, RefusedException {
        ApiCredentials current = credentials;
        if (current == null) {
            HttpClient.Answer answer = calls.send(ownerRequest(base, DERIVE_PATH, false, seconds(calls)));
            final boolean none = answer.code() == 400 || answer.code() == 404;
            if (none) {
                answer = calls.send(ownerRequest(base, CREATE_PATH, true, seconds(calls)));
            }
            if (answer.code() != 200 && answer.code() != 201) {
                throw ClobErrors.refusal(answer, calls, none ? CREATE_PATH : DERIVE_PATH);
            }
            current = read(Json.read(answer.body()));
            credentials = current;
        }
        return current;
    }

    private static ApiCredentials read(JsonNode json) throws MalformedMessageException {
        try {
            return ApiCredentials.of(
                    Json.text(json, "apiKey"), Json.text(json, "secret"), Json.text(json, "passphrase"));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("the venue's API credentials must be usable: " + e.getMessage());
        }
    }

    /** They were refused: those from the venue are got anew, given ones stay. */
    synchronized void forget() {
        if (!given) {
            credentials = null;
        }
    }

    static long seconds(Calls calls) {
        return Math.floorDiv(calls.wallClock().millis(), 1000);
    }

    /** A request in the owner's name, signed by the wallet ("L1"). */
    Request ownerRequest(HttpUrl base, String path, boolean post, long epochSeconds) {
        if (walletKey == null) {
            throw new IllegalStateException("the wallet's key must be there to get credentials: use derived");
        }
        final String timestamp = Long.toString(epochSeconds);
        final byte[] digest = Eip712.clobAuth(chainId, owner, timestamp, BigInteger.valueOf(nonce));
        final Request.Builder request = new Request.Builder()
                .url(base.newBuilder().encodedPath(path).build())
                .header("Accept", "*/*")
                .header("Content-Type", "application/json")
                .header("POLY_ADDRESS", owner.toString())
                .header("POLY_SIGNATURE", walletKey.sign(digest))
                .header("POLY_TIMESTAMP", timestamp)
                .header("POLY_NONCE", Long.toString(nonce));
        return post
                ? request.post(RequestBody.create(new byte[0])).build()
                : request.get().build();
    }

    /** A GET in the name of the API key ("L2"); its query is not signed. */
    Request request(HttpUrl url, ApiCredentials with, long epochSeconds) {
        return new Request.Builder()
                .url(url)
                .header("Accept", "*/*")
                .header("Content-Type", "application/json")
                .header("POLY_ADDRESS", owner.toString())
                .header("POLY_SIGNATURE", with.sign(epochSeconds, "GET", url.encodedPath(), ""))
                .header("POLY_TIMESTAMP", Long.toString(epochSeconds))
                .header("POLY_API_KEY", with.key())
                .header("POLY_PASSPHRASE", with.passphrase())
                .get()
                .build();
    }

    @Override
    public String toString() {
        return "ClobAuthentication[owner=" + owner + ", " + (given ? "given" : "derived nonce=" + nonce) + "]";
    }
}
