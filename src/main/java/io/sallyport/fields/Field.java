package io.sallyport.fields;

/**
 * A field of a resource. Texts that have nothing to say are empty.
 *
 * @param path from the resource down, a list's items written {@code []} and a map's values {@code .*}
 * @param meaning what it is for, in a sentence
 * @param unit of its number or text
 * @param defaultValue what holds where it is not written
 * @param range what may be written
 * @param difference what is otherwise than in Istio
 * @param source Istio's message and field
 */
public record Field(
        String path,
        String meaning,
        String unit,
        String defaultValue,
        String range,
        Support support,
        String difference,
        String source) {

    /** Its own name, the last step of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The same field where a section is included below a path, with another support if one is given. */
    Field below(Section.Include include) {
        Support there = include.support() == null ? support : include.support();
        String why = include.support() == null ? difference : include.difference();
        return new Field(joined(include.path(), path), meaning, unit, defaultValue, range, there, why, source);
    }

    /** One path below another; either may be empty. */
    static String joined(String parent, String child) {
        if (parent.isEmpty() || child.isEmpty()) {
            return parent + child;
        }
        return parent + "." + child;
    }
}
