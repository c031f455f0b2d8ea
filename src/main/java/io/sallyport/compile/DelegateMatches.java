package io.sallyport.compile;

import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.StringMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the conditions of a root's route together with those of a delegate's, as Istio does: each condition of the
 * delegate has to be narrower than one of the root; what either says holds.
 */
final class DelegateMatches {

    private DelegateMatches() {}

    /** All conditions together; null where one of the delegate's fits none of the root's. */
    static @Nullable List<HttpMatchRequest> merge(List<HttpMatchRequest> root, List<HttpMatchRequest> delegate) {
        if (root.isEmpty()) {
            return delegate;
        }
        if (delegate.isEmpty()) {
            return root;
        }
        List<HttpMatchRequest> merged = new ArrayList<>();
        for (HttpMatchRequest narrow : delegate) {
            int before = merged.size();
            for (HttpMatchRequest wide : root) {
                if (!conflict(wide, narrow)) {
                    merged.add(merge(wide, narrow));
                }
            }
            if (merged.size() == before) {
                return null;
            }
        }
        return merged;
    }

    private static HttpMatchRequest merge(HttpMatchRequest root, HttpMatchRequest delegate) {
        return new HttpMatchRequest(
                delegate.where(),
                name(root.name(), delegate.name()),
                or(delegate.uri(), root.uri()),
                or(delegate.scheme(), root.scheme()),
                or(delegate.method(), root.method()),
                or(delegate.authority(), root.authority()),
                both(root.headers(), delegate.headers()),
                both(root.withoutHeaders(), delegate.withoutHeaders()),
                both(root.queryParams(), delegate.queryParams()),
                delegate.ignoreUriCase(),
                or(port(delegate), port(root)),
                delegate.gateways().isEmpty() ? root.gateways() : delegate.gateways(),
                both(root.sourceLabels(), delegate.sourceLabels()),
                or(emptyIsNull(delegate.sourceNamespace()), root.sourceNamespace()),
                delegate.statPrefix());
    }

    /** {@code root-delegate}, or the one of them there is. */
    static @Nullable String name(@Nullable String root, @Nullable String delegate) {
        if (blank(delegate)) {
            return root;
        }
        return blank(root) ? delegate : root + "-" + delegate;
    }

    private static boolean conflict(HttpMatchRequest root, HttpMatchRequest delegate) {
        return conflict(root.uri(), delegate.uri())
                || conflict(root.scheme(), delegate.scheme())
                || conflict(root.method(), delegate.method())
                || conflict(root.authority(), delegate.authority())
                || conflict(root.headers(), delegate.headers())
                || conflict(root.withoutHeaders(), delegate.withoutHeaders())
                || conflict(root.queryParams(), delegate.queryParams())
                || Boolean.TRUE.equals(root.ignoreUriCase()) != Boolean.TRUE.equals(delegate.ignoreUriCase())
                || differ(port(root), port(delegate))
                || conflictOfOrigin(root, delegate);
    }

    private static boolean conflictOfOrigin(HttpMatchRequest root, HttpMatchRequest delegate) {
        boolean namespaces = differ(emptyIsNull(root.sourceNamespace()), emptyIsNull(delegate.sourceNamespace()));
        boolean labels = delegate.sourceLabels().entrySet().stream()
                .anyMatch(label ->
                        !label.getValue().equals(root.sourceLabels().getOrDefault(label.getKey(), label.getValue())));
        boolean gateways = !root.gateways().isEmpty() && !root.gateways().containsAll(delegate.gateways());
        return namespaces || labels || gateways;
    }

    private static boolean conflict(Map<String, StringMatch> root, Map<String, StringMatch> delegate) {
        return delegate.entrySet().stream().anyMatch(entry -> conflict(root.get(entry.getKey()), entry.getValue()));
    }

    /** Whether the delegate's is not known to be narrower: expressions are not compared with anything. */
    private static boolean conflict(@Nullable StringMatch root, @Nullable StringMatch delegate) {
        if (root == null || delegate == null) {
            return false;
        }
        return switch (root) {
            case StringMatch.Exact exact ->
                !(delegate instanceof StringMatch.Exact narrow && narrow.value().equals(exact.value()));
            case StringMatch.Prefix prefix ->
                switch (delegate) {
                    case StringMatch.Exact narrow -> !narrow.value().startsWith(prefix.value());
                    case StringMatch.Prefix narrow -> !narrow.value().startsWith(prefix.value());
                    case StringMatch.Regex _, StringMatch.Unset _ -> true;
                };
            case StringMatch.Regex _, StringMatch.Unset _ -> true;
        };
    }

    private static <T> @Nullable T or(@Nullable T delegate, @Nullable T root) {
        return delegate == null ? root : delegate;
    }

    private static <T> boolean differ(@Nullable T root, @Nullable T delegate) {
        return root != null && delegate != null && !root.equals(delegate);
    }

    private static <V> Map<String, V> both(Map<String, V> root, Map<String, V> delegate) {
        Map<String, V> both = new LinkedHashMap<>(root);
        both.putAll(delegate);
        return both;
    }

    /** Zero means that nothing is asked. */
    private static @Nullable Long port(HttpMatchRequest match) {
        Long port = match.port();
        return port == null || port == 0 ? null : port;
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
