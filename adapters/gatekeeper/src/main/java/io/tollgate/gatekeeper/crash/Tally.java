package io.tollgate.gatekeeper.crash;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong. Threading: the parent's main thread. */
final class Tally {
    private static final int MOST_TEXTS = 50;

    private final List<String> texts = new ArrayList<>();
    private long findings;
    private long lost;
    private long unjournaled;

    void lost(String text) {
        lost++;
        finding("lost: " + text);
    }

    void unjournaled(String text) {
        unjournaled++;
        finding("unjournaled: " + text);
    }

    void unjournaled(long records, String text) {
        unjournaled += records;
        finding("unjournaled: " + text);
    }

    /** Something else. */
    void finding(String text) {
        findings++;
        if (texts.size() < MOST_TEXTS) {
            texts.add(text);
        }
    }

    long lost() {
        return lost;
    }

    long unjournaled() {
        return unjournaled;
    }

    long findings() {
        return findings;
    }

    /** The first of them. */
    List<String> texts() {
        return texts;
    }
}
