package io.sallyport.compile;

import io.sallyport.fields.Field;
import io.sallyport.fields.Support;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import java.util.ArrayList;
import java.util.List;

/** What becomes of each field that is written: enforced, approximated, ignored or rejected. */
public final class Coverage {

    private Coverage() {}

    /** All fields written in resources, in the order of the resources and of their files. Names of one's own count not. */
    public static List<FieldUse> of(List<Resource> resources) {
        List<FieldUse> uses = new ArrayList<>();
        for (Resource resource : resources) {
            String title = resource.title();
            WrittenFields.walk(resource, (field, where) -> uses.add(use(title, field, where)));
        }
        return uses;
    }

    private static FieldUse use(String title, Field field, Where where) {
        if (isHarmless(field, where)) {
            return new FieldUse(title, where, field.path(), Support.ENFORCED, "");
        }
        return new FieldUse(title, where, field.path(), field.support(), field.difference());
    }

    /** Whether what is written asks for nothing that would have to be enforced. */
    static boolean isHarmless(Field field, Where where) {
        return field.support() != Support.ENFORCED && where.isBlank();
    }
}
