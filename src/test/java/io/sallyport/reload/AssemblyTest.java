package io.sallyport.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private static final CompileOptions OPTIONS = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "shop", Set.of());

    @Test
    void allThatIsGoodIsInForceAndRememberedWhereItStandsAlone() {
        Assembly assembly = assemble(file("file.yaml", entry("in-file", "file.example")), alone("a", "a.example"));

        assertThat(assembly.problems()).isEmpty();
        assertThat(assembly.resources()).isEqualTo(2);
        assertThat(hosts(assembly, "file.example", "a.example")).containsExactly("file.example", "a.example");
        assertThat(assembly.alone()).containsOnlyKeys("kubernetes:shop/ServiceEntry/a");
    }

    @Test
    void whatIsBadAndStandsAloneIsLeftOutAndTheRestGoesOn() {
        Assembly assembly = assemble(alone("a", "a.example"), alone("bad", "not a host!"));

        assertThat(hosts(assembly, "a.example")).containsExactly("a.example");
        assertThat(assembly.resources()).isEqualTo(1);
        assertThat(errors(assembly)).containsExactly("kubernetes:shop/ServiceEntry/bad");
        assertThat(assembly.alone()).containsOnlyKeys("kubernetes:shop/ServiceEntry/a");
    }

    @Test
    void whatTurnsBadStaysAsItWas() {
        Assembly before = assemble(alone("a", "a.example"), alone("b", "b.example"));

        Assembly after =
                Assembly.of(List.of(alone("a", "not a host!"), alone("b", "c.example")), before.alone(), OPTIONS);

        assertThat(hosts(after, "a.example", "b.example", "c.example")).containsExactly("a.example", "c.example");
        assertThat(errors(after)).containsExactly("kubernetes:shop/ServiceEntry/a");
        assertThat(after.alone())
                .isEqualTo(Map.of(
                        "kubernetes:shop/ServiceEntry/a", alone("a", "a.example"),
                        "kubernetes:shop/ServiceEntry/b", alone("b", "c.example")));
    }

    @Test
    void whatStaysAsItWasStaysSoAtTheNextChangeToo() {
        Assembly first = assemble(alone("a", "a.example"));
        Assembly second = Assembly.of(List.of(alone("a", "not a host!")), first.alone(), OPTIONS);

        Assembly third =
                Assembly.of(List.of(alone("a", "still not!"), alone("b", "b.example")), second.alone(), OPTIONS);

        assertThat(hosts(third, "a.example", "b.example")).containsExactly("a.example", "b.example");
        assertThat(errors(third)).containsExactly("kubernetes:shop/ServiceEntry/a");
    }

    @Test
    void whatIsDeletedDoesNotStayAsItWas() {
        Assembly before = assemble(alone("a", "a.example"), alone("b", "b.example"));

        Assembly after = Assembly.of(List.of(alone("b", "not a host!")), before.alone(), OPTIONS);

        assertThat(hosts(after, "a.example", "b.example")).containsExactly("b.example");
    }

    @Test
    void aFileWithAnErrorRefusesAll() {
        Assembly assembly = assemble(file("bad.yaml", entry("bad", "not a host!")), alone("a", "a.example"));

        assertThat(assembly.snapshot()).isNull();
        assertThat(errors(assembly)).containsExactly("bad.yaml");
    }

    @Test
    void aBadResourceBesideABadFileIsToldToo() {
        Assembly assembly = assemble(file("bad.yaml", entry("bad", "not a host!")), alone("a", "neither!"));

        assertThat(assembly.snapshot()).isNull();
        assertThat(errors(assembly)).containsExactlyInAnyOrder("bad.yaml", "kubernetes:shop/ServiceEntry/a");
    }

    @Test
    void aFileAndAResourceWithOneNameAreTwoAndBothInForce() {
        Assembly assembly =
                assemble(file("file.yaml", entry("bank", "file.example")), alone("bank", "cluster.example"));

        assertThat(assembly.problems()).isEmpty();
        assertThat(hosts(assembly, "file.example", "cluster.example"))
                .containsExactly("file.example", "cluster.example");
    }

    @Test
    void ofTwoThatConflictTheElderIsInForceAndTheOtherIsToldSoAndStaysForWhenTheElderGoes() {
        SourceText entry = alone("a", "a.example");
        SourceText elder = timeout("elder", "2026-01-01T10:00:00Z", 1);
        SourceText younger = timeout("younger", "2026-01-01T10:00:09Z", 2);

        Assembly both = assemble(entry, younger, elder);
        Assembly one = Assembly.of(List.of(entry, younger), both.alone(), OPTIONS);

        assertThat(errors(both)).isEmpty();
        assertThat(both.problems())
                .anySatisfy(problem -> assertThat(problem.line())
                        .startsWith("kubernetes:shop/VirtualService/younger:")
                        .contains("VirtualService shop/elder", "comes first"));
        assertThat(host(both, "a.example")).contains("PT1S").doesNotContain("PT2S");
        assertThat(one.problems()).isEmpty();
        assertThat(host(one, "a.example")).contains("PT2S");
    }

    @Test
    void whatIsNoYamlAtAllIsLeftOutLikeAnythingElse() {
        Assembly assembly =
                assemble(new SourceText("kubernetes:shop/ServiceEntry/odd", "a: [", true), alone("a", "a.example"));

        assertThat(hosts(assembly, "a.example")).containsExactly("a.example");
        assertThat(errors(assembly)).containsExactly("kubernetes:shop/ServiceEntry/odd");
    }

    private static Assembly assemble(SourceText... texts) {
        return Assembly.of(List.of(texts), Map.of(), OPTIONS);
    }

    private static List<String> hosts(Assembly assembly, String... asked) {
        Snapshot snapshot = Objects.requireNonNull(assembly.snapshot());
        List<String> listed = new ArrayList<>();
        for (String host : asked) {
            if (snapshot.find(host) != null) {
                listed.add(host);
            }
        }
        return listed;
    }

    private static String host(Assembly assembly, String host) {
        return String.valueOf(Objects.requireNonNull(assembly.snapshot()).find(host));
    }

    private static List<String> errors(Assembly assembly) {
        return assembly.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.where().file())
                .distinct()
                .toList();
    }

    private static SourceText file(String name, String text) {
        return new SourceText(name, text);
    }

    private static SourceText alone(String name, String host) {
        return new SourceText("kubernetes:shop/ServiceEntry/" + name, entry(name, host), true);
    }

    private static SourceText timeout(String name, String created, int seconds) {
        return new SourceText("kubernetes:shop/VirtualService/" + name, """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
                spec:
                  hosts: [a.example]
                  http: [{timeout: %ds, route: [{destination: {host: a.example}}]}]
                """.formatted(name, created, seconds), true);
    }

    private static String entry(String name, String host) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s, namespace: shop}
                spec:
                  hosts: ["%s"]
                  ports: [{number: 80, name: http, protocol: HTTP}]
                  resolution: DNS
                """.formatted(name, host);
    }
}
