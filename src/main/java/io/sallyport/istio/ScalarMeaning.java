package io.sallyport.istio;

import java.util.Set;

/**
 * What an unquoted value means, by the rules of kubectl's YAML reader, since the same files are applied with it: YAML
 * 1.1 booleans such as {@code yes} and {@code off} (single letters are text), and numbers in several notations.
 */
enum ScalarMeaning {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
    private static final Set<String> NOT_FINITE = Set.of(
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN");

    static ScalarMeaning of(YamlNode.Scalar scalar) {
        var text = scalar.text();
        if (!scalar.plain()) {
            return STRING;
        }
        if (NULLS.contains(text)) {
            return NULL;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return BOOLEAN;
        }
        return NOT_FINITE.contains(text) || NumberText.parse(text) != null ? NUMBER : STRING;
    }

    /** The meaning as a phrase that ends "this is ...". */
    String noun() {
        return switch (this) {
            case NULL -> "no value";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case STRING -> "a string";
        };
    }

    /** The truth of a text that means a boolean. */
    static boolean truth(String text) {
        return TRUE.contains(text);
    }
}
