package io.sallyport.istio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed document: text with positions, aliases resolved and merge keys applied, nothing interpreted. */
sealed interface YamlNode {
    /** Line in the file, from 1. */
    int line();

    /** Column in code points, from 1. */
    int column();

    /** Nodes in this tree, those behind aliases counted as often as they are used. */
    long size();

    /** A value; plain when neither quoted nor tagged as a string, so that it may mean a number, boolean or null. */
    record Scalar(int line, int column, String text, boolean plain) implements YamlNode {
        @Override
        public long size() {
            return 1;
        }
    }

    /** Keys with values in the order of the file, duplicates included. */
    record Mapping(int line, int column, List<Entry> entries, long size) implements YamlNode {
        /** The first value with that key. */
        @Nullable
        YamlNode get(String key) {
            for (var entry : entries) {
                if (entry.key().text().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }
    }

    /** A list. */
    record Sequence(int line, int column, List<YamlNode> items, long size) implements YamlNode {}

    /** A key with its value. */
    record Entry(Scalar key, YamlNode value) {}
}
