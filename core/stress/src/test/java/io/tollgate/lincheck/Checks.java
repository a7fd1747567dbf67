package io.tollgate.lincheck;

import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/** How Lincheck is to look at the gate. */
final class Checks {

    private Checks() {}

    /** Under the model checker: so many ways to switch threads. */
    static ModelCheckingOptions modelChecking(ExecutionScenario scenario, int invocations) {
        return new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(invocations)
                .verifier(BookVerifier.class)
                .minimizeFailedScenario(false)
                .logLevel(LoggingLevel.OFF)
                .addGuarantee(passedOver(Gates.class))
                .addCustomScenario(scenario);
    }

    /** Lincheck neither rewrites this class nor winds back what is in it. */
    static ManagedStrategyGuarantee passedOver(Class<?> type) {
        return ManagedStrategyGuaranteeKt.forClasses(
                        name -> name.equals(type.getName()) || name.equals(type.getCanonicalName()))
                .allMethods()
                .ignore();
    }
}
