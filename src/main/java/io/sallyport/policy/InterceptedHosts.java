package io.sallyport.policy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which hosts of a configuration have an HTTPS port whose TLS is to end here. */
public final class InterceptedHosts {

    private InterceptedHosts() {}

    /** Their names as written, wildcards among them, in alphabetical order. Takes a look at every host. */
    public static List<String> of(Snapshot snapshot) {
        SortedSet<String> names = new TreeSet<>();
        snapshot.hosts().forEach((name, host) -> {
            if (host.service() != null
                    && host.ports().values().stream()
                            .anyMatch(policy -> policy.port().https() == HttpsHandling.INTERCEPT)) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }
}
