package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.Where;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SarifReportTest {

    @Test
    void it_says_which_sarif_it_is_and_who_wrote_it() {
        JsonObject sarif = sarif(finding(Severity.ERROR, "bad-port", 3));

        assertThat(sarif.getString("version")).isEqualTo("2.1.0");
        assertThat(sarif.getString("$schema")).contains("sarif-schema-2.1.0.json");
        assertThat(run(sarif).getString("columnKind")).isEqualTo("unicodeCodePoints");
        assertThat(driver(sarif).getString("name")).isEqualTo("sallyport");
        assertThat(driver(sarif).getString("version")).isEqualTo("1.2");
    }

    @Test
    void each_result_has_what_code_scanning_asks_for() {
        JsonObject sarif = sarif(
                finding(Severity.ERROR, "bad-port", 3),
                finding(Severity.WARNING, "not-enforced", 4),
                finding(Severity.NOTE, "kind-skipped", 5));
        JsonArray rules = driver(sarif).getJsonArray("rules");

        assertThat(results(sarif)).hasSize(3).allSatisfy(result -> {
            JsonObject rule = rules.getJsonObject(result.getInteger("ruleIndex"));
            assertThat(rule.getString("id")).isEqualTo(result.getString("ruleId"));
            for (String text : List.of("shortDescription", "fullDescription", "help")) {
                assertThat(rule.getJsonObject(text).getString("text")).as(text).isNotBlank();
            }
            assertThat(result.getJsonObject("message").getString("text")).startsWith("ServiceEntry bank: spec.x: no");
            assertThat(physical(result).getJsonObject("artifactLocation").getString("uri"))
                    .isEqualTo("a%20b.yaml");
            assertThat(physical(result).getJsonObject("region").getInteger("startColumn"))
                    .isEqualTo(2);
            assertThat(fingerprint(result)).isNotBlank();
        });
        assertThat(results(sarif))
                .extracting(result -> result.getString("level"))
                .containsExactly("error", "warning", "note");
    }

    @Test
    void the_region_has_an_end_where_it_is_known() {
        Problem problem = finding(Severity.ERROR, "x", 3).problem();
        Finding known = new Finding(problem, new Excerpt("abcdef", 1, 4, 5));

        JsonObject region = physical(results(sarif(known)).getFirst()).getJsonObject("region");

        assertThat(region.getMap()).containsEntry("endLine", 3).containsEntry("endColumn", 5);
        assertThat(physical(results(sarif(new Finding(problem, null))).getFirst())
                        .getJsonObject("region")
                        .getMap())
                .doesNotContainKeys("endLine", "endColumn");
    }

    @Test
    void a_fingerprint_stays_when_lines_move_and_differs_for_every_finding() {
        List<JsonObject> before = results(sarif(finding(Severity.ERROR, "x", 3), finding(Severity.ERROR, "y", 3)));
        List<JsonObject> after = results(sarif(finding(Severity.ERROR, "x", 9), finding(Severity.ERROR, "y", 9)));

        assertThat(after)
                .map(SarifReportTest::fingerprint)
                .isEqualTo(before.stream().map(SarifReportTest::fingerprint).toList());
        List<JsonObject> twins = results(sarif(finding(Severity.ERROR, "x", 3), finding(Severity.ERROR, "x", 4)));
        Set<String> different = new HashSet<>();
        twins.forEach(result -> different.add(fingerprint(result)));
        assertThat(different).hasSize(2);
    }

    @Test
    void without_findings_there_are_no_results_yet_the_array_is_there() {
        assertThat(results(sarif())).isEmpty();
        assertThat(driver(sarif()).getJsonArray("rules")).isEmpty();
    }

    @Test
    void uris_are_relative_inside_the_working_folder_and_absolute_outside() {
        Path here = Path.of("").toAbsolutePath();

        assertThat(ArtifactUri.of("egress/./a.yaml")).isEqualTo("egress/a.yaml");
        assertThat(ArtifactUri.of(here.resolve("x/ä.yaml").toString())).isEqualTo("x/%C3%A4.yaml");
        assertThat(ArtifactUri.of("a:b.yaml")).isEqualTo("./a:b.yaml");
        assertThat(ArtifactUri.of("/elsewhere/a.yaml")).isEqualTo("file:///elsewhere/a.yaml");
        assertThat(ArtifactUri.of(CheckInput.STANDARD_INPUT)).isEqualTo("stdin");
    }

    private static Finding finding(Severity severity, String code, int line) {
        Where where = Where.of("a b.yaml", line, 2, "spec.x");
        return new Finding(new Problem(severity, code, where, "ServiceEntry bank", null, "no", "yes"), null);
    }

    private static JsonObject sarif(Finding... findings) {
        return new JsonObject(SarifReport.write(new CheckReport(1, 1, false, List.of(findings), List.of()), "1.2"));
    }

    private static JsonObject run(JsonObject sarif) {
        return sarif.getJsonArray("runs").getJsonObject(0);
    }

    private static JsonObject driver(JsonObject sarif) {
        return run(sarif).getJsonObject("tool").getJsonObject("driver");
    }

    private static List<JsonObject> results(JsonObject sarif) {
        return run(sarif).getJsonArray("results").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject physical(JsonObject result) {
        return result.getJsonArray("locations").getJsonObject(0).getJsonObject("physicalLocation");
    }

    private static String fingerprint(JsonObject result) {
        return result.getJsonObject("partialFingerprints").getString("sallyport/v1");
    }
}
