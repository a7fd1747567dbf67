package io.tollgate.gatekeeper.agreement;

import java.util.List;
import java.util.Locale;

/** The figures as an SVG: for each venue and mode two bars, the gate's and the pattern's. */
final class Plot {
    private static final int LEFT = 230;
    private static final int BAR = 560;
    private static final int RIGHT_TEXT = 330;
    private static final int HEIGHT = 18;
    private static final int GROUP = 62;
    private static final int TOP = 64;
    private static final String GOOD = "#4a8f6d";
    private static final String APPROVED = "#c0392b";
    private static final String UNSEEN = "#e08e79";
    private static final String REFUSED = "#d9a441";
    private static final String CLOSED = "#9aa5b1";

    private Plot() {}

    static String svg(List<Report> reports) {
        final int height = TOP + GROUP * reports.size() + 10;
        final int width = LEFT + BAR + RIGHT_TEXT;
        final StringBuilder svg = new StringBuilder(4_096);
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width,
                height,
                width,
                height));
        text(svg, 10, 20, "Agreement with the venue's own rule: the gate, and poll-then-check, on the same reads");
        int x = 10;
        x = legend(svg, x, GOOD, "right");
        x = legend(svg, x, REFUSED, "wrongly refused");
        x = legend(svg, x, APPROVED, "wrongly approved");
        x = legend(svg, x, UNSEEN, "unseen outflow");
        legend(svg, x, CLOSED, "drift or staleness");
        int y = TOP;
        for (final Report report : reports) {
            final Tally t = report.tally();
            text(svg, 10, y + 13, report.venue() + ", " + (report.mode() == Mode.EXACT ? "venue-exact" : "careful"));
            text(svg, LEFT - 58, y + 13, "gate");
            bar(svg, y, t.right, t.wronglyRefused, t.wronglyApproved, t.unseenOutflow, t.driftOrStale, t.orders);
            text(svg, LEFT - 58, y + 13 + HEIGHT + 4, "pattern");
            bar(
                    svg,
                    y + HEIGHT + 4,
                    t.patternRight,
                    t.patternWronglyRefused,
                    t.patternWronglyApproved,
                    t.patternUnseenOutflow,
                    0,
                    t.orders);
            y += GROUP;
        }
        return svg.append("</svg>").append(System.lineSeparator()).toString();
    }

    private static int legend(StringBuilder svg, int x, String colour, String name) {
        rectangle(svg, x, 34, 12, 12, colour);
        text(svg, x + 18, 44, name);
        return x + 40 + 7 * name.length();
    }

    private static void bar(
            StringBuilder svg, int y, long right, long refused, long approved, long unseen, long closed, long all) {
        int x = LEFT;
        x = part(svg, x, y, right, all, GOOD);
        x = part(svg, x, y, refused, all, REFUSED);
        x = part(svg, x, y, approved, all, APPROVED);
        x = part(svg, x, y, unseen, all, UNSEEN);
        part(svg, x, y, closed, all, CLOSED);
        text(
                svg,
                LEFT + BAR + 20,
                y + 13,
                String.format(
                        Locale.ROOT,
                        "right %s, approved wrongly %,d, refused wrongly %,d",
                        Report.percent(right, all),
                        approved,
                        refused));
    }

    /** What there is at all is seen: at least one pixel wide. */
    private static int part(StringBuilder svg, int x, int y, long count, long all, String colour) {
        if (count == 0) {
            return x;
        }
        final int width = (int) Math.max(1, count * BAR / Math.max(1, all));
        rectangle(svg, x, y, width, HEIGHT, colour);
        return x + width;
    }

    private static void rectangle(StringBuilder svg, int x, int y, int width, int height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text));
    }
}
