package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.compile.CompileOptions;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder of {@code examples} is accepted, says how to try it, and guards; the page tells each warning. */
class ExamplesTest {

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAcceptedAndSaysHowToTryIt(Path folder) throws IOException {
        ReloadReport report = new Configuration(
                        new FolderSource(List.of(folder)),
                        new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of()),
                        Clock.systemUTC(),
                        ignored -> {})
                .reload("test");

        assertThat(report.accepted()).isTrue();
        String told = Files.readString(Path.of("docs/examples.md"));
        assertThat(report.problems()).allSatisfy(problem -> assertThat(told).contains(problem.message()));
        assertThat(folder.resolve("README.md")).content().contains("curl -x http://localhost:15001");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void deniesWhatItDoesNotList(Path folder) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (var text : new FolderSource(List.of(folder)).read()) {
            yaml.append("---\n").append(text.text());
        }
        try (RunningGateway gateway = RunningGateway.of(yaml.toString());
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("host-not-listed");
        }
    }
}
