package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** "What each can enforce" of docs/https.md, cell by cell: each says what a probe of it finds. */
class HttpsTableTest {

    private static final Path PAGE = Path.of("docs/https.md");
    private static final String HEADING = "## What each can enforce";

    @TempDir
    static Path folder;

    private static final Map<String, HttpsProbes.Probe> PROBES = probes();

    private static Map<String, HttpsProbes.Probe> probes() {
        Map<String, HttpsProbes.Probe> probes = new LinkedHashMap<>();
        probes.put("hosts and ports", HttpsProbes::hostsAndPorts);
        probes.put("host of the TLS greeting is the host asked for", HttpsProbes::serverName);
        probes.put("`timeout`", HttpsProbes::timeout);
        probes.put("`perTryTimeout`", HttpsProbes::perTryTimeout);
        probes.put("`retries`", HttpsProbes::retries);
        probes.put(
                "routes by path, method and header; rewrites, headers, faults, mirrors", HttpsProbes::routesAndChanges);
        probes.put("bounds on connections", HttpsProbes::connections);
        probes.put("outlier detection by status", HttpsProbes::outliers);
        probes.put("verification of the server's certificate, revocation lists", HttpsProbes::verification);
        probes.put("status codes in metrics, logs and traces", HttpsProbes::statusCodes);
        probes.put(
                "the app's own client certificate, or its pinning of the server's", HttpsProbes::certificatesOfTheApp);
        return probes;
    }

    @Test
    void everyRowHasAProbeAndEveryProbeARow() throws Exception {
        List<List<String>> table = table();

        assertThat(table.getFirst().subList(1, table.getFirst().size()))
                .containsExactlyElementsOf(
                        Stream.of(HttpsWay.values()).map(HttpsWay::heading).toList());
        assertThat(table.subList(2, table.size()).stream().map(List::getFirst))
                .containsExactlyElementsOf(PROBES.keySet());
    }

    /** As the table's columns have them. */
    private static final List<HttpsWay> WAYS = List.of(HttpsWay.values());

    static Stream<Arguments> cells() throws Exception {
        HttpsParties parties = HttpsParties.in(folder, "bank.example");
        return table().stream()
                .skip(2)
                .flatMap(row -> IntStream.range(0, WAYS.size())
                        .mapToObj(way -> Arguments.of(row.getFirst(), WAYS.get(way), row.get(1 + way), parties)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("cells")
    void theCellSaysWhatIsFound(String row, HttpsWay way, String cell, HttpsParties parties) throws Exception {
        HttpsProbes.Probe probe = Objects.requireNonNull(PROBES.get(row), "no probe of this row");

        assertThat(probe.on(new HttpsProbes(parties, way)).cell()).isEqualTo(cell);
    }

    /** The table's lines, heading and rule included, as the texts of their cells. */
    private static List<List<String>> table() throws Exception {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(HEADING))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .map(cells -> cells.subList(0, cells.size() - 1))
                .toList();
    }
}
