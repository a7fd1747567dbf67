package io.tollgate.lincheck;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The model checker must be able to fail: it sees words in a buffer, as the gate's classes reach them. */
class SharedWordsTest {
    /** Adds by a read and a write: two at once lose one. */
    public static class Careless extends Counter {
        /** The sum so far. */
        @Operation
        public long add() {
            return Words.get().addByReadAndWrite();
        }
    }

    /** Adds by compare-and-set. */
    public static class Careful extends Counter {
        /** The sum so far. */
        @Operation
        public long add() {
            return Words.get().addByCompareAndSet();
        }
    }

    /** A new word, and the class that Lincheck rewrites. */
    public static class Counter {
        final SwitchPoint point = new SwitchPoint();

        Counter() {
            Words.make();
        }
    }

    /** Keeps the word where Lincheck does not look. */
    static final class Words {
        private static @Nullable SharedWord word;

        private Words() {}

        static void make() {
            Steps.running(true);
            try {
                word = (SharedWord) Steps.loader()
                        .loadClass("io.tollgate.lincheck.driven.BufferWord")
                        .getConstructor()
                        .newInstance();
            } catch (final ReflectiveOperationException e) {
                throw new IllegalStateException("the word's class must load", e);
            }
        }

        static SharedWord get() {
            return Objects.requireNonNull(word);
        }
    }

    /** Counts from 1. */
    public static class Sums {
        private long sum;

        /** The sum so far. */
        public long add() {
            return ++sum;
        }
    }

    @Test
    void aLostUpdateIsFound() {
        assertThatThrownBy(() -> check(Careless.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("BufferWord.addByReadAndWrite");
    }

    @Test
    void aTakeByCompareAndSetIsRight() {
        assertThatCode(() -> check(Careful.class)).doesNotThrowAnyException();
    }

    private static void check(Class<?> counter) {
        new ModelCheckingOptions()
                .iterations(3)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .invocationsPerIteration(200)
                .sequentialSpecification(Sums.class)
                .addGuarantee(Checks.passedOver(Words.class))
                .check(counter);
    }
}
