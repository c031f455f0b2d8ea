package io.sallyport.compile;

import io.sallyport.istio.Destination;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a destination. */
final class DestinationCheck {

    private final FieldChecks checks;

    DestinationCheck(ResourceProblems problems) {
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable Destination destination) {
        if (destination == null) {
            return;
        }
        Where where = destination.where();
        if (destination.host().equals("*")) {
            checks.host(where.field("host"), "*", "a destination is one host");
        } else {
            checks.wildcardHost(where.field("host"), destination.host());
        }
        if (destination.subset() != null && !destination.subset().isEmpty()) {
            checks.label(where.field("subset"), "subset name", destination.subset());
        }
        if (destination.port() != null) {
            Long number = destination.port().number();
            checks.port(destination.port().where().field("number"), number == null ? Long.valueOf(0) : number);
        }
    }
}
