package io.tollgate.gatekeeper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may depend on what: the module list of the design as rules. */
class ArchitectureTest {
    private static final String[] CORE = {"io.tollgate.gate..", "io.tollgate.journal..", "io.tollgate.embedded.."};
    private static final String[] VENUES = {
        "io.tollgate.polymarketus..", "io.tollgate.polymarketclob..", "io.tollgate.kalshi..", "io.tollgate.privy.."
    };
    private static final String[] HOT = {
        "io.tollgate.gate.Lane", "io.tollgate.gate.Line", "io.tollgate.gate.LaneRecords"
    };

    @SuppressWarnings("NullAway.Init")
    private static JavaClasses tollgate;

    @BeforeAll
    static void read() {
        tollgate = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.tollgate");
    }

    private static void check(ArchRule rule) {
        rule.check(tollgate);
    }

    @Test
    void coreKnowsNoNetworkNoJsonAndNoAdapter() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.grpc..",
                        "okhttp3..",
                        "com.fasterxml..",
                        "java.net.http..",
                        "io.tollgate.proto..",
                        "io.tollgate.rest..",
                        "io.tollgate.simulator..",
                        "io.tollgate.gatekeeper..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(VENUES));
    }

    @Test
    void theGateKnowsNoChronicleAndNoLogging() {
        check(noClasses()
                .that()
                .resideInAPackage("io.tollgate.gate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "net.openhft..",
                        "java.util.logging..",
                        "org.slf4j..",
                        "io.tollgate.journal..",
                        "io.tollgate.embedded.."));
    }

    @Test
    void theSimulatorThatJudgesTheAdaptersSharesNothingWithThem() {
        check(noClasses()
                .that()
                .resideInAPackage("io.tollgate.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tollgate.rest..", "io.tollgate.gatekeeper..", "io.tollgate.gate..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(VENUES));
    }

    @Test
    void whatAdaptersShareKnowsNoVenue() {
        check(noClasses()
                .that()
                .resideInAPackage("io.tollgate.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tollgate.simulator..", "io.tollgate.gatekeeper..", "io.tollgate.proto..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(VENUES));
    }

    @Test
    void venuesDoNotKnowEachOther() {
        for (String venue : VENUES) {
            String[] others = java.util.Arrays.stream(VENUES)
                    .filter(other -> !other.equals(venue))
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage(venue)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.tollgate.simulator..", "io.tollgate.gatekeeper..")
                    .allowEmptyShould(true));
        }
    }

    @Test
    void timeAndChanceAreArgumentsInCore() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current"));
        // the embedded gatekeeper draws its session's number: a default, beside Agrona's clocks
        check(noClasses()
                .that()
                .resideInAnyPackage("io.tollgate.gate..", "io.tollgate.journal..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class));
    }

    @Test
    void hotClassesUseNoCollections() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.tollgate.gate.money..", "io.tollgate.gate.ring..")
                .or()
                .haveNameMatching(String.join("|", HOT).replace(".", "\\."))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Collection.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Map.class));
    }
}
