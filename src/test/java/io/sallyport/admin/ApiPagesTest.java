package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiPagesTest {

    private final AdminServer server = new AdminServer(AdminServer.BANK);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theGraphHasCallersHostsAndAnEdgeForEachPairWithItsFigures() {
        server.call("shop", "http://bank.example/rates", 200, Outcome.COMPLETED);
        server.call("shop", "http://bank.example/rates", 503, Outcome.CONNECTION_REFUSED);
        server.call("till", "http://evil.example/", 403, Outcome.DENIED);
        server.traffic.pass(Duration.ofSeconds(10));

        JsonObject graph = server.json("/api/graph");

        assertThat(objects(graph, "nodes"))
                .extracting(node -> node.getString("id") + " " + node.getString("standing", ""))
                .containsExactly(
                        "caller shop ", "caller till ", "host bank.example listed", "host evil.example denied");
        JsonObject listed = objects(graph, "edges").getFirst();
        assertThat(listed.getString("source")).isEqualTo("caller shop");
        assertThat(listed.getString("target")).isEqualTo("host bank.example");
        assertThat(listed.getInteger("count")).isEqualTo(2);
        assertThat(listed.getDouble("rate")).isEqualTo(0.2);
        assertThat(listed.getDouble("errorShare")).isEqualTo(0.5);
        assertThat(listed.getDouble("p99")).isPositive();
        JsonObject denied = objects(graph, "edges").getLast();
        assertThat(denied.getBoolean("denied")).isTrue();
        assertThat(denied.getString("reason")).isEqualTo("host-not-listed");
    }

    @Test
    void anEdgeStaysForAnHourAfterItsLastCall() {
        server.call("shop", "http://bank.example/", 200, Outcome.COMPLETED);
        server.traffic.pass(Duration.ofMinutes(30));

        assertThat(objects(server.json("/api/graph"), "edges").getFirst().getInteger("count"))
                .isZero();
        assertThat(objects(server.json("/api/graph?minutes=60"), "edges")
                        .getFirst()
                        .getInteger("count"))
                .isEqualTo(1);
        server.traffic.pass(Duration.ofMinutes(31));
        assertThat(objects(server.json("/api/graph?minutes=60"), "edges")).isEmpty();
    }

    @Test
    void aListedHostTellsItsHourItsPolicyInWordsItsEndpointsAndItsCertificate() {
        server.call("shop", "http://bank.example/rates", 200, Outcome.COMPLETED);

        JsonObject host = server.json("/api/hosts/bank.example");

        assertThat(host.getBoolean("listed")).isTrue();
        assertThat(host.getJsonObject("service").getString("where")).isEqualTo("egress.yaml:1");
        assertThat(objects(host, "minutes")).hasSize(60);
        assertThat(objects(host, "minutes").getLast().getJsonObject("codes").getInteger("2xx"))
                .isEqualTo(1);
        JsonObject port = objects(host, "policy").getFirst();
        assertThat(port.getInteger("port")).isEqualTo(80);
        assertThat(port.getJsonObject("story").encode())
                .contains("3s for everything")
                .contains("patience/http[0]");
        JsonObject cluster = objects(host, "clusters").getFirst();
        assertThat(cluster.getInteger("ejected")).isEqualTo(1);
        assertThat(objects(cluster, "endpoints").getFirst().getString("address"))
                .isEqualTo("bank.example");
        assertThat(host.getJsonObject("certificate").getInteger("days")).isEqualTo(10);
        assertThat(objects(host, "callers").getFirst().getString("name")).isEqualTo("shop");
    }

    @Test
    void aDeniedHostTellsTheYamlThatWouldAllowItUntilItIsAllowed() {
        server.call("shop", "http://evil.example/", 403, Outcome.DENIED);

        JsonObject denied = server.json("/api/hosts/evil.example");
        String remedy = denied.getJsonObject("denial").getJsonObject("denial").getString("remedy");
        assertThat(denied.getBoolean("stillDenied")).isTrue();
        assertThat(remedy).contains("kind: ServiceEntry").contains("\"evil.example\"");

        server.write(AdminServer.BANK + "---\n" + remedy);
        assertThat(server.post("/reload").statusCode()).isEqualTo(200);

        assertThat(server.json("/api/hosts/evil.example").getBoolean("stillDenied"))
                .isFalse();
    }

    @Test
    void aHostNobodyKnowsIsNotFound() {
        var answer = server.get("/api/hosts/nowhere.example");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.bodyAsJsonObject().getString("error")).contains("no ServiceEntry lists this host");
    }

    @Test
    void hostsAreListedWithThoseThatWereCalledFirst() {
        server.call("shop", "http://zebra.example/", 403, Outcome.DENIED);

        JsonObject hosts = server.json("/api/hosts");
        assertThat(objects(hosts, "hosts"))
                .extracting(host -> host.getString("name") + " " + host.getBoolean("listed"))
                .containsExactly("zebra.example false", "bank.example true");
        assertThat(objects(server.json("/api/hosts?filter=zeb"), "hosts")).hasSize(1);
        assertThat(server.json("/api/hosts?limit=1").getInteger("total")).isEqualTo(2);
    }

    @Test
    void exchangesAreFilteredByHostStatusAndCaller() {
        server.call("shop", "http://bank.example/a?token=s3cret", 200, Outcome.COMPLETED);
        server.call("shop", "http://bank.example/b", 504, Outcome.REQUEST_TIMEOUT);
        server.call("till", "http://evil.example/", 403, Outcome.DENIED);

        assertThat(paths("")).containsExactly("/", "/b", "/a?token=REDACTED");
        assertThat(paths("?host=bank")).containsExactly("/b", "/a?token=REDACTED");
        assertThat(paths("?status=5xx")).containsExactly("/b");
        assertThat(paths("?status=failed")).containsExactly("/b");
        assertThat(paths("?status=denied&caller=till")).containsExactly("/");
        assertThat(paths("?status=403")).containsExactly("/");
        assertThat(paths("?limit=1")).containsExactly("/");
        assertThat(server.get("/api/exchanges").bodyAsString()).doesNotContain("s3cret");
    }

    @Test
    void anExchangeTellsHowItWasDecidedAndWhenThatHasChangedSince() {
        server.call("shop", "http://evil.example/", 403, Outcome.DENIED);

        JsonObject told = server.json("/api/exchanges/1").getJsonObject("explanation");
        assertThat(told.getString("verdict")).startsWith("denied (host-not-listed)");
        assertThat(told.getString("note")).isNull();

        String remedy = told.getJsonObject("denial").getString("remedy");
        server.write(AdminServer.BANK + "---\n" + remedy);
        server.post("/reload");
        JsonObject later = server.json("/api/exchanges/1").getJsonObject("explanation");
        assertThat(later.getString("verdict")).startsWith("sent to");
        assertThat(later.getString("note")).contains("generation 1").contains("something else");
        assertThat(server.get("/api/exchanges/99").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/exchanges/x").statusCode()).isEqualTo(404);
    }

    @Test
    void problemsAreToldWithFileAndLineWhileTheLastGoodConfigurationGoesOn() {
        server.write(AdminServer.BANK.replace("timeout: 3s", "timeout: soon"));

        assertThat(server.post("/reload").statusCode()).isEqualTo(422);

        JsonObject config = server.json("/api/config");
        assertThat(config.getBoolean("accepted")).isFalse();
        assertThat(config.getInteger("generation")).isEqualTo(1);
        JsonObject problem = objects(config, "problems").getFirst();
        assertThat(problem.getString("severity")).isEqualTo("error");
        assertThat(problem.getString("file")).isEqualTo("egress.yaml");
        assertThat(problem.getInteger("line")).isEqualTo(23);
        assertThat(problem.getString("path")).isEqualTo("spec.http[0].timeout");
        assertThat(objects(config, "resources"))
                .extracting(resource -> resource.getString("kind"))
                .containsExactly("ServiceEntry", "VirtualService");
    }

    @Test
    void anyUrlCanBeExplained() {
        JsonObject told = server.json("/api/explain?url=http%3A%2F%2Fbank.example%2Frates&method=post");
        assertThat(told.getString("request")).startsWith("POST http://bank.example/rates");
        assertThat(told.getString("verdict")).isEqualTo("sent to outbound|80||bank.example");
        assertThat(told.encode()).doesNotContain("s3cret");

        assertThat(server.get("/api/explain").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/explain?url=ftp%3A%2F%2Fx").bodyAsString()).contains("expected: http://");
        assertThat(server.get("/api/explain?url=x.example&header=nocolon").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/api/graph?minutes=61").bodyAsString()).contains("from 1 to 60");
    }

    @Test
    void whatStrangersWriteStaysData() {
        String script = "%3Cscript%3Ealert(1)%3C/script%3E";
        server.call("<script>alert(2)</script>", "http://evil.example/" + script, 403, Outcome.DENIED);

        var answer = server.get("/api/exchanges");
        assertThat(answer.getHeader("content-type")).isEqualTo("application/json");
        assertThat(objects(answer.bodyAsJsonObject(), "exchanges").getFirst().getString("caller"))
                .isEqualTo("<script>alert(2)</script>");
        var page = server.get("/api/hosts/" + script);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.getHeader("content-type")).isEqualTo("application/json");
        assertThat(page.bodyAsString()).doesNotContain("<script>");
    }

    private List<String> paths(String query) {
        return objects(server.json("/api/exchanges" + query), "exchanges").stream()
                .map(exchange -> exchange.getString("path"))
                .toList();
    }

    private static List<JsonObject> objects(JsonObject parent, String name) {
        JsonArray array = parent.getJsonArray(name);
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
