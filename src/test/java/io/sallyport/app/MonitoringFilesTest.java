package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Prometheus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules, without a gateway. */
class MonitoringFilesTest {

    private static final Set<String> OF_GRAFANA = Set.of("__rate_interval", "__range");

    @Test
    void theRulesAreUnderstoodByPrometheus() throws Exception {
        assertThat(Prometheus.promtool()
                        .run(
                                "check",
                                "rules",
                                MonitoringFiles.FOLDER.resolve("alerts.yaml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void theRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
        assertThat(Prometheus.promtool()
                        .run(
                                "test",
                                "rules",
                                MonitoringFiles.FOLDER
                                        .resolve("alerts.test.yaml")
                                        .toString()))
                .contains("SUCCESS");
    }

    @Test
    void everyRuleHasATest() throws Exception {
        String rules = Files.readString(MonitoringFiles.FOLDER.resolve("alerts.yaml"));
        String tests = Files.readString(MonitoringFiles.FOLDER.resolve("alerts.test.yaml"));

        assertThat(Pattern.compile("alert: (\\w+)").matcher(rules).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(tests).contains("alertname: " + name));
    }

    @Test
    void panelsHaveTheirOwnNumbersAndDoNotOverlap() throws Exception {
        JsonArray panels = dashboard().getJsonArray("panels");
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (int i = 0; i < panels.size(); i++) {
            JsonObject panel = panels.getJsonObject(i);
            JsonObject place = panel.getJsonObject("gridPos");
            assertThat(ids.add(panel.getInteger("id"))).as("id of " + panel).isTrue();
            assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.getInteger("w"); x++) {
                for (int y = 0; y < place.getInteger("h"); y++) {
                    String cell = (place.getInteger("x") + x) + "/" + (place.getInteger("y") + y);
                    assertThat(cells.add(cell)).as(panel.getString("title")).isTrue();
                }
            }
        }
    }

    @Test
    void variablesThatAreUsedAreThere() throws Exception {
        Set<String> known = new HashSet<>(OF_GRAFANA);
        JsonArray variables = dashboard().getJsonObject("templating").getJsonArray("list");
        for (int i = 0; i < variables.size(); i++) {
            known.add(variables.getJsonObject(i).getString("name"));
        }

        assertThat(MonitoringFiles.expressionsOfTheDashboard())
                .allSatisfy(expression -> assertThat(Pattern.compile("\\$(\\w+)")
                                .matcher(expression)
                                .results()
                                .map(found -> found.group(1)))
                        .allSatisfy(name -> assertThat(known).contains(name)));
    }

    private static JsonObject dashboard() throws Exception {
        return new JsonObject(Files.readString(MonitoringFiles.DASHBOARD));
    }
}
