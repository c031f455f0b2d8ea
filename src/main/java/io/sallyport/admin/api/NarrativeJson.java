package io.sallyport.admin.api;

import io.sallyport.explain.Narrative;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Explanation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A decision's story as one JSON object: {@code request}, {@code verdict}, {@code decision}, {@code steps}. */
public final class NarrativeJson {

    private NarrativeJson() {}

    /** The story as an object. */
    public static JsonObject of(Narrative narrative) {
        JsonArray steps = new JsonArray();
        narrative
                .steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("topic", step.topic())
                        .put("text", step.text())
                        .put("details", new JsonArray(step.details()))));
        JsonObject story = new JsonObject()
                .put("request", narrative.request())
                .put("verdict", narrative.verdict())
                .put("decision", decision(narrative.decision()))
                .put("steps", steps);
        Explanation denial = narrative.denial();
        if (denial != null) {
            story.put(
                    "denial",
                    new JsonObject()
                            .put("title", denial.title())
                            .put("detail", denial.detail())
                            .put("nearest", denial.nearest())
                            .put("remedy", denial.remedy()));
        }
        return story;
    }

    private static JsonObject decision(Decision decision) {
        return switch (decision) {
            case Decision.Forward forward -> forward(forward);
            case Decision.Answer answer ->
                new JsonObject()
                        .put("kind", "answer")
                        .put("route", answer.route())
                        .put("status", answer.status());
            case Decision.Intercept intercept ->
                new JsonObject()
                        .put("kind", "intercept")
                        .put("host", intercept.service().host())
                        .put("port", intercept.port().number());
            case Decision.Deny denied ->
                new JsonObject()
                        .put("kind", "deny")
                        .put("reason", denied.reason().slug());
        };
    }

    private static JsonObject forward(Decision.Forward forward) {
        Cluster cluster = forward.cluster();
        JsonArray endpoints = new JsonArray();
        cluster.endpoints().forEach(endpoint -> endpoints.add(endpoint.address() + ":" + endpoint.port()));
        Duration timeout = forward.timeout();
        return new JsonObject()
                .put("kind", "forward")
                .put("route", forward.route())
                .put("cluster", cluster.name())
                .put("destinationRule", cluster.settings().rule())
                .put("endpoints", endpoints)
                .put("timeoutMillis", timeout == null ? null : timeout.toMillis())
                .put("retries", forward.retries().retries())
                .put("tls", cluster.settings().tls() != null);
    }
}
