package io.sallyport.fields;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of the catalogue: a whole resource, or a part that is included elsewhere.
 *
 * @param name of the file
 * @param title what a page calls it
 * @param about an introduction
 * @param link where Istio describes it
 */
record Section(String name, String title, String about, String link, List<Group> groups, List<Include> includes) {

    Section {
        groups = List.copyOf(groups);
        includes = List.copyOf(includes);
    }

    /**
     * The fields of one message.
     *
     * @param title what a page calls it
     * @param at path of what the fields belong to, from the section's root
     * @param message Istio's name of it
     */
    record Group(String title, String at, String message, String about, List<Field> fields) {

        Group {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Another section in this one.
     *
     * @param section name of its file
     * @param path where its root is
     * @param support of all its fields there; null leaves each its own
     * @param difference why the support is another one there
     */
    record Include(String section, String path, @Nullable Support support, String difference) {

        /** This include, seen from where its section is itself included. */
        Include below(Include outer) {
            return new Include(
                    section,
                    Field.joined(outer.path, path),
                    outer.support == null ? support : outer.support,
                    outer.support == null ? difference : outer.difference);
        }
    }
}
