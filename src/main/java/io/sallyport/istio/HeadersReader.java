package io.sallyport.istio;

/** Reads changes to headers. */
final class HeadersReader {
    private HeadersReader() {}

    static Headers read(Fields fields) {
        return new Headers(
                fields.where(),
                fields.object("request", HeadersReader::operations),
                fields.object("response", HeadersReader::operations));
    }

    private static Headers.Operations operations(Fields fields) {
        return new Headers.Operations(
                fields.where(), fields.textMap("set"), fields.textMap("add"), fields.texts("remove"));
    }
}
