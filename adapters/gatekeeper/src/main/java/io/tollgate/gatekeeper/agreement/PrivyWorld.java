package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.privy.PrivyBalanceSource;
import io.tollgate.privy.PrivyConfig;
import io.tollgate.privy.PrivyCredentials;
import io.tollgate.privy.PrivyRules;
import io.tollgate.privy.WalletUse;
import io.tollgate.rest.Calls;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.simulator.privy.PrivyBook;
import io.tollgate.simulator.privy.PrivyBook.Place;
import io.tollgate.simulator.privy.PrivyInProcess;
import io.tollgate.simulator.privy.PrivyRefusal;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import io.tollgate.simulator.privy.PrivyTransfer.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Privy: a custody account with a wallet on each of two chains, out of which transfers go, the venue's orders. Deposits are screened at times,
 * amounts are shown with one decimal, and another client sends from the same wallets.
 */
final class PrivyWorld implements World {
    private static final String ACCOUNT = "account-1";
    private static final String OWN = "gate-1-";
    private static final String OTHERS = "other-";
    private static final String ELSEWHERE = "0x000000000000000000000000000000000000dead";
    private static final int HISTORY = 60;
    private static final int DECIMALS = 6;
    private static final long TARGET = 4_000_000_000L;
    private static final long SCREENING = 40 * Delays.SECOND;
    private static final int SCREENED_OF = 24;
    /** How long after a transfer was told to have gone reads may leave it out: this venue's do not. */
    private static final long VISIBLE_AFTER = 0;

    /** A wallet on a chain. */
    private record Wallet(String id, Place place, String chainId) {}

    /** Money that may be spent from a time on. */
    private record Screened(long untilNanos, int wallet) {}

    private final Mode mode;
    private final SimulatedTime time;
    private final PrivyBook book;
    private final InProcess network;
    private final List<Wallet> wallets = List.of(
            new Wallet("wallet-1", new Place("base", "usdc"), "eip155:8453"),
            new Wallet("wallet-2", new Place("polygon", "usdc"), "eip155:137"));
    private final List<PrivyConfig> configs = new ArrayList<>();
    private final List<PrivyBalanceSource> sources = new ArrayList<>();
    private final List<Calls> calls = new ArrayList<>();
    private final List<WorldFeed> feeds = new ArrayList<>();
    private final List<Balance> balances = new ArrayList<>();
    private final Map<String, Ask> asks = new HashMap<>();
    private final ArrayDeque<Screened> screened = new ArrayDeque<>();
    private final ArrayDeque<String> othersTransfers = new ArrayDeque<>();
    private final long[] outside;
    private @Nullable Gate gate;
    private @Nullable Desk desk;
    private long executions;
    private long othersKey;
    private long deposits;

    PrivyWorld(Mode mode, SimulatedTime time) {
        this.mode = mode;
        this.time = time;
        final PrivyInProcess inProcess =
                new PrivyInProcess(PrivySimulatorConfig.defaults().withChainDecimals(1), time, HISTORY);
        this.book = inProcess.book();
        this.network = new InProcess(
                time,
                request -> new InProcess.Answer(200, inProcess.get(request.url().uri())));
        this.outside = new long[wallets.size()];
        for (final Wallet wallet : wallets) {
            book.addWallet(ACCOUNT, wallet.id());
            book.setBalance(wallet.id(), wallet.place(), BigInteger.ZERO);
            final PrivyConfig config = PrivyConfig.builder()
                    .baseUrl("http://127.0.0.1:1")
                    .credentials(PrivyCredentials.of("agreement", "privy_app_secret_of_the_simulator"))
                    .account(ACCOUNT)
                    .chainId(wallet.chainId())
                    .walletIds(List.of(wallet.id()))
                    .walletUse(mode == Mode.EXACT ? WalletUse.FINER : WalletUse.BOUND)
                    .ownReferencePrefix(mode == Mode.EXACT ? OWN : "")
                    .build();
            configs.add(config);
            final PrivyBalanceSource source = new PrivyBalanceSource(config);
            sources.add(source);
            calls.add(network.calls(source.name()));
        }
    }

    @Override
    public String venue() {
        return "privy";
    }

    @Override
    public List<OrderKind> kinds() {
        return wallets.stream()
                .map(wallet -> new OrderKind(
                        "transfer on " + wallet.place().chain(),
                        PrivyRules.PRICE,
                        PrivyRules.PRICE,
                        1,
                        1,
                        1_000_000L,
                        100_000_000_000L,
                        1,
                        false,
                        false))
                .toList();
    }

    /** Transfers go through as a rule and cannot be changed; money is brought often, or there would soon be none. */
    @Override
    public Settings tuned(Settings s) {
        return new Settings(
                s.orders(),
                s.seed(),
                s.betweenBursts(),
                s.burst(),
                s.withinBurst(),
                s.lifetime(),
                s.pollPeriod(),
                500 * Delays.MILLI,
                s.betweenOthers(),
                120 * Delays.SECOND,
                s.betweenSettlements(),
                900,
                0,
                0);
    }

    @Override
    public long target() {
        return TARGET;
    }

    @Override
    public long guideCost(int kind, long price, long size) {
        return size;
    }

    @Override
    public List<GateLine> open(Gate forGate, Lane lane, Desk forDesk) {
        gate = forGate;
        desk = forDesk;
        final BalanceRules rules = mode == Mode.EXACT
                ? PrivyRules.careful().withVisibleAfterNanos(VISIBLE_AFTER).withStreamGraceNanos(0)
                : PrivyRules.careful();
        final List<GateLine> lines = new ArrayList<>();
        for (final PrivyConfig config : configs) {
            final Balance balance = forGate.register(PrivyRules.balance(config, rules));
            final WorldFeed feed = new WorldFeed(FeedKind.SNAPSHOTS, forDesk);
            forGate.attach(balance, feed);
            feeds.add(feed);
            balances.add(balance);
            lines.add(GateLine.of(lane.bind(balance, PrivyRules.transferLine(config, PrivyRules.noFee()))));
        }
        return lines;
    }

    /** What was screened long enough may be spent. */
    private void catchUp() {
        while (!screened.isEmpty() && screened.peek().untilNanos() <= time.nanoTime()) {
            final int wallet = screened.remove().wallet();
            outside(wallet, () -> {
                if (screened.stream().noneMatch(each -> each.wallet() == wallet)) {
                    book.screeningDone(
                            wallets.get(wallet).id(), wallets.get(wallet).place());
                }
            });
        }
    }

    private long spendable(int wallet) {
        return book.spendable(wallets.get(wallet).id(), wallets.get(wallet).place())
                .longValueExact();
    }

    private void outside(int wallet, Runnable event) {
        final long before = spendable(wallet);
        event.run();
        outside[wallet] += spendable(wallet) - before;
    }

    @Override
    public boolean wouldAccept(Ask ask, long credit) {
        catchUp();
        final Wallet wallet = wallets.get(ask.kind());
        return book.wouldAccept(
                wallet.id(), wallet.place(), BigInteger.valueOf(ask.size()), BigInteger.valueOf(credit));
    }

    @Override
    public Placed place(Ask ask) {
        catchUp();
        final Wallet wallet = wallets.get(ask.kind());
        try {
            final String id = book.transfer(
                            wallet.id(), wallet.place(), BigInteger.valueOf(ask.size()), ELSEWHERE, OWN + ask.key())
                    .id();
            asks.put(id, ask);
            return new Placed(Verdict.ACCEPTED, id, Lane.UNKNOWN_AMOUNT);
        } catch (PrivyRefusal refusal) {
            final boolean funds = refusal.code().equals("insufficient_funds");
            return new Placed(funds ? Verdict.NO_FUNDS : Verdict.OTHER, "", Lane.UNKNOWN_AMOUNT);
        }
    }

    @Override
    public Verdict amend(String orderId, long price, long size) {
        throw new UnsupportedOperationException("a transfer cannot be changed");
    }

    @Override
    public boolean wouldAmend(String orderId, long price, long size, long credit) {
        throw new UnsupportedOperationException("a transfer cannot be changed");
    }

    /** The venue refuses the transfer after all. */
    @Override
    public long cancel(String orderId) {
        if (remaining(orderId) == 0) {
            return -1;
        }
        book.end(orderId, Status.REJECTED, false);
        asks.remove(orderId);
        return 0;
    }

    @Override
    public Execution fill(String orderId, long quantity, boolean taker) {
        final long amount = book.end(orderId, Status.SUCCEEDED, true).raw().longValueExact();
        if (amount != quantity) {
            throw new IllegalArgumentException(
                    "a transfer goes out as a whole: amount=" + amount + " quantity=" + quantity);
        }
        asks.remove(orderId);
        return new Execution(++executions, amount, amount, PrivyRules.PRICE, 0, true);
    }

    @Override
    public long remaining(String orderId) {
        return asks.containsKey(orderId) ? book.pending(orderId).longValueExact() : 0;
    }

    @Override
    public long outside(int kind) {
        catchUp();
        return outside[kind];
    }

    @Override
    public String describe() {
        final StringBuilder text = new StringBuilder("venue: spendable");
        for (int i = 0; i < wallets.size(); i++) {
            text.append(' ').append(spendable(i));
        }
        final Gate of = gate;
        if (of != null) {
            balances.forEach(each -> text.append("; gate ").append(of.view(each)));
        }
        return text.toString();
    }

    private int poorer() {
        return spendable(0) <= spendable(1) ? 0 : 1;
    }

    /** To the wallet that has less; one in a few is screened first. */
    @Override
    public void deposit(long amount) {
        catchUp();
        final int wallet = poorer();
        final boolean screening = ++deposits % SCREENED_OF == 0;
        outside(
                wallet,
                () -> book.deposit(
                        wallets.get(wallet).id(), wallets.get(wallet).place(), BigInteger.valueOf(amount), screening));
        asked();
        if (screening) {
            screened.add(new Screened(time.nanoTime() + SCREENING, wallet));
        }
    }

    @Override
    public boolean withdraw(long amount) {
        catchUp();
        final int wallet = 1 - poorer();
        if (spendable(wallet) < amount) {
            return false;
        }
        outside(
                wallet,
                () -> book.outflow(wallets.get(wallet).id(), wallets.get(wallet).place(), BigInteger.valueOf(amount)));
        asked();
        return true;
    }

    /** Whoever moves money asks for a read. */
    private void asked() {
        final Desk wants = desk;
        if (wants != null) {
            wants.wantRead();
        }
    }

    @Override
    public long cash() {
        long sum = 0;
        for (final Wallet wallet : wallets) {
            sum += book.chain(wallet.id(), wallet.place()).longValueExact();
        }
        return sum;
    }

    @Override
    public void otherClient(SplittableRandom random) {
        catchUp();
        final String oldest = othersTransfers.peek();
        if (oldest != null && (othersTransfers.size() > 3 || random.nextInt(2) == 0)) {
            othersTransfers.poll();
            final boolean fails = random.nextInt(4) == 0;
            for (int i = 0; i < wallets.size(); i++) {
                outside[i] -= spendable(i);
            }
            book.end(oldest, fails ? Status.FAILED : Status.SUCCEEDED, true);
            for (int i = 0; i < wallets.size(); i++) {
                outside[i] += spendable(i);
            }
            return;
        }
        final int wallet = random.nextInt(wallets.size());
        final long amount = 1_000_000L + random.nextLong(100_000_000L);
        if (spendable(wallet) >= amount) {
            outside(
                    wallet,
                    () -> othersTransfers.add(book.transfer(
                                    wallets.get(wallet).id(),
                                    wallets.get(wallet).place(),
                                    BigInteger.valueOf(amount),
                                    ELSEWHERE,
                                    OTHERS + ++othersKey)
                            .id()));
        }
    }

    /** Somebody pays, of which the venue tells its users. */
    @Override
    public void settle(SplittableRandom random) {
        catchUp();
        final int wallet = random.nextInt(wallets.size());
        final long amount = 1 + random.nextLong(200_000_000L);
        outside(
                wallet,
                () -> book.deposit(
                        wallets.get(wallet).id(), wallets.get(wallet).place(), BigInteger.valueOf(amount), false));
        asked();
    }

    @Override
    public Read read(long requestNanos) {
        catchUp();
        network.sentAt(requestNanos);
        final List<Snapshot> snapshots = new ArrayList<>();
        try {
            for (int i = 0; i < sources.size(); i++) {
                snapshots.add(sources.get(i).read(calls.get(i)).snapshot());
            }
        } catch (IOException | MalformedMessageException | RefusedException e) {
            throw new IllegalStateException("the simulated venue must answer: " + e.getMessage(), e);
        }
        final long[] shown = new long[wallets.size()];
        for (int i = 0; i < shown.length; i++) {
            final BigInteger ledger =
                    book.ledger(wallets.get(i).id(), wallets.get(i).place());
            shown[i] = new BigDecimal(ledger, DECIMALS)
                    .setScale(1, RoundingMode.HALF_UP)
                    .movePointRight(DECIMALS)
                    .longValueExact();
        }
        return new Read() {
            @Override
            public void deliver(long arrivalNanos) {
                for (int i = 0; i < snapshots.size(); i++) {
                    final Snapshot s = snapshots.get(i);
                    feeds.get(i)
                            .sink()
                            .snapshot(
                                    balances.get(i).id(),
                                    new Snapshot(
                                            s.ledger(),
                                            s.netSpendable(),
                                            s.openOrders(),
                                            s.venueTimeNanos(),
                                            s.requestNanos(),
                                            arrivalNanos));
                }
            }

            @Override
            public long shown(int kind) {
                return shown[kind];
            }
        };
    }

    @Override
    public void readFailed(String reason, long requestNanos, long arrivalNanos) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).sink().snapshotFailed(balances.get(i).id(), reason, requestNanos, arrivalNanos);
        }
    }

    @Override
    public void close() {
        calls.forEach(Calls::close);
    }
}
