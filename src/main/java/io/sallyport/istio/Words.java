package io.sallyport.istio;

import java.util.HashMap;
import java.util.Map;

/**
 * One string for every text that comes again and again, as field names do and many values: in ten thousand resources
 * they are most of the text. Long texts and those beyond a number are left as they are.
 */
final class Words {
    private static final int LONGEST = 64;
    private static final int MOST = 20_000;

    private final Map<String, String> known = new HashMap<>();

    /** An equal text, mostly the first that was seen. */
    String same(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        var first = known.get(text);
        if (first == null && known.size() < MOST) {
            known.put(text, text);
        }
        return first == null ? text : first;
    }
}
