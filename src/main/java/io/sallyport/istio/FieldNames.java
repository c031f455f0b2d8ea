package io.sallyport.istio;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of all fields that are read, for documentation and for the report of what is enforced. They are what the
 * readers ask for, hence never out of step with them. A list's items are written {@code []}, a map's values
 * {@code .*}: {@code spec.http[].match[].headers.*.exact}.
 */
public final class FieldNames {
    private FieldNames() {}

    /** The kinds that are read. */
    public static Set<String> kinds() {
        var kinds = new TreeSet<>(ResourceReader.READERS.keySet());
        kinds.add(MeshConfig.KIND);
        return Collections.unmodifiableSet(kinds);
    }

    /** Paths of a kind's fields in order of the alphabet; empty for a kind that is not read. */
    public static Set<String> of(String kind) {
        var paths = new TreeSet<String>();
        var reader = ResourceReader.READERS.get(kind);
        if (reader != null) {
            var _ = reader.apply(Fields.listing(paths));
        } else if (kind.equals(MeshConfig.KIND)) {
            var metadata = new Metadata(Where.of(""), "", null, Map.of(), Map.of(), null);
            var _ = MeshConfigReader.read(metadata, Fields.listing(paths));
        }
        return Collections.unmodifiableSet(paths);
    }
}
