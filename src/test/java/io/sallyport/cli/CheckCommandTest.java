package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static final String STRAY = ROUTES.replace("  exportTo: [\".\"]\n  gateways: [egress]\n", "");

    @TempDir
    private Path folder;

    @Test
    void a_good_folder_is_accepted_with_code_0() throws IOException {
        write("bank.yaml", ENTRY);

        CheckRun run = check("-o", "line", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted: 1 resource, 0 errors, 0 warnings in 1 file");
    }

    @Test
    void errors_are_refused_with_code_1_and_a_line_each_with_its_place() throws IOException {
        Path file = write("bank.yaml", ENTRY.replace("number: 80", "number: 0").replace("bank.example", "ba!nk"));

        CheckRun run = check("-o", "line", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(file + ":5:11: error: spec.hosts[0]: \"ba!nk\"")
                        .endsWith("[bad-host]"))
                .contains(
                        file + ":7:20: error: spec.ports[0].number: 0 is not a port (expected: 1 to 65535) [bad-port]")
                .last()
                .asString()
                .startsWith("refused: ");
    }

    @Test
    void warnings_are_told_and_fail_only_a_strict_check() throws IOException {
        Path file = write("stray.yaml", STRAY);

        assertThat(check(file.toString()).exitCode()).isZero();
        CheckRun strict = check("--strict", file.toString());

        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.out()).contains("warning[unknown-destination]", "failed as --strict: ");
    }

    @Test
    void quiet_prints_nothing_of_a_check_that_passes() throws IOException {
        Path file = write("stray.yaml", STRAY);

        assertThat(check("--quiet", file.toString()).out()).isEmpty();
        assertThat(check("--quiet", "--strict", file.toString()).out())
                .contains("unknown-destination")
                .doesNotContain("failed");
    }

    @Test
    void all_paths_are_read_as_one_configuration_and_each_file_once() throws IOException {
        Path entry = write("bank.yaml", ENTRY);
        Path other = write("other.yaml", ENTRY.replace("bank", "shop"));

        assertThat(check(entry.toString(), other.toString(), folder.toString()).out())
                .contains("2 resources", "in 2 files");
    }

    @Test
    void a_file_that_is_not_there_is_refused_with_code_1_and_the_others_are_checked() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path entry = write("bank.yaml", ENTRY.replace("number: 80", "number: 0"));

        CheckRun run = check(missing.toString(), entry.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "error[unreadable]: " + missing + " cannot be read: no such file or folder\n\n",
                        "0 is not a port",
                        "refused: 2 errors");
    }

    @Test
    void what_is_not_utf_8_is_refused_and_named() throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

        CheckRun run = check("-o", "line", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains(file + ":1:1: error: cannot be read: is not UTF-8 [unreadable]");
    }

    @Test
    void a_folder_without_yaml_is_a_warning() throws IOException {
        write("notes.txt", "nothing");

        CheckRun run = check(folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("warning[nothing-to-check]: " + folder + " has no .yaml");
        assertThat(check("--strict", folder.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void a_dash_is_standard_input() throws IOException {
        Path file = write("routes.yaml", STRAY.replace("nobody", "bank"));

        CheckRun run =
                CheckRun.reading(ENTRY.replace("number: 80", "number: 0"), "-o", "line", "-", file.toString(), "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("<stdin>:7:20: error: spec.ports[0].number", "in 2 files");
    }

    @Test
    void standard_input_that_is_not_utf_8_is_refused() {
        CheckRun run = CheckRun.reading(new byte[] {(byte) 0xff}, "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("error[unreadable]: <stdin> cannot be read: is not UTF-8\n");
    }

    @Test
    void namespace_and_gateways_decide_what_applies() throws IOException {
        write("bank.yaml", ENTRY);
        write("routes.yaml", ROUTES);

        assertThat(check(folder.toString()).out()).doesNotContain("unknown-destination");
        assertThat(check("--namespace", "other", "--gateways", "x,other/egress", folder.toString())
                        .out())
                .contains("[unknown-destination]");
    }

    @Test
    void workload_labels_decide_whether_source_labels_can_hold() throws IOException {
        write("bank.yaml", ENTRY);
        write("routes.yaml", """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - match: [{sourceLabels: {app: web, version: v1}}]
                    route: [{destination: {host: bank.example}}]
                """);

        assertThat(check(folder.toString()).out()).contains("warning[not-enforced]: match[0].sourceLabels");
        assertThat(check("--workload-labels", "app=web,version=v1", folder.toString())
                        .out())
                .doesNotContain("not-enforced");
        assertThat(check("--workload-labels", "web", folder.toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void the_policy_is_one_of_two_words() throws IOException {
        Path file = write("bank.yaml", ENTRY);

        assertThat(check("--outbound-policy", "allow_any", file.toString()).exitCode())
                .isZero();
        assertThat(check("--outbound-policy", "SOME", file.toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void without_a_path_the_usage_is_told_with_code_2() {
        CheckRun run = check();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("PATH", "Usage:");
    }

    @Test
    void an_unknown_option_or_format_is_code_2() {
        assertThat(check("--stirct", "x.yaml").errors()).contains("--stirct");
        assertThat(check("-o", "xml", "x.yaml").exitCode()).isEqualTo(2);
    }

    @Test
    void the_help_tells_the_exit_codes() {
        assertThat(check("--help").out()).contains("Exit codes:", "  0  ", "  1  ", "  2  ", "--strict");
    }

    @Test
    void the_pre_commit_hook_calls_a_command_line_that_is_understood() throws IOException {
        Path file = write("stray.yaml", STRAY);
        String hook = Files.readString(Path.of(".pre-commit-hooks.yaml"));
        String entry = hook.lines()
                .filter(line -> line.startsWith("  entry: sallyport check "))
                .findFirst()
                .orElseThrow();
        String[] arguments = (entry.replace("  entry: sallyport check ", "") + " " + file).split(" ");

        CheckRun run = check(arguments);

        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("warning[unknown-destination]").doesNotContain("failed");
    }

    @Test
    void no_escape_of_a_file_or_its_name_reaches_the_terminal() throws IOException {
        Path file = write("\u001b[31m\u009b1m.yaml", ENTRY.replace("bank.example", "\"\\e[2J\\x9b\u202e\u007f\""));

        for (String format : new String[] {"text", "line", "json", "sarif"}) {
            assertThat(check("-o", format, file.toString()).out())
                    .as(format)
                    .contains("bad-host")
                    .matches(text -> text.codePoints()
                            .noneMatch(point -> (point != '\n' && Character.isISOControl(point))
                                    || Character.getType(point) == Character.FORMAT));
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static CheckRun check(String... arguments) {
        return CheckRun.of(arguments);
    }
}
