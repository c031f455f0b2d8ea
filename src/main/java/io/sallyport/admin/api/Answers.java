package io.sallyport.admin.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The ways in which a page answers. */
public final class Answers {

    private Answers() {}

    public static void json(RoutingContext context, int status, JsonObject body) {
        context.response().setStatusCode(status).putHeader("content-type", "application/json");
        context.end(body.encodePrettily() + "\n");
    }

    public static void text(RoutingContext context, int status, String body) {
        context.response().setStatusCode(status).putHeader("content-type", "text/plain; charset=utf-8");
        context.end(body);
    }

    /** Something was asked for that is not there, or not in the right words. */
    static void refused(RoutingContext context, int status, String why) {
        json(context, status, new JsonObject().put("error", why));
    }

    /** What changes something is no page to look at. */
    public static void onlyPost(RoutingContext context) {
        context.response().putHeader("allow", "POST");
        text(context, 405, "This changes something: send a POST.\n");
    }
}
