package io.tollgate.simulator.privy;

import io.tollgate.simulator.privy.PrivyTransfer.Status;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The truth: wallets, what is on their chains, what of it is being screened, and transfers. Amounts are base units unless they are text.
 *
 * <p>Usable without a server: it has no threads and no clock of its own, and of transfers that are over only the newest are kept.
 * Threading: any thread; one thing at a time.
 */
public final class PrivyBook {
    private static final int HISTORY = 100_000;

    /**
     * An asset on a chain, as far as the simulator knows it.
     *
     * @param chain the venue's name of it, such as base
     * @param asset lower case, such as usdc
     */
    public record Place(String chain, String asset) {
        /**
         * Checks both.
         *
         * @throws PrivyRefusal if one is not known
         */
        public Place {
            PrivyCatalog.caip2(chain);
            PrivyCatalog.decimals(asset);
        }
    }

    /** What a wallet has in one place, in base units. */
    private static final class Money {
        private BigInteger chain = BigInteger.ZERO;
        private BigInteger screened = BigInteger.ZERO;
        private BigInteger pending = BigInteger.ZERO;
    }

    private static final class Wallet {
        private final String account;
        private final Map<Place, Money> money = new LinkedHashMap<>();

        private Wallet(String account) {
            this.account = account;
        }

        private Money at(Place place) {
            return money.computeIfAbsent(place, unused -> new Money());
        }
    }

    private final InstantSource clock;
    private final int history;
    private final Map<String, Wallet> wallets = new LinkedHashMap<>();
    private final Map<String, PrivyTransfer> transfers = new LinkedHashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private final Map<String, String> byReference = new HashMap<>();
    private long nextAction = 1;

    /** Without wallets. */
    public PrivyBook(InstantSource clock) {
        this(clock, HISTORY);
    }

    /**
     * Without wallets.
     *
     * @param history how many transfers that are over are still told
     */
    public PrivyBook(InstantSource clock, int history) {
        this.clock = clock;
        this.history = history;
    }

    /** Adds a wallet to an account, which is there from its first wallet on. */
    public synchronized void addWallet(String account, String walletId) {
        if (wallets.putIfAbsent(walletId, new Wallet(account)) != null) {
            throw new PrivyRefusal(409, "", "wallet " + walletId + " exists");
        }
    }

    /** Sets what is on the chain for a wallet. */
    public synchronized void setBalance(String walletId, Place place, BigInteger raw) {
        wallet(walletId).at(place).chain = notNegative(raw);
    }

    /** Brings money; {@code screening} holds it back until {@link #screeningDone}. */
    public synchronized void deposit(String walletId, Place place, BigInteger raw, boolean screening) {
        final Money money = wallet(walletId).at(place);
        money.chain = money.chain.add(notNegative(raw));
        if (screening) {
            money.screened = money.screened.add(raw);
        }
    }

    /** What was held back in this place may be spent. */
    public synchronized void screeningDone(String walletId, Place place) {
        wallet(walletId).at(place).screened = BigInteger.ZERO;
    }

    /** Takes money out without a transfer of ours: another client of the account. */
    public synchronized void outflow(String walletId, Place place, BigInteger raw) {
        final Money money = wallet(walletId).at(place);
        if (spendable(money).compareTo(notNegative(raw)) < 0) {
            throw insufficient(place, money, raw);
        }
        money.chain = money.chain.subtract(raw);
    }

    /**
     * Accepts a transfer or refuses it.
     *
     * @param amount in whole units, such as 12.5
     * @param referenceId the client's name of it; empty for none
     * @throws PrivyRefusal if the venue would refuse it
     */
    public synchronized PrivyTransfer transfer(
            String walletId, Place place, String amount, String destination, String referenceId) {
        return transfer(walletId, place, raw(amount, PrivyCatalog.decimals(place.asset())), destination, referenceId);
    }

    /** Likewise, of so many base units. */
    public synchronized PrivyTransfer transfer(
            String walletId, Place place, BigInteger raw, String destination, String referenceId) {
        final Money money = wallet(walletId).at(place);
        if (!referenceId.isEmpty() && byReference.containsKey(referenceId)) {
            throw new PrivyRefusal(409, "invalid_data", "reference_id must be unique per app: " + referenceId);
        }
        if (raw.signum() <= 0) {
            throw new PrivyRefusal(400, "invalid_data", "amount must be positive: " + raw);
        }
        if (!pays(money, raw, BigInteger.ZERO)) {
            throw insufficient(place, money, raw);
        }
        money.pending = money.pending.add(raw);
        final String id = "act_" + String.format(Locale.ROOT, "%08d", nextAction++);
        final PrivyTransfer transfer = new PrivyTransfer(
                id,
                walletId,
                place.chain(),
                place.asset(),
                raw,
                PrivyCatalog.decimals(place.asset()),
                destination,
                referenceId,
                clock.millis(),
                Status.PENDING,
                false);
        transfers.put(id, transfer);
        if (!referenceId.isEmpty()) {
            byReference.put(referenceId, id);
        }
        return transfer;
    }

    /** Whether a transfer of so many base units would be accepted now, had so many not left the wallet; nothing is made. */
    public synchronized boolean wouldAccept(String walletId, Place place, BigInteger raw, BigInteger outflow) {
        return pays(wallet(walletId).at(place), raw, outflow);
    }

    /** The acceptance rule. */
    private static boolean pays(Money money, BigInteger raw, BigInteger outflow) {
        return raw.signum() > 0 && spendable(money).add(outflow).compareTo(raw) >= 0;
    }

    /** A pending transfer has gone out, or will not. */
    public synchronized PrivyTransfer end(String id, Status status, boolean broadcast) {
        final PrivyTransfer transfer = transfers.get(id);
        if (transfer == null) {
            throw new PrivyRefusal(404, "", "Wallet action not found");
        }
        if (transfer.status() != Status.PENDING) {
            throw new PrivyRefusal(409, "", "transfer " + id + " has ended: " + transfer.status());
        }
        final Money money = wallet(transfer.walletId()).at(new Place(transfer.chain(), transfer.asset()));
        money.pending = money.pending.subtract(transfer.raw());
        if (status == Status.SUCCEEDED) {
            money.chain = money.chain.subtract(transfer.raw());
        }
        final PrivyTransfer over = transfer.ended(status, broadcast);
        transfers.put(id, over);
        ended.add(id);
        if (ended.size() > history) {
            final PrivyTransfer oldest = transfers.remove(ended.remove());
            if (oldest != null) {
                byReference.remove(oldest.referenceId());
            }
        }
        return over;
    }

    /** What a transfer is judged by: on the chain, less screened, less pending. */
    public synchronized BigInteger spendable(String walletId, Place place) {
        return spendable(wallet(walletId).at(place));
    }

    /** What is on the chain for a wallet. */
    public synchronized BigInteger chain(String walletId, Place place) {
        return wallet(walletId).at(place).chain;
    }

    /** What the account's ledger has of a wallet: on the chain, less screened. */
    public synchronized BigInteger ledger(String walletId, Place place) {
        final Money money = wallet(walletId).at(place);
        return money.chain.subtract(money.screened);
    }

    /** Base units of a transfer that is pending; 0 if it is over or not known. */
    public synchronized BigInteger pending(String transferId) {
        final PrivyTransfer transfer = transfers.get(transferId);
        return transfer == null || transfer.status() != Status.PENDING ? BigInteger.ZERO : transfer.raw();
    }

    synchronized List<PrivyTransfer> transfers(@Nullable String walletId) {
        final List<PrivyTransfer> found = new ArrayList<>();
        for (final PrivyTransfer transfer : transfers.values()) {
            if (walletId == null || transfer.walletId().equals(walletId)) {
                found.add(transfer);
            }
        }
        return found;
    }

    synchronized @Nullable PrivyTransfer transferOf(String walletId, String id) {
        wallet(walletId);
        final PrivyTransfer transfer = transfers.get(id);
        return transfer != null && transfer.walletId().equals(walletId) ? transfer : null;
    }

    synchronized Map<String, List<String>> accounts() {
        final Map<String, List<String>> accounts = new LinkedHashMap<>();
        wallets.forEach((id, wallet) -> accounts.computeIfAbsent(wallet.account, unused -> new ArrayList<>())
                .add(id));
        return accounts;
    }

    /** An account's ledger by place, in whole units. */
    synchronized Map<Place, BigDecimal> ledger(String account, boolean lessPending) {
        final Map<Place, BigDecimal> ledger = new LinkedHashMap<>();
        boolean known = false;
        for (final Wallet wallet : wallets.values()) {
            if (!wallet.account.equals(account)) {
                continue;
            }
            known = true;
            wallet.money.forEach((place, money) -> {
                BigInteger raw = money.chain.subtract(money.screened);
                if (lessPending) {
                    raw = raw.subtract(money.pending);
                }
                ledger.merge(place, new BigDecimal(raw, PrivyCatalog.decimals(place.asset())), BigDecimal::add);
            });
        }
        if (!known) {
            throw new PrivyRefusal(404, "", "Account not found");
        }
        return ledger;
    }

    /** What is on the chains for a wallet, in base units. */
    synchronized Map<Place, BigInteger> chain(String walletId) {
        final Map<Place, BigInteger> chain = new LinkedHashMap<>();
        wallet(walletId).money.forEach((place, money) -> chain.put(place, money.chain));
        return chain;
    }

    /** By asset, summed over places. */
    static Map<String, BigDecimal> byAsset(Map<Place, BigDecimal> ledger) {
        final Map<String, BigDecimal> sums = new TreeMap<>();
        ledger.forEach((place, amount) -> sums.merge(place.asset(), amount, BigDecimal::add));
        return sums;
    }

    private Wallet wallet(String walletId) {
        final Wallet wallet = wallets.get(walletId);
        if (wallet == null) {
            throw new PrivyRefusal(404, "", "Wallet not found");
        }
        return wallet;
    }

    private static BigInteger spendable(Money money) {
        return money.chain.subtract(money.screened).subtract(money.pending);
    }

    private static PrivyRefusal insufficient(Place place, Money money, BigInteger raw) {
        final int decimals = PrivyCatalog.decimals(place.asset());
        return new PrivyRefusal(
                400,
                "insufficient_funds",
                "Insufficient balance: " + new BigDecimal(spendable(money), decimals).toPlainString() + " "
                        + place.asset() + " available on " + place.chain() + ", "
                        + new BigDecimal(raw, decimals).toPlainString() + " requested");
    }

    private static BigInteger notNegative(BigInteger raw) {
        if (raw.signum() < 0) {
            throw new PrivyRefusal(400, "invalid_data", "base units must be 0 or more: " + raw);
        }
        return raw;
    }

    private static BigInteger raw(String amount, int decimals) {
        if (!amount.matches("[0-9]{1,40}(\\.[0-9]{1,40})?")) {
            throw new PrivyRefusal(400, "invalid_data", "amount must be a positive decimal string");
        }
        final BigDecimal value = new BigDecimal(amount);
        if (value.signum() <= 0 || value.stripTrailingZeros().scale() > decimals) {
            throw new PrivyRefusal(
                    400, "invalid_data", "amount must be positive with at most " + decimals + " decimals: " + amount);
        }
        return value.movePointRight(decimals).toBigIntegerExact();
    }
}
