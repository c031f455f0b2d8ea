package io.sallyport.compile.analysis;

import io.sallyport.istio.Delegate;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Delegates that are not there, are none, never match, or that nothing refers to. Istio drops them without a word. */
final class Delegates implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        Map<String, VirtualService> byName = new HashMap<>();
        for (VirtualService owner : listing.virtualServices()) {
            byName.putIfAbsent(
                    listing.visibility.namespaceOf(owner) + "/"
                            + owner.metadata().name(),
                    owner);
        }
        Set<String> wanted = new HashSet<>();
        for (VirtualService root : listing.virtualServices()) {
            for (HttpRoute route : root.http()) {
                Delegate delegate = route.delegate();
                if (delegate != null && !root.hosts().isEmpty()) {
                    String name = name(delegate, listing.visibility.namespaceOf(root));
                    wanted.add(name);
                    check(root, route, delegate, name, byName.get(name), listing, findings);
                }
            }
        }
        byName.forEach((name, owner) -> {
            if (owner.hosts().isEmpty() && !wanted.contains(name)) {
                findings.warning(
                        owner,
                        owner.where(),
                        "unused-delegate",
                        null,
                        owner.title() + " has no hosts, and no VirtualService delegates to it, so it has no effect");
            }
        });
    }

    /** An absent namespace means the root's own. */
    private static String name(Delegate delegate, String rootNamespace) {
        String namespace = delegate.namespace();
        return (namespace == null || namespace.isEmpty() ? rootNamespace : namespace) + "/" + delegate.name();
    }

    private static void check(
            VirtualService root,
            HttpRoute route,
            Delegate delegate,
            String name,
            @Nullable VirtualService found,
            Listing listing,
            Findings findings) {
        String fault = fault(name, found, listing.visibility.namespaceOf(root), listing);
        if (fault != null || found == null) {
            findings.warning(
                    root,
                    delegate.where(),
                    "unknown-delegate",
                    delegate.name(),
                    root.title() + " delegates to VirtualService " + name + ", which " + fault
                            + "; the route is left out");
            return;
        }
        for (HttpRoute below : found.http()) {
            for (HttpMatchRequest match : below.match()) {
                if (!route.match().isEmpty() && route.match().stream().noneMatch(above -> fits(above, match))) {
                    findings.warning(
                            found,
                            match.where(),
                            "conflicting-delegate",
                            null,
                            "never holds together with a match of " + root.title() + " in line "
                                    + route.where().line() + ", which delegates to it; the match is left out");
                }
            }
        }
    }

    private static @Nullable String fault(
            String name, @Nullable VirtualService found, String rootNamespace, Listing listing) {
        if (found == null) {
            return "is not there";
        }
        if (!found.hosts().isEmpty()) {
            return "has hosts, and so is no delegate";
        }
        Set<String> scopes = listing.scopes(found, found.exportTo());
        return scopes.contains(Listing.EVERYWHERE) || scopes.contains(rootNamespace)
                ? null
                : "is not exported to namespace " + rootNamespace;
    }

    /** Whether a request may meet both, as Istio sees it: what both say, the delegate says more exactly. */
    private static boolean fits(HttpMatchRequest root, HttpMatchRequest delegate) {
        return List.of(
                        fits(Texts.of(root.uri()), Texts.of(delegate.uri())),
                        fits(Texts.of(root.method()), Texts.of(delegate.method())),
                        fits(Texts.of(root.scheme()), Texts.of(delegate.scheme())),
                        fits(Texts.of(root.authority()), Texts.of(delegate.authority())))
                .stream()
                .allMatch(fits -> fits);
    }

    private static boolean fits(@Nullable Texts root, @Nullable Texts delegate) {
        return root == null || delegate == null || root.covers(delegate);
    }
}
