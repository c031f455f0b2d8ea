package io.sallyport.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What lies in {@code k8s/monitoring}, taken apart. */
final class MonitoringFiles {

    static final Path FOLDER = Path.of("k8s/monitoring");
    static final Path DASHBOARD = FOLDER.resolve("dashboards/sallyport-external-services.json");

    private static final Pattern METRIC = Pattern.compile("\\b(?:sallyport|istio)_[a-z_]+");
    private static final Pattern QUERY_RESULT = Pattern.compile("query_result\\((.*)\\)", Pattern.DOTALL);

    private MonitoringFiles() {}

    /** Of its panels, variables and annotations. */
    static List<String> expressionsOfTheDashboard() throws IOException {
        JsonObject dashboard = new JsonObject(Files.readString(DASHBOARD));
        List<String> all = new ArrayList<>();
        for (JsonObject panel : each(dashboard.getJsonArray("panels"))) {
            for (JsonObject target : each(panel.getJsonArray("targets", new JsonArray()))) {
                all.add(target.getString("expr"));
            }
        }
        for (JsonObject variable : each(dashboard.getJsonObject("templating").getJsonArray("list"))) {
            if (variable.getString("type").equals("query")) {
                Matcher query =
                        QUERY_RESULT.matcher(variable.getJsonObject("query").getString("query"));
                if (!query.matches()) {
                    throw new AssertionError(variable + " is no query_result");
                }
                all.add(query.group(1));
            }
        }
        return all;
    }

    /** As Grafana sends it with all hosts, callers and namespaces chosen. */
    static String filled(String expression, String window) {
        return expression
                .replace("$__rate_interval", window)
                .replace("$__range", window)
                .replaceAll("\\$(namespace|caller|host)", ".*");
    }

    @SuppressWarnings("unchecked")
    static List<String> expressionsOfTheAlerts() throws IOException {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(FOLDER.resolve("alerts.yaml")));
        List<String> all = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
            for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                all.add((String) rule.get("expr"));
            }
        }
        return all;
    }

    static Set<String> metricsIn(String expression) {
        Set<String> names = new TreeSet<>();
        METRIC.matcher(expression).results().forEach(match -> names.add(match.group()));
        return names;
    }

    private static List<JsonObject> each(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
