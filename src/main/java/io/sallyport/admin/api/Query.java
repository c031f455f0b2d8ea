package io.sallyport.admin.api;

import io.vertx.ext.web.RoutingContext;

/** Reads the parameters of a query, and says what was expected where they make no sense. */
final class Query {

    private Query() {}

    /** A parameter, empty where it is absent. */
    static String text(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        return value == null ? "" : value.strip();
    }

    static String required(RoutingContext context, String name, String expected) {
        String value = text(context, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing (expected: " + expected + ")");
        }
        return value;
    }

    static int number(RoutingContext context, String name, int otherwise, int least, int most) {
        String value = text(context, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as one that is out of range.
        }
        throw new IllegalArgumentException(
                name + ": \"" + value + "\" (expected: a number from " + least + " to " + most + ")");
    }

    /** The id of an exchange; one that is none is the id of no exchange. */
    static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
