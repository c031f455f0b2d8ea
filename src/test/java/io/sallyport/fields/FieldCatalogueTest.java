package io.sallyport.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.istio.FieldNames;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldCatalogueTest {

    static Iterable<String> kinds() {
        return FieldNames.kinds();
    }

    @Test
    void it_knows_the_kinds_that_are_read_and_no_others() {
        assertThat(FieldCatalogue.kinds()).containsExactlyInAnyOrderElementsOf(FieldNames.kinds());
        assertThatThrownBy(() -> FieldCatalogue.of("EnvoyFilter"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kind: EnvoyFilter (expected: one of [ServiceEntry, ");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_field_that_is_read_has_one_entry_and_no_entry_is_of_another(String kind) {
        assertThat(FieldCatalogue.of(kind).fields())
                .extracting(Field::path)
                // Readers take annotations as they come.
                .filteredOn(path -> !isAnnotation(path))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(FieldNames.of(kind));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_entry_says_what_the_field_means_and_where_it_comes_from(String kind) {
        assertThat(FieldCatalogue.of(kind).fields()).allSatisfy(field -> {
            assertThat(field.meaning()).as(field.path()).matches("[A-Z0-9`].*\\.");
            assertThat(field.source()).as(field.path()).matches("\\w+([.\\w]|\\[])+");
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatever_is_not_enforced_says_what_happens_instead(String kind) {
        assertThat(FieldCatalogue.of(kind).fields())
                .filteredOn(field -> field.support() != Support.ENFORCED)
                .allSatisfy(
                        field -> assertThat(field.difference()).as(field.path()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothing_is_enforced_below_what_is_not(String kind) {
        FieldCatalogue catalogue = FieldCatalogue.of(kind);
        assertThat(catalogue.fields()).allSatisfy(field -> {
            Field parent = catalogue.field(parent(field.path()));
            if (parent != null && (parent.support() == Support.IGNORED || parent.support() == Support.REJECTED)) {
                assertThat(field.support()).as(field.path()).isEqualTo(parent.support());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void durations_percentages_and_ports_have_a_unit(String kind) {
        assertThat(FieldCatalogue.of(kind).fields())
                .filteredOn(field -> !isAnnotation(field.path()))
                .filteredOn(field -> field.path().matches(".*([tT]imeout|[dD]uration|[iI]nterval|maxAge|ttl|backoff)"))
                .allSatisfy(field -> assertThat(field.unit()).as(field.path()).startsWith("duration"));
        assertThat(FieldCatalogue.of(kind).fields())
                .filteredOn(field -> field.path().matches(".*([pP]ercent|[pP]ort\\.number|ports\\[]\\.number)"))
                .allSatisfy(field -> assertThat(field.unit()).as(field.path()).isNotEmpty());
    }

    @Test
    void the_domain_of_an_annotation_is_part_of_its_name() {
        FieldNode annotations = Objects.requireNonNull(
                Objects.requireNonNull(FieldCatalogue.of("ServiceEntry").root().below("metadata"))
                        .below("annotations"));

        assertThat(annotations.below("sallyport.io/https"))
                .extracting(FieldNode::field)
                .isSameAs(field("ServiceEntry", "metadata.annotations.sallyport.io/https"));
        assertThat(annotations.below("note")).isNull();
    }

    private static boolean isAnnotation(String path) {
        return path.startsWith("metadata.annotations.");
    }

    @Test
    void a_section_says_the_same_wherever_it_is_included() {
        FieldCatalogue catalogue = FieldCatalogue.of("DestinationRule");

        Field field = field(
                "DestinationRule",
                "spec.subsets[].trafficPolicy.portLevelSettings[].connectionPool.tcp.connectTimeout");

        assertThat(field.defaultValue()).isEqualTo("10s");
        assertThat(field.name()).isEqualTo("connectTimeout");
        assertThat(field.source()).isEqualTo("TCPSettings.connectTimeout");
        assertThat(catalogue.field("spec.trafficPolicy.connectionPool.tcp.connectTimeout"))
                .extracting(Field::meaning)
                .isEqualTo(field.meaning());
    }

    @Test
    void a_section_may_be_included_with_another_support() {
        Field field = field("Sidecar", "spec.inboundConnectionPool.tcp.connectTimeout");

        assertThat(field.support()).isEqualTo(Support.IGNORED);
        assertThat(field.difference()).startsWith("it is about what comes in");
    }

    @Test
    void the_tree_leads_through_lists_and_names_of_ones_own() {
        FieldNode match = below(FieldCatalogue.of("VirtualService").root(), "spec", "http", "[]", "match", "[]");

        assertThat(below(match, "headers", "x-any", "exact").field())
                .extracting(Field::path)
                .isEqualTo("spec.http[].match[].headers.*.exact");
        assertThat(below(match, "sourceLabels").below("app")).isNull();
        assertThat(below(match, "sourceLabels").item()).isNull();
    }

    private static Field field(String kind, String path) {
        return Objects.requireNonNull(FieldCatalogue.of(kind).field(path), path);
    }

    private static FieldNode below(FieldNode node, String... steps) {
        FieldNode reached = node;
        for (String step : steps) {
            FieldNode next = step.equals("[]") ? reached.item() : reached.below(step);
            reached = Objects.requireNonNull(next, () -> step + " in " + List.of(steps));
        }
        return reached;
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        String above = dot < 0 ? "" : path.substring(0, dot);
        return above.endsWith("[]") ? above.substring(0, above.length() - 2) : above;
    }
}
