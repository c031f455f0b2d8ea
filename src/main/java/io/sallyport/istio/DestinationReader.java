package io.sallyport.istio;

/** Reads destinations of all protocols. */
final class DestinationReader {
    private DestinationReader() {}

    static Destination read(Fields fields) {
        return new Destination(
                fields.where(),
                fields.requiredText("host"),
                fields.text("subset"),
                fields.object("port", DestinationReader::port));
    }

    static PortSelector port(Fields fields) {
        return new PortSelector(fields.where(), fields.unsigned("number"));
    }

    static RouteDestination weighted(Fields fields) {
        return new RouteDestination(
                fields.where(),
                fields.requiredObject("destination", DestinationReader::read),
                fields.integer("weight"));
    }
}
