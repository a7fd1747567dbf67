package io.tollgate.polymarketclob;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.Calls;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One look at a balance for people: what the feed would read, what each contract may draw, and what looks like a known mistake. Amounts are
 * millionths.
 *
 * @param snapshot as the feed tells it, by the configuration's {@link ClobFigure}
 * @param allowances what the spender of each configured kind of market may draw; {@code Amounts.UNLIMITED} for that or more
 * @param hints causes and cures of what looks like a known mistake; empty if nothing does
 */
public record ClobBalanceCheck(Snapshot snapshot, Map<MarketKind, Long> allowances, List<String> hints) {

    /** Keeps copies. */
    public ClobBalanceCheck {
        allowances = Collections.unmodifiableMap(new EnumMap<>(allowances));
        hints = List.copyOf(hints);
    }

    /**
     * Looks once: the feed's own requests and one more; where pUSD reads zero, the owner's wallets of the other types too. The thread of the calls.
     *
     * @param config best with {@link ClobFigure#BALANCE} and without {@code confirmRises}, which would ask twice
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if an answer cannot be read
     * @throws RefusedException if the venue refused; its text names cause and cure
     */
    public static ClobBalanceCheck read(ClobConfig config, Calls calls)
            throws IOException, MalformedMessageException, RefusedException {
        final Snapshot snapshot = new ClobBalanceSource(config).read(calls).snapshot();
        final ClobPages pages = new ClobPages(config.url(), config.authentication(), config.maxPages());
        final BalanceAllowance read = balance(pages, calls, ClobBalanceSource.question(config));
        final Map<MarketKind, Long> allowances = new EnumMap<>(MarketKind.class);
        for (final MarketKind kind : config.marketKinds()) {
            allowances.put(kind, read.allowance(config.contracts().spender(kind)));
        }
        final List<String> hints = new ArrayList<>();
        final ClobHint hint = ClobHint.of(read, config);
        if (hint == ClobHint.ZERO_BALANCE) {
            hints.addAll(otherWallets(config, pages, calls));
        }
        if (hint != ClobHint.NONE && hints.isEmpty()) {
            hints.add(hint.text());
        }
        return new ClobBalanceCheck(snapshot, allowances, hints);
    }

    /** The owner's wallets of the other types that have money. */
    private static List<String> otherWallets(ClobConfig config, ClobPages pages, Calls calls)
            throws IOException, MalformedMessageException, RefusedException {
        final List<String> found = new ArrayList<>();
        for (final SignatureType type : SignatureType.values()) {
            if (type == config.signatureType()) {
                continue;
            }
            final Map<String, String> question = new LinkedHashMap<>(ClobBalanceSource.question(config));
            question.put("signature_type", Integer.toString(type.wire()));
            final long balance = balance(pages, calls, question).balance();
            if (balance > 0) {
                found.add("the balance reads 0 with signatureType " + config.signatureType() + ", but the owner's "
                        + type + " wallet has "
                        + BigDecimal.valueOf(balance, ClobAsset.SCALE).toPlainString() + ": set signatureType: "
                        + type);
            }
        }
        return found;
    }

    private static BalanceAllowance balance(ClobPages pages, Calls calls, Map<String, String> question)
            throws IOException, MalformedMessageException, RefusedException {
        return BalanceAllowance.read(Json.read(
                pages.successful(calls, ClobBalanceSource.PATH, question).body()));
    }
}
