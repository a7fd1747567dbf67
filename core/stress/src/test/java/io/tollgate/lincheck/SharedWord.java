package io.tollgate.lincheck;

/** One word, for {@link SharedWordsTest}. Threading: any thread. */
public interface SharedWord {
    /** Adds one with a read and a write, and returns the sum: wrong if two do it at once. */
    long addByReadAndWrite();

    /** Adds one with compare-and-set, and returns the sum. */
    long addByCompareAndSet();
}
