package io.sallyport.istio;

/** Reads a comparison of strings. */
final class StringMatchReader {
    private StringMatchReader() {}

    static StringMatch read(Fields fields) {
        fields.atMostOneOf("exact", "prefix", "regex");
        var exact = fields.text("exact");
        var prefix = fields.text("prefix");
        var regex = fields.text("regex");
        if (exact != null) {
            return new StringMatch.Exact(fields.where(), exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(fields.where(), prefix);
        }
        return regex != null ? new StringMatch.Regex(fields.where(), regex) : new StringMatch.Unset(fields.where());
    }
}
