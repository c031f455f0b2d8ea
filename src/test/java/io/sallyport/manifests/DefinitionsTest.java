package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.fields.Field;
import io.sallyport.fields.FieldCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds k8s/crds against the catalogue; {@code -Dgolden.write=true} writes the files anew. */
class DefinitionsTest {

    private static final Path FOLDER = Path.of("k8s/crds");

    /** What kubectl apply may put into an annotation: beyond it, applying fails. */
    private static final int LONGEST_ANNOTATION = 262_144;

    @ParameterizedTest
    @EnumSource
    void the_file_says_what_the_catalogue_says(Definition definition) throws IOException {
        Path file = FOLDER.resolve(definition.fileName());

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, definition.text());
        }

        assertThat(file).hasContent(definition.text());
    }

    @ParameterizedTest
    @EnumSource
    void it_is_small_enough_to_be_applied(Definition definition) throws IOException {
        assertThat(new ObjectMapper().writeValueAsBytes(definition.content())).hasSizeLessThan(LONGEST_ANNOTATION);
    }

    @Test
    void every_kind_that_the_api_knows_has_one() {
        assertThat(Stream.of(Definition.values()).map(Definition::kind))
                .containsExactlyInAnyOrderElementsOf(FieldCatalogue.kinds().stream()
                        .filter(kind -> !kind.equals("MeshConfig"))
                        .toList());
    }

    @Test
    void no_type_is_of_a_field_that_is_not_in_the_catalogue() {
        Set<String> sources = Stream.of(Definition.values())
                .flatMap(definition -> FieldCatalogue.of(definition.kind()).fields().stream())
                .map(Field::source)
                .collect(Collectors.toSet());

        assertThat(FieldTypes.read().sources())
                .allSatisfy(source -> assertThat(sources).contains(source));
    }

    @Test
    void the_folder_installs_all_of_them() throws IOException {
        assertThat(Files.readAllLines(FOLDER.resolve("kustomization.yaml")))
                .containsAll(Stream.of(Definition.values())
                        .map(definition -> "- " + definition.fileName())
                        .toList());
    }
}
