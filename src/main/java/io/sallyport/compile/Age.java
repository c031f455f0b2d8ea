package io.sallyport.compile;

import io.sallyport.istio.Resource;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/** Istio's precedence among resources that say something about the same host: the oldest, then the first by name. */
public final class Age {

    /** A resource without a timestamp, as files mostly are, counts as older than any, as it does in Istio. */
    public static final Comparator<Resource> OLDEST_FIRST = Comparator.comparing((Resource resource) ->
                    Objects.requireNonNullElse(resource.metadata().creationTimestamp(), Instant.MIN))
            .thenComparing(resource -> resource.metadata().name())
            .thenComparing(
                    resource -> Objects.requireNonNullElse(resource.metadata().namespace(), ""));

    private Age() {}
}
