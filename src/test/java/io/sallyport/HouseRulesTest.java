package io.sallyport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.sallyport.compile.Age;
import io.sallyport.compile.Annotations;
import io.sallyport.compile.HostNames;
import io.sallyport.compile.ProblemCollector;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.compile.Visibility;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the dependency table of ARCHITECTURE.md, and the rules of CONTRIBUTING.md that a machine can check. */
class HouseRulesTest {

    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.sallyport");

    private static final JavaClasses OURS_AND_TESTS = new ClassFileImporter().importPackages("io.sallyport");

    /** The rooms, and the dependency table: which others each may see. */
    enum Room {
        ISTIO,
        FIELDS,
        POLICY,
        COMPILE,
        SOURCE,
        KUBERNETES,
        RELOAD,
        HTTP1,
        HTTP2,
        TLS,
        PEM,
        EXCHANGE,
        AUTHORITY,
        LISTENER,
        RESILIENCE,
        UPSTREAM,
        CALLER,
        TELEMETRY,
        EXPLAIN,
        ADMIN,
        DEMO,
        APP,
        CLI;

        Set<Room> sees() {
            return switch (this) {
                case ISTIO, FIELDS, POLICY, HTTP1, TLS, PEM -> EnumSet.noneOf(Room.class);
                case COMPILE -> EnumSet.of(ISTIO, FIELDS, POLICY);
                case SOURCE -> EnumSet.of(ISTIO, COMPILE, POLICY);
                case KUBERNETES -> EnumSet.of(SOURCE, ISTIO);
                case RELOAD -> EnumSet.of(SOURCE, ISTIO, COMPILE, POLICY);
                case HTTP2 -> EnumSet.of(HTTP1);
                case EXCHANGE -> EnumSet.of(POLICY);
                case AUTHORITY -> EnumSet.of(EXCHANGE, PEM);
                case LISTENER -> EnumSet.of(EXCHANGE, POLICY, HTTP1, HTTP2, TLS);
                case UPSTREAM -> EnumSet.of(EXCHANGE, POLICY, HTTP1, HTTP2, PEM);
                case RESILIENCE, CALLER, TELEMETRY -> EnumSet.of(EXCHANGE, POLICY);
                case EXPLAIN -> EnumSet.of(ISTIO, FIELDS, COMPILE, POLICY);
                case ADMIN -> EnumSet.complementOf(EnumSet.of(DEMO, APP, CLI));
                case DEMO -> EnumSet.complementOf(EnumSet.of(APP, CLI));
                case CLI -> EnumSet.complementOf(EnumSet.of(APP, DEMO));
                case APP -> EnumSet.allOf(Room.class);
            };
        }

        String pattern() {
            return "io.sallyport." + name().toLowerCase(Locale.ROOT) + "..";
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomSeesOnlyTheRoomsItsLineOfTheTableNames(Room room) {
        String[] patterns = patterns(Stream.concat(Stream.of(room), room.sees().stream()));

        holds(classes()
                .that()
                .resideInAPackage(room.pattern())
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("io.sallyport..").or(resideInAnyPackage(patterns))));
    }

    @Test
    void everyClassLivesInARoomOfTheTable() {
        holds(classes().should().resideInAnyPackage(patterns(Arrays.stream(Room.values()))));
    }

    @Test
    void thePolicyKnowsTheJdkAndTheRegularExpressionsAndNothingElse() {
        holds(in(Room.POLICY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.google.re2j..", "org.jspecify..", Room.POLICY.pattern()));
    }

    @Test
    void theFieldCatalogueKnowsTheJdkAndNothingElse() {
        holds(in(Room.FIELDS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", Room.FIELDS.pattern()));
    }

    @Test
    void theCodecsKnowTheJdkAndNettyAndNothingElse() {
        holds(in(Room.HTTP1)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.netty..", "org.jspecify..", Room.HTTP1.pattern()));
        holds(in(Room.HTTP2)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.netty..", "org.jspecify..", Room.HTTP1.pattern(), Room.HTTP2.pattern()));
    }

    @Test
    void theReaderOfGreetingsKnowsTheJdkAndNettysBuffersAndNothingElse() {
        holds(in(Room.TLS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.netty.buffer..", "org.jspecify..", Room.TLS.pattern()));
    }

    @Test
    void onlyTheAuthorityKnowsTheLibraryThatMakesCertificates() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(Room.AUTHORITY.pattern())
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle..")));
    }

    @Test
    void pemFilesAreReadWithTheJdkAlone() {
        holds(in(Room.PEM)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", Room.PEM.pattern()));
    }

    @Test
    void theConfigPlaneDoesNotKnowTheWire() {
        holds(noneIn(Room.ISTIO, Room.COMPILE, Room.SOURCE, Room.RELOAD, Room.EXPLAIN)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..", "io.vertx..")));
    }

    @Test
    void readingAndCompilingResourcesIsPureAndNeedsNoStreams() {
        holds(noneIn(Room.ISTIO, Room.COMPILE, Room.EXPLAIN)
                .should()
                .dependOnClassesThat(resideInAPackage("io.smallrye.mutiny..")));
    }

    @Test
    void theAnalyzersSeeOfTheCompilerOnlyNamesAnnotationsVisibilityAndWhereProblemsGo() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.sallyport.compile.analysis..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.sallyport.compile")
                        .and(not(belongToAnyOf(
                                Age.class,
                                Annotations.class,
                                HostNames.class,
                                ProblemCollector.class,
                                ResourceProblems.class,
                                Visibility.class)))));
    }

    @Test
    void onlyTheApplicationKnowsQuarkusAndCdi() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(Room.APP.pattern())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "jakarta.annotation..",
                        "io.smallrye.config..",
                        "org.eclipse.microprofile..")));
    }

    @Test
    void namesSayWhatAThingIs() {
        ArchRule rule = noClasses().should().haveNameMatching(".*[.$]\\w*(Impl|Manager|Helper|Util\\w*)(\\$.*)?");

        rule.check(OURS_AND_TESTS);
    }

    @Test
    void onlyTheCommandLineTheDemoAndTheirApplicationPrint() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(Room.CLI.pattern(), Room.DEMO.pattern(), Room.APP.pattern())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void nobodySleepsInCodeOrInTests() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class);

        rule.check(OURS_AND_TESTS);
    }

    @Test
    void everyPackageSaysWhichRoomItIsAndIsNullMarked() {
        Stream<JavaPackage> packages =
                OURS.stream().map(type -> type.getPackage()).distinct();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.tryGetPackageInfo())
                        .as("package-info.java of %s", one.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .as("@NullMarked")
                                .isTrue()));
    }

    private static GivenClassesConjunction in(Room room) {
        return classes().that().resideInAPackage(room.pattern());
    }

    private static GivenClassesConjunction noneIn(Room... rooms) {
        return noClasses().that().resideInAnyPackage(patterns(Arrays.stream(rooms)));
    }

    /** Checks a rule that stands even while the rooms it speaks of are empty. */
    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }

    private static String[] patterns(Stream<Room> rooms) {
        return rooms.map(Room::pattern).toArray(String[]::new);
    }
}
