package io.tollgate.gate.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The models' order of accesses is the shipped classes': both are run and listened to, on the main ways. Words that a model does not have are left
 * out of what the classes say, and what a lane reads of its own row is left out of both.
 */
class ShippedOrderTest {
    private static final List<String> OWN = List.of("read row state", "read record");

    @TempDir
    Path directory;

    private static Method trace;

    @BeforeAll
    static void load() throws ReflectiveOperationException {
        trace = new TracingLoader()
                .loadClass("io.tollgate.gate.TracedGate")
                .getMethod("trace", Path.class, String.class);
    }

    @SuppressWarnings("unchecked")
    private List<String> shipped(String way, String... words) throws ReflectiveOperationException {
        final List<String> kept = new ArrayList<>();
        for (final String access : (List<String>) trace.invoke(null, directory, way)) {
            final String word = access.substring(access.indexOf(' ') + 1);
            final boolean repeats = !kept.isEmpty() && kept.get(kept.size() - 1).equals(access);
            if (List.of(words).contains(word) && !OWN.contains(access) && !repeats) {
                kept.add(access);
            }
        }
        return kept;
    }

    private static List<String> model(ModelRun run, String... words) {
        return run.accesses().stream()
                .filter(access -> List.of(words).contains(access.substring(access.indexOf(' ') + 1)))
                .filter(access -> !OWN.contains(access))
                .toList();
    }

    private static List<String> writes(List<String> accesses) {
        final List<String> writes = new ArrayList<>();
        for (final String access : accesses) {
            if (access.startsWith("write ")
                    && (writes.isEmpty() || !writes.get(writes.size() - 1).equals(access))) {
                writes.add(access);
            }
        }
        return writes;
    }

    private static final String[] RESERVE = {"halt", "back", "taken", "limit", "row hold", "row state", "record"};

    @Test
    void reserveApproved() throws ReflectiveOperationException {
        final ModelRun run = new ModelRun(Scopes.threeReserve(Bug.NONE)).listen("lane 1", "");
        assertThat(shipped("reserve approved", RESERVE))
                .isEqualTo(model(run, RESERVE))
                .containsExactly(
                        "read halt",
                        "read back",
                        "read taken",
                        "read limit",
                        "write row hold",
                        "write row state",
                        "write taken",
                        "read halt",
                        "read limit",
                        "write record",
                        "write row state");
    }

    @Test
    void reserveRefused() throws ReflectiveOperationException {
        final ModelRun run = new ModelRun(Scopes.reserveAndPublish(Bug.NONE))
                .until("keeper", "limit := 4")
                .listen("lane 1", "");
        assertThat(shipped("reserve refused", RESERVE))
                .isEqualTo(model(run, RESERVE))
                .containsExactly("read halt", "read back", "read taken", "read limit", "write record");
    }

    @Test
    void reserveWhoseLimitFell() throws ReflectiveOperationException {
        final ModelRun run = new ModelRun(Scopes.withdrawalAndFill(Bug.NONE))
                .listen("lane 1", "CAS taken")
                .until("keeper", "limit lowered")
                .listen("lane 1", "");
        assertThat(shipped("reserve, limit lowered", RESERVE))
                .isEqualTo(model(run, RESERVE))
                .endsWith("read limit", "read back", "read taken", "read limit", "write record", "write row state");
    }

    @Test
    void canAfford() throws ReflectiveOperationException {
        final ModelRun run = new ModelRun(Scopes.checkAndFill(Bug.NONE)).listen("lane 1", "");
        assertThat(shipped("check", RESERVE))
                .isEqualTo(model(run, RESERVE))
                .containsExactly("read halt", "read back", "read taken", "read limit", "write record");
    }

    @Test
    void sent() throws ReflectiveOperationException {
        final ModelRun run = new ModelRun(Scopes.sentAndExpiry(Bug.NONE)).listen("router", "");
        assertThat(shipped("sent", "row state"))
                .isEqualTo(model(run, "row state"))
                .containsExactly("write row state");
    }

    @Test
    void publish() throws ReflectiveOperationException {
        final String[] words = {"record", "version", "limit"};
        final ModelRun run = new ModelRun(PublishModel.publishAndDecide(Bug.NONE)).listen("keeper", "");
        assertThat(writes(shipped("publish", words)))
                .isEqualTo(writes(model(run, words)).subList(0, 3))
                .containsExactly("write record", "write version", "write limit");
    }

    @Test
    void fillAndGiveBack() throws ReflectiveOperationException {
        final String[] words = {"in transit", "fill slot", "limit", "row hold", "back", "row filled"};
        final ModelRun run = new ModelRun(FactsModel.releaseAndFill(Bug.NONE))
                .until("router 1", "")
                .listen("keeper", "");
        assertThat(writes(shipped("fill", words)))
                .isEqualTo(writes(model(run, words)))
                .containsExactly(
                        "write in transit",
                        "write fill slot",
                        "write limit",
                        "write fill slot",
                        "write row hold",
                        "write back",
                        "write row filled");
    }

    @Test
    void amend() throws ReflectiveOperationException {
        final String[] words = {"amend", "amend delta", "row filled", "row hold", "back", "taken", "limit", "record"};
        final ModelRun run = new ModelRun(FactsModel.fillAndAmend(Bug.NONE)).listen("lane 1", "");
        assertThat(shipped("amend", words).stream()
                        .dropWhile("read amend"::equals)
                        .toList())
                .isEqualTo(model(run, words))
                .endsWith("write taken", "read limit", "write record", "write amend");
    }
}
