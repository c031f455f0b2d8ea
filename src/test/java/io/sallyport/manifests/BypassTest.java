package io.sallyport.manifests;

import static io.sallyport.manifests.Rendered.in;
import static io.sallyport.manifests.Rendered.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the bypass Job runs, with an {@code nc} that reaches what the test says. */
class BypassTest {

    @TempDir
    private Path folder;

    @Test
    void it_is_well_where_the_gateway_alone_answers() throws IOException {
        Program.Ended ended = run("gateway.example:15001");

        assertThat(ended.output()).isEqualTo("closed: 192.0.2.1:443\nclosed: bank.example:443\n");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void it_fails_where_something_else_answers_and_names_it() throws IOException {
        Program.Ended ended = run("gateway.example:15001 bank.example:443");

        assertThat(ended.output()).contains("closed: 192.0.2.1:443", "BYPASS: bank.example:443 answers");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void it_fails_where_nothing_answers_as_that_proves_nothing() throws IOException {
        Program.Ended ended = run("");

        assertThat(ended.output()).contains("the gateway gateway.example:15001 cannot be reached");
        assertThat(ended.exit()).isEqualTo(2);
    }

    private Program.Ended run(String reachable) throws IOException {
        program(
                "nc",
                "for last; do before=${here:-}; here=$last; done; case \" $REACHABLE \" in"
                        + " *\" $before:$here \"*) exit 0;; esac; exit 1");
        program("sleep", "exit 0");
        return Program.of("sh", "shell", "install a shell", "-c", "echo shell")
                .with("PATH", folder + ":" + System.getenv("PATH"))
                .with("REACHABLE", reachable)
                .with("GATEWAY", "gateway.example:15001")
                .with("TARGETS", "192.0.2.1:443 bank.example:443")
                .end("-c", script());
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String script() throws IOException {
        Rendered job = Kustomize.objects(Sources.read("overlays/network-policy/bypass.yaml"))
                .getFirst();
        return String.valueOf(list(in(job.container("bypass"), "args")).getFirst());
    }
}
