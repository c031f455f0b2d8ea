package io.sallyport.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionReaderTest {

    private static final String PORTS = """
            # Entry
            about: First
              and second.
            link: https://example.org/
            include: Shared at spec.a, spec.b
            include: Shared at spec.c as ignored: nobody asks

            ## Ports
            message: Port
            at: spec.ports[]
            about: Where to.

            number enforced
              means: The number,
                as written.
              unit: port
              default: required
              range: 1 to 65535

            old.name rejected
              means: What it was.
              differs: it is refused
              source: Old.name
            """;

    @Test
    void a_field_is_read_whole() {
        Section.Group group = SectionReader.read("Entry", PORTS).groups().getFirst();

        assertThat(group.title()).isEqualTo("Ports");
        assertThat(group.about()).isEqualTo("Where to.");
        assertThat(group.fields())
                .containsExactly(
                        new Field(
                                "spec.ports[].number",
                                "The number, as written.",
                                "port",
                                "required",
                                "1 to 65535",
                                Support.ENFORCED,
                                "",
                                "Port.number"),
                        new Field(
                                "spec.ports[].old.name",
                                "What it was.",
                                "",
                                "",
                                "",
                                Support.REJECTED,
                                "it is refused",
                                "Old.name"));
    }

    @Test
    void a_section_says_what_it_includes_and_where() {
        Section section = SectionReader.read("Entry", PORTS);

        assertThat(section.title()).isEqualTo("Entry");
        assertThat(section.about()).isEqualTo("First and second.");
        assertThat(section.includes())
                .containsExactly(
                        new Section.Include("Shared", "spec.a", null, ""),
                        new Section.Include("Shared", "spec.b", null, ""),
                        new Section.Include("Shared", "spec.c", Support.IGNORED, "nobody asks"));
    }

    @Test
    void the_outer_include_decides_over_the_inner() {
        var outer = new Section.Include("Outer", "spec.x", Support.IGNORED, "why");

        assertThat(new Section.Include("Inner", "y", null, "").below(outer))
                .isEqualTo(new Section.Include("Inner", "spec.x.y", Support.IGNORED, "why"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number sometimes",
                "## Ports\nnumber enforced\n  meaning: x",
                "## Ports\nnumber enforced\nunit: port",
                "  goes on from nothing",
                "range: 1"
            })
    void what_does_not_fit_the_format_is_named_with_its_line(String text) {
        assertThatThrownBy(() -> SectionReader.read("Entry", text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("Entry, line \\d: not understood: .*");
    }

    @Test
    void an_include_that_is_none_is_named() {
        assertThatThrownBy(() -> SectionReader.read("Entry", "include: Shared in spec"))
                .hasMessage("Entry: not an include: Shared in spec");
    }
}
