package io.sallyport.fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page of docs/reference about one kind, out of the catalogue. */
final class ReferencePage {

    /** A section and the support that its includes give it: such are told together. */
    private record Told(String section, String support) {}

    private final Section section;
    private final Map<Told, List<Section.Include>> included = new LinkedHashMap<>();
    private final StringBuilder page = new StringBuilder();

    private ReferencePage(String kind) {
        this.section = FieldCatalogue.section(kind);
        collect(section, new Section.Include(kind, "", null, ""));
    }

    /** The file that the page of a kind stands in: its name with dashes between words. */
    static String fileName(String kind) {
        return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".md";
    }

    /** The page, in GitHub's Markdown. */
    static String of(String kind) {
        return new ReferencePage(kind).write();
    }

    private void collect(Section outer, Section.Include at) {
        for (Section.Include include : outer.includes()) {
            Section.Include here = include.below(at);
            String support = here.support() == null ? "" : here.support().name();
            included.computeIfAbsent(new Told(here.section(), support), ignored -> new ArrayList<>())
                    .add(here);
            collect(FieldCatalogue.section(here.section()), here);
        }
    }

    private String write() {
        line("# " + section.title());
        line(section.about());
        line("");
        line("[Istio's page](" + section.link() + ") · [all kinds](README.md) · " + counts());
        section.groups().forEach(group -> group(group, new Section.Include("", "", null, ""), "##"));
        included.forEach((told, includes) -> {
            Section inner = FieldCatalogue.section(told.section());
            line("");
            line("## " + inner.title());
            line(inner.about());
            line("");
            line("At " + includes.stream().map(include -> code(include.path())).collect(Collectors.joining(", "))
                    + "; fields are named from there on. [Istio's page](" + inner.link() + ").");
            String heading = inner.groups().size() == 1 ? "" : "###";
            inner.groups().forEach(group -> group(group, includes.getFirst(), heading));
        });
        line("");
        line("---");
        line("Written from the catalogue in `src/main/resources/io/sallyport/fields` by `ReferencePagesTest`; not to be"
                + " edited here.");
        return page.toString();
    }

    private String counts() {
        List<Field> fields = FieldCatalogue.of(section.name()).fields();
        List<String> counts = new ArrayList<>();
        for (Support support : Support.values()) {
            long count =
                    fields.stream().filter(field -> field.support() == support).count();
            if (count > 0) {
                counts.add(count + " " + support.name().toLowerCase(Locale.ROOT));
            }
        }
        return fields.size() + " fields: " + String.join(", ", counts);
    }

    private void group(Section.Group group, Section.Include include, String heading) {
        // What belongs to no list or field that a heading could name is told by whole paths.
        boolean named = !group.at().isEmpty();
        if (!heading.isEmpty()) {
            line("");
            line(heading + " " + group.title() + (named ? ": " + code(group.at()) : ""));
            if (!group.about().isEmpty()) {
                line(group.about());
            }
        }
        line("");
        line("| field | meaning | unit | default | range | enforced |");
        line("| --- | --- | --- | --- | --- | --- |");
        for (Field field : group.fields()) {
            row(field.below(include), named ? field.path().substring(group.at().length() + 1) : field.path());
        }
    }

    private void row(Field field, String name) {
        line("| "
                + String.join(
                        " | ",
                        code(name),
                        cell(field.meaning()),
                        cell(field.unit()),
                        cell(field.defaultValue()),
                        cell(field.range()),
                        enforced(field))
                + " |");
    }

    private static String enforced(Field field) {
        String difference = cell(field.difference());
        return switch (field.support()) {
            case ENFORCED -> difference.isEmpty() ? "yes" : "yes; " + difference;
            case APPROXIMATED -> "**approximated**: " + difference;
            case IGNORED -> "**ignored**: " + difference;
            case REJECTED -> "**rejected**: " + difference;
        };
    }

    private static String code(String text) {
        return text.isEmpty() ? "the beginning" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
