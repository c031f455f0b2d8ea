package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Asked;
import io.sallyport.admin.traffic.RecordedExchange;
import io.sallyport.admin.traffic.Ruling;
import io.sallyport.explain.DecisionNarrator;
import io.sallyport.explain.GivenRequest;
import io.sallyport.explain.Narrative;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.SnapshotSource.Published;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells how an exchange was decided, by asking the present configuration about it again. Header fields are not kept, for
 * they hold secrets; where that or a reload makes the story another one, it says so.
 */
final class Retelling {

    private Retelling() {}

    static JsonObject of(RecordedExchange exchange, Published present) {
        Narrative story = narrative(exchange, present.snapshot());
        return NarrativeJson.of(story).put("note", note(exchange.ruling(), story.decision(), present.generation()));
    }

    static Narrative narrative(RecordedExchange exchange, Snapshot snapshot) {
        Asked asked = exchange.asked();
        return new DecisionNarrator()
                .tell(
                        snapshot,
                        new GivenRequest(
                                asked.form(),
                                asked.method(),
                                asked.scheme(),
                                asked.host(),
                                asked.port(),
                                asked.authority(),
                                asked.path(),
                                List.of(),
                                null));
    }

    private static @Nullable String note(Ruling ruling, Decision told, long generation) {
        boolean same = switch (told) {
            case Decision.Forward forward ->
                ruling.kind() == Ruling.Kind.FORWARD && Objects.equals(forward.route(), ruling.route());
            case Decision.Answer answer ->
                ruling.kind() == Ruling.Kind.ANSWER && answer.route().equals(ruling.route());
            case Decision.Intercept _ -> ruling.kind() == Ruling.Kind.INTERCEPT;
            case Decision.Deny deny -> deny.reason().slug().equals(ruling.reason());
        };
        if (ruling.generation() != generation) {
            return "It was decided by generation " + ruling.generation() + " of the configuration. This is what "
                    + "generation " + generation + ", which is in force now, makes of it"
                    + (same ? ": the same." : ", which is something else.");
        }
        return same
                ? null
                : "Header fields and query values are not kept. Without them this is the story; with them it was decided"
                        + " otherwise.";
    }
}
