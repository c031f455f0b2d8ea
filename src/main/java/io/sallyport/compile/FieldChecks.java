package io.sallyport.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sallyport.istio.Where;
import io.sallyport.policy.AddressRange;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Istio's rules for kinds of values that many fields share. Each reports what is wrong and returns nothing. */
final class FieldChecks {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Istio's bound; what is longer is not a match somebody wrote by hand. */
    private static final int LONGEST_REGEX = 1024;

    private static final Pattern LABEL_NAME = Pattern.compile(
            "([a-zA-Z0-9]([-a-zA-Z0-9.]{0,251}[a-zA-Z0-9])?/)?[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?)?");

    private final ResourceProblems problems;

    FieldChecks(ResourceProblems problems) {
        this.problems = problems;
    }

    void port(Where where, @Nullable Long number) {
        if (number != null && (number < 1 || number > 65_535)) {
            problems.error(where, "bad-port", number, number + " is not a port", "1 to 65535");
        }
    }

    /** At least a millisecond, in whole ones. */
    void duration(Where where, @Nullable Duration duration) {
        if (duration == null) {
            return;
        }
        if (duration.compareTo(SHORTEST) < 0) {
            problems.error(where, "bad-duration", duration, "the duration is too short", "1ms or more");
        } else if (!duration.truncatedTo(ChronoUnit.MILLIS).equals(duration)) {
            problems.error(
                    where, "bad-duration", duration, "the duration is finer than a millisecond", "whole milliseconds");
        }
    }

    void notNegative(Where where, @Nullable Integer number) {
        if (number != null && number < 0) {
            problems.error(where, "out-of-range", number, number + " is negative", "0 or more");
        }
    }

    void percent(Where where, @Nullable Integer number) {
        if (number != null && (number < 0 || number > 100)) {
            problems.error(where, "out-of-range", number, number + " is not a percentage", "0 to 100");
        }
    }

    void percent(Where where, @Nullable Double number) {
        if (number != null && (number < 0 || number > 100)) {
            problems.error(where, "out-of-range", number, number + " is not a percentage", "0 to 100");
        }
    }

    /** An address, or a range of them in CIDR notation. */
    void range(Where where, String text) {
        if (!AddressRange.isRange(text)) {
            problems.error(
                    where,
                    "bad-address",
                    text,
                    "\"" + ResourceProblems.quoted(text) + "\" is not an address",
                    "an IP address or CIDR range, such as 10.0.0.0/8");
        }
    }

    /** A name that may begin with a wildcard. */
    void wildcardHost(Where where, String host) {
        String fault = HostNames.faultOfWildcard(host);
        if (fault != null) {
            host(where, host, fault);
        }
    }

    void host(Where where, String host, String fault) {
        problems.error(
                where,
                "bad-host",
                host,
                "\"" + ResourceProblems.quoted(host) + "\" is not a host name: " + fault,
                "a DNS name, such as example.com or *.example.com");
    }

    /** A name of Kubernetes, such as a namespace or a subset. */
    void label(Where where, String what, String text) {
        if (!HostNames.isLabel(text)) {
            problems.error(
                    where,
                    "bad-name",
                    text,
                    "\"" + ResourceProblems.quoted(text) + "\" is not a " + what,
                    "1 to 63 letters, digits and inner hyphens");
        }
    }

    /** Labels of Kubernetes, by name. */
    void labels(Where where, Map<String, String> labels) {
        labels.forEach((name, value) -> {
            boolean good = LABEL_NAME.matches(name) && value.length() <= 63 && LABEL_VALUE.matches(value);
            if (!good) {
                problems.error(
                        where.field(name),
                        "bad-label",
                        name + "=" + value,
                        "\"" + ResourceProblems.quoted(name + "=" + value) + "\" is not a label",
                        "a Kubernetes label: letters, digits and inner -, _ and .");
            }
        });
    }

    /** Labels of callers, and a warning where those are not known. */
    void sourceLabels(Where where, Map<String, String> labels, boolean known) {
        labels(where, labels);
        if (!labels.isEmpty() && !known) {
            problems.warning(
                    where,
                    "not-enforced",
                    null,
                    "the labels of callers are not known (workload-labels), so the match never holds");
        }
    }

    /** Labels that select workloads: any text but wildcards. */
    void selector(Where where, Map<String, String> labels) {
        labels.forEach((name, value) -> {
            if (name.isEmpty() || name.contains("*") || value.contains("*")) {
                problems.error(
                        where.field(name),
                        "bad-label",
                        name + "=" + value,
                        name.isEmpty() ? "a label has no name" : "a wildcard is not supported in a selector",
                        "labels as they are");
            }
        });
        if (labels.isEmpty()) {
            problems.warning(
                    where,
                    "empty-selector",
                    null,
                    "selects nothing by label, which means every workload of the namespace");
        }
    }

    /** An RE2 expression, or null after it was reported. */
    @Nullable
    Pattern regex(Where where, String expression) {
        if (expression.isEmpty()) {
            problems.error(where, "bad-regex", expression, "the regex is empty", "an RE2 expression");
            return null;
        }
        if (expression.length() > LONGEST_REGEX) {
            problems.error(
                    where,
                    "bad-regex",
                    expression,
                    "the regex has " + expression.length() + " characters",
                    "at most " + LONGEST_REGEX);
            return null;
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            problems.error(
                    where,
                    "bad-regex",
                    expression,
                    "\"" + ResourceProblems.quoted(expression) + "\" is no regex: " + e.getDescription(),
                    "an RE2 expression, https://github.com/google/re2/wiki/Syntax");
            return null;
        }
    }

    /** Names of gateways: {@code name}, {@code namespace/name} or {@code mesh}. */
    void gateways(Where where, List<String> gateways) {
        for (int i = 0; i < gateways.size(); i++) {
            String gateway = gateways.get(i);
            int slash = gateway.indexOf('/');
            if (slash >= 0) {
                label(where.index(i), "namespace of a gateway", gateway.substring(0, slash));
                label(where.index(i), "gateway name", gateway.substring(slash + 1));
            } else {
                String fault = HostNames.faultOfName(gateway);
                if (fault != null) {
                    problems.error(
                            where.index(i),
                            "bad-name",
                            gateway,
                            "\"" + ResourceProblems.quoted(gateway) + "\" is not a gateway name: " + fault,
                            "name or namespace/name");
                }
            }
        }
    }

    /** {@code exportTo}: each namespace once, {@code *} and {@code ~} alone, {@code ~} for ServiceEntries only. */
    void exportTo(List<String> exportTo, String namespace, boolean noneAllowed) {
        Where where = problems.resource().spec().field("exportTo");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < exportTo.size(); i++) {
            String to = exportTo.get(i);
            if (!seen.add(to.equals(".") ? namespace : to)) {
                problems.error(where.index(i), "bad-export", to, "names the same namespace twice", "each once");
            }
            boolean special = to.equals(".") || to.equals("*") || (noneAllowed && to.equals("~"));
            if (!special && !HostNames.isLabel(to)) {
                problems.error(
                        where.index(i),
                        "bad-export",
                        to,
                        "\"" + ResourceProblems.quoted(to) + "\" is not a namespace",
                        noneAllowed ? "., *, ~ or a namespace" : "., * or a namespace");
            }
        }
        if (exportTo.size() > 1 && (exportTo.contains("*") || exportTo.contains("~"))) {
            problems.error(
                    where,
                    "bad-export",
                    null,
                    exportTo.contains("~") ? "names ~ (nobody) beside somebody" : "names * (everybody) beside others",
                    "one of the two");
        }
    }
}
