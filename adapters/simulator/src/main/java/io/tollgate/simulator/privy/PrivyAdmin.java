package io.tollgate.simulator.privy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.admin.AdminRequest;
import io.tollgate.simulator.admin.AdminVenue;
import io.tollgate.simulator.privy.PrivyBook.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Privy for the admin interface. An account is a wallet, an asset {@code usdc@base}; its orders are transfers, which a fill sends off. */
public final class PrivyAdmin extends AdminVenue {
    /** What may be done. */
    public static final List<AdminOperation> OPERATIONS = AdminOperation.common(
            List.of(),
            new AdminOperation(
                    "deposit-screened",
                    List.of("amount"),
                    List.of("account", "asset"),
                    "brings money in that is held back until screening-done"),
            new AdminOperation(
                    "screening-done", List.of(), List.of("account", "asset"), "what was held back may be spent"));

    private static final int MOST_FILLS = 1000;

    private final PrivySimulator simulator;
    private final PrivyBook book;

    /** Of a running simulator. */
    public PrivyAdmin(PrivySimulator simulator) {
        super("privy", OPERATIONS, simulator.wireFaults());
        this.simulator = simulator;
        this.book = simulator.book();
    }

    @Override
    protected List<String> ownFaults() {
        return List.of();
    }

    @Override
    public ObjectNode truth() {
        final ObjectNode json = emptyTruth();
        book.accounts()
                .forEach((account, wallets) ->
                        wallets.forEach(wallet -> book.chain(wallet).forEach((place, raw) -> {
                            final int decimals = PrivyCatalog.decimals(place.asset());
                            final BigInteger spendable = book.spendable(wallet, place);
                            row(json, "balances")
                                    .put("account", wallet)
                                    .put("owner", account)
                                    .put("asset", place.asset() + "@" + place.chain())
                                    .put("balance", text(raw, decimals))
                                    .put("committed", text(raw.subtract(spendable), decimals))
                                    .put("available", text(spendable, decimals));
                        })));
        final List<PrivyTransfer> ended = new ArrayList<>();
        for (final PrivyTransfer transfer : book.transfers(null)) {
            if (transfer.status() == PrivyTransfer.Status.PENDING) {
                transfer(row(json, "orders"), transfer);
            } else {
                ended.add(transfer);
            }
        }
        ended.subList(Math.max(0, ended.size() - MOST_FILLS), ended.size())
                .forEach(transfer -> transfer(row(json, "fills"), transfer));
        return json;
    }

    private static void transfer(ObjectNode row, PrivyTransfer transfer) {
        row.put("order", transfer.id())
                .put("account", transfer.walletId())
                .put("asset", transfer.asset() + "@" + transfer.chain())
                .put("size", transfer.amount().toPlainString())
                .put("reference", transfer.referenceId())
                .put("state", transfer.status().name());
    }

    private static String text(BigInteger raw, int decimals) {
        return new BigDecimal(raw, decimals).toPlainString();
    }

    @Override
    protected ObjectNode carryOut(String operation, AdminRequest request) {
        try {
            switch (operation) {
                case "fill" -> simulator.succeed(request.text("order"));
                case "cancel" -> simulator.reject(request.text("order"));
                default -> {
                    return money(operation, request);
                }
            }
            return done();
        } catch (PrivyRefusal refused) {
            throw new SimulatorException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private ObjectNode money(String operation, AdminRequest request) {
        final String wallet = one(
                request,
                "account",
                book.accounts().values().stream().flatMap(List::stream).toList());
        final String asset = one(
                request,
                "asset",
                book.chain(wallet).keySet().stream()
                        .map(place -> place.asset() + "@" + place.chain())
                        .toList());
        final int at = asset.indexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("asset must be ASSET@CHAIN: asset=" + asset + "; for example usdc@base");
        }
        final Place place = new Place(asset.substring(at + 1), asset.substring(0, at));
        if (operation.equals("screening-done")) {
            book.screeningDone(wallet, place);
            return done();
        }
        final int decimals = PrivyCatalog.decimals(place.asset());
        final BigInteger raw;
        try {
            raw = request.amount("amount").movePointRight(decimals).toBigIntegerExact();
        } catch (ArithmeticException notExact) {
            throw new IllegalArgumentException(
                    "amount must have at most " + decimals + " decimals: amount=" + request.amount("amount"), notExact);
        }
        switch (operation) {
            case "deposit", "deposit-screened" ->
                book.deposit(wallet, place, raw, operation.equals("deposit-screened"));
            case "withdraw" -> book.outflow(wallet, place, raw);
            default -> book.setBalance(wallet, place, raw);
        }
        return told("balance", text(book.chain(wallet).getOrDefault(place, BigInteger.ZERO), decimals));
    }

    private static String one(AdminRequest request, String key, List<String> all) {
        if (!request.has(key) && all.size() != 1) {
            throw new IllegalArgumentException(key + " must be given: there are " + all);
        }
        return request.text(key, all.isEmpty() ? "" : all.get(0));
    }

    @Override
    protected void fault(String kind, int count, AdminRequest request) {
        if (kind.equals("lie")) {
            // it lasts until it is cleared: an amount of zero ends it too
            simulator.lie(request.amount("amount"));
        } else {
            simulator.answerNext(Integer.parseInt(kind), count);
        }
    }

    @Override
    protected void clearOwnFaults() {
        simulator.clearFaults();
    }
}
