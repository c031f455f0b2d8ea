package io.sallyport.explain;

import io.sallyport.policy.HostIndex;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import org.jspecify.annotations.Nullable;

/**
 * The listed host that a denied one was perhaps meant to be.
 *
 * @param host as listed
 * @param relation how the two are related
 */
record NearestHost(String host, Relation relation) {

    /** What makes the listed host near. */
    enum Relation {
        /** They differ by {@code www.} alone. */
        WWW,
        /** It is the domain of the one asked for. */
        PARENT,
        /** A few letters differ. */
        SPELLING
    }

    /** Anybody may ask for any name, so no more hosts than these are compared. */
    static final int MOST_CANDIDATES = 1_000;

    /** A name may be off by one letter in five, and never by more than this. */
    private static final int MOST_EDITS = 3;

    /** Finds it, or returns null where none is near. Names that are no DNS names are near to nothing. */
    static @Nullable NearestHost of(Snapshot snapshot, String asked) {
        if (!SafeText.isName(asked)) {
            return null;
        }
        HostIndex<VirtualHost> hosts = snapshot.hosts();
        String twin = asked.startsWith("www.") ? asked.substring("www.".length()) : "www." + asked;
        if (hosts.exact(twin) != null) {
            return new NearestHost(twin, Relation.WWW);
        }
        NearestHost misspelt = bySpelling(hosts, asked);
        return misspelt != null ? misspelt : parent(hosts, asked);
    }

    private static @Nullable NearestHost parent(HostIndex<VirtualHost> hosts, String asked) {
        for (int dot = asked.indexOf('.'); dot >= 0; dot = asked.indexOf('.', dot + 1)) {
            String parent = asked.substring(dot + 1);
            if (hosts.exact(parent) != null) {
                return new NearestHost(parent, Relation.PARENT);
            }
        }
        return null;
    }

    private static @Nullable NearestHost bySpelling(HostIndex<VirtualHost> hosts, String asked) {
        String nearest = null;
        int least = Math.min(MOST_EDITS, asked.length() / 5) + 1;
        int compared = 0;
        for (String candidate : hosts.exactHosts()) {
            if (compared == MOST_CANDIDATES) {
                break;
            }
            if (Math.abs(candidate.length() - asked.length()) >= least) {
                continue;
            }
            compared++;
            int edits = EditDistance.bounded(asked, candidate, least);
            if (edits < least) {
                least = edits;
                nearest = candidate;
            }
        }
        return nearest == null ? null : new NearestHost(nearest, Relation.SPELLING);
    }

    /** A sentence for the caller. */
    String question(String asked) {
        return switch (relation) {
            case WWW, SPELLING -> "Did you mean " + host + "?";
            case PARENT ->
                host + " is listed, which does not cover names below it; *." + host
                        + " would cover all of them, not only " + asked + ".";
        };
    }
}
