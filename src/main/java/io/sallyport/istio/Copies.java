package io.sallyport.istio;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unmodifiable copies that keep the order in which things were written, which {@link Map#copyOf} does not. */
final class Copies {
    private Copies() {}

    static <V> Map<String, V> inOrder(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
