package io.sallyport.policy;

import java.util.Map;

/**
 * A condition on a header or query parameter. In arrays, which are gone through without an iterator; and equal names are
 * the same string, so that comparing them is cheap.
 */
record NamedMatch(String name, TextMatch match) {

    private static final NamedMatch[] NONE = {};

    static NamedMatch[] of(Map<String, TextMatch> byName) {
        return byName.isEmpty()
                ? NONE
                : byName.entrySet().stream()
                        .map(entry -> new NamedMatch(entry.getKey().intern(), entry.getValue()))
                        .toArray(NamedMatch[]::new);
    }
}
