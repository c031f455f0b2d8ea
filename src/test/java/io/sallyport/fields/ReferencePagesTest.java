package io.sallyport.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.FieldNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/reference against the catalogue; {@code -Dgolden.write=true} writes the pages anew. */
class ReferencePagesTest {

    private static final Path FOLDER = Path.of("docs/reference");

    static Iterable<String> kinds() {
        return FieldNames.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_page_says_what_the_catalogue_says(String kind) throws IOException {
        Path page = FOLDER.resolve(ReferencePage.fileName(kind));

        if (Boolean.getBoolean("golden.write") || Boolean.getBoolean("golden.update")) {
            Files.writeString(page, ReferencePage.of(kind));
        }

        assertThat(page).hasContent(ReferencePage.of(kind));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_page_names_every_field(String kind) throws IOException {
        String page = Files.readString(FOLDER.resolve(ReferencePage.fileName(kind)));

        assertThat(FieldNames.of(kind))
                .allSatisfy(path -> assertThat(endings(path))
                        .as(path)
                        .anyMatch(ending -> page.contains("\n| `" + ending + "` | ")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_index_leads_to_it(String kind) throws IOException {
        assertThat(Files.readString(FOLDER.resolve("README.md"))).contains("](" + ReferencePage.fileName(kind) + ")");
    }

    @ParameterizedTest
    @EnumSource
    void the_index_says_what_the_support_means(Support support) throws IOException {
        assertThat(Files.readString(FOLDER.resolve("README.md"))).contains("| " + support.sentence() + " |");
    }

    @Test
    void no_page_is_about_a_kind_that_is_not_read() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .filteredOn(page -> page.endsWith(".md") && !page.equals("README.md"))
                    .isSubsetOf(FieldCatalogue.kinds().stream()
                            .map(ReferencePage::fileName)
                            .toList());
        }
    }

    /** A path and what is left of it from each of its steps on. */
    private static Stream<String> endings(String path) {
        return Stream.iterate(
                path,
                left -> !left.isEmpty(),
                left -> left.substring(left.indexOf('.') + 1 == 0 ? left.length() : left.indexOf('.') + 1));
    }
}
