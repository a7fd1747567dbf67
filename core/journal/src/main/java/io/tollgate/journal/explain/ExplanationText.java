package io.tollgate.journal.explain;

import io.tollgate.gate.Decision;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.journal.RecordPrinter;
import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Holder;
import io.tollgate.journal.explain.DecisionExplained.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Explanations as text for people: lines without line ends. One thread. */
public final class ExplanationText {
    private static final int LABEL_WIDTH = 11;
    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>();
    private @Nullable Explanation whole;

    private ExplanationText() {}

    /** Decisions and lives. */
    public static List<String> of(Explanation explanation) {
        final ExplanationText text = new ExplanationText();
        text.whole = explanation;
        text.lines.add(explanation.title() + ": "
                + plural(explanation.decisions().size(), "decision")
                + (explanation.omitted() == 0 ? "" : ", and " + explanation.omitted() + " more that are not shown"));
        for (final DecisionExplained decision : explanation.decisions()) {
            text.lines.add("");
            text.decision(decision);
        }
        for (final Explanation.Life life : explanation.lives()) {
            text.lines.add("");
            text.life(life, balanceOf(explanation, life.reservationId()));
        }
        return text.lines;
    }

    private static @Nullable BalanceFacts balanceOf(Explanation explanation, long reservationId) {
        for (final DecisionExplained decision : explanation.decisions()) {
            if (decision.decision().reservationId() == reservationId) {
                return decision.balance();
            }
        }
        return null;
    }

    /** A moment. */
    public static List<String> of(MomentExplained moment) {
        final ExplanationText text = new ExplanationText();
        text.moment(moment);
        return text.lines;
    }

    static String plural(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void label(String label, String value) {
        lines.add(INDENT + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + value);
    }

    private void more(String value) {
        label("", value);
    }

    private static String at(Event event) {
        return RecordPrinter.time(event.clockNanos()) + " " + event.ringId() + ":" + event.sequence() + " "
                + event.text();
    }

    private static String ago(long nanos) {
        return Amounts.format(nanos / 1_000, 6) + " s before";
    }

    private void decision(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        lines.add(d.kind() + ": " + EventText.decision(d.code()) + " (" + d.code() + ")"
                + (d.shadow() ? ", in shadow mode: recorded, not enforced" : ""));
        label(
                "when",
                RecordPrinter.time(d.clockNanos()) + ", lane " + d.ringId() + ", record " + d.sequence()
                        + (d.kind() == DecisionFacts.Kind.RESERVE ? ", order " + d.orderKey() : "")
                        + (d.reservationId() == 0 ? "" : ", reservation " + d.reservationId()));
        label(
                "asked",
                (e.line() == null ? "line " + d.lineId() : e.line() + ",")
                        + (d.kind() == DecisionFacts.Kind.AMEND ? " changed to " : " ") + Units.size(d.size(), e.line())
                        + " at " + Units.price(d.price(), e.line())
                        + (e.balance() == null ? "" : ", on " + e.balance()));
        limits(d);
        cost(e);
        known(e);
        if (e.limit() != null) {
            e.ledTo().forEach(new Labels("led to it")::event);
        }
        held(e);
        compared(e);
        e.circumstances().forEach(new Labels("besides")::event);
        answer(d);
    }

    /** Of an order that several limits must cover: the others. */
    private void limits(DecisionFacts d) {
        final Explanation of = whole;
        if (of == null || d.kind() == DecisionFacts.Kind.CHECK) {
            return;
        }
        final long naming = of.orders().getOrDefault(d.reservationId(), d.reservationId());
        if (d.reservationId() == 0 || !of.orders().containsValue(naming)) {
            if (d.leg()) {
                label("limits", "several must cover the order; where one refuses, what was taken of others goes back");
            }
            return;
        }
        final StringJoiner others = new StringJoiner("; ");
        others.add("reservation " + naming + " names the order" + on(balanceOf(of, naming)));
        of.orders().forEach((leg, order) -> {
            if (order == naming) {
                others.add("reservation " + leg + on(balanceOf(of, leg)));
            }
        });
        label("limits", "several must cover the order: " + others);
    }

    private static String on(@Nullable BalanceFacts balance) {
        return balance == null ? "" : ", on " + balance.asset();
    }

    /** A label before the first line only. */
    private final class Labels {
        private String next;

        Labels(String label) {
            this.next = label;
        }

        void event(Event event) {
            label(next, at(event));
            next = "";
        }
    }

    private void cost(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        final LineFacts line = e.line();
        if (line == null) {
            label("cost", Units.amount(d.amount(), null) + " (the journal does not hold the line's rule)");
            return;
        }
        final CostRule rule = line.rule();
        if (d.kind() == DecisionFacts.Kind.AMEND) {
            label(
                    "cost",
                    "the order held " + Units.amount(d.holdSeen(), e.balance()) + " with "
                            + Units.size(d.filledSeen(), line) + " filled; open are then "
                            + Units.size(Math.max(0, d.size() - d.filledSeen()), line)
                            + ", which need at the worse of the old and the new price "
                            + Units.amount(d.amount(), e.balance()) + " more");
            return;
        }
        final long cost = rule.orderCost(d.price(), d.size());
        if (cost < 0) {
            label(
                    "cost",
                    "none: the line takes prices from " + Units.price(1, line) + " to "
                            + Units.price(rule.maxPrice(), line) + " in ticks of "
                            + Units.price(rule.priceTick(), line) + ", sizes above 0 in steps of "
                            + Units.size(rule.sizeStep(), line) + ", and costs below 2^61 units");
            return;
        }
        final long principal = principal(rule, d.price(), d.size());
        label(
                "cost",
                factors(rule.side(), d, line) + " = " + Units.amount(principal, e.balance())
                        + (cost == principal && rule.takerFee().kind() == FeeRule.Kind.NONE
                                ? ""
                                : " + worst-case fee " + Units.amount(cost - principal, e.balance()) + " (" + fee(rule)
                                        + ") = " + Units.amount(cost, e.balance()))
                        + (cost == d.amount() || d.amount() == 0
                                ? ""
                                : "; THE RECORD SAYS " + Units.amount(d.amount(), e.balance())));
    }

    private static String factors(Side side, DecisionFacts d, LineFacts line) {
        final String size = Units.size(d.size(), line);
        return switch (side) {
            case BUY -> "price " + Units.price(d.price(), line) + " x size " + size;
            case SELL_TO_OPEN ->
                "(" + Units.price(line.rule().one(), line) + " - price " + Units.price(d.price(), line) + ") x size "
                        + size;
            case SELL_TO_CLOSE, BUY_TO_CLOSE -> "size " + size + " of the position";
        };
    }

    /** The cost without its fee. */
    static long principal(CostRule rule, long price, long size) {
        return new CostRule(
                        rule.side(),
                        rule.priceScale(),
                        rule.sizeScale(),
                        rule.assetScale(),
                        rule.maxPrice(),
                        FeeRule.none())
                .cost(price, size);
    }

    private static String fee(CostRule rule) {
        final FeeRule fee = rule.takerFee();
        return fee.kind() + " " + Amounts.format(fee.rateMillionths(), 6) + ", rounded up to "
                + Amounts.format(fee.roundTo(), rule.assetScale()) + ", plus "
                + Amounts.format(fee.slack(), rule.assetScale());
    }

    private void known(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        final Limit limit = e.limit();
        if (limit == null) {
            final boolean looked = e.isComparison() || d.tile();
            label(
                    "known",
                    looked
                            ? "limit " + Units.limit(d.limitSeen(), e.balance()) + ", version " + d.limitVersion()
                                    + "; the journal does not hold its publication"
                            : "the balance was not looked at");
            return;
        }
        label("known", sum(limit, e.balance()));
        more("version " + limit.version()
                + (limit.version() == d.limitVersion()
                        ? ""
                        : " (the lane saw version " + d.limitVersion() + " beside it)")
                + ", published " + RecordPrinter.time(limit.clockNanos()) + " ("
                + ago(d.clockNanos() - limit.clockNanos()) + ", record 0:" + limit.sequence() + "), status "
                + limit.status());
    }

    private static String sum(Limit limit, @Nullable BalanceFacts balance) {
        final String parts = "ledger " + Units.amount(limit.ledger(), balance) + " - encumbered "
                + Units.amount(limit.encumbered(), balance) + " - in transit "
                + Units.amount(limit.inTransit(), balance);
        final long spendable = limit.ledger() - limit.encumbered() - limit.inTransit();
        if (limit.limit() < 0) {
            return "limit CLOSED, because of status " + limit.status() + " (" + parts + ")";
        }
        if (limit.limit() == Math.max(0, spendable)) {
            return parts + " = limit " + Units.amount(limit.limit(), balance)
                    + (spendable < 0 ? " (never below 0)" : "");
        }
        return parts + "; the limit stayed at " + Units.amount(limit.limit(), balance)
                + ": inside a message and in a replay it may only fall";
    }

    private void held(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        if (e.line() == null || (!e.isComparison() && !d.tile())) {
            return;
        }
        final BalanceFacts balance = e.balance();
        label(
                "held",
                Units.amount(d.held(), e.balance()) + " by "
                        + (balance == null ? "reservations" : balance.summed())
                        + (e.holders().isEmpty() ? "" : ":"));
        for (final Holder holder : e.holders()) {
            more(INDENT + Units.amount(holder.amount(), e.balance()) + "  reservation " + holder.reservationId()
                    + " (order " + holder.orderKey() + ", " + holder.what() + ")"
                    + (holder.sinceNanos() == 0 ? "" : " since " + RecordPrinter.time(holder.sinceNanos()))
                    + (holder.reservationId() == d.reservationId() ? ", the order itself" : ""));
        }
        if (e.restOfHolders() != 0) {
            more(INDENT + Units.amount(e.restOfHolders(), e.balance()) + "  others");
        }
        if (e.unattributed() != 0) {
            more(INDENT
                    + Units.amount(e.unattributed(), e.balance())
                    + (e.unattributed() > 0
                            ? "  takes that nobody holds: refused at their second look or voided, and not given back yet"
                            : "  given back by recovery at a restart, of what is listed above"));
        }
        final long unknown = d.held() - e.attributed() - e.unattributed();
        if (unknown != 0) {
            more(INDENT + Units.amount(unknown, e.balance())
                    + "  not in this journal: reservations older than its start, or records not in it yet");
        }
    }

    private void compared(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        if (!e.isComparison()) {
            label("compared", "nothing: " + whyNot(d));
            return;
        }
        final long held = d.held();
        final String left = "held " + Units.amount(held, e.balance())
                + (d.kind() == DecisionFacts.Kind.AMEND ? " + increment " : " + cost ")
                + Units.amount(d.amount(), e.balance());
        final boolean wraps = held > Amounts.MAX_AMOUNT || held < 0;
        final String sum = wraps ? "" : " = " + Units.amount(held + d.amount(), e.balance());
        final String limit = Units.limit(d.limitSeen(), e.balance());
        if (e.fits()) {
            label(
                    "compared",
                    left + sum + " <= limit " + limit + ": it fits, and leaves "
                            + Units.amount(d.limitSeen() - held - d.amount(), e.balance()));
        } else {
            label(
                    "compared",
                    left + sum + " > limit " + limit
                            + (wraps || d.limitSeen() < 0
                                    ? ""
                                    : ": " + Units.amount(held + d.amount() - d.limitSeen(), e.balance())
                                            + " too much"));
        }
        if (e.fits() != (d.code() == Decision.APPROVED.code())) {
            more("THE ANSWER DOES NOT FOLLOW FROM THESE NUMBERS: run journal verify");
        }
    }

    private static String whyNot(DecisionFacts d) {
        if (d.code() == Decision.APPROVED.code()) {
            return "an amend that needs no more money is let through";
        }
        if (d.code() >= Decision.FEED_STOPPED.code() && d.code() <= Decision.CLOSED.code()) {
            return "a closed balance lets nothing through, whatever it holds";
        }
        return "it was refused before money was looked at";
    }

    private void answer(DecisionFacts d) {
        final Decision decision;
        try {
            decision = Decision.of(d.code());
        } catch (final IllegalArgumentException e) {
            label("answer", "code " + d.code() + ", which this version does not know");
            return;
        }
        label(
                "answer",
                decision.name() + " (" + d.code() + "): " + decision.reason() + "."
                        + (decision == Decision.APPROVED
                                ? ""
                                : decision.retryMayHelp()
                                        ? " The same order may be approved later."
                                        : " The same order will not be approved later."));
        if (d.tile() && decision != Decision.APPROVED && !d.shadow()) {
            more("It had passed the first look and taken its money; the look after the take saw what is told here, so"
                    + " it was refused, and the money went back.");
        }
    }

    private void life(Explanation.Life life, @Nullable BalanceFacts balance) {
        lines.add("LIFE of reservation " + life.reservationId()
                + (life.omitted() == 0 ? "" : " (the last part of it: " + life.omitted() + " earlier records)"));
        life.events().forEach(event -> lines.add(INDENT + at(event)));
        lines.add(INDENT + "at the journal's end it holds " + Units.amount(life.holdAfter(), balance));
    }

    private void moment(MomentExplained moment) {
        lines.add("at " + RecordPrinter.time(moment.epochNanos()));
        label("session", moment.session() == null ? "none had started" : at(moment.session()));
        label("halt", moment.halt() == null ? "none by an operator" : at(moment.halt()));
        for (final MomentExplained.BalanceAt balance : moment.balances()) {
            lines.add("");
            lines.add("BALANCE " + balance.balance().balanceId() + ": " + balance.balance());
            final Limit limit = balance.limit();
            if (limit == null) {
                label("known", "nothing was published yet");
            } else {
                label("known", sum(limit, balance.balance()));
                more("version " + limit.version() + ", published " + RecordPrinter.time(limit.clockNanos()) + " ("
                        + ago(moment.epochNanos() - limit.clockNanos()) + "), status " + limit.status());
                label("held", Units.amount(balance.held(), balance.balance()));
                if (limit.limit() >= 0) {
                    label("available", Units.amount(limit.limit() - balance.held(), balance.balance()));
                }
            }
            last("status", balance.status());
            last("entry", balance.entry());
            last("read", balance.snapshot());
        }
        lines.add("");
        lines.add("RESERVATIONS that held money: " + moment.reservations().size());
        for (final MomentExplained.ReservationAt r : moment.reservations()) {
            lines.add(INDENT + Units.amount(r.held(), r.balance()) + "  reservation " + r.reservationId() + " (order "
                    + r.orderKey() + ", " + (r.line() == null ? "line not known" : r.line()) + ", "
                    + Units.size(r.size(), r.line()) + " at " + Units.price(r.price(), r.line()) + "); last: "
                    + at(r.last()));
        }
        for (final DecisionExplained decision : moment.lastDecisions()) {
            lines.add("");
            lines.add("LAST DECISION of lane " + decision.decision().ringId());
            last(decision);
        }
    }

    private void last(String label, @Nullable Event event) {
        if (event != null) {
            label(label, at(event));
        }
    }

    private void last(DecisionExplained e) {
        final DecisionFacts d = e.decision();
        label("when", RecordPrinter.time(d.clockNanos()) + ", record " + d.sequence());
        label(
                "asked",
                d.kind() + " " + (e.line() == null ? "line " + d.lineId() : e.line()) + ", "
                        + Units.size(d.size(), e.line()) + " at " + Units.price(d.price(), e.line()));
        compared(e);
        answer(d);
    }
}
