package io.tollgate.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * What is run at once, by name: {@code before | thread | thread ... | after}, with operations as {@code name:argument:argument}, which are
 * methods of {@link BookOperations}.
 */
final class Scenarios {
    /** Lane and order numbers are 0 and 1; amounts are dollars out of 10. */
    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        add("two lanes want the same money", " | reserve:0:6 reserve:0:3 | reserve:1:6 reserve:1:4 | books");
        add(
                "two lanes beside a fill",
                "reserve:1:6 cycle sent:1 fill:1:1:7:6 | reserve:0:5 check:0:2 | reserve:1:3 | cycle | books");
        add("a check beside a fill", "reserve:1:6 cycle sent:1 fill:1:1:7:6 | check:0:5 check:0:5 | cycle | books");
        add("a reserve beside a fill", "reserve:1:6 cycle sent:1 fill:1:1:7:6 | reserve:0:5 | cycle held | books");
        add(
                "two lanes beside a release and a lower limit",
                "reserve:1:6 cycle sent:1 | reserve:0:5 | release:1:1:0 reserve:1:4 | lower:4 cycle | books");
        add("a lower limit", " | reserve:0:6 | lower:5 held | books");
        add("a lower limit and two lanes", " | reserve:0:6 | reserve:1:3 | lower:5 held | books");
        add("a closed balance", "reserve:1:4 cycle sent:1 | reserve:0:3 check:0:3 | stale held | books");
        add(
                "a closed balance and a release",
                "reserve:1:4 cycle sent:1 | reserve:0:7 | release:1:1:0 check:1:1 | stale | books");
        add("sending, expiry and the other lane", "reserve:0:6 cycle | sent:0 | reserve:1:5 | expire | books");
        add(
                "expiry of two orders",
                "reserve:0:4 reserve:1:4 cycle | sent:0 reserve:0:3 | sent:1 reserve:1:2 | expire cycle | books");
        add("a halt", " | reserve:0:6 | reserve:1:3 | halt | books");
        add("a halt and a send", "reserve:0:6 cycle | sent:0 | reserve:1:3 | halt | books");
        add(
                "one fill told by two lanes",
                "reserve:0:6 cycle sent:0 | fill:0:0:7:6 check:0:2 | fill:1:0:7:6 reserve:1:4 | cycle cycle | books");
        add(
                "a release that knows of a later fill",
                "reserve:0:6 cycle sent:0 | release:0:0:3 | reserve:1:8 fill:1:0:7:3 | cycle | books");
        add(
                "fills in parts beside the other lane",
                "reserve:0:6 cycle sent:0 fill:0:0:7:2 | fill:0:0:8:3 check:0:4 | reserve:1:4 | cycle cycle | books");
        add(
                "two amends of one order",
                "reserve:0:4 cycle sent:0 cycle | amend:0:0:2 | amend:1:0:3 reserve:1:5 | cycle | books");
        add(
                "an amend and the order's end",
                "reserve:0:4 cycle sent:0 cycle | release:0:0:0 check:0:5 | amend:1:0:3 | cycle | books");
        add("an amend and a fill", "reserve:0:6 cycle sent:0 fill:0:0:7:4 | amend:0:0:3 | reserve:1:4 | cycle | books");
        add(
                "an amend's answer and a fill",
                "reserve:0:4 cycle sent:0 amend:0:0:3 cycle | answer:0:0:0 | fill:1:0:7:4 reserve:1:3 | cycle | books");
        add(
                "a second look between a lower limit and a fill",
                "reserve:1:6 cycle sent:1 cycle | reserve:0:4 | fill:1:1:7:6 | lower:1 held cycle | books");
        add(
                "an amend and a lower limit",
                "reserve:0:4 cycle sent:0 cycle | amend:0:0:3 | reserve:1:3 | lower:4 | books");
    }

    private Scenarios() {}

    private static void add(String name, String text) {
        ALL.put(name, text);
    }

    /** Of its text. */
    static ExecutionScenario of(String text) {
        final String[] parts = text.split("\\|", -1);
        final List<List<Actor>> parallel = new ArrayList<>();
        for (int i = 1; i < parts.length - 1; i++) {
            parallel.add(actors(parts[i]));
        }
        return new ExecutionScenario(actors(parts[0]), parallel, actors(parts[parts.length - 1]), validation());
    }

    private static Actor validation() {
        return new Actor(method("records"), List.of());
    }

    private static List<Actor> actors(String text) {
        final List<Actor> actors = new ArrayList<>();
        for (final String word : text.trim().split(" ", -1)) {
            if (!word.isEmpty()) {
                final String[] parts = word.split(":", -1);
                final List<Object> arguments = new ArrayList<>();
                for (int i = 1; i < parts.length; i++) {
                    arguments.add(Integer.valueOf(parts[i]));
                }
                actors.add(new Actor(method(parts[0]), arguments));
            }
        }
        return actors;
    }

    private static Method method(String name) {
        for (final Method method : BookOperations.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("no such operation: " + name);
    }
}
