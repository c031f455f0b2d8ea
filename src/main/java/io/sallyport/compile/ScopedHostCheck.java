package io.sallyport.compile;

import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** Istio's rules for {@code namespace/host}, as Sidecars and Gateways write it. */
final class ScopedHostCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;

    ScopedHostCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    /** A host of a Gateway: the namespace may be left out, and the host may be an IP address. */
    void gateway(Where where, String written) {
        int slash = written.indexOf('/');
        String host = written.substring(slash + 1);
        if (slash >= 0) {
            String namespace = written.substring(0, slash);
            parts(where, written, namespace, host);
            namespace(where, namespace, namespace.equals("*") || namespace.equals("."), "*, . or a namespace");
        }
        host(where, host, HostNames.isAddress(host) ? null : HostNames.faultOfWildcard(host));
    }

    /** A host of a Sidecar; a tilde before the namespace excludes it. */
    void sidecar(Where where, String written) {
        int slash = written.indexOf('/');
        if (slash < 0) {
            problems.error(
                    where,
                    "bad-host",
                    written,
                    "\"" + ResourceProblems.quoted(written) + "\" is not of the form namespace/host",
                    "such as ./*, */example.com or ~/*");
            return;
        }
        String host = written.substring(slash + 1);
        String namespace = written.substring(0, slash);
        String excluded = namespace.startsWith("~") ? namespace.substring(1) : namespace;
        boolean special = excluded.isEmpty() || excluded.equals("*") || excluded.equals(".");
        parts(where, written, namespace, host);
        namespace(where, namespace, special || HostNames.isLabel(excluded), "*, ., ~ or a namespace");
        host(where, host, HostNames.faultOfWildcard(host));
    }

    private void parts(Where where, String written, String namespace, String host) {
        if (namespace.isEmpty() || host.isEmpty()) {
            problems.error(
                    where,
                    "bad-host",
                    written,
                    "\"" + ResourceProblems.quoted(written) + "\" has an empty "
                            + (namespace.isEmpty() ? "namespace" : "host"),
                    "namespace/host");
        }
    }

    private void namespace(Where where, String namespace, boolean special, String expected) {
        if (!namespace.isEmpty() && !special && !HostNames.isLabel(namespace)) {
            problems.error(
                    where,
                    "bad-name",
                    namespace,
                    "\"" + ResourceProblems.quoted(namespace) + "\" is not a namespace",
                    expected);
        }
    }

    private void host(Where where, String host, @Nullable String fault) {
        if (host.isEmpty()) {
            return;
        }
        if (fault != null) {
            checks.host(where, host, fault);
        } else if (!host.equals("*") && host.indexOf('.') < 0) {
            checks.host(where, host, "short names are not allowed here");
        } else if (host.startsWith("*") && host.length() > 1 && host.charAt(1) != '.') {
            checks.host(where, host, "a partial wildcard is not allowed here");
        }
    }
}
