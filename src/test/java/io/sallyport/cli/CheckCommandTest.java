package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

    private static final String ENTRY = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: bank}
            spec:
              hosts: [bank.example]
              resolution: DNS
              ports: [{number: 80, name: http, protocol: HTTP}]
            """;

    private static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: bank, namespace: other}
            spec:
              hosts: [bank.example]
              exportTo: ["."]
              gateways: [egress]
              http:
              - route: [{destination: {host: nobody.example}}]
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void a_good_folder_is_accepted_with_code_0() throws IOException {
        write("bank.yaml", ENTRY);

        assertThat(check(folder.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly("accepted: 1 resources, 0 errors, 0 warnings");
    }

    @Test
    void warnings_are_printed_and_still_accepted() throws IOException {
        Path file = write("bank.yaml", ENTRY.replace("  resolution", "  subjectAltNames: [x]\n  resolution"));

        assertThat(check(file.toString())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ":6:3: warning: spec.subjectAltNames: is not enforced yet [not-enforced]",
                        "accepted: 1 resources, 0 errors, 1 warnings");
    }

    @Test
    void errors_are_refused_with_code_1_and_a_line_each_with_its_place() throws IOException {
        Path file = write("bank.yaml", ENTRY.replace("number: 80", "number: 0").replace("bank.example", "ba!nk"));

        assertThat(check(file.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(file + ":5:11: error: spec.hosts[0]: \"ba!nk\"")
                        .endsWith("[bad-host]"))
                .contains(
                        file + ":7:20: error: spec.ports[0].number: 0 is not a port (expected: 1 to 65535) [bad-port]")
                .last()
                .asString()
                .startsWith("refused: 1 resources, ");
    }

    @Test
    void all_paths_are_read_as_one_configuration() throws IOException {
        Path entry = write("bank.yaml", ENTRY);
        Path other = write("other.yaml", ENTRY.replace("bank", "shop"));

        assertThat(check(entry.toString(), other.toString())).isZero();
        assertThat(out.toString()).contains("2 resources");
    }

    @Test
    void a_file_that_is_not_there_is_refused_with_code_1() {
        assertThat(check(folder.resolve("missing.yaml").toString())).isEqualTo(1);
        assertThat(out.toString()).contains("missing.yaml", "[unreadable]", "refused: 0 resources, 1 errors");
    }

    @Test
    void namespace_and_gateways_decide_what_applies() throws IOException {
        write("bank.yaml", ENTRY);
        write("routes.yaml", ROUTES);

        assertThat(check(folder.toString())).isZero();
        assertThat(out.toString()).doesNotContain("unknown-destination");
        assertThat(check("--namespace", "other", "--gateways", "x,other/egress", folder.toString()))
                .isZero();
        assertThat(out.toString()).contains("[unknown-destination]");
    }

    @Test
    void without_a_path_the_usage_is_told_with_code_2() {
        assertThat(check()).isEqualTo(2);
        assertThat(errors.toString()).contains("PATH", "Usage:");
    }

    @Test
    void an_unknown_option_is_code_2() {
        assertThat(check("--strict", "x.yaml")).isEqualTo(2);
        assertThat(errors.toString()).contains("--strict");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int check(String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
