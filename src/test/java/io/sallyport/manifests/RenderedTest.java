package io.sallyport.manifests;

import static io.sallyport.manifests.Rendered.in;
import static io.sallyport.manifests.Rendered.list;
import static io.sallyport.manifests.Rendered.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Settings;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Renders every folder that may be applied, and holds the objects against Kubernetes' types and our rules for pods. */
class RenderedTest {

    /** The name of a port has a limit that no type tells. */
    private static final int LONGEST_PORT_NAME = 15;

    /** Seconds that pods are given where they do not say. */
    private static final int KUBERNETES_GRACE = 30;

    static final List<String> FOLDERS = List.of(
            "base",
            "crds",
            "monitoring",
            "shop",
            "overlays/demo",
            "overlays/gateway",
            "overlays/network-policy",
            "overlays/sidecar",
            "overlays/sidecar-transparent");

    /** The only container that is more than any other: it leads connections here, and ends before the others begin. */
    private static final String CAPTURE = "sallyport-capture";

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void every_object_is_what_its_type_says(String folder) throws IOException {
        assertThat(Kustomize.render(folder)).isNotEmpty().allSatisfy(object -> {
            if (isOurs(object)) {
                assertThat(SchemaProblems.of(object)).as("%s", object).isEmpty();
            } else {
                assertThat(StrictModel.problem(object)).as("%s", object).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void no_two_objects_are_the_same(String folder) throws IOException {
        assertThat(Kustomize.render(folder)).extracting(Rendered::toString).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void every_container_may_as_little_as_can_be(String folder) throws IOException {
        for (Rendered object : Kustomize.render(folder)) {
            for (Object container : object.containers()) {
                boolean capture = CAPTURE.equals(in(container, "name"));
                Object may = in(container, "securityContext");
                assertThat(in(may, "allowPrivilegeEscalation"))
                        .as(place(object, container))
                        .isEqualTo(false);
                assertThat(in(may, "readOnlyRootFilesystem"))
                        .as(place(object, container))
                        .isEqualTo(true);
                assertThat(in(may, "privileged")).as(place(object, container)).isNotEqualTo(true);
                assertThat(list(in(may, "capabilities", "drop")))
                        .as(place(object, container))
                        .containsExactly("ALL");
                assertThat(in(may, "seccompProfile", "type"))
                        .as(place(object, container))
                        .isEqualTo("RuntimeDefault");
                assertThat(list(in(may, "capabilities", "add")))
                        .as(place(object, container))
                        .isSubsetOf(capture ? List.of("NET_ADMIN", "NET_RAW") : List.of());
                if (!capture) {
                    assertThat(in(may, "runAsNonRoot"))
                            .as(place(object, container))
                            .isEqualTo(true);
                    assertThat(user(object, may)).as(place(object, container)).isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void every_container_says_what_it_needs_and_how_it_is(String folder) throws IOException {
        for (Rendered object : Kustomize.render(folder)) {
            boolean ends = object.kind().endsWith("Job");
            for (Object container : object.containers()) {
                assertThat(in(container, "resources", "requests", "cpu"))
                        .as(place(object, container))
                        .isNotNull();
                assertThat(in(container, "resources", "requests", "memory"))
                        .as(place(object, container))
                        .isNotNull();
                assertThat(in(container, "resources", "limits", "memory"))
                        .as(place(object, container))
                        .isNotNull();
                assertThat(String.valueOf(in(container, "image")))
                        .as(place(object, container))
                        .matches("[a-z0-9./-]+:[0-9][^:]*");
                if (!ends && !CAPTURE.equals(in(container, "name"))) {
                    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                        assertThat(in(container, probe))
                                .as(place(object, container))
                                .isNotNull();
                    }
                }
                for (Object port : list(in(container, "ports"))) {
                    assertThat(String.valueOf(in(port, "name"))).hasSizeBetween(1, LONGEST_PORT_NAME);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void every_volume_that_is_mounted_is_there(String folder) throws IOException {
        for (Rendered object : Kustomize.render(folder)) {
            List<Object> volumes = new ArrayList<>();
            list(in(object.pod(), "volumes")).forEach(volume -> volumes.add(String.valueOf(in(volume, "name"))));
            for (Object container : object.containers()) {
                assertThat(list(in(container, "volumeMounts")))
                        .extracting(mount -> in(mount, "name"))
                        .as(place(object, container))
                        .isSubsetOf(volumes);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void a_token_of_the_API_goes_to_Sallyport_alone(String folder) throws IOException {
        for (Rendered object : Kustomize.render(folder)) {
            if (object.pod() == null) {
                continue;
            }
            boolean gateway = "sallyport".equals(in(object.pod(), "serviceAccountName"));
            assertThat(in(object.pod(), "automountServiceAccountToken"))
                    .as("%s", object)
                    .isEqualTo(gateway);
            for (Object container : object.containers()) {
                assertThat(list(in(container, "volumeMounts")))
                        .filteredOn(mount -> !"sallyport".equals(in(container, "name")))
                        .extracting(mount -> in(mount, "name"))
                        .as(place(object, container))
                        .doesNotContain("sallyport-token");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void every_setting_is_one_that_there_is(String folder) throws IOException {
        Set<String> settings = Stream.of(Settings.class.getMethods())
                .map(Method::getName)
                .map(name -> "SALLYPORT_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());

        for (Rendered object : Kustomize.render(folder)) {
            for (Object container : object.containers()) {
                assertThat(list(in(container, "env")))
                        .extracting(variable -> String.valueOf(in(variable, "name")))
                        .filteredOn(name -> name.startsWith("SALLYPORT_"))
                        .as(place(object, container))
                        .isSubsetOf(settings)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void there_is_time_enough_to_drain(String folder) throws IOException {
        for (Rendered object : Kustomize.render(folder)) {
            Object grace = in(object.pod(), "terminationGracePeriodSeconds");
            for (Object container : object.containers()) {
                int drain = number(variable(container, "SALLYPORT_DRAIN"), 0);
                int delay = number(variable(container, "SALLYPORT_DRAIN_DELAY"), 0);
                assertThat(delay + drain).as("%s", object).isLessThan(number(grace, KUBERNETES_GRACE));
            }
        }
    }

    /** A number, be it text as variables are. */
    private static int number(@Nullable Object value, int absent) {
        return value == null ? absent : Integer.parseInt(value.toString());
    }

    private static boolean isOurs(Rendered object) {
        return String.valueOf(object.content().get("apiVersion")).startsWith(Definition.GROUP + "/");
    }

    private static String place(Rendered object, Object container) {
        return object + ", container " + in(container, "name");
    }

    /** The user's number, of the container or of its pod; 0 is root, and so is none. */
    private static int user(Rendered object, @Nullable Object may) {
        Object own = in(may, "runAsUser");
        Object user = own == null ? in(object.pod(), "securityContext", "runAsUser") : own;
        return user instanceof Integer number ? number : 0;
    }
}
