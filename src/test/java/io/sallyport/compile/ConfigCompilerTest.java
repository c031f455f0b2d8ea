package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.Decision;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TestHead;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConfigCompilerTest {

    private static final String SHOP = Yaml.serviceEntry("""
            hosts: [shop.example]
            resolution: DNS
            ports: [{number: 80, name: http, protocol: HTTP}]
            """);

    @Test
    void nothing_compiles_to_nothing() {
        Compilation compilation = Yaml.compile("");

        assertThat(compilation.problems()).isEmpty();
        assertThat(Objects.requireNonNull(compilation.snapshot()).hosts().size())
                .isZero();
    }

    @Test
    void an_error_of_reading_leaves_no_snapshot_and_what_compiling_finds_is_still_told() {
        Compilation compilation = Yaml.compile(SHOP + Yaml.virtualService("""
                hosts: [shop.example]
                http:
                - timeout: 0s
                  tymeout: 1s
                  route: [{destination: {host: shop.example}}]
                """));

        assertThat(compilation.snapshot()).isNull();
        assertThat(compilation.problems()).extracting(Problem::code).containsExactly("unknown-field", "bad-duration");
    }

    @Test
    void warnings_do_not_stand_in_the_way() {
        Compilation compilation = Yaml.compile(SHOP + Yaml.virtualService("""
                hosts: [shop.example]
                http:
                - route: [{destination: {host: nowhere.example}}]
                """));

        assertThat(compilation.snapshot()).isNotNull();
        assertThat(compilation.problems()).extracting(Problem::code).containsExactly("unknown-destination");
    }

    @Test
    void problems_come_by_file_and_line_whatever_the_age_of_resources() {
        var reading = ResourceReader.read(List.of(
                new SourceText("a.yaml", Yaml.virtualService("hosts: [zzz!]\nhttp: [{directResponse: {status: 1}}]")),
                new SourceText("b.yaml", Yaml.serviceEntry("hosts: [aaa!]\nports: [{number: 0, name: http}]"))));

        Compilation compilation = ConfigCompiler.compile(reading.resources(), reading.problems(), Yaml.OPTIONS);

        assertThat(compilation.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .extracting(problem -> problem.where().position())
                .containsExactly("a.yaml:5:11", "a.yaml:6:36", "b.yaml:5:11", "b.yaml:6:20");
    }

    @Test
    void the_same_resources_give_the_same_policy_in_any_order_of_files() {
        String younger =
                Yaml.resource("VirtualService", "b", "hosts: [shop.example]\nhttp: [{directResponse: {status: 202}}]");
        String elder =
                Yaml.resource("VirtualService", "a", "hosts: [shop.example]\nhttp: [{directResponse: {status: 201}}]");

        assertThat(status(Yaml.snapshot(SHOP + younger + elder))).isEqualTo(201);
        assertThat(status(Yaml.snapshot(elder + younger + SHOP))).isEqualTo(201);
    }

    private static int status(Snapshot snapshot) {
        Decision decision = snapshot.decide(TestHead.get("shop.example", 80, "/"), new Random(1));
        return ((Decision.Answer) decision).status();
    }

    @Test
    void the_outbound_policy_is_the_options() {
        CompileOptions open = new CompileOptions(OutboundPolicy.ALLOW_ANY, "default", Set.of());

        assertThat(Objects.requireNonNull(Yaml.compile(SHOP, open).snapshot()).outboundPolicy())
                .isEqualTo(OutboundPolicy.ALLOW_ANY);
    }

    @Test
    void routes_to_one_destination_share_one_cluster() {
        Snapshot snapshot = Yaml.snapshot(SHOP + Yaml.virtualService("""
                hosts: [shop.example]
                http:
                - match: [{uri: {prefix: /a}}]
                  route: [{destination: {host: shop.example}}]
                - route: [{destination: {host: shop.example}}]
                """));
        PortPolicy port =
                Objects.requireNonNull(Objects.requireNonNull(snapshot.hosts().find("shop.example"))
                        .ports()
                        .get(80));

        Set<Object> clusters = port.routes().stream()
                .map(route -> (RouteAction.Send) route.action())
                .map(send -> Objects.requireNonNull(
                                send.destinations().getFirst().forward())
                        .cluster())
                .collect(Collectors.toSet());

        assertThat(clusters).containsExactly(Objects.requireNonNull(port.cluster()));
    }

    @Test
    @Timeout(60)
    void ten_thousand_entries_and_virtual_services_compile_in_seconds() {
        String many = IntStream.range(0, 10_000).mapToObj(i -> """
                        {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e%1$d}, spec: {hosts: [h%1$d.example], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}}
                        ---
                        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v%1$d}, spec: {hosts: [h%1$d.example, other%1$d.example], http: [{timeout: 3s, route: [{destination: {host: h%1$d.example}}]}]}}
                        """.formatted(i)).collect(Collectors.joining("---\n"));

        long start = System.nanoTime();
        Snapshot snapshot = Yaml.snapshot(many);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(snapshot.hosts().size()).isEqualTo(20_000);
        assertThat(taken).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    @Timeout(30)
    void ten_thousand_hosts_of_one_virtual_service_are_compared_in_no_time() {
        String hosts =
                IntStream.range(0, 10_000).mapToObj(i -> "h" + i + ".example").collect(Collectors.joining(", "));

        assertThat(Yaml.errors(Yaml.virtualService(
                        "hosts: [" + hosts + ", h7.example]\nhttp: [{directResponse: {status: 200}}]")))
                .singleElement()
                .asString()
                .contains("h7.example");
    }

    @Test
    @Timeout(30)
    void problems_are_bounded_and_an_error_is_never_lost_among_warnings() {
        String routes = IntStream.range(0, ProblemCollector.MOST + 10)
                .mapToObj(i -> "- {match: [{uri: {exact: /" + i + "}}], route: [{destination: {host: n.example}}]}")
                .collect(Collectors.joining("\n"));

        Compilation compilation = Yaml.compile(SHOP
                + Yaml.resource("VirtualService", "a", "hosts: [shop.example]\nhttp:\n" + routes)
                + Yaml.resource("VirtualService", "z", "hosts: [zzz!]\nhttp: [{directResponse: {status: 200}}]"));

        assertThat(compilation.snapshot()).isNull();
        assertThat(compilation.problems()).hasSizeLessThanOrEqualTo(ProblemCollector.MOST + 1);
        assertThat(compilation.problems()).anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    @Test
    void a_hostile_value_is_told_on_one_line_and_shortened() {
        assertThat(Yaml.errors(Yaml.serviceEntry("hosts: [\"a\\nb\\u202e" + "x".repeat(500) + "\"]")))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(500).doesNotContain("\n", "\u202e"));
    }

    @Test
    void a_control_character_in_a_destination_does_not_reach_the_message() {
        assertThat(Yaml.warnings(Yaml.virtualService("""
                hosts: [shop.example]
                http: [{route: [{destination: {host: "a\\u0000b"}}]}]
                """)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("\u0000"));
    }
}
