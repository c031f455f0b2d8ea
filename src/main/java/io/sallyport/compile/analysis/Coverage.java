package io.sallyport.compile.analysis;

import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.StringMatch;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a match besides its path, in a form that can be compared.
 *
 * @param headers by lower-case name; a null within means that the header is there
 * @param without headers of which none may be there, as {@code headers}
 */
record Coverage(
        @Nullable Texts scheme,
        @Nullable Texts method,
        @Nullable Texts authority,
        Map<String, @Nullable Texts> headers,
        Map<String, @Nullable Texts> without,
        Map<String, @Nullable Texts> queryParams,
        long port,
        Set<String> gateways,
        Map<String, String> sourceLabels,
        String sourceNamespace) {

    static Coverage of(HttpMatchRequest match) {
        return new Coverage(
                Texts.of(match.scheme()),
                Texts.of(match.method()),
                Texts.of(match.authority()),
                byName(match.headers(), true),
                byName(match.withoutHeaders(), true),
                byName(match.queryParams(), false),
                match.port() == null ? 0 : match.port(),
                Set.copyOf(match.gateways()),
                match.sourceLabels(),
                match.sourceNamespace() == null ? "" : match.sourceNamespace());
    }

    private static Map<String, @Nullable Texts> byName(Map<String, StringMatch> written, boolean anyCase) {
        Map<String, @Nullable Texts> texts = new HashMap<>();
        written.forEach((name, match) -> texts.put(anyCase ? name.toLowerCase(Locale.ROOT) : name, Texts.of(match)));
        return texts;
    }

    /** Whether these conditions hold whenever the other's do; no where it cannot be said. */
    boolean covers(Coverage other) {
        return covers(scheme, other.scheme)
                && covers(method, other.method)
                && covers(authority, other.authority)
                && covers(headers, other.headers)
                && without.entrySet().stream()
                        .allMatch(entry -> other.without.containsKey(entry.getKey())
                                && Objects.equals(entry.getValue(), other.without.get(entry.getKey())))
                && covers(queryParams, other.queryParams)
                && (port == 0 || port == other.port)
                && (gateways.isEmpty() || (!other.gateways.isEmpty() && gateways.containsAll(other.gateways)))
                && other.sourceLabels.entrySet().containsAll(sourceLabels.entrySet())
                && (sourceNamespace.isEmpty() || sourceNamespace.equals(other.sourceNamespace));
    }

    private static boolean covers(@Nullable Texts these, @Nullable Texts others) {
        return these == null || (others != null && these.covers(others));
    }

    private static boolean covers(Map<String, @Nullable Texts> these, Map<String, @Nullable Texts> others) {
        return these.entrySet().stream()
                .allMatch(entry ->
                        others.containsKey(entry.getKey()) && covers(entry.getValue(), others.get(entry.getKey())));
    }
}
