package dev.sluice.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.embedded.ServerKind;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shape of the repository. It is looked at from here, since this module sees all others.
final class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.sluice");

    private static final List<String> MODULES =
            List.of("capture", "aggregator", "publisher", "embedded", "app");

    /// Packages that Avro generates.
    private static final Set<String> GENERATED =
            Set.of("dev.sluice.record", "dev.sluice.aggregator.state");

    @Test
    void looksAtEveryModule() {
        // Given
        Stream<String> packages =
                Stream.concat(MODULES.stream(), Stream.of("key", "config", "record", "wire"))
                        .map(module -> "dev.sluice." + module);

        // When, Then
        assertThat(packages).allMatch(CLASSES::containPackage);
    }

    @Test
    void schemasDependOnNoOtherModule() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(MODULES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(MODULES))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "aggregator", "publisher"})
    void modulesOfTheFlowMeetOnlyInTheTopics(String module) {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others(module)))
                .check(CLASSES);
    }

    @Test
    void embeddedServersKnowNothingOfSluice() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.embedded..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are Sluice's",
                                type ->
                                        type.getPackageName().startsWith("dev.sluice.")
                                                && !type.getPackageName()
                                                        .startsWith("dev.sluice.embedded")))
                .check(CLASSES);
    }

    @Test
    void debeziumIsKnownInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.capture.debezium")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.debezium..")
                .check(CLASSES);
    }

    @Test
    void amazonsLibraryIsKnownInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.sluice.publisher.s3",
                        // The server's side: it hands tests a client.
                        "dev.sluice.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        // Given
        Stream<JavaPackage> packages =
                CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(where -> !GENERATED.contains(where.getName()));

        // When
        Stream<String> unmarked =
                packages.filter(where -> !where.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName);

        // Then
        assertThat(unmarked).as("packages whose package-info.java lacks @NullMarked").isEmpty();
    }

    @Test
    void packagesDependOnOneAnotherWithoutCycles() {
        slices().matching("dev.sluice.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheProgramReadsTheEnvironmentOrTheClockOrExits() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Sluice.class)
                // Which kind of servers, for tests whatever their module.
                .and()
                .doNotBelongToAnyOf(ServerKind.class)
                .should()
                .callMethodWhere(reads(System.class, "getenv", "getProperty", "currentTimeMillis"))
                .orShould()
                .callMethodWhere(reads(System.class, "exit"))
                .orShould()
                .callMethodWhere(reads(Runtime.class, "exit", "halt", "addShutdownHook"))
                .orShould()
                .callMethodWhere(reads(Clock.class, "systemUTC", "systemDefaultZone", "system"))
                .orShould()
                .callMethodWhere(nowWithoutAClock())
                .orShould()
                .callConstructor(Date.class)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> reads(Class<?> owner, String... methods) {
        Set<String> names = Set.of(methods);
        return target(owner(name(owner.getName())))
                .and(
                        target(
                                DescribedPredicate.describe(
                                        "is " + names, method -> names.contains(method.getName()))))
                .as("%s.%s", owner.getSimpleName(), names);
    }

    private static DescribedPredicate<JavaCall<?>> nowWithoutAClock() {
        return target(name("now"))
                .and(target(rawParameterTypes(List.of())))
                .and(
                        target(
                                DescribedPredicate.describe(
                                        "in java.time",
                                        method ->
                                                method.getOwner()
                                                        .getPackageName()
                                                        .equals("java.time"))))
                .as("a now() of java.time without a clock");
    }

    private static List<String> others(String module) {
        return MODULES.stream().filter(other -> !other.equals(module)).toList();
    }

    private static String[] packages(List<String> modules) {
        return modules.stream().map(module -> "dev.sluice." + module + "..").toArray(String[]::new);
    }
}
