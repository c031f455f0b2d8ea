package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes to the headers of requests and responses (Istio {@code Headers}). */
public record Headers(
        Where where, @Nullable Operations request, @Nullable Operations response) {
    /**
     * Changes in one direction (Istio {@code HeaderOperations}).
     *
     * @param set values that replace, by header name
     * @param add values that are appended, by header name
     * @param remove names of headers that are removed
     */
    public record Operations(Where where, Map<String, String> set, Map<String, String> add, List<String> remove) {
        public Operations {
            set = Copies.inOrder(set);
            add = Copies.inOrder(add);
            remove = List.copyOf(remove);
        }
    }
}
