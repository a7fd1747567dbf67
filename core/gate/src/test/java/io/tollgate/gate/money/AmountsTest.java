package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @Provide
    Arbitrary<String> decimals() {
        Arbitrary<String> sign = Arbitraries.of("", "", "-", "+");
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(22);
        Arbitrary<String> few =
                Arbitraries.strings().withChars('0', '9').ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> whole =
                Arbitraries.oneOf(digits, few, Arbitraries.of("0", "00", "2305843009213", "2305843009213693951"));
        Arbitrary<String> part =
                Arbitraries.oneOf(Arbitraries.just(""), few.map(d -> "." + d), digits.map(d -> "." + d));
        Arbitrary<String> exponent = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.integers().between(-40, 40).map(e -> "e" + e),
                Arbitraries.integers().between(0, 40).map(e -> "E+" + e));
        return Combinators.combine(sign, whole, part, exponent).as((s, w, p, e) -> s + w + p + e);
    }

    @Provide
    Arbitrary<Long> any() {
        return Numbers.any();
    }

    @Property(tries = 10_000, seed = "201", edgeCases = EdgeCasesMode.NONE)
    void parsingRoundsAsTheExactNumberDoesOrRefuses(
            @ForAll("decimals") String text, @ForAll @IntRange(max = 18) int scale) {
        BigDecimal exact = new BigDecimal(text).movePointRight(scale);
        assertParsed(() -> Amounts.parseFloor(text, scale), exact.setScale(0, RoundingMode.FLOOR));
        assertParsed(() -> Amounts.parseCeil(text, scale), exact.setScale(0, RoundingMode.CEILING));
        if (exact.stripTrailingZeros().scale() > 0) {
            assertThatThrownBy(() -> Amounts.parseExact(text, scale)).isInstanceOf(MalformedAmountException.class);
        } else {
            assertParsed(() -> Amounts.parseExact(text, scale), exact);
        }
    }

    @Property(tries = 5_000, seed = "202", edgeCases = EdgeCasesMode.NONE)
    void formattedAmountsReadBack(@ForAll("any") long amount, @ForAll @IntRange(max = 18) int scale) {
        String text = Amounts.format(amount, scale);
        assertThat(text).isEqualTo(BigDecimal.valueOf(amount, scale).toPlainString());
        if (Amounts.isAmount(amount)) {
            assertThat(Amounts.parseExact(text, scale)).isEqualTo(amount);
        } else {
            assertThatThrownBy(() -> Amounts.parseExact(text, scale)).hasMessageContaining("2^61");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "96.9636, 6, 96963600, 96963600",
        "0.00631, 2, 0, 1",
        "-0.00631, 2, -1, 0",
        "-0, 6, 0, 0",
        "1e-999999999999999999999, 6, 0, 1",
        "-1e-999999999999999999999, 6, -1, 0",
        "0e999999999999999999999, 6, 0, 0",
        "1E3, 0, 1000, 1000",
        "0.0000000000000000000000000000001e31, 0, 1, 1",
        "2305843009213.693951, 6, 2305843009213693951, 2305843009213693951",
        "2305843009213.6939519, 6, 2305843009213693951, ",
    })
    void balancesGoDownAndCostsGoUp(String text, int scale, long floor, @Nullable Long ceil) {
        assertThat(Amounts.parseFloor(text, scale)).isEqualTo(floor);
        if (ceil != null) {
            assertThat(Amounts.parseCeil(text, scale)).isEqualTo(ceil);
        } else {
            assertThatThrownBy(() -> Amounts.parseCeil(text, scale)).hasMessageContaining("2^61");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "-",
                ".",
                "1.",
                ".5",
                "1..2",
                "1.2.3",
                "1,000",
                " 1",
                "1 ",
                "--1",
                "+-1",
                "1e",
                "1e+",
                "1e1.5",
                "e5",
                "1ee5",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "null",
                "1_000",
                "1f",
                "1d",
                "١٢",
                "１２",
                "1\n",
                "\u00001",
                "1e5e5",
                "$1"
            })
    void whatIsNotStrictDecimalIsRefused(String text) {
        assertThatThrownBy(() -> Amounts.parseFloor(text, 6))
                .isInstanceOf(MalformedAmountException.class)
                .hasMessageContaining("digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2305843009213.693952",
                "-2305843009213.693952",
                "1e13",
                "1e999999999999",
                "9223372036854775808",
                "-1e99"
            })
    void whatTheGateCannotHoldIsRefused(String text) {
        assertThatThrownBy(() -> Amounts.parseFloor(text, 6)).hasMessageContaining("2^61");
        assertThatThrownBy(() -> Amounts.parseCeil(text, 6)).hasMessageContaining("2^61");
    }

    @Test
    void refusalNamesRuleValueAndCureAndCutsTheValue() {
        String text = "12\r\n" + "x".repeat(1_000);
        MalformedAmountException refusal =
                catchThrowableOfType(MalformedAmountException.class, () -> Amounts.parseExact(text, 6));
        assertThat(refusal.value()).isEqualTo("12??" + "x".repeat(36));
        assertThat(refusal).hasMessage(refusal.rule() + ": value=\"" + refusal.value() + "\"; " + refusal.cure());
    }

    @Test
    void longTextsAreReadInOnePass() {
        String zeros = "0".repeat(1_000_000);
        assertThat(Amounts.parseCeil("0." + zeros + "1", 6)).isEqualTo(1);
        assertThat(Amounts.parseExact(zeros + "7." + zeros, 0)).isEqualTo(7);
        assertThatThrownBy(() -> Amounts.parseFloor("1" + zeros, 0)).hasMessageContaining("2^61");
    }

    @Test
    void powersOfTenAreThoseOfALong() {
        for (int i = 0; i <= 18; i++) {
            assertThat(Amounts.pow10(i)).isEqualTo(BigInteger.TEN.pow(i).longValueExact());
        }
        assertThatThrownBy(() -> Amounts.pow10(19)).hasMessageContaining("exponent=19");
        assertThatThrownBy(() -> Amounts.pow10(-1)).hasMessageContaining("exponent=-1");
        assertThatThrownBy(() -> Amounts.parseExact("1", 19)).hasMessageContaining("scale=19");
    }

    @Test
    void amountsAreBelowTwoToThe61() {
        assertThat(Amounts.MAX_AMOUNT + 1).isEqualTo(Amounts.UNLIMITED);
        assertThat(Amounts.isAmount(Amounts.MAX_AMOUNT)).isTrue();
        assertThat(Amounts.isAmount(-Amounts.MAX_AMOUNT)).isTrue();
        assertThat(Amounts.isAmount(Amounts.UNLIMITED)).isFalse();
        assertThat(Amounts.isAmount(Long.MIN_VALUE)).isFalse();
    }

    private interface Parse {
        long run();
    }

    private static void assertParsed(Parse parse, BigDecimal exact) {
        if (exact.abs().compareTo(BigDecimal.valueOf(Amounts.MAX_AMOUNT)) > 0) {
            assertThatThrownBy(parse::run).hasMessageContaining("2^61");
        } else {
            assertThat(parse.run()).isEqualTo(exact.longValueExact());
        }
    }
}
