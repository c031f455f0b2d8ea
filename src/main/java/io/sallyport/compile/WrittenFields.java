package io.sallyport.compile;

import io.sallyport.fields.Field;
import io.sallyport.fields.FieldCatalogue;
import io.sallyport.fields.FieldNode;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** Walks every field that is written in a resource, beside what the catalogue knows of it. */
final class WrittenFields {

    /** Hears of each field, those above before those below. */
    interface Visitor {
        /** Whether the fields below are to be visited, too. */
        boolean visit(Field field, Where where);
    }

    private WrittenFields() {}

    static void walk(Resource resource, Visitor visitor) {
        below(FieldCatalogue.of(resource.kind()).root(), resource.where(), visitor);
    }

    private static void below(FieldNode node, Where parent, Visitor visitor) {
        for (Where child : parent.children()) {
            String name = child.name();
            FieldNode known = name == null ? node.item() : node.below(name);
            // Unknown are the author's own names, such as labels, and what readers pass over, such as status.
            if (known != null && visited(known.field(), child, visitor)) {
                below(known, child, visitor);
            }
        }
    }

    private static boolean visited(@Nullable Field field, Where where, Visitor visitor) {
        return field == null || visitor.visit(field, where);
    }
}
