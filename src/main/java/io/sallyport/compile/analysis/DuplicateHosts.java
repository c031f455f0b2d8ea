package io.sallyport.compile.analysis;

import io.sallyport.compile.HostNames;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.VirtualService;
import io.sallyport.policy.HostIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that several VirtualServices of the mesh claim where the same callers see them: only one of them counts. As in
 * Istio, one for some namespaces conflicts also with one for all whose wildcard covers its host.
 */
final class DuplicateHosts implements Analyzer {

    private static final String MESH = "mesh";

    /** A host as the namespaces of one scope see it. */
    private record Key(String scope, String host) {}

    /**
     * Who claims a host.
     *
     * @param first the one that counts
     * @param second the next, if any; more need not be known to name one that conflicts
     */
    private record Claim(VirtualService first, @Nullable VirtualService second) {

        Claim and(Claim later) {
            return second == null && !first.equals(later.first) ? new Claim(first, later.first) : this;
        }
    }

    private static final List<Predicate<VirtualService>> KINDS = List.of(
            owner -> !owner.http().isEmpty(),
            owner -> !owner.tls().isEmpty(),
            owner -> !owner.tcp().isEmpty());

    @Override
    public void run(Listing listing, Findings findings) {
        if (listing.visibility.isGateway()) {
            // A gateway merges those of the same host.
            return;
        }
        // One with only HTTP routes leaves TLS to another.
        for (Predicate<VirtualService> kind : KINDS) {
            List<VirtualService> owners = listing.virtualServices().stream()
                    .filter(DuplicateHosts::isOfMesh)
                    .filter(kind)
                    .toList();
            run(owners, listing, findings);
        }
    }

    private static void run(List<VirtualService> owners, Listing listing, Findings findings) {
        Map<Key, Claim> claims = new HashMap<>();
        Map<String, Claim> everywhere = new HashMap<>();
        for (VirtualService owner : owners) {
            for (String scope : listing.scopes(owner, owner.exportTo())) {
                for (String written : owner.hosts()) {
                    Key key = new Key(scope, qualified(owner, written, listing));
                    claims.merge(key, new Claim(owner, null), Claim::and);
                }
            }
        }
        claims.forEach((key, claim) -> {
            if (key.scope().equals(Listing.EVERYWHERE)) {
                everywhere.put(key.host(), claim);
            }
        });
        HostIndex<Claim> covering = new HostIndex<>(everywhere);
        for (VirtualService owner : owners) {
            for (int i = 0; i < owner.hosts().size(); i++) {
                report(owner, i, listing, claims, covering, findings);
            }
        }
    }

    private static boolean isOfMesh(VirtualService owner) {
        return owner.gateways().isEmpty() || owner.gateways().contains(MESH);
    }

    private static void report(
            VirtualService owner,
            int index,
            Listing listing,
            Map<Key, Claim> claims,
            HostIndex<Claim> everywhere,
            Findings findings) {
        String host = qualified(owner, owner.hosts().get(index), listing);
        for (String scope : listing.scopes(owner, owner.exportTo())) {
            VirtualService other = other(owner, claims.get(new Key(scope, host)));
            if (other == null && !scope.equals(Listing.EVERYWHERE)) {
                other = other(owner, everywhere.find(host));
            }
            if (other != null) {
                findings.warning(
                        owner,
                        owner.spec().field("hosts").index(index),
                        "duplicate-host",
                        host,
                        owner.title() + " and " + other.title() + " are both for "
                                + ResourceProblems.quoted(host)
                                + ", where one alone counts, the one that is more specific or comes first (IST0109)");
                return;
            }
        }
    }

    private static @Nullable VirtualService other(VirtualService owner, @Nullable Claim claim) {
        return claim == null ? null : claim.first().equals(owner) ? claim.second() : claim.first();
    }

    private static String qualified(VirtualService owner, String host, Listing listing) {
        return HostNames.qualified(host, listing.visibility.namespaceOf(owner));
    }
}
