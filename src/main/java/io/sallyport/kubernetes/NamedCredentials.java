package io.sallyport.kubernetes;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import io.sallyport.istio.TrafficPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The credentials that DestinationRules name, of those a namespace sees: the only reason to read a Secret. */
final class NamedCredentials {

    private NamedCredentials() {}

    static Set<String> of(List<SourceText> texts, String namespace) {
        // Most texts name none, and reading YAML is what takes time.
        List<SourceText> candidates = texts.stream()
                .filter(text -> text.text().contains("credentialName"))
                .toList();
        Set<String> names = new TreeSet<>();
        if (!candidates.isEmpty()) {
            ResourceReader.read(candidates).resources().stream()
                    .filter(DestinationRule.class::isInstance)
                    .map(DestinationRule.class::cast)
                    .filter(rule -> sees(namespace, rule))
                    .flatMap(NamedCredentials::policies)
                    .forEach(policy -> add(names, policy));
        }
        return names;
    }

    private static boolean sees(String namespace, DestinationRule rule) {
        String own = rule.metadata().namespace();
        List<String> exportTo = rule.exportTo();
        return exportTo.isEmpty()
                || exportTo.contains("*")
                || exportTo.contains(namespace)
                || (exportTo.contains(".") && (own == null || own.equals(namespace)));
    }

    private static Stream<TrafficPolicy> policies(DestinationRule rule) {
        return Stream.concat(
                Stream.ofNullable(rule.trafficPolicy()),
                rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.trafficPolicy())));
    }

    private static void add(Set<String> names, TrafficPolicy policy) {
        add(names, policy.tls());
        policy.portLevelSettings().forEach(port -> add(names, port.tls()));
    }

    private static void add(Set<String> names, @Nullable ClientTlsSettings tls) {
        String name = tls == null ? null : tls.credentialName();
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }
}
