package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.Headers;
import io.sallyport.istio.HttpRewrite;
import io.sallyport.istio.Where;
import io.sallyport.policy.HeaderChanges;
import io.sallyport.policy.HeaderChanges.Operation;
import io.sallyport.policy.HeaderTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code headers} of a route and its destination into changes, in Envoy's order: of one destination what it
 * removes goes first together with the route's, then all that is set, its own last, then all that is added; of several each one's changes come before
 * the route's, which therefore wins.
 */
final class HeadersCompiler {

    /** What frames messages or belongs to one connection: changing it would break what it describes. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    /** RFC 9110 section 7.2: a name or an address, and perhaps a port. */
    private static final Pattern HOST =
            Pattern.compile("([-A-Za-z0-9._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+(:[0-9]*)?|\\[[0-9A-Fa-f:.]+\\](:[0-9]*)?");

    private final ResourceProblems problems;

    HeadersCompiler(ResourceProblems problems) {
        this.problems = problems;
    }

    HeaderChanges request(@Nullable Headers route, @Nullable Headers destination, boolean weighted) {
        return changes(
                route == null ? null : route.request(), destination == null ? null : destination.request(), weighted);
    }

    HeaderChanges response(@Nullable Headers route, @Nullable Headers destination, boolean weighted) {
        return changes(
                route == null ? null : route.response(), destination == null ? null : destination.response(), weighted);
    }

    /** The Host that goes upstream: the rewrite's, else the one a header operation sets; null leaves it. */
    @Nullable
    String authority(@Nullable HttpRewrite rewrite, @Nullable Headers route, @Nullable Headers destination) {
        String rewritten = rewrite == null ? null : rewrite.authority();
        if (rewritten != null && !rewritten.isEmpty()) {
            return rewritten;
        }
        String set = authority(route);
        return set == null ? authority(destination) : set;
    }

    private @Nullable String authority(@Nullable Headers headers) {
        Headers.Operations request = headers == null ? null : headers.request();
        if (request == null) {
            return null;
        }
        String set = authority(request.where().field("set"), request.set());
        return set == null ? authority(request.where().field("add"), request.add()) : set;
    }

    private @Nullable String authority(Where where, Map<String, String> values) {
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (HeadersCheck.isAuthority(value.getKey())) {
                if (HOST.matches(value.getValue())) {
                    return value.getValue();
                }
                problems.warning(
                        where.field(value.getKey()),
                        "bad-host",
                        value.getValue(),
                        "\"" + ResourceProblems.quoted(value.getValue())
                                + "\" is not a host with or without a port, so the Host is left as it is");
            }
        }
        return null;
    }

    private HeaderChanges changes(
            Headers.@Nullable Operations route, Headers.@Nullable Operations destination, boolean weighted) {
        List<Operation> operations = new ArrayList<>();
        if (weighted) {
            removals(destination, operations);
            values(destination, operations);
            removals(route, operations);
            values(route, operations);
        } else {
            removals(route, operations);
            removals(destination, operations);
            List<Operation> both = new ArrayList<>();
            values(route, both);
            values(destination, both);
            both.stream().filter(Operation.Set.class::isInstance).forEach(operations::add);
            both.stream().filter(Operation.Add.class::isInstance).forEach(operations::add);
        }
        return operations.isEmpty() ? HeaderChanges.NONE : new HeaderChanges(operations);
    }

    private void removals(Headers.@Nullable Operations written, List<Operation> operations) {
        if (written == null) {
            return;
        }
        for (int i = 0; i < written.remove().size(); i++) {
            String name = written.remove().get(i).toLowerCase(Locale.ROOT);
            if (isTheirs(written.where().field("remove").index(i), name)) {
                operations.add(new Operation.Remove(name));
            }
        }
    }

    private void values(Headers.@Nullable Operations written, List<Operation> operations) {
        if (written == null) {
            return;
        }
        values(written.where().field("set"), written.set(), Operation.Set::new, operations);
        values(written.where().field("add"), written.add(), Operation.Add::new, operations);
    }

    private void values(
            Where where,
            Map<String, String> values,
            BiFunction<String, HeaderTemplate, Operation> operation,
            List<Operation> operations) {
        values.forEach((written, value) -> {
            String name = written.toLowerCase(Locale.ROOT);
            if (HeadersCheck.isAuthority(name) || !isTheirs(where.field(written), name)) {
                return;
            }
            HeaderTemplate template = HeaderTemplateCompiler.compile(value);
            if (template == null) {
                problems.warning(
                        where.field(written),
                        "not-enforced",
                        null,
                        "has a variable that is not known here, so the header is left as it is (known: "
                                + HeaderTemplateCompiler.KNOWN + ")");
            } else {
                operations.add(operation.apply(name, template));
            }
        });
    }

    private boolean isTheirs(Where where, String name) {
        if (OURS.contains(name)) {
            problems.warning(
                    where, "not-enforced", name, "is left as it is: " + name + " describes the connection or the body");
            return false;
        }
        // Empty ones and pseudo headers are refused by the check.
        if (!name.isEmpty() && !name.startsWith(":") && !CorsCheck.TOKEN.matches(name)) {
            problems.warning(
                    where,
                    "bad-header",
                    name,
                    "has no effect: \"" + ResourceProblems.quoted(name) + "\" is not a header name");
            return false;
        }
        return true;
    }
}
