package io.sallyport.istio;

/** How a string is compared (Istio {@code StringMatch}): one of exact, prefix and regex, or an empty mapping. */
public sealed interface StringMatch {
    /** Position of the mapping that holds the comparison. */
    Where where();

    /** The whole string equals the value. */
    record Exact(Where where, String value) implements StringMatch {}

    /** The string starts with the value. */
    record Prefix(Where where, String value) implements StringMatch {}

    /** The whole string matches the RE2 expression, which is not compiled here. */
    record Regex(Where where, String value) implements StringMatch {}

    /** {@code {}}: the field is there and names no comparison. */
    record Unset(Where where) implements StringMatch {}
}
