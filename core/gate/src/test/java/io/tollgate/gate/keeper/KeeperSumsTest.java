package io.tollgate.gate.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** BookKeeper's sums near the largest amounts, against numbers without limits: right, or refused, never wrapped. */
@org.jspecify.annotations.NullUnmarked
class KeeperSumsTest {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(62);

    private static Path directory;
    private static Book book;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("sums");
        book = Book.openOrCreate(directory.resolve("book.dat"), new BookSizes(1, 1, 1, 1, 8, 8));
        book.balances().create(0, "v", "a", "USD", 6, 0, 0);
    }

    @AfterContainer
    static void close() throws IOException {
        book.close();
        Files.delete(directory.resolve("book.dat"));
        Files.delete(directory);
    }

    /** 0 to the largest amount, most of them near an edge. */
    @Provide
    Arbitrary<Long> amounts() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, Amounts.MAX_AMOUNT),
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(Amounts.MAX_AMOUNT - 3, Amounts.MAX_AMOUNT),
                Arbitraries.longs().between((1L << 60) - 3, (1L << 60) + 3));
    }

    @Property(tries = 3_000, seed = "301", edgeCases = EdgeCasesMode.NONE)
    void whatIsEncumberedAndSpendableNeverWraps(
            @ForAll("amounts") long ledger,
            @ForAll("amounts") long venue,
            @ForAll("amounts") long operator,
            @ForAll("amounts") long margin,
            @ForAll("amounts") long shortfall,
            @ForAll("amounts") long unexplained,
            @ForAll("amounts") long early,
            @ForAll("amounts") long refused,
            @ForAll("amounts") long inTransit,
            @ForAll boolean credit) {
        final BalanceState state = new BalanceState(0, BalanceRules.CAREFUL, book.balances(), 0);
        final long cash = credit ? -inTransit : inTransit;
        state.ledger(ledger, 0, false);
        state.venueEncumbered(venue);
        state.operatorEncumbered(operator);
        state.shortfall(shortfall);
        state.unexplained(unexplained);
        state.earlyCredit(early);
        state.refused(refused);
        state.cashInTransit = 0;
        state.margin = 0;
        state.transit(cash, margin);
        final BigInteger held = sum(venue, operator, margin, shortfall, unexplained, early, refused);
        assertThat(BigInteger.valueOf(state.encumbered())).isEqualTo(held.min(MOST));
        final BigInteger spendable =
                BigInteger.valueOf(ledger).subtract(held.min(MOST)).subtract(BigInteger.valueOf(cash));
        assertThat(BigInteger.valueOf(state.spendable())).isEqualTo(spendable);
        // capped or not, no money is shown that is not there
        final BigInteger exact = BigInteger.valueOf(ledger).subtract(held).subtract(BigInteger.valueOf(cash));
        assertThat(Math.max(0, state.spendable()))
                .isEqualTo(exact.max(BigInteger.ZERO).longValueExact());
    }

    @Property(tries = 3_000, seed = "302", edgeCases = EdgeCasesMode.NONE)
    void roomInTransitIsRoomInTheSums(
            @ForAll("amounts") long cash,
            @ForAll("amounts") long margin,
            @ForAll("amounts") long more,
            @ForAll("amounts") long moreMargin,
            @ForAll boolean credit) {
        final BalanceState state = new BalanceState(0, BalanceRules.CAREFUL, book.balances(), 0);
        state.transit(credit ? -cash : cash, margin);
        final boolean fits = isAmount(sum(cash, more)) && isAmount(sum(margin, moreMargin));
        assertThat(state.hasRoomInTransit(more, moreMargin)).isEqualTo(fits);
        assertThat(state.hasRoomInTransit(-more, moreMargin)).isEqualTo(fits);
    }

    @Property(tries = 5_000, seed = "303", edgeCases = EdgeCasesMode.NONE)
    void theCashOfAFillIsExactOrNoAmount(
            @ForAll("sides") Side side,
            @ForAll @IntRange(min = 1, max = 100) int price,
            @ForAll("amounts") long quantity,
            @ForAll("amounts") long fee,
            @ForAll boolean rebate) {
        // price in hundredths, size in units, asset in hundredths: every product is exact
        final CostRule rule = new CostRule(side, 2, 0, 2, 100, FeeRule.none());
        final BigInteger value = BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity));
        final BigInteger charged = rebate ? BigInteger.ZERO : BigInteger.valueOf(fee);
        final BigInteger cash = side == Side.BUY ? value.add(charged) : charged.subtract(value);
        final boolean isPriced = quantity <= Amounts.MAX_AMOUNT && isAmount(value);
        assertThat(FillCash.cashOf(rule, price, quantity, rebate ? -fee : fee))
                .isEqualTo(isPriced ? cash.longValueExact() : FillCash.NO_AMOUNT);
    }

    /** A net credit of three units is not the money rules' number for an overflow. */
    @Property(tries = 1, generation = net.jqwik.api.GenerationMode.EXHAUSTIVE)
    void aSmallCreditIsACredit(@ForAll @IntRange(min = 1, max = 5) int units) {
        final CostRule rule = new CostRule(Side.SELL_TO_OPEN, 2, 0, 2, 99, FeeRule.none());
        assertThat(FillCash.cashOf(rule, units, 1, 0)).isEqualTo(-units).isNotEqualTo(FillCash.NO_AMOUNT);
    }

    @Provide
    Arbitrary<Side> sides() {
        return Arbitraries.of(Side.BUY, Side.SELL_TO_OPEN);
    }

    private static boolean isAmount(BigInteger n) {
        return n.compareTo(BigInteger.valueOf(Amounts.MAX_AMOUNT)) <= 0;
    }

    private static BigInteger sum(long... amounts) {
        BigInteger sum = BigInteger.ZERO;
        for (final long amount : amounts) {
            sum = sum.add(BigInteger.valueOf(amount));
        }
        return sum;
    }
}
