package io.sallyport.istio;

/** Reads changes of path and authority. */
final class HttpRewriteReader {
    private HttpRewriteReader() {}

    static HttpRewrite read(Fields fields) {
        return new HttpRewrite(
                fields.where(),
                fields.text("uri"),
                fields.text("authority"),
                fields.object("uriRegexRewrite", HttpRewriteReader::regexRewrite));
    }

    private static HttpRewrite.RegexRewrite regexRewrite(Fields fields) {
        return new HttpRewrite.RegexRewrite(fields.where(), fields.text("match"), fields.text("rewrite"));
    }
}
